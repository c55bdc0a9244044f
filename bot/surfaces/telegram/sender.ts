import type { ApiFault } from './api-fault.ts';
import type { Poster, Posting } from './poster.ts';
import { beginning } from './poster.ts';

/** Sends what was asked for: in order within a chat, one chat not waiting for another. */
export interface Sender {
  /** Sends when its turn comes; what is urgent does not wait for its turn. Resolves when it was sent, or given up. */
  post(posting: Posting): Promise<void>;
  /** Does something with a chat in the same turn: an edit that must not overtake. */
  inTurn(chatId: number, act: () => Promise<void>, urgent?: boolean): Promise<void>;
  /** Resolves when nothing is left to be sent. */
  idle(): Promise<void>;
  /** Gives up what waits. */
  stop(): void;
}

export interface SenderOptions {
  readonly poster: Poster;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly now: () => number;
  readonly logger: {
    warn(fields: Readonly<Record<string, unknown>>, sentence: string): void;
    error(fields: Readonly<Record<string, unknown>>, sentence: string): void;
  };
}

interface Turn {
  readonly act: () => Promise<void>;
  readonly done: () => void;
  readonly urgent: boolean;
}

/** An answer that comes later than this answers nobody any more. */
const TOO_LATE_MS = 10 * 60_000;
const SECOND_TRY_MS = 1000;
const TRIES = 2;
const MOVES = 3;

export function createSender(options: SenderOptions): Sender {
  const { poster, sleep, now, logger } = options;
  const chats = new Map<number, Turn[]>();
  const working = new Set<Promise<void>>();
  const moved = new Map<number, number>();
  const stopped = new AbortController();

  return {
    post: (posting) => turn(posting.chatId, () => perform(posting), posting.outbound.importance === 'urgent'),
    inTurn: (chatId, act, urgent = false) => turn(chatId, act, urgent),
    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
    stop: () => stopped.abort(),
  };

  function turn(chatId: number, act: () => Promise<void>, urgent: boolean): Promise<void> {
    return new Promise((done) => {
      const waiting = chats.get(chatId);
      const next = { act, done, urgent };
      if (waiting === undefined) {
        chats.set(chatId, [next]);
        const work = workOff(chatId).finally(() => working.delete(work));
        working.add(work);
        return;
      }
      const behind = waiting.findIndex((other) => !other.urgent);
      if (urgent && behind >= 0) waiting.splice(behind, 0, next);
      else waiting.push(next);
    });
  }

  async function workOff(chatId: number): Promise<void> {
    const waiting = chats.get(chatId) ?? [];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        if (!stopped.signal.aborted) await next.act();
      } catch (fault) {
        logger.error({ problem: fault instanceof Error ? fault.name : 'unknown' }, 'an answer could not be made');
      }
      next.done();
    }
    chats.delete(chatId);
  }

  async function perform(posting: Posting): Promise<void> {
    const progress = beginning();
    const begunAt = now();
    let tries = 0;
    let moves = 0;
    let place = posting;
    while (!stopped.signal.aborted) {
      const chatId = moved.get(place.chatId) ?? place.chatId;
      place = { ...place, chatId };
      const posted = await poster.post(place, progress);
      if (posted.outcome === 'posted') return;
      const { fault } = posted;
      if (fault.type === 'moved' && moves < MOVES) {
        moves += 1;
        moved.set(chatId, fault.to);
        // What was said in the old group is not there to be answered or edited.
        place = { ...place, replyTo: undefined, replaces: undefined };
        continue;
      }
      tries += fault.type === 'limited' ? 0 : 1;
      const waitMs = waitFor(fault, tries);
      if (waitMs === null || now() - begunAt + waitMs > TOO_LATE_MS) {
        logger.error({ problem: fault.problem, chatId }, 'an answer was not delivered');
        return;
      }
      logger.warn({ problem: fault.problem, waitMs }, 'an answer is sent again');
      await sleep(waitMs, stopped.signal);
    }
  }
}

/** Returns how long to wait before the next try, or null where there is no use in one. */
function waitFor(fault: ApiFault, tries: number): number | null {
  if (fault.type === 'limited') return fault.retryAfterMs;
  return fault.type === 'away' && tries < TRIES ? SECOND_TRY_MS : null;
}
