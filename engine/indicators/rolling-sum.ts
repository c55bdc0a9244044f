import { checkedLength, type Indicator } from './indicator.ts';

/**
 * The sum of the last `length` values. It is added up anew each time the ring has gone round once, which keeps the
 * cost per value constant and holds rounding to what one window can gather; a flat window gives exactly
 * `length × value`.
 */
export class RollingSum implements Indicator<number, number> {
  readonly length: number;
  private readonly ring: Float64Array;
  private next = 0;
  private sum = 0;
  private last = Number.NaN;
  private equalRun = 0;
  private warm = false;

  constructor(length: number) {
    this.length = checkedLength(length);
    this.ring = new Float64Array(this.length);
  }

  get value(): number | null {
    return this.warm ? this.sum : null;
  }

  push(value: number): number | null {
    const { ring, length } = this;
    this.equalRun = value === this.last ? this.equalRun + 1 : 1;
    this.last = value;
    this.sum += value - (ring[this.next] ?? 0);
    ring[this.next] = value;
    this.next += 1;
    if (this.next === length) {
      this.next = 0;
      this.warm = true;
      this.sum = total(ring);
    }
    if (this.equalRun >= length) this.sum = length * value;
    return this.warm ? this.sum : null;
  }
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  return sum;
}
