import { checkedLength, type Indicator } from './indicator.ts';

/**
 * Wilder's smoothing: the plain mean of the first `length` values, then (previous × (length − 1) + value) / length.
 * J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
 */
export class WilderAverage implements Indicator<number, number> {
  readonly length: number;
  private seen = 0;
  private seedSum = 0;
  private average = 0;

  constructor(length: number) {
    this.length = checkedLength(length);
  }

  get value(): number | null {
    return this.seen < this.length ? null : this.average;
  }

  push(value: number): number | null {
    if (this.seen === this.length) {
      this.average = (this.average * (this.length - 1) + value) / this.length;
      return this.average;
    }
    this.seen += 1;
    this.seedSum += value;
    if (this.seen < this.length) return null;
    this.average = this.seedSum / this.length;
    return this.average;
  }
}
