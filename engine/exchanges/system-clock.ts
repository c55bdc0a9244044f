import type { Clock } from '../ports/clock.ts';

/** The machine's own time, for paper and live. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }
}
