import { checkedLength, type Indicator } from './indicator.ts';

/**
 * Exponential moving average with k = 2 / (length + 1), seeded with the plain mean of the first `length` values.
 * Warmed up after `length` values.
 */
export class Ema implements Indicator<number, number> {
  readonly length: number;
  private readonly weight: number;
  private seen = 0;
  private seedSum = 0;
  private average = 0;

  constructor(length: number) {
    this.length = checkedLength(length);
    this.weight = 2 / (length + 1);
  }

  get value(): number | null {
    return this.seen < this.length ? null : this.average;
  }

  push(value: number): number | null {
    if (this.seen === this.length) {
      this.average += this.weight * (value - this.average);
      return this.average;
    }
    this.seen += 1;
    this.seedSum += value;
    if (this.seen < this.length) return null;
    this.average = this.seedSum / this.length;
    return this.average;
  }
}
