import { sortPairs } from './pair-sort.ts';

const FIRST_ROOM = 256;
/** Room to merge in, one for all books: merging is never interrupted. */
let scratch = new Float64Array(FIRST_ROOM * 4);

/**
 * The levels of a side that lie far from its best: pairs (key, quantity) in one array, the nearest at the end. Changes
 * come many at a time and are merged in one pass.
 */
export class FarLevels {
  #pairs = new Float64Array(FIRST_ROOM * 2);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Key of the level this far from the nearest. */
  keyAt(rank: number): number {
    return this.#pairs[(this.#count - 1 - rank) * 2] ?? 0;
  }

  /** Quantity of the level this far from the nearest. */
  quantityOf(rank: number): number {
    return this.#pairs[(this.#count - 1 - rank) * 2 + 1] ?? 0;
  }

  /** Quantity at exactly this key, 0 where there is no level. */
  quantityAt(key: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#pairs[middle * 2] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low < this.#count && this.#pairs[low * 2] === key ? (this.#pairs[low * 2 + 1] ?? 0) : 0;
  }

  /** Takes in pairs from `from` on, in rising order, all nearer than what is here. */
  append(source: Float64Array, from: number, count: number): void {
    const needed = (this.#count + count) * 2;
    if (needed > this.#pairs.length) {
      const larger = new Float64Array(Math.max(needed, this.#pairs.length * 2));
      larger.set(this.#pairs.subarray(0, this.#count * 2));
      this.#pairs = larger;
    }
    this.#pairs.set(source.subarray(from, from + count * 2), this.#count * 2);
    this.#count += count;
  }

  /** Gives the nearest levels away, in rising order, to `target` from `to` on. */
  takeNearest(count: number, target: Float64Array, to: number): void {
    target.set(this.#pairs.subarray((this.#count - count) * 2, this.#count * 2), to);
    this.#count -= count;
  }

  /** Forgets the farthest beyond `most`. */
  cut(most: number): void {
    const beyond = this.#count - most;
    if (beyond <= 0) return;
    this.#pairs.copyWithin(0, beyond * 2, this.#count * 2);
    this.#count = most;
  }

  /** Merges changes, which come as pairs in the order they happened and are put in order of key; quantity 0 takes away. */
  merge(changes: Float64Array, changed: number): void {
    sortPairs(changes, changed);
    const pairs = this.#pairs;
    const [changesEnd, pairsEnd] = [changed * 2, this.#count * 2];
    if (scratch.length < changesEnd + pairsEnd) scratch = new Float64Array((changesEnd + pairsEnd) * 2);
    let from = 0;
    let to = 0;
    for (let at = 0; at < changesEnd; at += 2) {
      const key = changes[at] ?? 0;
      // Of several changes at one price the last holds; the sort kept their order.
      if (at + 2 < changesEnd && changes[at + 2] === key) continue;
      while (from < pairsEnd && (pairs[from] ?? 0) < key) {
        scratch[to] = pairs[from] ?? 0;
        scratch[to + 1] = pairs[from + 1] ?? 0;
        from += 2;
        to += 2;
      }
      if (from < pairsEnd && pairs[from] === key) from += 2;
      const quantity = changes[at + 1] ?? 0;
      if (!(quantity > 0)) continue;
      scratch[to] = key;
      scratch[to + 1] = quantity;
      to += 2;
    }
    const end = to + pairsEnd - from;
    if (end > pairs.length) this.#pairs = new Float64Array(Math.max(end, pairs.length * 2));
    this.#pairs.set(pairs.subarray(from, pairsEnd), to);
    this.#pairs.set(scratch.subarray(0, to));
    this.#count = end / 2;
  }
}
