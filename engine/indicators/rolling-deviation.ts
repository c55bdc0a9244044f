import { checkedLength, type Indicator } from './indicator.ts';

/** Mean and population standard deviation of one window, in the unit of the values. */
export interface Deviation {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Mean and population standard deviation of the last `length` values. Sums of squares would cancel at the size of
 * prices, so the squared distances from the mean are carried along (Welford) and measured anew once per round of the
 * ring; a flat window gives exactly 0. Warmed up after `length` values.
 */
export class RollingDeviation implements Indicator<number, Deviation> {
  readonly length: number;
  private readonly ring: Float64Array;
  private next = 0;
  private mean = 0;
  private squares = 0;
  private last = Number.NaN;
  private equalRun = 0;
  private current: Deviation | null = null;

  constructor(length: number) {
    this.length = checkedLength(length);
    this.ring = new Float64Array(this.length);
  }

  get value(): Deviation | null {
    return this.current;
  }

  push(value: number): Deviation | null {
    const { ring, length } = this;
    this.equalRun = value === this.last ? this.equalRun + 1 : 1;
    this.last = value;
    const oldest = ring[this.next] ?? 0;
    ring[this.next] = value;
    this.next = this.next + 1 === length ? 0 : this.next + 1;
    if (this.next === 0) this.measure();
    else if (this.current === null) return null;
    else this.replace(oldest, value);
    if (this.equalRun >= length) {
      this.mean = value;
      this.squares = 0;
    }
    this.current = { mean: this.mean, deviation: Math.sqrt(this.squares / length) };
    return this.current;
  }

  private replace(oldest: number, value: number): void {
    const before = this.mean;
    this.mean += (value - oldest) / this.length;
    const squares = this.squares + (value - oldest) * (value - this.mean + oldest - before);
    this.squares = squares > 0 ? squares : 0;
  }

  private measure(): void {
    const { ring, length } = this;
    let sum = 0;
    for (let index = 0; index < length; index += 1) sum += ring[index] ?? 0;
    const mean = sum / length;
    let squares = 0;
    for (let index = 0; index < length; index += 1) squares += ((ring[index] ?? 0) - mean) ** 2;
    this.mean = mean;
    this.squares = squares;
  }
}
