import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Side } from '../../domain/order.ts';
import type { BookLevel, LiveBook } from '../../ports/live-market.ts';

/** How deep a book is looked into: what an order of ours would eat beyond is no market. */
const DEEPEST = 500;

interface TakenLevel {
  /** What the book showed when we took from it. */
  readonly shown: number;
  readonly taken: number;
}

/** The side of the book that an order of `side` takes from. */
export function oppositeOf(side: Side): 'bid' | 'ask' {
  return side === 'buy' ? 'ask' : 'bid';
}

/** Tells whether `price` is no worse than `limit` for somebody who takes; every price is for a market order. */
export function isWithin(side: Side, price: number, limit: number | null): boolean {
  if (limit === null) return true;
  return side === 'buy' ? price <= limit : price >= limit;
}

/**
 * What our orders have eaten of books that do not know it. The market never sees a paper order, so a level goes on
 * showing what we took; it is not given twice until the venue shows another quantity there.
 */
export class TakenLevels {
  readonly #taken = new Map<string, TakenLevel>();

  /** Returns what is left for an order, best first, as far as its limit. */
  offered(book: LiveBook, side: Side, limit: number | null): readonly BookLevel[] {
    const from = oppositeOf(side);
    return book.levels(from, DEEPEST).flatMap(({ price, quantity }) => {
      if (!isWithin(side, price, limit)) return [];
      const left = quantity - this.#takenAt(book.symbol, from, price, quantity);
      return left > 0 ? [{ price, quantity: left }] : [];
    });
  }

  take(book: LiveBook, side: Side, price: number, quantity: number): void {
    const from = oppositeOf(side);
    const shown = book.quantityAt(from, price);
    const before = this.#takenAt(book.symbol, from, price, shown);
    this.#taken.set(keyOf(book.symbol, from, price), { shown, taken: before + quantity });
  }

  /** Forgets what no longer stands in a book as it did. */
  refresh(book: LiveBook): void {
    if (this.#taken.size === 0) return;
    for (const [key, { shown }] of this.#taken) {
      const [symbol, side, price] = key.split('|');
      if (symbol !== book.symbol) continue;
      if (book.quantityAt(side === 'ask' ? 'ask' : 'bid', Number(price)) !== shown) this.#taken.delete(key);
    }
  }

  #takenAt(symbol: InstrumentSymbol, side: 'bid' | 'ask', price: number, quantity: number): number {
    const level = this.#taken.get(keyOf(symbol, side, price));
    return level === undefined || level.shown !== quantity ? 0 : level.taken;
  }
}

function keyOf(symbol: InstrumentSymbol, side: 'bid' | 'ask', price: number): string {
  return `${symbol}|${side}|${price}`;
}
