import ccxt from 'ccxt';
import type { FrameSet } from './feed-frames.ts';

const URLS = { binance: 'wss://stream.binance.com:9443/ws', binanceusdm: 'wss://fstream.binance.com/ws' } as const;

/** A ccxt.pro exchange that is handed messages as its own connection would, without one. */
export class CcxtConsumer {
  readonly #exchange;
  readonly #client;

  constructor(set: Pick<FrameSet, 'venue' | 'symbols' | 'snapshots'>) {
    const exchange = set.venue === 'binance' ? new ccxt.pro.binance() : new ccxt.pro.binanceusdm();
    exchange.setMarkets(set.symbols.map((symbol) => market(symbol)));
    for (const [symbol, body] of set.snapshots) {
      const snapshot = JSON.parse(body);
      const book = exchange.orderBook({}, 1_000);
      const parsed = exchange.parseOrderBook(snapshot, symbol);
      parsed.nonce = snapshot.lastUpdateId;
      book.reset(parsed);
      exchange.orderbooks[symbol] = book;
    }
    this.#exchange = exchange;
    this.#client = exchange.client(URLS[set.venue]);
  }

  /** Parses a frame and hands it on, as its `onMessage` does. */
  read(frame: Buffer): void {
    this.#exchange.handleMessage(this.#client, JSON.parse(frame.toString()));
  }

  /** The best levels as price and quantity. */
  top(symbol: string, side: 'bids' | 'asks', count: number): readonly (readonly [number, number])[] {
    const levels: readonly number[][] = this.#exchange.orderbooks[symbol]?.[side] ?? [];
    return levels.slice(0, count).map(([price, quantity]) => [price ?? 0, quantity ?? 0]);
  }
}

function market(symbol: string) {
  const [base, rest = ''] = symbol.split('/');
  const [quote, settle] = rest.split(':');
  const swap = settle !== undefined;
  return {
    id: `${base}${quote}`,
    symbol,
    base,
    quote,
    settle,
    baseId: base,
    quoteId: quote,
    settleId: settle,
    type: swap ? 'swap' : 'spot',
    spot: !swap,
    swap,
    margin: false,
    future: false,
    option: false,
    contract: swap,
    linear: swap ? true : undefined,
    inverse: swap ? false : undefined,
    active: true,
    contractSize: swap ? 1 : undefined,
    precision: { price: 0.01, amount: 0.00001 },
    limits: {},
    info: {},
  };
}
