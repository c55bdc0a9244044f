import type { Decimal } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';
import type { CoreCandle, CoreEvent, CoreMarket, CoreOrder, CoreTrade, TapeTrade } from './core-types.ts';
import type { StreamSession, VenueConnection } from './server-types.ts';
import {
  bookShape,
  candleShape,
  jsonText,
  type MarketWords,
  type Shape,
  tickerFrame,
  tradeFrame,
} from './upbit-market-shapes.ts';
import { type KoreanState, uuidOf } from './upbit-order-shapes.ts';
import { formatted, type StreamFormat } from './upbit-stream-words.ts';
import { readSubscription, type Subscription, streamError } from './upbit-subscription.ts';

export type OrderFrame = (
  core: VenueCore,
  order: Readonly<CoreOrder>,
  state: KoreanState | 'trade',
  trade: CoreTrade | null,
) => Shape;

/** In what the streams of Upbit and Bithumb differ. */
export interface StreamDialect {
  readonly market: MarketWords;
  readonly publicTypes: ReadonlySet<string>;
  /** Upbit's frames are binary. */
  readonly binary: boolean;
  readonly bookLevel: number;
  /** How amounts of an account are written. */
  readonly amount: (value: Decimal) => number | string;
  readonly stateOf: (order: Readonly<CoreOrder>) => KoreanState;
  /** After so long without a word either way the venue hangs up. */
  readonly idleMs: number;
}

interface Reader {
  readonly connection: VenueConnection;
  /** Null on a public connection. */
  readonly account: string | null;
  readonly orderFrame: OrderFrame | null;
  subscriptions: readonly Subscription[];
  format: StreamFormat;
  /** Puts off the end that silence brings. */
  readonly stir: () => void;
}

const USER_TYPES = new Set(['myOrder', 'myAsset']);

/** Public and private streams of one venue: `[{ticket}, {type, codes}, {format}]`, `PING`, frames. */
export class KoreanStreams {
  readonly #core: VenueCore;
  readonly #dialect: StreamDialect;
  readonly #readers = new Set<Reader>();
  readonly #stop: () => void;

  constructor(core: VenueCore, dialect: StreamDialect) {
    this.#core = core;
    this.#dialect = dialect;
    this.#stop = core.on((event) => this.#onEvent(event));
  }

  publicSession(): StreamSession {
    return { kind: 'public', open: (connection) => this.#open(connection, null, null) };
  }

  userSession(account: string, orderFrame: OrderFrame): StreamSession {
    return { kind: 'user', open: (connection) => this.#open(connection, account, orderFrame) };
  }

  close(): void {
    this.#stop();
  }

  #open(connection: VenueConnection, account: string | null, orderFrame: OrderFrame | null) {
    let idle: NodeJS.Timeout | undefined;
    const stir = () => {
      clearTimeout(idle);
      idle = setTimeout(() => connection.close(1000, 'idle'), this.#dialect.idleMs);
      idle.unref();
    };
    const reader: Reader = { connection, account, orderFrame, subscriptions: [], format: 'DEFAULT', stir };
    this.#readers.add(reader);
    stir();
    return {
      message: (text: string) => this.#onMessage(reader, text),
      pinged: stir,
      closed: () => {
        clearTimeout(idle);
        this.#readers.delete(reader);
      },
    };
  }

  #onMessage(reader: Reader, text: string): void {
    reader.stir();
    if (text === 'PING') reader.connection.send('{"status":"UP"}');
    else this.#subscribe(reader, text);
  }

  /** A later request takes the place of the earlier one. */
  #subscribe(reader: Reader, text: string): void {
    const types = reader.account === null ? this.#dialect.publicTypes : USER_TYPES;
    const read = readSubscription(text, { types, wantsCodes: reader.account === null });
    const error = typeof read === 'string' ? read : this.#unlisted(read.subscriptions);
    if (typeof read === 'string' || error !== null) {
      this.#sendRaw(reader, streamError(error ?? 'INVALID_PARAM'));
      return;
    }
    reader.subscriptions = read.subscriptions;
    reader.format = read.format;
    for (const subscription of read.subscriptions) if (subscription.snapshot) this.#sendSnapshot(reader, subscription);
  }

  #unlisted(subscriptions: readonly Subscription[]): 'INVALID_PARAM' | null {
    const ids = subscriptions.flatMap(({ codes }) => codes.map(({ id }) => id));
    return ids.some((id) => this.#core.marketById(id) === undefined) ? 'INVALID_PARAM' : null;
  }

  #sendSnapshot(reader: Reader, { type, codes }: Subscription): void {
    for (const { id, units } of codes) {
      const market = this.#core.marketById(id);
      const frame = market === undefined ? null : this.#snapshotOf(type, market, units);
      if (frame !== null) this.#send(reader, frame, 'SNAPSHOT');
    }
  }

  #snapshotOf(type: string, market: CoreMarket, units: number | null): Shape | null {
    if (type === 'orderbook') return this.#bookFrame(market, units);
    if (type === 'ticker') return tickerFrame(this.#core, market, this.#dialect.market);
    if (type === 'trade') {
      const last = this.#core.tape(market.symbol).at(-1);
      return last === undefined ? null : tradeFrame(this.#core, market, last, this.#dialect.market);
    }
    if (type !== 'candle.1m') return null;
    const candle = this.#core.candles(market.symbol, 60_000).findLast(({ trades }) => trades > 0);
    return candle === undefined ? null : this.#candleFrame(market, candle);
  }

  #onEvent(event: CoreEvent): void {
    if (event.type === 'book') this.#tellBook(this.#core.market(event.symbol));
    if (event.type === 'tape') this.#tellTrade(this.#core.market(event.trade.symbol), event.trade);
    if (event.type === 'candle') this.#tellCandle(this.#core.market(event.symbol), event.candle);
    if (event.type === 'order') this.#onOrder(event);
    if (event.type === 'balances') this.#tellBalances(event.account, event.currencies);
  }

  #tellTrade(market: CoreMarket, trade: TapeTrade): void {
    this.#tellMarket('trade', market, () => tradeFrame(this.#core, market, trade, this.#dialect.market));
    this.#tellMarket('ticker', market, () => tickerFrame(this.#core, market, this.#dialect.market));
  }

  /** A minute in which nothing was traded has no candle here. */
  #tellCandle(market: CoreMarket, candle: CoreCandle): void {
    if (candle.trades > 0) this.#tellMarket('candle.1m', market, () => this.#candleFrame(market, candle));
  }

  #onOrder({ execution, order, trade }: Extract<CoreEvent, { type: 'order' }>): void {
    if (execution === 'new') this.#tellOrder(order, 'wait', null);
    if (execution === 'trade') this.#tellOrder(order, 'trade', trade);
    if (execution === 'trade' && order.state === 'filled') this.#tellOrder(order, this.#dialect.stateOf(order), null);
    const isOver = execution === 'canceled' || execution === 'expired' || execution === 'rejected';
    if (isOver) this.#tellOrder(order, 'cancel', null);
  }

  #tellBook(market: CoreMarket): void {
    for (const [reader, { codes }] of this.#readersOf('orderbook', market.id)) {
      const units = codes.find(({ id }) => id === market.id)?.units ?? null;
      this.#send(reader, this.#bookFrame(market, units), 'REALTIME');
    }
  }

  #tellMarket(type: string, market: CoreMarket, frame: () => Shape): void {
    const readers = this.#readersOf(type, market.id);
    if (readers.length === 0) return;
    const told = frame();
    for (const [reader] of readers) this.#send(reader, told, 'REALTIME');
  }

  #tellOrder(order: Readonly<CoreOrder>, state: KoreanState | 'trade', trade: CoreTrade | null): void {
    const { id } = this.#core.market(order.symbol);
    for (const [reader] of this.#readersOf('myOrder', id)) {
      if (reader.account !== order.account || reader.orderFrame === null) continue;
      this.#send(reader, reader.orderFrame(this.#core, order, state, trade), 'REALTIME');
    }
  }

  #tellBalances(account: string, currencies: readonly string[]): void {
    const { amount } = this.#dialect;
    const assets = currencies.map((currency) => {
      const { free, locked } = this.#core.balance(account, currency);
      return { currency, balance: amount(free), locked: amount(locked) };
    });
    const at = this.#core.now();
    const frame = { type: 'myAsset', asset_uuid: uuidOf('asset', account), assets, asset_timestamp: at, timestamp: at };
    for (const [reader] of this.#readersOf('myAsset', null)) {
      if (reader.account === account) this.#send(reader, frame, 'REALTIME');
    }
  }

  #readersOf(type: string, marketId: string | null): readonly (readonly [Reader, Subscription])[] {
    return [...this.#readers].flatMap((reader) => {
      const found = reader.subscriptions.find((subscription) => {
        const { codes } = subscription;
        const isMeant = marketId === null || codes.length === 0 || codes.some(({ id }) => id === marketId);
        return subscription.type === type && subscription.realtime && isMeant;
      });
      return found === undefined ? [] : [[reader, found] as const];
    });
  }

  #bookFrame(market: CoreMarket, units: number | null): Shape {
    const { market: words, bookLevel } = this.#dialect;
    const shape = bookShape(this.#core, market, units ?? words.maxUnits, words);
    return { type: 'orderbook', code: market.id, ...shape, level: bookLevel };
  }

  #candleFrame(market: CoreMarket, candle: CoreCandle): Shape {
    return { type: 'candle.1m', code: market.id, ...candleShape(candle, this.#core.now()) };
  }

  #send(reader: Reader, frame: Shape, streamType: 'SNAPSHOT' | 'REALTIME'): void {
    this.#sendRaw(reader, formatted({ ...frame, stream_type: streamType }, reader.format));
  }

  #sendRaw(reader: Reader, message: unknown): void {
    reader.stir();
    const text = jsonText(message);
    reader.connection.send(this.#dialect.binary ? Buffer.from(text) : text);
  }
}
