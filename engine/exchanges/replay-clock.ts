import { InvariantError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';

/** Event time: stands still until the source of events moves it, and never goes back. */
export class ReplayClock implements Clock {
  private time: number;

  constructor(startAt: number) {
    this.time = startAt;
  }

  now(): number {
    return this.time;
  }

  advanceTo(at: number): void {
    if (at < this.time) throw new InvariantError(`event time cannot go back from ${this.time} to ${at}`);
    this.time = at;
  }
}
