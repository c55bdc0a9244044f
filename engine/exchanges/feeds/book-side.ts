import { FarLevels } from './far-levels.ts';
import type { LevelList } from './level-list.ts';

/** Levels near the best that are kept sorted at every moment; when they become more, half of them go to the others. */
const MOST_NEAR = 128;
/** When fewer are left, some of the far ones come back. */
const FEWEST_NEAR = 16;
/** Changes of far levels that are written down before they are merged in one pass. */
const MOST_CHANGES = 256;
/** Up to here moving one by one is cheaper than asking the runtime to move a block. */
const SHORT_MOVE = 12;

/** A side's part of a slab: the floor, the near levels, the changes; in cache lines of eight numbers. */
const NEAR_AT = 2;
const CHANGES_AT = NEAR_AT + (MOST_NEAR + 1) * 2;
const SIDE_ROOM = Math.ceil((CHANGES_AT + MOST_CHANGES * 2) / 8) * 8;
const SIDES_A_SLAB = 16;

let slab = new Float64Array(0);
let slabUsed = 0;
const changed = new Float64Array(MOST_CHANGES * 2);

/**
 * One side of a book. Keys are prices, negated for asks, so that both sides rise towards their best. The levels near the
 * best are pairs (key, quantity) in one sorted array, the best at the end: what changes most moves least. Changes of the
 * others (`FarLevels`) are only written down, and merged when there are many or when somebody looks: so a message touches
 * no memory in the depth of a book, which for hundreds of books is not in the processor's cache. For the same reason
 * what a message does touch lies together, for many sides in one slab.
 */
export class BookSide {
  readonly #sign: 1 | -1;
  readonly #maxLevels: number;
  readonly #mostNear: number;
  readonly #slab: Float64Array;
  /** Where our part of the slab begins: there is the floor, the key from which on levels are near. */
  readonly #base: number;
  #count = 0;
  #changes = 0;
  readonly #far = new FarLevels();

  constructor(side: 'bid' | 'ask', maxLevels: number) {
    this.#sign = side === 'bid' ? 1 : -1;
    this.#maxLevels = maxLevels;
    this.#mostNear = Math.min(MOST_NEAR, maxLevels);
    if (slabUsed === slab.length) {
      slab = new Float64Array(SIDE_ROOM * SIDES_A_SLAB);
      slabUsed = 0;
    }
    this.#slab = slab;
    this.#base = slabUsed;
    slabUsed += SIDE_ROOM;
    this.clear();
  }

  /** How many levels there are. */
  get count(): number {
    this.#settle();
    return this.#count + this.#far.count;
  }

  /** `wanted`, or how many levels there are if they are fewer. Near levels are told without looking at the others. */
  atMost(wanted: number): number {
    return wanted <= this.#count ? wanted : Math.min(wanted, this.count);
  }

  clear(): void {
    this.#count = 0;
    this.#changes = 0;
    this.#far.clear();
    this.#slab[this.#base] = Number.NEGATIVE_INFINITY;
  }

  /** Price of the level this far from the best (0 is the best); NaN where there is none. */
  priceAt(rank: number): number {
    if (rank < this.#count) return this.#sign * (this.#slab[this.#place(this.#count - 1 - rank)] ?? 0);
    return rank < this.count ? this.#sign * this.#far.keyAt(rank - this.#count) : Number.NaN;
  }

  /** Quantity of the level this far from the best; NaN where there is none. */
  quantityOf(rank: number): number {
    if (rank < this.#count) return this.#slab[this.#place(this.#count - 1 - rank) + 1] ?? 0;
    return rank < this.count ? this.#far.quantityOf(rank - this.#count) : Number.NaN;
  }

  /** How much rests at exactly this price. */
  quantityAt(price: number): number {
    const key = this.#sign * price;
    if (key < (this.#slab[this.#base] ?? 0)) {
      this.#settle();
      return this.#far.quantityAt(key);
    }
    const index = this.#find(key, this.#count);
    const at = this.#place(index);
    return index < this.#count && this.#slab[at] === key ? (this.#slab[at + 1] ?? 0) : 0;
  }

  /** Sets what rests at a price; 0 takes the level away. */
  set(price: number, quantity: number): void {
    const key = this.#sign * price;
    if (key < (this.#slab[this.#base] ?? 0)) this.#setFar(key, quantity);
    else this.#setNear(key, quantity, this.#count);
  }

  /** Sets many levels. */
  setAll(levels: LevelList): void {
    const sign = this.#sign;
    const { values, count } = levels;
    let index = this.#count;
    let last = Number.POSITIVE_INFINITY;
    for (let at = 0; at < count * 2; at += 2) {
      const key = sign * (values[at] ?? 0);
      const quantity = values[at + 1] ?? 0;
      if (key < (this.#slab[this.#base] ?? 0)) {
        this.#setFar(key, quantity);
        continue;
      }
      // Venues send the levels of a message best first: then each is to be found below the one before.
      index = this.#setNear(key, quantity, key < last ? Math.min(index, this.#count) : this.#count);
      last = key;
    }
  }

  /** Sets a level that belongs at `high` or below. Returns an index at or above which no lower key belongs. */
  #setNear(key: number, quantity: number, high: number): number {
    const index = this.#find(key, high);
    const at = this.#place(index);
    if (index < this.#count && this.#slab[at] === key) {
      if (quantity > 0) this.#slab[at + 1] = quantity;
      else this.#remove(index);
    } else if (quantity > 0) {
      this.#insert(index, key, quantity);
    }
    return this.#balanced() ? index : this.#count;
  }

  /** Keeps the near levels neither too many nor too few. Returns whether they are where they were. */
  #balanced(): boolean {
    if (this.#count > this.#mostNear) {
      if (this.#mostNear === this.#maxLevels) this.#dropFarthest();
      else this.#sendFar();
      return false;
    }
    if (this.#count >= FEWEST_NEAR || this.#slab[this.#base] === Number.NEGATIVE_INFINITY) return true;
    this.#fetchNear();
    return false;
  }

  #setFar(key: number, quantity: number): void {
    const at = this.#base + CHANGES_AT + this.#changes * 2;
    this.#slab[at] = key;
    this.#slab[at + 1] = quantity;
    this.#changes += 1;
    if (this.#changes === MOST_CHANGES) this.#settle();
  }

  #place(index: number): number {
    return this.#base + NEAR_AT + index * 2;
  }

  /** The first index, at most `high`, whose key is not below `key`. Looks near `high` first. */
  #find(key: number, high: number): number {
    const values = this.#slab;
    const first = this.#base + NEAR_AT;
    let above = high;
    let step = 4;
    let low = above - step;
    while (low > 0 && (values[first + low * 2] ?? 0) >= key) {
      above = low;
      step *= 2;
      low -= step;
    }
    if (low < 0) low = 0;
    while (low < above) {
      const middle = (low + above) >>> 1;
      if ((values[first + middle * 2] ?? 0) < key) low = middle + 1;
      else above = middle;
    }
    return low;
  }

  #insert(index: number, key: number, quantity: number): void {
    const values = this.#slab;
    const from = this.#place(index);
    const end = this.#place(this.#count);
    if (this.#count - index > SHORT_MOVE) values.copyWithin(from + 2, from, end);
    else for (let at = end - 1; at >= from; at -= 1) values[at + 2] = values[at] ?? 0;
    values[from] = key;
    values[from + 1] = quantity;
    this.#count += 1;
  }

  #remove(index: number): void {
    const values = this.#slab;
    const from = this.#place(index);
    const end = this.#place(this.#count);
    if (this.#count - index > SHORT_MOVE) values.copyWithin(from, from + 2, end);
    else for (let at = from + 2; at < end; at += 1) values[at - 2] = values[at] ?? 0;
    this.#count -= 1;
  }

  /** Where so few levels are kept that all are near. */
  #dropFarthest(): void {
    this.#slab.copyWithin(this.#place(0), this.#place(1), this.#place(this.#count));
    this.#count -= 1;
  }

  /** The lower half of the near levels becomes far ones. */
  #sendFar(): void {
    const sent = this.#count >> 1;
    this.#far.append(this.#slab, this.#place(0), sent);
    this.#slab.copyWithin(this.#place(0), this.#place(sent), this.#place(this.#count));
    this.#count -= sent;
    this.#slab[this.#base] = this.#slab[this.#place(0)] ?? 0;
    if (this.#count + this.#far.count > this.#maxLevels) this.#settle();
  }

  /** The nearest of the far levels become near ones, up to half of what may be near. */
  #fetchNear(): void {
    this.#settle();
    const fetched = Math.min(this.#mostNear >> 1, this.#far.count);
    this.#slab.copyWithin(this.#place(fetched), this.#place(0), this.#place(this.#count));
    this.#far.takeNearest(fetched, this.#slab, this.#place(0));
    this.#count += fetched;
    const all = this.#far.count === 0;
    this.#slab[this.#base] = all ? Number.NEGATIVE_INFINITY : (this.#slab[this.#place(0)] ?? 0);
  }

  /** Brings the far levels up to date, and forgets the farthest beyond what is kept. */
  #settle(): void {
    if (this.#changes > 0) {
      const from = this.#base + CHANGES_AT;
      changed.set(this.#slab.subarray(from, from + this.#changes * 2));
      this.#far.merge(changed, this.#changes);
      this.#changes = 0;
    }
    this.#far.cut(this.#maxLevels - this.#count);
  }
}
