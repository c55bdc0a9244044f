import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { BookLevel, LiveBook } from '../../ports/live-market.ts';
import { BookSide } from './book-side.ts';
import type { LevelList } from './level-list.ts';

/** More than any venue sends a snapshot of; what lies beyond is forgotten, the farthest first. */
export const MAX_LEVELS = 5_000;

export interface OrderBookOptions {
  readonly symbol: InstrumentSymbol;
  readonly venue: string;
  /** Levels kept a side. */
  readonly maxLevels?: number;
}

/** An order book kept in place. It believes what it is told; whether that may be believed is the book sync's affair. */
export class OrderBook implements LiveBook {
  readonly symbol: InstrumentSymbol;
  readonly venue: string;
  synced = false;
  at = 0;
  updateId = 0;
  readonly #bids: BookSide;
  readonly #asks: BookSide;

  constructor(options: OrderBookOptions) {
    this.symbol = options.symbol;
    this.venue = options.venue;
    this.#bids = new BookSide('bid', options.maxLevels ?? MAX_LEVELS);
    this.#asks = new BookSide('ask', options.maxLevels ?? MAX_LEVELS);
  }

  best(side: 'bid' | 'ask'): BookLevel | null {
    const levels = this.#side(side);
    const price = levels.priceAt(0);
    return Number.isNaN(price) ? null : { price, quantity: levels.quantityOf(0) };
  }

  levels(side: 'bid' | 'ask', count: number): readonly BookLevel[] {
    const levels = this.#side(side);
    return Array.from({ length: levels.atMost(count) }, (_, rank) => ({
      price: levels.priceAt(rank),
      quantity: levels.quantityOf(rank),
    }));
  }

  quantityAt(side: 'bid' | 'ask', price: number): number {
    return this.#side(side).quantityAt(price);
  }

  /** Best price without making an object; NaN when the side is empty. */
  bestPrice(side: 'bid' | 'ask'): number {
    return this.#side(side).priceAt(0);
  }

  /** Best quantity without making an object; NaN when the side is empty. */
  bestQuantity(side: 'bid' | 'ask'): number {
    return this.#side(side).quantityOf(0);
  }

  /** How many levels a side has. */
  depth(side: 'bid' | 'ask'): number {
    return this.#side(side).count;
  }

  /** True when somebody would buy for more than somebody sells: such a book is wrong. */
  crossed(): boolean {
    return this.#bids.priceAt(0) >= this.#asks.priceAt(0);
  }

  /** Sets one level; 0 takes it away. */
  set(side: 'bid' | 'ask', price: number, quantity: number): void {
    this.#side(side).set(price, quantity);
  }

  /** Applies changes to both sides. */
  apply(bids: LevelList, asks: LevelList, at: number, updateId: number): void {
    this.#bids.setAll(bids);
    this.#asks.setAll(asks);
    this.at = at;
    this.updateId = updateId;
  }

  /** Forgets what was and takes a whole book. */
  replace(bids: LevelList, asks: LevelList, at: number, updateId: number): void {
    this.clear();
    this.apply(bids, asks, at, updateId);
  }

  /** Empties the book; nobody may trade on it until it is said to be synced again. */
  clear(): void {
    this.synced = false;
    // A time that was wrong must not keep out the books after it.
    this.at = 0;
    this.#bids.clear();
    this.#asks.clear();
  }

  #side(side: 'bid' | 'ask'): BookSide {
    return side === 'bid' ? this.#bids : this.#asks;
  }
}
