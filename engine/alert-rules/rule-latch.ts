import { z } from 'zod';
import type { Crossing } from '../domain/alert-rule.ts';

/** One look at what a rule watches. All but `at` in the unit of the rule. */
export interface RuleReading {
  readonly at: number;
  /** The furthest that was reached since the reading before; equal to `last` where only the end is known. */
  readonly high: number;
  readonly low: number;
  readonly last: number;
  /** Reached from below, and from above. */
  readonly upper: number;
  readonly lower: number;
  /** So far it must come back before the same thing is told again: what jitters at a level is told once. */
  readonly band: number;
  /** What a person is shown. */
  readonly shown: number;
}

/** Whether it may be told that a level is reached from below (`up`) and from above; null before the first reading. */
const latch = z.strictObject({ up: z.boolean().nullable(), down: z.boolean().nullable() }).readonly();

/** What is remembered of a rule: enough to go on after a restart without telling twice or missing anything. */
export const ruleStateSchema = z
  .strictObject({
    /** Of the last reading or report that was looked at. */
    seenAt: z.number(),
    firedAt: z.number().nullable(),
    /** Told, and not to be told again. */
    done: z.boolean(),
    /** By market where a rule watches several; otherwise under ''. */
    latches: z.record(z.string(), latch),
    /** Of the news: stories that were told, the last ones. */
    stories: z.array(z.string()).readonly(),
  })
  .readonly();

export type Latch = z.infer<typeof latch>;
export type RuleState = z.infer<typeof ruleStateSchema>;

export const UNSEEN: Latch = { up: null, down: null };

/** Returns the state of a rule that has seen nothing later than `at`. */
export function newRuleState(at: number): RuleState {
  return { seenAt: at, firedAt: null, done: false, latches: {}, stories: [] };
}

export interface LatchStep {
  readonly latch: Latch;
  readonly fired: 'above' | 'below' | null;
}

/**
 * Moves a latch by one reading. It fires when a level is reached that was not reached before, and is set again when the
 * value has come back by the band and `mayRearm`. The first reading only sets it: what is so already is no news.
 */
export function stepLatch(latchNow: Latch, when: Crossing, reading: RuleReading, mayRearm: boolean): LatchStep {
  const { high, low, last, upper, lower, band } = reading;
  const rise = stepSide(latchNow.up, high >= upper, last < upper, mayRearm && last <= upper - band);
  const fall = stepSide(latchNow.down, low <= lower, last > lower, mayRearm && last >= lower + band);
  const fired = rise.fired && when !== 'below' ? 'above' : fall.fired && when !== 'above' ? 'below' : null;
  return { latch: { up: rise.armed, down: fall.armed }, fired };
}

function stepSide(armed: boolean | null, reached: boolean, away: boolean, cameBack: boolean) {
  if (armed === null) return { armed: away, fired: false };
  if (armed) return { armed: !reached, fired: reached };
  return { armed: cameBack, fired: false };
}

export function sameLatch(a: Latch, b: Latch): boolean {
  return a.up === b.up && a.down === b.down;
}
