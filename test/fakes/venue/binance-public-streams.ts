import type { Decimal } from '../../../engine/domain/decimal.ts';
import type { BinanceFamily } from './binance-errors.ts';
import { bestRows, dayOf, placesOf } from './binance-market-routes.ts';
import type { VenueCore } from './core.ts';
import type { CoreCandle, CoreEvent, CoreMarket, TapeTrade } from './core-types.ts';

interface Batch {
  first: number;
  last: number;
  readonly levels: Map<string, { readonly side: 'bid' | 'ask'; readonly price: Decimal; quantity: Decimal }>;
}

/** Where messages go: those who listen to a stream of that name. */
export interface StreamSink {
  isWanted(stream: string): boolean;
  emit(stream: string, data: unknown): void;
}

const DEPTH_SPEEDS = ['depth', 'depth@100ms', 'depth@250ms', 'depth@500ms', 'depth@0ms'];
const PARTIAL_LEVELS = [5, 10, 20];
const INTERVALS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '1d': 86_400_000,
};

/** Turns what happens in the market into Binance's public messages, sequence numbers included. */
export class BinancePublicStreams {
  readonly #family: BinanceFamily;
  readonly #core: VenueCore;
  readonly #sink: StreamSink;
  readonly #intervalMs: number;
  readonly #batches = new Map<string, Batch>();
  readonly #lastSent = new Map<string, number>();
  readonly #bests = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(family: BinanceFamily, core: VenueCore, sink: StreamSink, intervalMs: number) {
    this.#family = family;
    this.#core = core;
    this.#sink = sink;
    this.#intervalMs = intervalMs;
    core.on((event) => this.#on(event));
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #on(event: CoreEvent): void {
    if (event.type === 'book') {
      this.#gather(event);
      this.#bookTicker(this.#core.market(event.symbol), event.last, event.at);
    }
    if (event.type === 'tape') this.#trade(event.trade);
    if (event.type === 'candle') this.#candle(event.symbol, event.candle, event.closed);
  }

  #gather({ symbol, first, last, changes }: Extract<CoreEvent, { type: 'book' }>): void {
    const batch = this.#batches.get(symbol) ?? { first, last, levels: new Map() };
    this.#batches.set(symbol, batch);
    batch.last = last;
    for (const { side, price, quantity } of changes)
      batch.levels.set(`${side}${price.toFixed()}`, { side, price, quantity });
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#flush(), this.#intervalMs);
    this.#timer.unref();
  }

  #flush(): void {
    this.#timer = null;
    for (const [symbol, { first, last, levels }] of this.#batches) {
      const market = this.#core.market(symbol);
      const { price, quantity } = placesOf(this.#family, market);
      const rows = (side: 'bid' | 'ask') =>
        [...levels.values()]
          .filter((level) => level.side === side)
          .map((level) => [level.price.toFixed(price), level.quantity.toFixed(quantity)]);
      const at = this.#core.now();
      const previous = this.#lastSent.get(symbol) ?? first - 1;
      const head = {
        e: 'depthUpdate',
        E: at,
        ...(this.#spot ? {} : { T: at }),
        s: market.id,
        U: first,
        u: last,
        ...(this.#spot ? {} : { pu: previous }),
      };
      const data = { ...head, b: rows('bid'), a: rows('ask') };
      for (const speed of DEPTH_SPEEDS) this.#emit(market, speed, data);
      for (const count of PARTIAL_LEVELS) this.#partial(market, count, { ...head, u: last });
      this.#lastSent.set(symbol, last);
    }
    this.#batches.clear();
  }

  #partial(market: CoreMarket, count: number, head: object): void {
    const names = [`depth${count}`, `depth${count}@100ms`, `depth${count}@500ms`].filter((name) =>
      this.#wanted(market, name),
    );
    if (names.length === 0) return;
    const { price, quantity } = placesOf(this.#family, market);
    const depth = this.#core.depth(market.symbol, count);
    const rows = (levels: readonly (readonly [Decimal, Decimal])[]) =>
      levels.map(([at, size]) => [at.toFixed(price), size.toFixed(quantity)]);
    const [bids, asks] = [rows(depth.bids), rows(depth.asks)];
    const data = this.#spot ? { lastUpdateId: depth.updateId, bids, asks } : { ...head, b: bids, a: asks };
    for (const name of names) this.#emit(market, name, data);
  }

  #bookTicker(market: CoreMarket, updateId: number, at: number): void {
    const best = bestRows(this.#core, market, placesOf(this.#family, market));
    const shown = JSON.stringify(best);
    if (this.#bests.get(market.symbol) === shown) return;
    this.#bests.set(market.symbol, shown);
    const row = { u: updateId, s: market.id, b: best.bidPrice, B: best.bidQty, a: best.askPrice, A: best.askQty };
    const data = this.#spot ? row : { e: 'bookTicker', ...row, T: at, E: at };
    this.#emit(market, 'bookTicker', data);
    this.#sink.emit('!bookTicker', data);
  }

  #trade(trade: TapeTrade): void {
    const market = this.#core.market(trade.symbol);
    const { price, quantity } = placesOf(this.#family, market);
    const [p, q, at] = [trade.price.toFixed(price), trade.quantity.toFixed(quantity), this.#core.now()];
    const tail = {
      T: trade.at,
      ...(this.#spot ? {} : { X: 'MARKET' }),
      m: trade.buyerMaker,
      ...(this.#spot ? { M: true } : {}),
    };
    this.#emit(market, 'trade', {
      e: 'trade',
      E: at,
      ...(this.#spot ? {} : { T: trade.at }),
      s: market.id,
      t: trade.sequence,
      p,
      q,
      ...tail,
    });
    const { sequence } = trade;
    this.#emit(market, 'aggTrade', {
      e: 'aggTrade',
      E: at,
      s: market.id,
      a: sequence,
      p,
      q,
      f: sequence,
      l: sequence,
      T: trade.at,
      m: trade.buyerMaker,
      ...(this.#spot ? { M: true } : {}),
    });
    this.#tickers(market, at);
    for (const name of this.#spot ? [] : ['markPrice', 'markPrice@1s']) {
      this.#emit(market, name, {
        e: 'markPriceUpdate',
        E: at,
        s: market.id,
        p: trade.price.toFixed(8),
        i: trade.price.toFixed(8),
        P: trade.price.toFixed(8),
        r: '0.00010000',
        T: at,
      });
    }
  }

  #tickers(market: CoreMarket, at: number): void {
    const names = ['miniTicker', 'ticker'].filter((name) => this.#wanted(market, name));
    const everybody = this.#sink.isWanted('!miniTicker@arr');
    if (names.length === 0 && !everybody) return;
    const { price, quantity } = placesOf(this.#family, market);
    const day = dayOf(this.#core, market.symbol);
    const mini = {
      e: '24hrMiniTicker',
      E: at,
      s: market.id,
      c: day.last.toFixed(price),
      o: day.open.toFixed(price),
      h: day.high.toFixed(price),
      l: day.low.toFixed(price),
      v: day.volume.toFixed(quantity),
      q: day.quoteVolume.toFixed(8),
    };
    this.#emit(market, 'miniTicker', mini);
    this.#emit(market, 'ticker', {
      ...mini,
      e: '24hrTicker',
      p: day.last.minus(day.open).toFixed(price),
      O: day.since,
      C: at,
      n: day.trades.length,
    });
    if (everybody) this.#sink.emit('!miniTicker@arr', [mini]);
  }

  #candle(symbol: string, minute: CoreCandle, closed: boolean): void {
    const market = this.#core.market(symbol);
    for (const [name, length] of Object.entries(INTERVALS)) {
      if (!this.#wanted(market, `kline_${name}`)) continue;
      const openTime = minute.openTime - (minute.openTime % length);
      const candle =
        length === 60_000 ? minute : this.#core.candles(symbol, length).find((one) => one.openTime === openTime);
      if (candle === undefined) continue;
      const ends = closed && minute.openTime + 60_000 === openTime + length;
      this.#emit(market, `kline_${name}`, this.#kline(market, candle, { name, length, closed: ends }));
    }
  }

  #kline(
    market: CoreMarket,
    candle: CoreCandle,
    { name, length, closed }: { readonly name: string; readonly length: number; readonly closed: boolean },
  ) {
    const { price, quantity } = placesOf(this.#family, market);
    return {
      e: 'kline',
      E: this.#core.now(),
      s: market.id,
      k: {
        t: candle.openTime,
        T: candle.openTime + length - 1,
        s: market.id,
        i: name,
        f: Number(candle.firstTradeId) || -1,
        L: Number(candle.lastTradeId) || -1,
        o: candle.open.toFixed(price),
        c: candle.close.toFixed(price),
        h: candle.high.toFixed(price),
        l: candle.low.toFixed(price),
        v: candle.volume.toFixed(quantity),
        n: candle.trades,
        x: closed,
        q: candle.quoteVolume.toFixed(8),
        V: candle.takerBuyVolume.toFixed(quantity),
        Q: candle.takerBuyQuote.toFixed(8),
        B: '0',
      },
    };
  }

  #wanted(market: CoreMarket, name: string): boolean {
    return this.#sink.isWanted(`${market.id.toLowerCase()}@${name}`);
  }

  #emit(market: CoreMarket, name: string, data: unknown): void {
    this.#sink.emit(`${market.id.toLowerCase()}@${name}`, data);
  }

  get #spot(): boolean {
    return this.#family === 'spot';
  }
}
