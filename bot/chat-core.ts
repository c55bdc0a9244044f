import type { JournalEntry } from '../engine/domain/journal-entry.ts';
import type { AlertOptions } from './alerts/alert.ts';
import { createAlertDesk } from './alerts/alert-desk.ts';
import type { ToldAlert } from './alerts/alert-teller.ts';
import { createAlertTeller } from './alerts/alert-teller.ts';
import type { ChatCommand } from './commands/command.ts';
import type { DeskParts, LiveLine } from './conversation.ts';
import { createConversation, isUncounted } from './conversation.ts';
import type { Language } from './i18n/language.ts';
import type { Voice } from './i18n/voice.ts';
import type { ChatPlace, Inbound, Said } from './inbound.ts';
import { placeOf } from './inbound.ts';
import { createLineQueue } from './line-queue.ts';
import type { Choice, Message, Outbound } from './message.ts';
import { textMessage } from './message.ts';
import { MAX_LINE_LENGTH, normalLine } from './parse/clean-text.ts';
import type { Role } from './people/access.ts';
import { mayDo } from './people/access.ts';
import type { ButtonStore, Tap } from './people/buttons.ts';
import { answeredApproval, createButtons, createMemoryButtons } from './people/buttons.ts';
import { createConfirmations } from './people/confirmations.ts';
import { isEmergency, refusalAtDoor, roleNeeded } from './people/door.ts';
import { nameOf } from './people/people-names.ts';
import { createRateLimit } from './people/rate-limit.ts';
import { createSeenDeliveries } from './people/seen-deliveries.ts';
import { createStrangerDesk } from './people/stranger.ts';
import type { UserPreferences } from './preferences.ts';
import { bareCommand, indexCommands } from './route.ts';
import { createSpeech } from './speech.ts';
import { createPatience } from './within.ts';

/** The chat without a platform: a surface feeds it and renders what comes back. */
export interface ChatCore {
  /**
   * Answers a line or a tap. It returns its promise at once; what a person asks is done in turn, an emergency before all
   * of it. A surface does not wait for one answer before it hands in the next line.
   */
  handle(inbound: Inbound, options?: HandleOptions): Promise<readonly Outbound[]>;
  /** Returns what a journal entry has to tell this person and how they want to hear it, or null. */
  alert(entry: JournalEntry, userId: string, at: number, options?: AlertOptions): Promise<PresentedAlert | null>;
  /**
   * Makes a message of the desk's own ready for a person: its choices become buttons of theirs, good in private or in the
   * group that is named. What they may not do there is not offered.
   */
  present(message: Message, userId: string, at: number, groupId?: string): Promise<Outbound>;
  voiceOf(userId: string): Promise<Voice>;
}

export interface HandleOptions {
  /** Given an answer that takes a while as far as there is one; each takes the place of the one before, the last of all. */
  readonly onPartial?: (partial: Outbound) => void;
}

/** An alert with the buttons of the person it is for. */
export interface PresentedAlert extends Omit<ToldAlert, 'message'> {
  readonly outbound: Outbound;
}

export interface ChatCoreOptions extends DeskParts {
  readonly preferences: UserPreferences;
  /** Without it buttons last as long as the process. */
  readonly buttons?: ButtonStore;
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
  /** So long the database is waited for before somebody is told. */
  readonly patienceMs?: number;
}

const MINUTE_MS = 60_000;
const BUTTON_LIFE_MS = 24 * 60 * MINUTE_MS;
const TAPS_PER_MINUTE = 60;
const MAX_WAITING = 1_000;
const MAX_REMEMBERED = 10_000;
const PATIENCE_MS = 2_000;

export function createChatCore(options: ChatCoreOptions): ChatCore {
  const patience = createPatience(options.patienceMs ?? PATIENCE_MS, (fault, problem) =>
    options.logger.error({ err: fault }, problem),
  );
  const index = indexCommands(options.commands);
  const buttons = createButtons({
    store: options.buttons ?? createMemoryButtons(),
    newNonce: options.newNonce,
    expiresAfterMs: BUTTON_LIFE_MS,
    isEmergency: (command) => emergencyIn(command) !== null,
    termsOf,
    patience,
  });
  const confirmations = createConfirmations({ newCode: options.newCode, expiresAfterMs: MINUTE_MS });
  const strangers = createStrangerDesk(options.access, options.language);
  const tapRate = createRateLimit(TAPS_PER_MINUTE, MINUTE_MS);
  const seen = { members: createSeenDeliveries(MAX_REMEMBERED), strangers: createSeenDeliveries(MAX_REMEMBERED) };
  const queue = createLineQueue(MAX_WAITING);
  const speech = createSpeech({
    preferences: options.preferences,
    desk: options.desk,
    language: options.language,
    zone: options.zone,
    patience,
    nameOf: (who) => nameOf(who, options.access),
  });
  const alerts = options.alerts ?? createAlertDesk();
  const tell = createAlertTeller({ records: options.records, desk: options.desk, alerts });
  const conversation = createConversation({ desk: { ...options, alerts }, index, confirmations, speech, patience });
  options.access.onChange((userId, role) => {
    if (role !== null) return;
    confirmations.forget(userId);
    speech.forget(userId);
    void buttons.forget(userId);
  });

  return { handle, alert, present, voiceOf };

  /** Nothing here waits before the line stands in its queue: lines keep the order in which they came. */
  function handle(inbound: Inbound, { onPartial }: HandleOptions = {}): Promise<readonly Outbound[]> {
    const said: Said = { ...inbound, place: placeOf(inbound) };
    const role = options.access.roleOf(said.surface, said.userId);
    if (isRepeated(said, role)) return Promise.resolve([]);
    if (role === null) return answerStranger(said);
    return 'action' in said ? handleTap(said.action, said, role) : handleLine(said.text, said, role, onPartial);
  }

  function isRepeated({ surface, deliveryId }: Said, role: Role | null): boolean {
    if (deliveryId === undefined) return false;
    const id = `${surface} ${deliveryId}`;
    // Whoever a code has just let in was a stranger when it came first. Strangers, being many, push out only each other.
    return role === null ? !seen.strangers.isNew(id) : seen.strangers.has(id) || !seen.members.isNew(id);
  }

  function answerStranger(said: Said): Promise<readonly Outbound[]> {
    options.logger.warn({ surface: said.surface, userId: said.userId }, 'a stranger wrote');
    return answered(said, () => strangers.answer(said, said.place));
  }

  function handleLine(
    written: string,
    said: Said,
    role: Role,
    onPartial?: HandleOptions['onPartial'],
  ): Promise<readonly Outbound[]> {
    const line = written.length > MAX_LINE_LENGTH ? null : normalLine(written);
    const emergency = line === null ? null : emergencyIn(line);
    if (emergency !== null && mayDo(role, roleNeeded(emergency, ''))) {
      return answered(said, () => conversation.runEmergency(emergency, said, role));
    }
    const partials = partialsOf(said, onPartial);
    const turn = inTurn(said, async (roleNow, letPass) => {
      if (line === null) return refuseLength(said.userId);
      return line === '' ? [] : conversation.answer(line, said, roleNow, { letPass, show: partials.show });
    });
    return turn.finally(partials.end);
  }

  /** Shows the parts of an answer in the order in which they were made, and none once the whole is there. */
  function partialsOf(said: Said, onPartial: HandleOptions['onPartial']): Pick<LiveLine, 'show'> & { end(): void } {
    let isOver = onPartial === undefined;
    let shown: Promise<void> = Promise.resolve();
    // One answer, one set of buttons, however often it is shown.
    let first: Outbound | null = null;
    const showNext = async ({ choices, ...message }: Message): Promise<void> => {
      if (isOver) return;
      first ??= await presentAt(said, { ...message, choices });
      if (!isOver) onPartial?.({ ...message, buttons: first.buttons });
    };
    return {
      show(message) {
        shown = shown
          .then(() => showNext(message))
          .catch((fault: unknown) => options.logger.warn({ err: fault }, 'a part of an answer was not shown'));
      },
      end() {
        isOver = true;
      },
    };
  }

  function handleTap(action: string, said: Said, role: Role): Promise<readonly Outbound[]> {
    const holder = { userId: said.userId, chatId: said.place.chatId };
    const known = buttons.takeEmergency(action, holder, said.at);
    if (known !== null) return handleLine(known, said, role);
    if (!isUncounted(said.userId) && !tapRate.allows(said.userId, said.at)) {
      return inTurn(said, async () => [textMessage('error', (await voiceOf(said.userId)).text.tooManyLines)]);
    }
    const taking = buttons.take(action, holder, said.at);
    const turn = inTurn(said, async (roleNow) => {
      const tap = await taking;
      return emergencyOf(tap) === null ? answerTap(tap, said, roleNow) : [];
    });
    // An emergency that an earlier process showed is known only now; it does not wait for the turn either.
    return taking.then((tap) => {
      const emergency = emergencyOf(tap);
      return emergency !== null && tap.outcome === 'taken' ? handleLine(tap.command, said, role) : turn;
    });
  }

  function emergencyOf(tap: Tap): ChatCommand | null {
    return tap.outcome === 'taken' ? emergencyIn(tap.command) : null;
  }

  function emergencyIn(line: string): ChatCommand | null {
    const command = bareCommand(line, index);
    return command !== null && isEmergency(command) ? command : null;
  }

  function inTurn(
    said: Said,
    answer: (role: Role, letPass: () => void) => Promise<readonly Message[]>,
  ): Promise<readonly Outbound[]> {
    const turn = queue.add(said.userId, (letPass) =>
      answered(said, async () => {
        // Whoever was put out while they waited is a stranger.
        const role = options.access.roleOf(said.surface, said.userId);
        return role === null ? [] : answer(role, letPass);
      }),
    );
    if (turn !== null) return turn;
    return answered(said, async () => [textMessage('error', (await voiceOf(said.userId)).text.tooManyLines)]);
  }

  /** What goes wrong on our side is logged and told in a sentence; a chat never ends by it. */
  async function answered(said: Said, answer: () => Promise<readonly Message[]>): Promise<readonly Outbound[]> {
    try {
      const messages = await answer();
      return await Promise.all(messages.map((message) => presentAt(said, message)));
    } catch (cause) {
      options.logger.error({ err: cause, userId: said.userId }, 'a chat line was not answered');
      const voice = speech.voiceFor(speech.remembered(said.userId, null));
      return [await presentAt(said, textMessage('error', voice.text.failed))];
    }
  }

  async function answerTap(tap: Tap, said: Said, role: Role): Promise<readonly Message[]> {
    if (tap.outcome === 'taken') return conversation.answer(tap.command, said, role);
    const { text } = await voiceOf(said.userId);
    const sentences = { void: text.buttonVoid, changed: text.proposalMoved, unavailable: text.storeAway } as const;
    return [textMessage('error', sentences[tap.outcome])];
  }

  async function refuseLength(userId: string): Promise<readonly Message[]> {
    const voice = await voiceOf(userId);
    return [textMessage('error', voice.text.lineTooLong({ limit: voice.format.count(MAX_LINE_LENGTH) }))];
  }

  async function alert(
    entry: JournalEntry,
    userId: string,
    at: number,
    alertOptions: AlertOptions = {},
  ): Promise<PresentedAlert | null> {
    const told = await tell(entry, userId, await voiceOf(userId), alertOptions);
    if (told === null) return null;
    const { kind, mode, message } = told;
    return { kind, mode, outbound: await present(message, userId, at) };
  }

  function presentAt({ userId, place, at }: Said, message: Message): Promise<Outbound> {
    return present(message, userId, at, place.kind === 'group' ? place.chatId : undefined);
  }

  async function present(message: Message, userId: string, at: number, groupId?: string): Promise<Outbound> {
    const { choices, ...rest } = message;
    const place: ChatPlace =
      groupId === undefined ? { kind: 'private', chatId: userId } : { kind: 'group', chatId: groupId };
    const offered = choices.filter((choice) => isOpenTo(choice, userId, place));
    return { ...rest, buttons: await buttons.issue(offered, { userId, chatId: place.chatId }, at) };
  }

  function isOpenTo({ command: line }: Choice, userId: string, place: ChatPlace): boolean {
    const role = options.access.roleOf(userId.slice(0, userId.indexOf(':')), userId);
    const command = bareCommand(line, index);
    if (role === null || command === null) return role !== null;
    const args = line.includes(' ') ? line.slice(line.indexOf(' ') + 1) : '';
    return refusalAtDoor(command, args, { role, place, ageMs: 0 }) === null;
  }

  /** An answer counts for a proposal as it was shown: its hash, or null for what answers none that waits. */
  function termsOf(command: string): string | null {
    const id = answeredApproval(command);
    if (id === null) return null;
    return options.desk.pendingApprovals().find((approval) => approval.id === id)?.termsSha256 ?? null;
  }

  async function voiceOf(userId: string): Promise<Voice> {
    return speech.voiceFor(await speech.preferencesOf(userId));
  }
}
