/** Sends what was asked for: in order within a room, one room not waiting for another. */
export interface Turns<Posting> {
  /** Sends when its turn comes; what is urgent does not wait for its turn. Resolves when it was sent, or given up. */
  post(room: string, posting: Posting, urgent: boolean): Promise<void>;
  /** Does something in the same turn: an edit that must not overtake. */
  inTurn(room: string, act: () => Promise<void>, urgent?: boolean): Promise<void>;
  /** Resolves when nothing is left to be sent. */
  idle(): Promise<void>;
  /** Gives up what waits. */
  stop(): void;
}

export interface TurnsOptions<Posting> {
  /** Begins a message: each call of what it returns is one attempt, and goes on where the one before broke off. */
  readonly begin: (posting: Posting) => () => Promise<Attempt>;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly now: () => number;
  readonly logger: {
    warn(fields: Readonly<Record<string, unknown>>, sentence: string): void;
    error(fields: Readonly<Record<string, unknown>>, sentence: string): void;
  };
}

export type Attempt =
  | { readonly outcome: 'posted' }
  /** There is another way, to be tried at once. */
  | { readonly outcome: 'rerouted' }
  /** `fields` are for operators. */
  | { readonly outcome: 'failed'; readonly fault: TurnFault; readonly fields?: Readonly<Record<string, unknown>> };

/** What a platform's refusal means here; whatever it calls the others, there is no use in another try. */
export type TurnFault =
  | { readonly type: 'limited'; readonly retryAfterMs: number; readonly problem: string }
  | { readonly type: string; readonly retryAfterMs?: undefined; readonly problem: string };

interface Turn {
  readonly act: () => Promise<void>;
  readonly done: () => void;
  readonly urgent: boolean;
}

/** An answer that comes later than this answers nobody any more. */
const TOO_LATE_MS = 10 * 60_000;
const SECOND_TRY_MS = 1000;
const TRIES = 2;

export function createTurns<Posting>(options: TurnsOptions<Posting>): Turns<Posting> {
  const { begin, sleep, now, logger } = options;
  const rooms = new Map<string, Turn[]>();
  const working = new Set<Promise<void>>();
  const stopped = new AbortController();

  return {
    post: (room, posting, urgent) => turn(room, () => perform(begin(posting)), urgent),
    inTurn: (room, act, urgent = false) => turn(room, act, urgent),
    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
    stop: () => stopped.abort(),
  };

  function turn(room: string, act: () => Promise<void>, urgent: boolean): Promise<void> {
    return new Promise((done) => {
      const waiting = rooms.get(room);
      const next = { act, done, urgent };
      if (waiting === undefined) {
        rooms.set(room, [next]);
        const work = workOff(room).finally(() => working.delete(work));
        working.add(work);
        return;
      }
      const behind = waiting.findIndex((other) => !other.urgent);
      if (urgent && behind >= 0) waiting.splice(behind, 0, next);
      else waiting.push(next);
    });
  }

  async function workOff(room: string): Promise<void> {
    const waiting = rooms.get(room) ?? [];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        if (!stopped.signal.aborted) await next.act();
      } catch (fault) {
        logger.error({ problem: fault instanceof Error ? fault.name : 'unknown' }, 'an answer could not be made');
      }
      next.done();
    }
    rooms.delete(room);
  }

  async function perform(attempt: () => Promise<Attempt>): Promise<void> {
    const begunAt = now();
    let tries = 0;
    while (!stopped.signal.aborted) {
      const made = await attempt();
      if (made.outcome === 'posted') return;
      if (made.outcome === 'rerouted') continue;
      const { fault, fields } = made;
      const { problem } = fault;
      tries += fault.type === 'limited' ? 0 : 1;
      const waitMs = waitFor(fault, tries);
      if (waitMs === null || now() - begunAt + waitMs > TOO_LATE_MS) {
        logger.error({ problem, ...fields }, 'an answer was not delivered');
        return;
      }
      logger.warn({ problem, waitMs }, 'an answer is sent again');
      await sleep(waitMs, stopped.signal);
    }
  }
}

/** Returns how long to wait before the next try, or null where there is no use in one. */
function waitFor({ type, retryAfterMs }: TurnFault, tries: number): number | null {
  if (retryAfterMs !== undefined) return retryAfterMs;
  return type === 'away' && tries < TRIES ? SECOND_TRY_MS : null;
}
