import type { VenueCore } from './core.ts';
import type { CoreMarket } from './core-types.ts';
import type { VenueAnswer, VenueRequest } from './server-types.ts';
import {
  bookShape,
  candleShape,
  dayOf,
  jsonText,
  type MarketWords,
  restTicker,
  type Shape,
  tickShape,
} from './upbit-market-shapes.ts';
import { CODE_NOT_FOUND, invalidRequest, MISSING_PARAMETER } from './upbit-refusals.ts';
import { instantOf } from './upbit-time.ts';

const MINUTE = 60_000;
const MINUTE_UNITS = new Set([1, 3, 5, 10, 15, 30, 60, 240]);

/** What a venue lists of a market in /v1/market/all. */
export type Listing = (market: CoreMarket, detailed: boolean) => Shape;

/** Answers the public half of `/v1`, which Upbit and Bithumb share; null for what is not among it. */
export function answerMarketRequest(
  request: VenueRequest,
  core: VenueCore,
  words: MarketWords,
  listing: Listing,
): VenueAnswer | null {
  if (request.method !== 'GET') return null;
  const { path, query } = request;
  if (path === '/v1/market/all') {
    const detailed = (query.get('isDetails') ?? query.get('is_details')) === 'true';
    const listed = [...core.markets.values()].filter(({ trading }) => trading);
    return answer(listed.map((market) => listing(market, detailed)));
  }
  if (path === '/v1/orderbook') {
    const units = Number(query.get('count') ?? words.maxUnits);
    return ofMarkets(request, core, (market) => ({
      market: market.id,
      ...bookShape(core, market, units, words),
      level: 0,
    }));
  }
  if (path === '/v1/ticker') return ofMarkets(request, core, (market) => restTicker(core, market));
  if (path === '/v1/trades/ticks') return trades(request, core, words);
  const candles = /^\/v1\/candles\/(minutes|days)(?:\/(\d+))?$/.exec(path);
  return candles === null ? null : candleAnswer(request, core, candles[1] ?? '', candles[2]);
}

function answer(body: unknown): VenueAnswer {
  return { status: 200, body: jsonText(body), headers: { 'content-type': 'application/json; charset=utf-8' } };
}

/** Answers for each market of the parameter `markets`; one that is not listed spoils all. */
export function ofMarkets(request: VenueRequest, core: VenueCore, of: (market: CoreMarket) => Shape): VenueAnswer {
  const ids = request.query.get('markets');
  if (ids === null || ids === '') return MISSING_PARAMETER;
  const markets = ids.split(',').map((id) => core.marketById(id));
  if (markets.some((market) => market === undefined)) return CODE_NOT_FOUND;
  return answer(markets.flatMap((market) => (market === undefined ? [] : [of(market)])));
}

function trades(request: VenueRequest, core: VenueCore, words: MarketWords): VenueAnswer {
  const { query } = request;
  const id = query.get('market');
  if (id === null) return MISSING_PARAMETER;
  const market = core.marketById(id);
  if (market === undefined) return CODE_NOT_FOUND;
  const count = countOf(query, 500);
  const cursor = query.get('cursor');
  if (count === null || (cursor !== null && !/^\d+$/.test(cursor))) return invalidRequest('count');
  const { previousClose } = dayOf(core, market);
  const older = core
    .tape(market.symbol)
    .filter((trade) => cursor === null || BigInt(words.sequentialIdOf(trade)) < BigInt(cursor));
  const newestFirst = older.slice(-count).reverse();
  return answer(newestFirst.map((trade) => tickShape(market, trade, previousClose, words)));
}

function candleAnswer(request: VenueRequest, core: VenueCore, kind: string, unit: string | undefined): VenueAnswer {
  const { query } = request;
  const id = query.get('market');
  if (id === null) return MISSING_PARAMETER;
  const market = core.marketById(id);
  if (market === undefined) return CODE_NOT_FOUND;
  const minutes = Number(unit ?? '1');
  const intervalMs = kind === 'minutes' ? minutes * MINUTE : 1_440 * MINUTE;
  const count = countOf(query, 200);
  const to = query.get('to');
  const before = to === null || to === '' ? Number.POSITIVE_INFINITY : instantOf(to);
  if ((kind === 'minutes' && !MINUTE_UNITS.has(minutes)) || count === null || before === null) {
    return invalidRequest('unit, count or to');
  }
  const now = core.now();
  const newestFirst = core
    .candles(market.symbol, intervalMs)
    // Neither venue has candles for times in which nothing was traded.
    .filter((candle) => candle.trades > 0 && candle.openTime < before)
    .slice(-count)
    .reverse();
  return answer(
    newestFirst.map((candle) => ({
      market: market.id,
      ...candleShape(candle, Math.min(candle.openTime + intervalMs - 1, now)),
      ...(kind === 'minutes'
        ? { unit: minutes }
        : { prev_closing_price: candle.open, change_price: 0, change_rate: 0 }),
    })),
  );
}

function countOf(query: URLSearchParams, most: number): number | null {
  const count = Number(query.get('count') ?? '1');
  return Number.isInteger(count) && count >= 1 ? Math.min(count, most) : null;
}
