import type { JournalEntry } from '../engine/domain/journal-entry.ts';
import type { DeskView } from '../engine/ports/desk-view.ts';
import type { ReplayControl } from '../engine/ports/market-data.ts';
import type { Records } from '../engine/ports/records.ts';
import type { Access, Role } from './access.ts';
import { mayDo } from './access.ts';
import type { AlertOptions } from './alerts.ts';
import { alertOf } from './alerts.ts';
import type { Answerer } from './answerer.ts';
import { createButtons } from './buttons.ts';
import type { ChatCommand, CommandContext } from './commands/command.ts';
import { createConfirmations } from './confirmations.ts';
import type { CommandPort, DeskInfo } from './desk-ports.ts';
import type { Language } from './i18n/language.ts';
import { defaultZone, languageOf } from './i18n/language.ts';
import type { Voice } from './i18n/voice.ts';
import { createVoice } from './i18n/voice.ts';
import type { Message, Outbound } from './message.ts';
import { textMessage } from './message.ts';
import { MAX_LINE_LENGTH, normalLine } from './parse/clean-text.ts';
import type { Preferences, UserPreferences } from './preferences.ts';
import { createRateLimit } from './rate-limit.ts';
import type { Route } from './route.ts';
import { indexCommands, routeLine } from './route.ts';

/** What arrives from a surface: a line, or the nonce of a button. */
export type Inbound = {
  /** `terminal:owner`, `telegram:123`: surface and the platform's own numeric id. */
  readonly userId: string;
  readonly surface: string;
  /** Wall time at the surface. */
  readonly at: number;
  /** What the platform knows of the person's language; counts until they write. */
  readonly language?: Language | undefined;
} & ({ readonly text: string } | { readonly action: string });

/** The chat without a platform: a surface feeds it and renders what comes back. */
export interface ChatCore {
  handle(inbound: Inbound): Promise<readonly Outbound[]>;
  /** Returns what a journal entry has to tell this person, or null. */
  alert(entry: JournalEntry, userId: string, at: number, options?: AlertOptions): Promise<Outbound | null>;
  /** Makes a message of the desk's own ready for a person: its choices become buttons of theirs. */
  present(message: Message, userId: string, at: number): Outbound;
  voiceOf(userId: string): Promise<Voice>;
}

export interface ChatCoreOptions {
  readonly desk: DeskView;
  readonly records: Records;
  readonly engine: CommandPort;
  readonly answerer: Answerer;
  readonly replay: ReplayControl | null;
  readonly info: DeskInfo;
  readonly access: Access;
  readonly preferences: UserPreferences;
  readonly commands: readonly ChatCommand[];
  /** What people get until they choose or write. */
  readonly language: Language;
  /** Read and write times in this zone instead of the language's. */
  readonly zone?: string | undefined;
  /** Returns 128 random bits as text. */
  readonly newNonce: () => string;
  /** Returns four random digits. */
  readonly newCode: () => string;
  readonly logger: {
    warn(fields: Readonly<Record<string, unknown>>, sentence: string): void;
    error(fields: Readonly<Record<string, unknown>>, sentence: string): void;
  };
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const BUTTON_LIFE_MS = 24 * HOUR_MS;
const LINES_PER_MINUTE = 20;
/** The terminal is one person's own keyboard or script; it is not counted. */
const UNCOUNTED_SURFACE = 'terminal';

export function createChatCore(options: ChatCoreOptions): ChatCore {
  const index = indexCommands(options.commands);
  const buttons = createButtons({ newNonce: options.newNonce, expiresAfterMs: BUTTON_LIFE_MS });
  const confirmations = createConfirmations({ newCode: options.newCode, expiresAfterMs: MINUTE_MS });
  const strangerReplies = createRateLimit(1, HOUR_MS);
  const lineRate = createRateLimit(LINES_PER_MINUTE, MINUTE_MS);

  return { handle, alert, present, voiceOf };

  async function handle(inbound: Inbound): Promise<readonly Outbound[]> {
    const role = options.access.roleOf(inbound.surface, inbound.userId);
    if (role === null) return answerStranger(inbound);
    try {
      const messages = await answerMember(inbound, role);
      return messages.map((message) => present(message, inbound.userId, inbound.at));
    } catch (cause) {
      options.logger.error({ err: cause, userId: inbound.userId }, 'a chat line was not answered');
      const voice = await voiceOf(inbound.userId).catch(() => voiceIn(options.language, null));
      return [present(textMessage('error', voice.text.failed), inbound.userId, inbound.at)];
    }
  }

  /** One neutral sentence an hour, whatever was sent: a stranger is not to see what this is. */
  function answerStranger({ surface, userId, at }: Inbound): readonly Outbound[] {
    options.logger.warn({ surface, userId }, 'a stranger wrote');
    if (!strangerReplies.allows(userId, at)) return [];
    return [present(textMessage('answer', voiceIn(options.language, null).text.strangerReply), userId, at)];
  }

  async function answerMember(inbound: Inbound, role: Role): Promise<readonly Message[]> {
    if ('action' in inbound) return answerButton(inbound.action, inbound, role);
    if (inbound.text.length > MAX_LINE_LENGTH) return refuseLength(inbound.userId);
    const line = normalLine(inbound.text);
    return line === '' ? [] : answerLine(line, inbound, role);
  }

  async function answerButton(action: string, inbound: Inbound, role: Role): Promise<readonly Message[]> {
    const command = buttons.take(action, inbound.userId, inbound.at);
    if (command !== null) return answerLine(command, inbound, role);
    return [textMessage('error', (await voiceOf(inbound.userId)).text.buttonVoid)];
  }

  async function refuseLength(userId: string): Promise<readonly Message[]> {
    const voice = await voiceOf(userId);
    return [textMessage('error', voice.text.lineTooLong({ limit: voice.format.count(MAX_LINE_LENGTH) }))];
  }

  async function answerLine(line: string, inbound: Inbound, role: Role): Promise<readonly Message[]> {
    const known = await options.preferences.load(inbound.userId);
    const before = contextOf(inbound, role, known, false);
    const route = routeLine(line, index, before, confirmations.waits(inbound.userId, inbound.at));
    const preferences = learnLanguage(known, line, route, inbound);
    if (preferences !== known) await options.preferences.save(inbound.userId, preferences);
    return follow(route, line, contextOf(inbound, role, preferences, route.to === 'command' && route.plain));
  }

  /**
   * The first message tells the language. Afterwards Hangul, or a question in Latin script, changes it until `/lang`
   * fixes it; a command does not, for everybody types `/status`.
   */
  function learnLanguage(known: Preferences, line: string, route: Route, inbound: Inbound): Preferences {
    if (known.fixed) return known;
    const written = languageOf(line);
    const first = known.language === null ? (inbound.language ?? null) : known.language;
    const isSentence = route.to === 'question' && line.includes(' ');
    const speaks = written === 'ko' || isSentence || first === null ? (written ?? first) : first;
    const language = speaks ?? options.language;
    return language === known.language ? known : { ...known, language };
  }

  async function follow(route: Route, line: string, context: CommandContext): Promise<readonly Message[]> {
    const { text } = context.voice;
    if (!withinRate(route, context)) return [textMessage('error', text.tooManyLines)];
    switch (route.to) {
      case 'unknown-command':
        return [textMessage('error', text.unknownCommand(route))];
      case 'question':
        return [await options.answerer.answer(line, context.answerContext)];
      case 'command': {
        const needed = route.command.roleFor?.(route.args) ?? route.command.role;
        if (!mayDo(context.role, needed)) return [textMessage('error', text.needsRole({ role: needed }))];
        return route.command.run(route.args, context);
      }
    }
  }

  /** Getting out is never limited. */
  function withinRate(route: Route, context: CommandContext): boolean {
    if (context.userId.startsWith(`${UNCOUNTED_SURFACE}:`)) return true;
    if (route.to === 'command' && route.command.name === 'panic') return true;
    return lineRate.allows(context.userId, context.at);
  }

  function contextOf(inbound: Inbound, role: Role, preferences: Preferences, plain: boolean): CommandContext {
    const { userId, at } = inbound;
    const voice = voiceFor(preferences);
    const context: CommandContext = {
      userId,
      role,
      at,
      plain,
      voice,
      desk: options.desk,
      records: options.records,
      engine: options.engine,
      answerer: options.answerer,
      answerContext: {
        userId,
        language: voice.language,
        zone: voice.zone,
        now: options.desk.now(),
        format: voice.format,
        reason: voice.reason,
      },
      replay: options.replay,
      info: options.info,
      commands: options.commands,
      preferences,
      savePreferences: (changed) => options.preferences.save(userId, changed),
      askToConfirm: (pending) => confirmations.ask(userId, pending, at),
      answerConfirmation: (code) => confirmations.answer(userId, code, at),
      runLine: (line) => follow(routeLine(line, index, context, false), line, { ...context, plain: true }),
    };
    return context;
  }

  async function alert(
    entry: JournalEntry,
    userId: string,
    at: number,
    alertOptions: AlertOptions = {},
  ): Promise<Outbound | null> {
    const message = alertOf(entry, await voiceOf(userId), alertOptions);
    return message === null ? null : present(message, userId, at);
  }

  function present(message: Message, userId: string, at: number): Outbound {
    const { choices, ...rest } = message;
    return { ...rest, buttons: choices.map((choice) => buttons.issue(choice, userId, at)) };
  }

  async function voiceOf(userId: string): Promise<Voice> {
    return voiceFor(await options.preferences.load(userId));
  }

  function voiceFor(preferences: Preferences): Voice {
    return voiceIn(preferences.language ?? options.language, preferences.zone);
  }

  function voiceIn(language: Language, zone: string | null): Voice {
    return createVoice({
      language,
      zone: zone ?? options.zone ?? defaultZone(language),
      now: options.desk.now(),
      instruments: options.desk.instruments(),
      quoteCurrency: options.desk.account().quoteCurrency,
    });
  }
}
