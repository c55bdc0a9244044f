import type { Indicator } from './indicator.ts';
import { RollingSum } from './rolling-sum.ts';

/** Simple moving average: the plain mean of the last `length` values. Warmed up after `length` values. */
export class Sma implements Indicator<number, number> {
  readonly length: number;
  private readonly sum: RollingSum;

  constructor(length: number) {
    this.sum = new RollingSum(length);
    this.length = this.sum.length;
  }

  get value(): number | null {
    const sum = this.sum.value;
    return sum === null ? null : sum / this.length;
  }

  push(value: number): number | null {
    const sum = this.sum.push(value);
    return sum === null ? null : sum / this.length;
  }
}
