import type { LiveLoop } from '../system-event-loop.ts';

/** At most `max` connection attempts within any `windowMs`. */
export interface AttemptLimit {
  readonly windowMs: number;
  readonly max: number;
}

/**
 * Far below what the venues allow (Binance 300 in 5 minutes, Upbit 5 a second), far above what a healthy day needs:
 * what is left to limit is a storm.
 */
export const VENUE_ATTEMPTS: readonly AttemptLimit[] = [
  { windowMs: 1_000, max: 4 },
  { windowMs: 10_000, max: 10 },
  { windowMs: 60_000, max: 24 },
];
export const PROCESS_ATTEMPTS: readonly AttemptLimit[] = [
  { windowMs: 10_000, max: 16 },
  { windowMs: 60_000, max: 48 },
];

export interface ConnectionBudgetOptions {
  readonly loop: Pick<LiveLoop, 'elapsedMs' | 'after'>;
  readonly perVenue?: readonly AttemptLimit[];
  readonly inAll?: readonly AttemptLimit[];
}

interface Waiting {
  readonly venue: string;
  readonly go: () => void;
}

/**
 * The one budget of the process for opening stream connections: whoever wants one asks here first and waits its turn,
 * so that a venue that closes everything at once is not met by a storm from all sides.
 */
export class ConnectionBudget {
  private readonly loop: ConnectionBudgetOptions['loop'];
  private readonly perVenue: readonly AttemptLimit[];
  private readonly inAll: readonly AttemptLimit[];
  private readonly attempts: { readonly venue: string; readonly at: number }[] = [];
  private waiting: Waiting[] = [];
  private wake: (() => void) | null = null;
  private granted = 0;

  constructor({ loop, perVenue = VENUE_ATTEMPTS, inAll = PROCESS_ATTEMPTS }: ConnectionBudgetOptions) {
    this.loop = loop;
    this.perVenue = perVenue;
    this.inAll = inAll;
  }

  /** Resolves with true when a connection may be opened now, with false when the signal aborted first. */
  async acquire(venue: string, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    return new Promise((resolve) => {
      const entry: Waiting = { venue, go: () => settle(true) };
      const settle = (allowed: boolean): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(allowed);
      };
      const giveUp = (): void => {
        this.waiting = this.waiting.filter((other) => other !== entry);
        settle(false);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.waiting.push(entry);
      this.grant();
    });
  }

  /** Attempts allowed so far, and how many wait. */
  counts(): { readonly granted: number; readonly waiting: number } {
    return { granted: this.granted, waiting: this.waiting.length };
  }

  /** Lets through, in the order of asking, everyone whose venue has room; a full venue does not hold up another. */
  private grant(): void {
    this.forgetOldAttempts();
    for (const entry of [...this.waiting]) {
      if (this.waitMs(entry.venue) > 0) continue;
      this.waiting = this.waiting.filter((other) => other !== entry);
      this.attempts.push({ venue: entry.venue, at: this.loop.elapsedMs() });
      this.granted += 1;
      entry.go();
    }
    this.wakeLater();
  }

  private wakeLater(): void {
    this.wake?.();
    this.wake = null;
    if (this.waiting.length === 0) return;
    const soonest = Math.min(...this.waiting.map(({ venue }) => this.waitMs(venue)));
    this.wake = this.loop.after(Math.max(1, Math.ceil(soonest)), () => {
      this.wake = null;
      this.grant();
    });
  }

  private waitMs(venue: string): number {
    const ofVenue = this.attempts.filter((attempt) => attempt.venue === venue);
    return Math.max(this.waitFor(this.inAll, this.attempts), this.waitFor(this.perVenue, ofVenue));
  }

  private waitFor(limits: readonly AttemptLimit[], attempts: readonly { readonly at: number }[]): number {
    const now = this.loop.elapsedMs();
    let waitMs = 0;
    for (const { windowMs, max } of limits) {
      const blocking = attempts[attempts.length - max];
      if (blocking !== undefined) waitMs = Math.max(waitMs, blocking.at + windowMs - now);
    }
    return waitMs;
  }

  private forgetOldAttempts(): void {
    const longest = Math.max(...[...this.perVenue, ...this.inAll].map(({ windowMs }) => windowMs));
    const before = this.loop.elapsedMs() - longest;
    while ((this.attempts[0]?.at ?? Number.POSITIVE_INFINITY) < before) this.attempts.shift();
  }
}
