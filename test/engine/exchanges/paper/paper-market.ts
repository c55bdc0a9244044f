import type { Instrument } from '../../../../engine/domain/instrument.ts';
import { instrumentsBySymbol, simulatedInstruments } from '../../../../engine/exchanges/instrument-table.ts';
import type { PaperExecution, PaperExecutionOptions } from '../../../../engine/exchanges/paper/paper-execution.ts';
import { createPaperExecution } from '../../../../engine/exchanges/paper/paper-execution.ts';
import type { AccountEvent } from '../../../../engine/ports/execution.ts';
import type { BookLevel, LiveBook, LiveMarket, MarketTrade } from '../../../../engine/ports/live-market.ts';
import { BTC, createSetClock } from '../../../fakes/market.ts';

export const VENUE = 'simulated';
export const BTC_SPOT = 'BTC/USDT';

type Levels = readonly (readonly [price: number, quantity: number])[];

/** A book that a test writes. */
export class TestBook implements LiveBook {
  synced = true;
  at = 0;
  updateId = 0;
  bids: Levels = [];
  asks: Levels = [];
  readonly symbol: string;
  venue: string;

  constructor(symbol: string, venue: string) {
    this.symbol = symbol;
    this.venue = venue;
  }

  best(side: 'bid' | 'ask'): BookLevel | null {
    return this.levels(side, 1)[0] ?? null;
  }

  levels(side: 'bid' | 'ask', count: number): readonly BookLevel[] {
    const levels = side === 'bid' ? this.bids : this.asks;
    return levels.slice(0, count).map(([price, quantity]) => ({ price, quantity }));
  }

  quantityAt(side: 'bid' | 'ask', price: number): number {
    return (side === 'bid' ? this.bids : this.asks).find(([at]) => at === price)?.[1] ?? 0;
  }
}

/** A paper venue on one market that a test moves, on a clock of its own. */
export class PaperRig {
  readonly clock = createSetClock(Date.UTC(2026, 0, 5, 1));
  readonly book: TestBook;
  readonly execution: PaperExecution;
  readonly events: AccountEvent[] = [];
  readonly symbol: string;
  readonly #timers = new Set<{ readonly at: number; readonly call: () => void }>();
  readonly #tradeListeners: ((trade: MarketTrade) => void)[] = [];
  readonly #bookListeners: ((book: LiveBook) => void)[] = [];
  #trades = 0;

  constructor(options: Partial<PaperExecutionOptions> = {}, symbol = BTC) {
    this.symbol = symbol;
    this.book = new TestBook(symbol, VENUE);
    const market: LiveMarket = {
      book: (asked) => (asked === symbol ? this.book : null),
      onTrade: (listener) => void this.#tradeListeners.push(listener),
      onBook: (listener) => void this.#bookListeners.push(listener),
      seenAt: () => this.book.venue,
    };
    this.execution = createPaperExecution({
      ...{ market, clock: this.clock, seed: 'test', venue: VENUE, startingCash: '1000000' },
      instruments: [instrumentOf(symbol)],
      loop: { after: (ms, call) => this.#after(ms, call) },
      ...options,
    });
    this.execution.subscribe((event) => this.events.push(event));
  }

  show(bids: Levels, asks: Levels): void {
    Object.assign(this.book, { bids, asks, at: this.clock.now(), updateId: this.book.updateId + 1 });
    for (const listener of this.#bookListeners) listener(this.book);
  }

  print(price: number, quantity: number, takerSide: 'buy' | 'sell'): void {
    this.#trades += 1;
    const { symbol } = this;
    const at = this.clock.now();
    const trade = { symbol, venue: this.book.venue, tradeId: String(this.#trades), at, price, quantity, takerSide };
    for (const listener of this.#tradeListeners) listener(trade);
  }

  /** Lets time pass, and what falls due in it happen. */
  pass(ms: number): void {
    const end = this.clock.now() + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.clock.set(Math.max(this.clock.now(), next.at));
      next.call();
    }
    this.clock.set(end);
  }

  get fills() {
    return this.events.flatMap((event) => (event.type === 'fill.received' ? [event.fill] : []));
  }

  get cancels() {
    return this.events.flatMap((event) => (event.type === 'order.canceled-by-venue' ? [event.reason.code] : []));
  }

  #after(ms: number, call: () => void): () => void {
    const timer = { at: this.clock.now() + ms, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}

export function instrumentOf(symbol: string): Instrument {
  const [base = ''] = symbol.split('/');
  const perpetual = instrumentsBySymbol(simulatedInstruments(VENUE)).get(`${base}/USDT:USDT`);
  if (perpetual === undefined) throw new RangeError(`no instrument for ${symbol}`);
  return symbol.includes(':') ? perpetual : { ...perpetual, symbol, kind: 'spot' };
}
