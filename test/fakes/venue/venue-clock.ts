import type { CoreClock } from './core-types.ts';

export interface VenueClock extends CoreClock {
  /** Puts what the venue says ahead of (or behind) true time. */
  setOffset(ms: number): void;
}

/** A venue's clock over the clock of the test. */
export function createVenueClock(trueNow: () => number = Date.now): VenueClock {
  let offset = 0;
  return {
    now: () => Math.floor(trueNow() + offset),
    trueNow: () => Math.floor(trueNow()),
    setOffset(ms) {
      offset = ms;
    },
  };
}
