import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { hashBytes } from './byte-hash.ts';
import type { StreamKind, StreamWish } from './venue-feed.ts';

export type BinanceMarket = 'spot' | 'usdm';

/** What a stream's frames look like, which is more exact than what we wish of it. */
export type BinanceStreamKind = 'depth' | 'bookTicker' | 'trade' | 'aggTrade' | 'kline' | 'ticker';

/** One stream as a parser finds it by its name. */
export interface BinanceStream {
  readonly kind: BinanceStreamKind;
  readonly symbol: InstrumentSymbol;
  /** Every name of a table, one behind the other. */
  readonly names: Uint8Array;
  /** Where `BTCUSDT` lies in them. */
  readonly symbolStart: number;
  readonly symbolEnd: number;
  /** Which of the parser's price bands the symbol's prices of this kind belong to. */
  readonly band: number;
}

/** Every stream name whose frames we can read, by kind; the last of several is how recordings have them. */
const READABLE: readonly (readonly [suffix: string, kind: BinanceStreamKind])[] = [
  ['depth@100ms', 'depth'],
  ['depth', 'depth'],
  ['depth@250ms', 'depth'],
  ['depth@500ms', 'depth'],
  ['depth@0ms', 'depth'],
  ['bookTicker', 'bookTicker'],
  ['trade', 'trade'],
  ['aggTrade', 'aggTrade'],
  ['kline_1m', 'kline'],
  ['miniTicker', 'ticker'],
  ['ticker', 'ticker'],
];

const FOLLOWED: Readonly<Record<BinanceMarket, Readonly<Record<StreamKind, string>>>> = {
  spot: { trades: 'trade', depth: 'depth@100ms', best: 'bookTicker', candles: 'kline_1m', ticker: 'miniTicker' },
  // Single trades are no documented stream of the futures: what one order took at one price is.
  usdm: { trades: 'aggTrade', depth: 'depth@100ms', best: 'bookTicker', candles: 'kline_1m', ticker: 'miniTicker' },
};

/** Returns `BTCUSDT` for a symbol of this market, null for one that is not of it. */
export function binanceName(symbol: InstrumentSymbol, market: BinanceMarket): string | null {
  const match = /^([^/:]+)\/([^/:]+)(:([^/:]+))?$/.exec(symbol);
  if (match === null) return null;
  const [, base, quote, , settle] = match;
  const ours = market === 'spot' ? settle === undefined : settle === quote;
  return ours ? `${base}${quote}` : null;
}

/** Returns the stream that brings what is wished, null where this market has it not. */
export function binanceStreamName(wish: StreamWish, market: BinanceMarket): string | null {
  const name = binanceName(wish.symbol, market);
  return name === null ? null : `${name.toLowerCase()}@${FOLLOWED[market][wish.kind]}`;
}

/** Trades, best bid/ask and bars each have a band of their own; what has no price takes the first and never asks it. */
const BANDS_A_SYMBOL = 3;
const BAND_OF: Readonly<Record<BinanceStreamKind, number>> = {
  depth: 0,
  ticker: 0,
  trade: 0,
  aggTrade: 0,
  bookTicker: 1,
  kline: 2,
};

/** In `slots`, four numbers a slot: the hash, which stream (plus 1, 0 is an empty slot), and where its name lies. */
const SLOT = 4;
/** The names of a stream begin with a cache line. */
const LINE = 64;

/**
 * Every stream of some symbols, found by the bytes of its name. A hash table in two flat arrays: with hundreds of symbols
 * each object on the way to a stream would be one more visit to memory that is in no cache.
 */
export class BinanceStreamTable {
  /** Of the price bands of all symbols. */
  readonly bandCount: number;
  readonly #streams: BinanceStream[] = [];
  readonly #names: Uint8Array;
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(symbols: readonly InstrumentSymbol[], market: BinanceMarket) {
    const named = new Map<InstrumentSymbol, string>();
    for (const symbol of symbols) {
      const name = binanceName(symbol, market);
      if (name !== null) named.set(symbol, name);
    }
    const all = [...named].flatMap(([symbol, name], index) =>
      READABLE.map(([suffix, kind]) => {
        const stream = Buffer.from(`${name.toLowerCase()}@${suffix}`);
        return { symbol, kind, stream, name: Buffer.from(name), band: index * BANDS_A_SYMBOL + BAND_OF[kind] };
      }),
    );
    const room = all.reduce((sum, { stream, name }) => sum + lines(stream.length + name.length), 0);
    this.bandCount = named.size * BANDS_A_SYMBOL;
    this.#names = new Uint8Array(room);
    this.#mask = 2 ** Math.ceil(Math.log2(all.length * 2 + 2)) - 1;
    this.#slots = new Int32Array((this.#mask + 1) * SLOT);
    let at = 0;
    for (const { symbol, kind, stream, name, band } of all) {
      const symbolStart = at + stream.length;
      this.#names.set(stream, at);
      this.#names.set(name, symbolStart);
      const symbolEnd = symbolStart + name.length;
      this.#streams.push({ kind, symbol, names: this.#names, symbolStart, symbolEnd, band });
      this.#put(hashBytes(stream, 0, stream.length), at, symbolStart);
      at += lines(stream.length + name.length);
    }
  }

  /** The stream whose name a cursor has just read; null for one that is not of the table. */
  find(cursor: ByteCursor): BinanceStream | null {
    const slots = this.#slots;
    const hash = cursor.lastTextHash();
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * SLOT;
      const stream = slots[at + 1] ?? 0;
      if (stream === 0) return null;
      if (slots[at] !== hash) continue;
      if (cursor.lastTextIs(this.#names, slots[at + 2], slots[at + 3])) return this.#streams[stream - 1] ?? null;
    }
  }

  #put(hash: number, start: number, end: number): void {
    let slot = hash & this.#mask;
    while (this.#slots[slot * SLOT + 1] !== 0) slot = (slot + 1) & this.#mask;
    this.#slots.set([hash, this.#streams.length, start, end], slot * SLOT);
  }
}

function lines(bytes: number): number {
  return Math.ceil(bytes / LINE) * LINE;
}
