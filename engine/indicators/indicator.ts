import type { Candle } from '../domain/market.ts';

/**
 * A streaming indicator: one input at a time, oldest first, one answer each. `push` returns null until the window it
 * needs is full, and never null again. A batch is the same `push` in a loop, so both give the same bits.
 */
export interface Indicator<Input, Output> {
  /** What the last `push` returned; null before it is warmed up. */
  readonly value: Output | null;
  push(input: Input): Output | null;
}

/** What indicators of the range of a bar read; a Candle fits. */
export type PriceBar = Pick<Candle, 'high' | 'low' | 'close'>;

/** Returns `length`, or throws where it is not a whole number of at least `minimum` bars. */
export function checkedLength(length: number, minimum = 1): number {
  if (Number.isInteger(length) && length >= minimum) return length;
  throw new RangeError(`An indicator's length is a whole number of at least ${minimum} bars, not ${length}.`);
}
