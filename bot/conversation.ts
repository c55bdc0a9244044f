import type { WhatIf } from '../agent/assistant/tools/what-if-port.ts';
import type { DeskView } from '../engine/ports/desk-view.ts';
import type { ReplayControl } from '../engine/ports/market-data.ts';
import type { Records } from '../engine/ports/records.ts';
import type { AlertDesk } from './alerts/alert-desk.ts';
import { createAlertDesk } from './alerts/alert-desk.ts';
import type { Answerer, AnswerTalk } from './answerer.ts';
import type { AssistantControls } from './assistant-controls.ts';
import type { ChartRoom } from './charts/chart-room.ts';
import type { ChatCommand, CommandContext } from './commands/command.ts';
import type { CommandPort, DeskInfo } from './desk-ports.ts';
import { languageOf } from './i18n/language.ts';
import type { Voice } from './i18n/voice.ts';
import type { Said } from './inbound.ts';
import type { Message } from './message.ts';
import { textMessage } from './message.ts';
import type { Access, Role } from './people/access.ts';
import type { Confirmations } from './people/confirmations.ts';
import type { DoorRefusal } from './people/door.ts';
import { mustBeDoneOnce, refusalAtDoor } from './people/door.ts';
import { createRateLimit } from './people/rate-limit.ts';
import { invitationIn } from './people/stranger.ts';
import type { Preferences } from './preferences.ts';
import type { ReportDesk } from './reports/report-desk.ts';
import type { CommandIndex, Route } from './route.ts';
import { routeLine } from './route.ts';
import type { RulesPort } from './rules/rules-port.ts';
import type { Speech } from './speech.ts';
import type { Patience } from './within.ts';

/** What the lines of somebody known lead to. */
export interface Conversation {
  /** Answers a normalised, non-empty line, in its turn. */
  answer(line: string, said: Said, role: Role, live?: LiveLine): Promise<readonly Message[]>;
  /** Runs an emergency from memory alone: no database and no limit may keep it from being sent. */
  runEmergency(command: ChatCommand, said: Said, role: Role): Promise<readonly Message[]>;
}

/** What the answer to a line may do before it is there. */
export type LiveLine = Pick<AnswerTalk, 'show' | 'letPass'>;

/** What commands see of the desk. */
export interface DeskParts {
  readonly desk: DeskView;
  readonly records: Records;
  readonly engine: CommandPort;
  readonly answerer: Answerer;
  readonly replay: ReplayControl | null;
  readonly charts: Pick<ChartRoom, 'draw'>;
  readonly info: DeskInfo;
  readonly access: Access;
  /** Without it choices last as long as the process, and nothing is sent. */
  readonly alerts?: AlertDesk;
  /** Without it no reports are made. */
  readonly reportDesk?: ReportDesk;
  /** Without it nobody has alert rules. */
  readonly rules?: RulesPort;
  /** Without it nothing is played again. */
  readonly whatIf?: WhatIf;
  /** Without it nobody is answered by a language model, or remembered by one. */
  readonly assistant?: AssistantControls;
  readonly commands: readonly ChatCommand[];
  /** Without it what was done is remembered as long as the process. */
  readonly deliveries?: DeliveryStore;
  /** Wall time, to tell how long a line has waited for its turn; without it none has. */
  readonly now?: () => number;
}

/** Remembers across restarts which messages were acted on. */
export interface DeliveryStore {
  /** Notes a message; false if it was noted before. */
  noteFirst(id: string, at: number): Promise<boolean>;
}

export interface ConversationParts {
  readonly desk: DeskParts;
  readonly index: CommandIndex;
  readonly confirmations: Confirmations;
  readonly speech: Speech;
  readonly patience: Patience;
}

const ALONE: LiveLine = { show: () => undefined, letPass: () => undefined };
const LINES_PER_MINUTE = 20;
const MINUTE_MS = 60_000;
/** The terminal is one person's own keyboard or script; it is not counted. */
const UNCOUNTED_SURFACE = 'terminal';

export function createConversation(parts: ConversationParts): Conversation {
  const { desk, index, confirmations, speech, patience } = parts;
  const alerts = desk.alerts ?? createAlertDesk();
  const lineRate = createRateLimit(LINES_PER_MINUTE, MINUTE_MS);

  return { answer, runEmergency };

  async function answer(written: string, said: Said, role: Role, live = ALONE): Promise<readonly Message[]> {
    const code = invitationIn(written);
    const line = code === null ? written : `/join ${code}`;
    const known = await speech.preferencesOf(said.userId);
    const route = routeLine(line, index, contextOf(said, role, known, live), confirmations.waits(said, said.at));
    const preferences = speech.learn(known, { userId: said.userId, line, route, language: said.language });
    const plain = route.to === 'command' && route.plain;
    const context = { ...contextOf(said, role, preferences, live), plain };
    if (!isUncounted(said.userId) && !lineRate.allows(said.userId, said.at)) {
      return [textMessage('error', context.voice.text.tooManyLines)];
    }
    return (await refusedAsRepeated(route, said, context)) ?? follow(route, line, context);
  }

  async function runEmergency(command: ChatCommand, said: Said, role: Role): Promise<readonly Message[]> {
    const guess = said.language ?? ('text' in said ? languageOf(said.text) : null);
    return command.run('', contextOf(said, role, speech.remembered(said.userId, guess), ALONE));
  }

  /** A message that does something is done once, though it be delivered again after a restart. */
  async function refusedAsRepeated(
    route: Route,
    said: Said,
    context: CommandContext,
  ): Promise<readonly Message[] | null> {
    const { deliveryId, surface } = said;
    const { deliveries } = desk;
    if (route.to !== 'command' || deliveryId === undefined || deliveries === undefined) return null;
    // A button is good once as it is; what is refused anyway need not be noted.
    if ('action' in said || !mustBeDoneOnce(route.command, route.args)) return null;
    if (refusalAtDoor(route.command, route.args, context) !== null) return null;
    const { text } = context.voice;
    const first = await patience(deliveries.noteFirst(`${surface} ${deliveryId}`, said.at), 'a message was not noted');
    if (first === null) return [textMessage('error', text.storeAway)];
    return first.value ? null : [textMessage('error', text.deliveredTwice)];
  }

  async function follow(route: Route, line: string, context: CommandContext): Promise<readonly Message[]> {
    switch (route.to) {
      case 'unknown-command':
        return [textMessage('error', context.voice.text.unknownCommand(route))];
      case 'question':
        return [await desk.answerer.answer(line, context.answerContext)];
      case 'command': {
        const refusal = refusalAtDoor(route.command, route.args, context);
        if (refusal !== null) return [textMessage('error', refusalText(refusal, context.voice))];
        return route.command.run(route.args, context);
      }
    }
  }

  function contextOf(said: Said, role: Role, preferences: Preferences, live: LiveLine): CommandContext {
    const { userId, place, at } = said;
    const voice = speech.voiceFor(preferences);
    const context: CommandContext = {
      userId,
      role,
      place,
      displayName: said.displayName ?? '',
      access: desk.access,
      alerts,
      reportDesk: desk.reportDesk ?? null,
      rules: desk.rules ?? null,
      whatIf: desk.whatIf ?? null,
      assistant: desk.assistant ?? null,
      ageMs: ageOf(said),
      at,
      plain: false,
      voice,
      desk: desk.desk,
      records: desk.records,
      engine: desk.engine,
      answerer: desk.answerer,
      answerContext: {
        userId,
        role,
        isPrivate: place.kind === 'private',
        talk: { ...live, runLine: (line) => context.runLine(line) },
        language: voice.language,
        zone: voice.zone,
        now: desk.desk.now(),
        format: voice.format,
        reason: voice.reason,
      },
      replay: desk.replay,
      charts: desk.charts,
      info: desk.info,
      commands: desk.commands,
      preferences,
      savePreferences: (changed) => speech.keep(userId, changed),
      askToConfirm: (pending) => confirmations.ask(said, pending, at),
      answerConfirmation: (code) => confirmations.answer(said, code, at),
      dropConfirmation: () => confirmations.drop(said),
      runLine: (line) => follow(routeLine(line, index, context, false), line, { ...context, plain: true }),
    };
    return context;
  }

  /** On the way here, and waiting for its turn. */
  function ageOf({ sentAt, at }: Said): number {
    const now = Math.max(at, desk.now?.() ?? at);
    return Math.max(0, now - Math.min(sentAt ?? at, at));
  }
}

/** Tells whether nobody counts what this person sends. */
export function isUncounted(userId: string): boolean {
  return userId.startsWith(`${UNCOUNTED_SURFACE}:`);
}

function refusalText(refusal: DoorRefusal, { text, format }: Voice): string {
  switch (refusal.why) {
    case 'role':
      return text.needsRole({ role: refusal.needed });
    case 'group':
      return text.privateOnly;
    case 'late':
      return text.tooLate({ age: format.duration(refusal.ageMs) });
  }
}
