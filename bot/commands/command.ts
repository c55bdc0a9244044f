import type { WhatIf } from '../../agent/assistant/tools/what-if-port.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { ReplayControl } from '../../engine/ports/market-data.ts';
import type { Records } from '../../engine/ports/records.ts';
import type { AlertDesk } from '../alerts/alert-desk.ts';
import type { AnswerContext, Answerer } from '../answerer.ts';
import type { AssistantControls } from '../assistant-controls.ts';
import type { ChartRoom } from '../charts/chart-room.ts';
import type { CommandPort, DeskInfo } from '../desk-ports.ts';
import type { Language } from '../i18n/language.ts';
import type { Voice } from '../i18n/voice.ts';
import type { ChatPlace } from '../inbound.ts';
import type { Message } from '../message.ts';
import type { Access, Role } from '../people/access.ts';
import type { ConfirmationResult, PendingConfirmation } from '../people/confirmations.ts';
import type { Preferences } from '../preferences.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import type { RulesPort } from '../rules/rules-port.ts';

/** What a command may see and use; everything that acts goes through `engine`. */
export interface CommandContext {
  readonly userId: string;
  readonly role: Role;
  /** Where it was said, and so who else reads the answer. */
  readonly place: ChatPlace;
  /** What the person calls themselves on their platform; empty where it is not known. */
  readonly displayName: string;
  readonly access: Access;
  readonly alerts: AlertDesk;
  /** Null where no reports are made. */
  readonly reportDesk: ReportDesk | null;
  readonly rules: RulesPort | null;
  /** Null where nothing is played again. */
  readonly whatIf: WhatIf | null;
  /** Null where nobody is answered by a language model. */
  readonly assistant: AssistantControls | null;
  /** How long ago the message was sent when its turn came. */
  readonly ageMs: number;
  /** Wall time of the message: for codes that expire. The desk's own time is `desk.now()`. */
  readonly at: number;
  /** True when the line was typed without a slash: what moves money is then always shown back first. */
  readonly plain: boolean;
  readonly voice: Voice;
  readonly desk: DeskView;
  readonly records: Records;
  readonly engine: CommandPort;
  readonly answerer: Answerer;
  readonly answerContext: AnswerContext;
  readonly replay: ReplayControl | null;
  readonly charts: Pick<ChartRoom, 'draw'>;
  readonly info: DeskInfo;
  readonly commands: readonly ChatCommand[];
  readonly preferences: Preferences;
  savePreferences(preferences: Preferences): Promise<void>;
  /** Keeps a command until its code comes back; returns the code. */
  askToConfirm(pending: PendingConfirmation): string;
  answerConfirmation(code: string): ConfirmationResult;
  /** Drops the command that waits for its code. */
  dropConfirmation(): void;
  /** Runs another line as this person, as if they had typed it with a slash. */
  runLine(line: string): Promise<readonly Message[]>;
}

/** One thing that can be asked for by name. Adding one is a file like its neighbours and a line in the registry. */
export interface ChatCommand {
  readonly name: string;
  /** Other names, in both languages; they work with and without the slash. */
  readonly aliases: readonly string[];
  /** The arguments, as the help shows them. */
  readonly usage: string;
  readonly summary: Readonly<Record<Language, string>>;
  readonly role: Role;
  /** Set when some arguments need more than `role`. */
  readonly roleFor?: (args: string) => Role;
  /** Tells whether these words after the bare name belong to the command rather than to a question. Default: no words. */
  readonly takesPlain?: (args: string, context: CommandContext) => boolean;
  /** Tells whether a sentence of any shape is meant for this command; the whole of it becomes its arguments. */
  readonly hears?: (line: string, context: CommandContext) => boolean;
  run(args: string, context: CommandContext): Promise<readonly Message[]>;
}
