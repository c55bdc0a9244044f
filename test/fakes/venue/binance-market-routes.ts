import type { Decimal } from '../../../engine/domain/decimal.ts';
import { decimal, ZERO } from '../../../engine/domain/decimal.ts';
import type { BinanceFamily } from './binance-errors.ts';
import { binanceError } from './binance-errors.ts';
import type { Route, Routes } from './binance-rest.ts';
import { listed } from './binance-rest.ts';
import type { VenueCore } from './core.ts';
import type { CoreCandle, CoreMarket, TapeTrade } from './core-types.ts';

const INTERVALS: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '2h': 7_200_000,
  '4h': 14_400_000,
  '6h': 21_600_000,
  '8h': 28_800_000,
  '12h': 43_200_000,
  '1d': 86_400_000,
};
const DAY = 86_400_000;

/** Decimal places that numbers of a market have on the wire. */
export interface Places {
  readonly price: number;
  readonly quantity: number;
}

export function placesOf(family: BinanceFamily, market: CoreMarket): Places {
  if (family === 'spot') return { price: 8, quantity: 8 };
  return {
    price: decimal(market.filters.tickSize).decimalPlaces(),
    quantity: decimal(market.filters.lotSize).decimalPlaces(),
  };
}

/** Market data that both families tell alike; paths under `prefix`. */
export function marketRoutes(family: BinanceFamily, core: VenueCore, prefix: string): Routes {
  const spot = family === 'spot';
  const route = (weight: Route['weight'], run: Route['run'], kind: Route['kind'] = 'market'): Route => ({
    security: 'none',
    kind,
    weight,
    run,
  });
  const places = (market: CoreMarket) => placesOf(family, market);

  return {
    [`GET ${prefix}/ping`]: route(1, () => ({})),
    [`GET ${prefix}/time`]: route(1, () => ({ serverTime: core.now() }), 'clock'),
    [`GET ${prefix}/depth`]: route(
      (params) => depthWeight(family, Number(params.get('limit') ?? (spot ? 100 : 500))),
      ({ market, params }) => {
        const listing = market();
        const { price, quantity } = places(listing);
        const { bids, asks, updateId } = core.depth(
          listing.symbol,
          Math.min(Number(params.get('limit') ?? (spot ? 100 : 500)), spot ? 5_000 : 1_000),
        );
        const rows = (levels: readonly (readonly [Decimal, Decimal])[]) =>
          levels.map(([at, size]) => [at.toFixed(price), size.toFixed(quantity)]);
        const head = spot ? {} : { E: core.now(), T: core.now() };
        return { lastUpdateId: updateId, ...head, bids: rows(bids), asks: rows(asks) };
      },
    ),
    [`GET ${prefix}/klines`]: route(
      (params) => (spot ? 2 : klineWeight(Number(params.get('limit') ?? 500))),
      ({ market, params }) => {
        const interval = INTERVALS[params.get('interval') ?? ''];
        if (interval === undefined) throw binanceError([-1120, 'Invalid interval.']);
        const [from, to] = [
          Number(params.get('startTime') ?? 0),
          Number(params.get('endTime') ?? Number.MAX_SAFE_INTEGER),
        ];
        const limit = Math.min(Number(params.get('limit') ?? 500), spot ? 1_000 : 1_500);
        const listing = market();
        const candles = core
          .candles(listing.symbol, interval)
          .filter(({ openTime }) => openTime >= from && openTime <= to);
        const shown = params.has('startTime') ? candles.slice(0, limit) : candles.slice(-limit);
        return shown.map((candle) => klineRow(candle, interval, places(listing)));
      },
    ),
    [`GET ${prefix}/trades`]: route(spot ? 25 : 5, ({ market, params }) => {
      const listing = market();
      return core
        .tape(listing.symbol)
        .slice(-Math.min(Number(params.get('limit') ?? 500), 1_000))
        .map((trade) => ({
          id: trade.sequence,
          price: trade.price.toFixed(places(listing).price),
          qty: trade.quantity.toFixed(places(listing).quantity),
          quoteQty: trade.price.times(trade.quantity).toFixed(spot ? 8 : 2),
          time: trade.at,
          isBuyerMaker: trade.buyerMaker,
          ...(spot ? { isBestMatch: true } : {}),
        }));
    }),
    [`GET ${prefix}/aggTrades`]: route(spot ? 4 : 20, ({ market, params }) => {
      const listing = market();
      const limit = Math.min(Number(params.get('limit') ?? 500), 1_000);
      const trades = core.tape(listing.symbol).filter((trade) => inRange(trade, params));
      const forwards = params.has('fromId') || params.has('startTime');
      return (forwards ? trades.slice(0, limit) : trades.slice(-limit)).map((trade) =>
        aggTrade(trade, places(listing), spot),
      );
    }),
    [`GET ${prefix}/ticker/24hr`]: route(
      (params) => (params.has('symbol') ? 2 : spot ? 80 : 40),
      ({ params }) => oneOrAll(core, params, (market) => ticker24(core, market, places(market), spot)),
    ),
    [`GET ${prefix}/ticker/bookTicker`]: route(
      (params) => (params.has('symbol') ? 2 : 5),
      ({ params }) =>
        oneOrAll(core, params, (market) => ({
          symbol: market.id,
          ...bestRows(core, market, places(market)),
          ...(spot ? {} : { time: core.now(), lastUpdateId: core.depth(market.symbol, 1).updateId }),
        })),
    ),
    [`GET ${prefix}/ticker/price`]: route(
      (params) => (params.has('symbol') ? 2 : 4),
      ({ params }) =>
        oneOrAll(core, params, (market) => ({
          symbol: market.id,
          price: core.lastPrice(market.symbol).toFixed(places(market).price),
          ...(spot ? {} : { time: core.now() }),
        })),
    ),
  };
}

export function bestRows(core: VenueCore, { symbol }: CoreMarket, places: Places) {
  const { bids, asks } = core.depth(symbol, 1);
  const none: [Decimal, Decimal] = [ZERO, ZERO];
  const bid = bids[0] ?? none;
  const ask = asks[0] ?? none;
  return {
    bidPrice: bid[0].toFixed(places.price),
    bidQty: bid[1].toFixed(places.quantity),
    askPrice: ask[0].toFixed(places.price),
    askQty: ask[1].toFixed(places.quantity),
  };
}

/** Open, high, low, volumes and count of the last 24 hours. */
export function dayOf(core: VenueCore, symbol: string) {
  const since = core.now() - DAY;
  const trades = core.tape(symbol).filter(({ at }) => at >= since);
  const last = core.lastPrice(symbol);
  const prices = trades.map(({ price }) => price);
  return {
    open: prices[0] ?? last,
    high: prices.reduce((high, price) => (price.gt(high) ? price : high), last),
    low: prices.reduce((low, price) => (price.lt(low) ? price : low), last),
    last,
    volume: trades.reduce((sum, { quantity }) => sum.plus(quantity), ZERO),
    quoteVolume: trades.reduce((sum, { quantity, price }) => sum.plus(quantity.times(price)), ZERO),
    trades,
    since,
  };
}

function ticker24(core: VenueCore, market: CoreMarket, places: Places, spot: boolean) {
  const day = dayOf(core, market.symbol);
  const change = day.last.minus(day.open);
  const best = bestRows(core, market, places);
  return {
    symbol: market.id,
    priceChange: change.toFixed(places.price),
    priceChangePercent: (day.open.isZero() ? ZERO : change.div(day.open).times(100)).toFixed(3),
    weightedAvgPrice: (day.volume.isZero() ? day.last : day.quoteVolume.div(day.volume)).toFixed(places.price),
    ...(spot ? { prevClosePrice: day.open.toFixed(places.price) } : {}),
    lastPrice: day.last.toFixed(places.price),
    lastQty: (day.trades.at(-1)?.quantity ?? ZERO).toFixed(places.quantity),
    ...(spot ? best : {}),
    openPrice: day.open.toFixed(places.price),
    highPrice: day.high.toFixed(places.price),
    lowPrice: day.low.toFixed(places.price),
    volume: day.volume.toFixed(places.quantity),
    quoteVolume: day.quoteVolume.toFixed(spot ? 8 : 2),
    openTime: day.since,
    closeTime: core.now(),
    firstId: day.trades[0]?.sequence ?? -1,
    lastId: day.trades.at(-1)?.sequence ?? -1,
    count: day.trades.length,
  };
}

function klineRow(candle: CoreCandle, interval: number, { price, quantity }: Places) {
  return [
    candle.openTime,
    candle.open.toFixed(price),
    candle.high.toFixed(price),
    candle.low.toFixed(price),
    candle.close.toFixed(price),
    candle.volume.toFixed(quantity),
    candle.openTime + interval - 1,
    candle.quoteVolume.toFixed(8),
    candle.trades,
    candle.takerBuyVolume.toFixed(quantity),
    candle.takerBuyQuote.toFixed(8),
    '0',
  ];
}

function aggTrade(trade: TapeTrade, { price, quantity }: Places, spot: boolean) {
  return {
    a: trade.sequence,
    p: trade.price.toFixed(price),
    q: trade.quantity.toFixed(quantity),
    f: trade.sequence,
    l: trade.sequence,
    T: trade.at,
    m: trade.buyerMaker,
    ...(spot ? { M: true } : {}),
  };
}

function inRange({ sequence, at }: TapeTrade, params: URLSearchParams): boolean {
  if (params.has('fromId')) return sequence >= Number(params.get('fromId'));
  return at >= Number(params.get('startTime') ?? 0) && at <= Number(params.get('endTime') ?? Number.MAX_SAFE_INTEGER);
}

function oneOrAll(core: VenueCore, params: URLSearchParams, row: (market: CoreMarket) => unknown): unknown {
  if (params.has('symbol')) return row(listed(core, params.get('symbol')));
  const names: unknown = params.has('symbols') ? JSON.parse(params.get('symbols') ?? '[]') : null;
  const markets = Array.isArray(names) ? names.map((name) => listed(core, String(name))) : [...core.markets.values()];
  return markets.map(row);
}

function depthWeight(family: BinanceFamily, limit: number): number {
  if (family === 'spot') return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1_000 ? 50 : 250;
  return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
}

function klineWeight(limit: number): number {
  return limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10;
}
