import type { Clock } from '../../ports/clock.ts';
import type { LiveLoop } from '../system-event-loop.ts';

const WINDOW_MS = 300_000;
/** A time further ahead of the venue's own is a broken message. */
const MOST_AHEAD_MS = 60_000;

/**
 * A venue's time as its own messages tell it: our monotonic time less the shortest way that a message took. A wrong
 * clock of ours so closes no minute too early, and a slow message none too late.
 */
export class VenueTime implements Clock {
  private readonly clock: Clock;
  private readonly loop: Pick<LiveLoop, 'elapsedMs'>;
  private readonly toldByRest: () => number | null;
  private shortest = Number.POSITIVE_INFINITY;
  private shortestBefore = Number.POSITIVE_INFINITY;
  private windowSince: number;
  private newest = 0;

  constructor(clock: Clock, loop: Pick<LiveLoop, 'elapsedMs'>, toldByRest: () => number | null = () => null) {
    this.toldByRest = toldByRest;
    this.clock = clock;
    this.loop = loop;
    this.windowSince = loop.elapsedMs();
  }

  /** Takes note of the time in a message that just came, 0 where it tells none; false when it cannot be true. */
  heard(at: number): boolean {
    if (at === 0) return true;
    if (!this.believes(at)) return false;
    const now = this.loop.elapsedMs();
    if (now - this.windowSince > WINDOW_MS) {
      this.shortestBefore = this.shortest;
      this.shortest = Number.POSITIVE_INFINITY;
      this.windowSince = now;
    }
    this.shortest = Math.min(this.shortest, now - at);
    this.newest = Math.max(this.newest, at);
    return true;
  }

  /**
   * Tells whether a time may be one of now. REST is asked too: after a sleep of this machine, which our monotonic time
   * leaves out, every message is ahead of what was known before.
   */
  believes(at: number): boolean {
    return at <= this.now() + MOST_AHEAD_MS || at <= (this.toldByRest() ?? 0) + MOST_AHEAD_MS;
  }

  /** The venue's time now; before its first message as REST told it, and ours where it did not. */
  now(): number {
    const way = Math.min(this.shortest, this.shortestBefore);
    if (way === Number.POSITIVE_INFINITY) return Math.max(this.newest, this.toldByRest() ?? this.clock.now());
    return Math.max(this.newest, Math.floor(this.loop.elapsedMs() - way));
  }
}
