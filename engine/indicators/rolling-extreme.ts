import { checkedLength, type Indicator } from './indicator.ts';

/**
 * The highest (`'max'`) or lowest (`'min'`) of the last `length` values. The ring is searched only when the extreme
 * leaves the window, which for prices is rare: cheaper than a monotone queue at the lengths used here.
 */
export class RollingExtreme implements Indicator<number, number> {
  readonly length: number;
  private readonly sign: 1 | -1;
  private readonly ring: Float64Array;
  private next = 0;
  private bestAt = -1;
  private best = Number.NEGATIVE_INFINITY;
  private warm = false;

  constructor(side: 'max' | 'min', length: number) {
    this.length = checkedLength(length);
    this.sign = side === 'max' ? 1 : -1;
    this.ring = new Float64Array(this.length);
  }

  get value(): number | null {
    return this.warm ? this.sign * this.best : null;
  }

  push(value: number): number | null {
    const signed = this.sign * value;
    const at = this.next;
    this.ring[at] = signed;
    this.next = at + 1 === this.length ? 0 : at + 1;
    if (this.next === 0) this.warm = true;
    if (signed >= this.best) {
      this.best = signed;
      this.bestAt = at;
    } else if (at === this.bestAt) {
      this.search();
    }
    return this.warm ? this.sign * this.best : null;
  }

  /** Runs only on a full ring: the extreme can leave the window no earlier. */
  private search(): void {
    const { ring } = this;
    let best = Number.NEGATIVE_INFINITY;
    let bestAt = 0;
    for (let index = 0; index < ring.length; index += 1) {
      const candidate = ring[index] ?? best;
      if (candidate > best || (candidate === best && this.age(index) < this.age(bestAt))) {
        best = candidate;
        bestAt = index;
      }
    }
    this.best = best;
    this.bestAt = bestAt;
  }

  /** Of equals the youngest is kept, for it stays longest. */
  private age(index: number): number {
    const newest = this.next === 0 ? this.length - 1 : this.next - 1;
    return newest >= index ? newest - index : newest - index + this.length;
  }
}
