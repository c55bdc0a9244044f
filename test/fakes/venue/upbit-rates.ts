/** One kind of requests that are counted together. */
export interface RateGroup {
  readonly name: string;
  readonly requests: number;
  readonly perMs: number;
}

export interface RateVerdict {
  /** `banned`: refused for some time whatever is asked. */
  readonly verdict: 'allowed' | 'too-many' | 'banned';
  /** Of the group's window, after this request. */
  readonly left: number;
  readonly retryAfterSeconds: number;
}

/** So many refusals within so long, and the door stays shut: for longer each time. */
const PATIENCE = { refusals: 10, withinMs: 10_000, firstBanMs: 10_000 };

/** Counts requests in fixed windows, by group and by who asks, and bans who does not listen. */
export class RateGate {
  readonly #now: () => number;
  readonly #limited: boolean;
  readonly #windows = new Map<string, { start: number; used: number }>();
  readonly #refusals = new Map<string, number[]>();
  readonly #bans = new Map<string, { until: number; lengthMs: number }>();

  constructor(now: () => number, limited = true) {
    this.#now = now;
    this.#limited = limited;
  }

  /** Counts one request; a refused one counts, too. */
  count(group: RateGroup, whose: string): RateVerdict {
    if (!this.#limited) return { verdict: 'allowed', left: group.requests, retryAfterSeconds: 0 };
    const now = this.#now();
    const ban = this.#bans.get(whose);
    if (ban !== undefined && now < ban.until) return refused('banned', ban.until - now);

    const key = `${group.name} ${whose}`;
    const start = Math.floor(now / group.perMs) * group.perMs;
    const known = this.#windows.get(key);
    const window = known?.start === start ? known : { start, used: 0 };
    window.used += 1;
    this.#windows.set(key, window);
    if (window.used <= group.requests) {
      return { verdict: 'allowed', left: group.requests - window.used, retryAfterSeconds: 0 };
    }
    return this.#refuse(whose, now) ?? refused('too-many', start + group.perMs - now);
  }

  #refuse(whose: string, now: number): RateVerdict | null {
    const recent = [...(this.#refusals.get(whose) ?? []), now].filter((at) => at > now - PATIENCE.withinMs);
    this.#refusals.set(whose, recent);
    if (recent.length < PATIENCE.refusals) return null;
    const lengthMs = (this.#bans.get(whose)?.lengthMs ?? PATIENCE.firstBanMs / 2) * 2;
    this.#bans.set(whose, { until: now + lengthMs, lengthMs });
    this.#refusals.delete(whose);
    return refused('banned', lengthMs);
  }
}

function refused(verdict: 'too-many' | 'banned', leftMs: number): RateVerdict {
  return { verdict, left: 0, retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1_000)) };
}

/** Returns a time that moves with the test's clock and with real time: windows pass though a test's clock stands still. */
export function rateTime(trueNow: () => number, clockIsReal: boolean): () => number {
  if (clockIsReal) return trueNow;
  const started = Date.now();
  return () => trueNow() + (Date.now() - started);
}
