import type { Clock } from '../../ports/clock.ts';
import type { LiveLoop } from '../system-event-loop.ts';

const WINDOW_MS = 300_000;
/** A time further ahead of ours is a broken message, not a fast clock. */
const MOST_AHEAD_MS = 60_000;

/**
 * A venue's time as its own messages tell it: our monotonic time less the shortest way that a message took. A wrong
 * clock of ours so closes no minute too early, and a slow message none too late.
 */
export class VenueTime implements Clock {
  private readonly clock: Clock;
  private readonly loop: Pick<LiveLoop, 'elapsedMs'>;
  private shortest = Number.POSITIVE_INFINITY;
  private shortestBefore = Number.POSITIVE_INFINITY;
  private windowSince: number;
  private newest = 0;

  constructor(clock: Clock, loop: Pick<LiveLoop, 'elapsedMs'>) {
    this.clock = clock;
    this.loop = loop;
    this.windowSince = loop.elapsedMs();
  }

  /** Takes note of the time in a message that just came. */
  heard(at: number): void {
    if (at === 0 || at > this.clock.now() + MOST_AHEAD_MS) return;
    const now = this.loop.elapsedMs();
    if (now - this.windowSince > WINDOW_MS) {
      this.shortestBefore = this.shortest;
      this.shortest = Number.POSITIVE_INFINITY;
      this.windowSince = now;
    }
    this.shortest = Math.min(this.shortest, now - at);
    this.newest = Math.max(this.newest, at);
  }

  /** The venue's time now; ours before its first message. */
  now(): number {
    const way = Math.min(this.shortest, this.shortestBefore);
    if (way === Number.POSITIVE_INFINITY) return Math.max(this.newest, this.clock.now());
    return Math.max(this.newest, Math.floor(this.loop.elapsedMs() - way));
  }
}
