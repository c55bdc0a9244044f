import type { Update } from 'grammy/types';
import type { Refusal } from './refusal.ts';
import { refusal } from './refusal.ts';

/** What an update is about. */
export type UpdateKind = Exclude<keyof Update, 'update_id'>;

/** Kinds that come only to those who ask for them by name (Bot API, `allowed_updates`). */
const ON_REQUEST: ReadonlySet<string> = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
const LONGEST_POLL_S = 50;
const OTHER_POLLER = refusal(
  409,
  'terminated by other getUpdates request; make sure that only one bot instance is running',
);

export interface Webhook {
  readonly url: string;
  readonly secretToken: string | null;
}

interface Poll {
  readonly limit: number;
  answer(updates: readonly Update[]): void;
  refuse(error: Refusal): void;
}

/** The updates that wait for the bot, and the one who waits for them. */
export interface UpdateFeed {
  readonly waiting: readonly Update[];
  /** Whether a long poll is being held. */
  readonly isPolled: boolean;
  webhook: Webhook | null;
  /** Called when there is something to deliver by webhook. */
  onPushed: () => void;
  /** Adds an update, unless its kind is not wanted; returns its id, or null. */
  push(kind: string, content: unknown): number | null;
  /** Adds one as it is, id and all: a repeated one, or one that Telegram would not send. */
  pushRaw(update: Update): void;
  allow(kinds: readonly unknown[] | undefined): void;
  confirmBelow(updateId: number): void;
  poll(asked: { offset?: number | undefined; limit?: number | undefined; timeout?: number | undefined }): {
    readonly updates: Promise<readonly Update[]>;
    readonly abandon: () => void;
  };
  endPoll(why: Refusal): void;
  drop(): void;
}

export function createUpdateFeed(): UpdateFeed {
  let waiting: Update[] = [];
  let nextUpdateId = 700_000_001;
  let allowed: ReadonlySet<string> | null = null;
  let held: Poll | null = null;

  const feed: UpdateFeed = {
    get waiting() {
      return waiting;
    },
    get isPolled() {
      return held !== null;
    },
    webhook: null,
    onPushed: () => undefined,
    push: (kind, content) => {
      if (!(allowed?.has(kind) ?? !ON_REQUEST.has(kind))) return null;
      const id = nextUpdateId++;
      feed.pushRaw({ update_id: id, [kind]: content });
      return id;
    },
    pushRaw: (update) => {
      waiting.push(structuredClone(update));
      held?.answer(waiting.slice(0, held.limit));
      feed.onPushed();
    },
    allow: (kinds) => {
      if (kinds === undefined) return;
      allowed = kinds.length === 0 ? null : new Set(kinds.map(String));
    },
    confirmBelow: (updateId) => {
      waiting = waiting.filter((update) => update.update_id >= updateId);
    },
    poll,
    endPoll: (why) => held?.refuse(why),
    drop: () => {
      waiting = [];
    },
  };
  return feed;

  function poll({ offset = 0, limit = 100, timeout = 0 }: Parameters<UpdateFeed['poll']>[0]) {
    // Whoever asked first is told so; the newer one goes on.
    feed.endPoll(OTHER_POLLER);
    if (offset > 0) feed.confirmBelow(offset);
    else if (offset < 0) waiting = waiting.slice(offset);
    const most = limit >= 1 && limit <= 100 ? limit : 100;
    if (waiting.length > 0 || timeout <= 0) {
      return { updates: Promise.resolve(waiting.slice(0, most)), abandon: () => undefined };
    }
    let abandon: () => void = () => undefined;
    const updates = new Promise<readonly Update[]>((resolve, reject) => {
      const timer = setTimeout(() => mine.answer([]), Math.min(timeout, LONGEST_POLL_S) * 1000);
      const over = () => {
        clearTimeout(timer);
        if (held === mine) held = null;
      };
      const mine: Poll = {
        limit: most,
        answer: (found) => {
          over();
          resolve(found);
        },
        refuse: (error) => {
          over();
          reject(error);
        },
      };
      held = mine;
      abandon = () => mine.answer([]);
    });
    return { updates, abandon };
  }
}
