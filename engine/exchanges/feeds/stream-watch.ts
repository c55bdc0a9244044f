import type { LiveLoop } from '../system-event-loop.ts';

/** Nothing at all · data whose time stands still · data that is ever older than when it was made. */
export type StaleCause = 'silent' | 'frozen' | 'late';

/** No stream is stale sooner than this, however fast it usually is (RELIABILITY 1). */
export const SHORTEST_STALE_MS = 5_000;
const STALE_GAPS = 3;
/** A market in which nothing happens is quiet, not broken: its own pace is learnt up to this. */
const LONGEST_LEARNT_GAP_MS = 120_000;
/** Each message brings what was learnt so much nearer to the expected gap again. */
const FORGETTING = 0.99;
const LONGEST_PATIENCE = 64;
/** Data this much older than the freshest ever seen was is not of now. */
const LATE_MS = 15_000;

export interface StreamWatchOptions {
  readonly loop: Pick<LiveLoop, 'elapsedMs'>;
}

/**
 * Watches one stream by arrival and by the venue's own time. Differences of event times are compared with differences
 * of our monotonic time, so that neither a wrong clock of ours nor of the venue makes a stream stale.
 */
export class StreamWatch {
  private readonly loop: StreamWatchOptions['loop'];
  private readonly expectedGapMs: number;
  private gapMs: number;
  private patience = 1;
  private fruitless = 0;
  private reconnectedAt = Number.NEGATIVE_INFINITY;
  private heardAt: number;
  private eventAt = Number.NEGATIVE_INFINITY;
  private advancedAt: number;
  /** Smallest seen difference of our monotonic time and the venue's time: the way without queues. */
  private shortestWay = Number.POSITIVE_INFINITY;
  private lag = 0;

  constructor(expectedGapMs: number, { loop }: StreamWatchOptions) {
    this.loop = loop;
    this.expectedGapMs = expectedGapMs;
    this.gapMs = expectedGapMs;
    this.heardAt = this.advancedAt = loop.elapsedMs();
  }

  /** Takes note of a message; `eventAt` is the venue's time in it, 0 where it tells none. */
  heard(eventAt: number): void {
    const now = this.loop.elapsedMs();
    const gap = now - this.heardAt;
    // Never more than what was borne until now: a single outage is no pace, a quiet market shows its own in a few steps.
    this.gapMs =
      gap > this.gapMs
        ? Math.min(gap, this.limitMs(), LONGEST_LEARNT_GAP_MS)
        : Math.max(this.expectedGapMs, this.gapMs * FORGETTING);
    this.heardAt = now;
    if (eventAt === 0) {
      this.advancedAt = now;
      return;
    }
    if (eventAt <= this.eventAt) return;
    this.eventAt = eventAt;
    this.advancedAt = now;
    const way = now - eventAt;
    this.shortestWay = Math.min(this.shortestWay, way);
    this.lag = way - this.shortestWay;
  }

  /** Returns why the stream cannot be believed now, or null. */
  stale(): StaleCause | null {
    const now = this.loop.elapsedMs();
    const limitMs = this.limitMs();
    if (now - this.heardAt > limitMs) return 'silent';
    if (now - this.advancedAt > limitMs) return 'frozen';
    return this.lag > LATE_MS ? 'late' : null;
  }

  /** Tells whether it is time for a new connection: each one that did not help doubles the wait for the next. */
  wantsReconnect(): boolean {
    if (this.stale() === null) {
      this.patience = 1;
      this.fruitless = 0;
      this.reconnectedAt = Number.NEGATIVE_INFINITY;
      return false;
    }
    return this.loop.elapsedMs() - this.reconnectedAt > this.limitMs() * this.patience;
  }

  /** A new connection is made for it; what is late is measured anew, for our own clock may have slept. */
  reconnecting(): void {
    this.reconnectedAt = this.loop.elapsedMs();
    this.fruitless += 1;
    this.patience = Math.min(LONGEST_PATIENCE, this.patience * 2);
    this.shortestWay = Number.POSITIVE_INFINITY;
    this.lag = 0;
  }

  /** New connections in a row that did not help. */
  fruitlessReconnects(): number {
    return this.fruitless;
  }

  /** The venue's time of the newest message, negative infinity before the first. */
  lastEventAt(): number {
    return this.eventAt;
  }

  private limitMs(): number {
    return Math.max(SHORTEST_STALE_MS, STALE_GAPS * this.gapMs);
  }
}
