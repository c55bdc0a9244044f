import type { AppChat } from '../../../bot/app/chat.ts';
import type { ReplayDesk } from '../../../bot/app/desk.ts';
import type { JournalEntry } from '../../../engine/domain/journal-entry.ts';

/** An admin, and somebody who may only look. */
export type Speaker = 'admin' | 'viewer';

/** What came back for one act, as its reader sees it. */
export interface Shown {
  readonly text: string;
  /** Labels of the buttons that came with it. */
  readonly choices: readonly string[];
  readonly pictures: number;
}

/** A way to talk to the desk. Everything that comes back for an act is waited for before the next one. */
export interface TranscriptDriver {
  say(who: Speaker, line: string): Promise<Shown>;
  /** Uses the last button of this label; where there are none, types what it stands for. */
  tap(who: Speaker, label: string): Promise<Shown>;
  /** Brings the admin what a journal entry tells; null where it tells nothing. */
  tell(entry: JournalEntry): Promise<Shown | null>;
  stop(): Promise<void>;
}

export interface DriverOptions {
  readonly desk: ReplayDesk;
  readonly chat: AppChat;
  /** Wall time; it goes on faster than the wall, so that nobody writes more lines than a person may. */
  readonly now: () => number;
}

export type OpenDriver = (options: DriverOptions) => Promise<TranscriptDriver>;

/** What the desk says that it is; asked after each act, its answer says that everything before it has come. */
export const VERSION = '7.7.7-transcript';
export const LAST_LINE = '/version';
export const PATIENCE_MS = 60_000;

/** A message of a chat, whatever the chat. */
export interface Seen {
  readonly id: string;
  readonly text: string;
  readonly choices: readonly string[];
  readonly hasPicture: boolean;
}

/** Returns what is new in a chat, or says something else than before; of a card that goes on, what was added to it. */
export function newIn(before: readonly Seen[], after: readonly Seen[]): Shown {
  const known = new Map(before.map((message) => [message.id, message]));
  const fresh = after.flatMap((message) => {
    const was = known.get(message.id);
    // A card that has lost its buttons, and no more, has not answered.
    if (was?.text === message.text || message.text.includes(VERSION)) return [];
    const isLonger = was !== undefined && message.text.startsWith(was.text);
    return [isLonger ? { ...message, text: message.text.slice(was.text.length).trim() } : message];
  });
  return {
    text: fresh.map(({ text }) => text).join('\n'),
    choices: fresh.flatMap(({ choices }) => choices),
    pictures: fresh.filter(({ hasPicture, id }) => hasPicture && !known.has(id)).length,
  };
}
