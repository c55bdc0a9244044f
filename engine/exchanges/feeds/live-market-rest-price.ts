import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { VenueName } from '../venues/venue-name.ts';
import type { PublicReads } from './history-reads.ts';
import { isRecord, koreanCode, millisecondsOf } from './upbit-fields.ts';

/** Best bid and ask as REST tells them; `at` is the venue's time, 0 where it tells none. */
export interface RestPrice {
  readonly bid: number;
  readonly ask: number;
  readonly at: number;
}

/**
 * Asks for the best prices of a symbol while its streams are dark, so that an exit that is watched by us still sees
 * where the market is. Null when the answer cannot be believed; throws `UnavailableError` when there is none.
 */
export async function readRestPrice(
  reads: PublicReads,
  symbol: InstrumentSymbol,
  signal: AbortSignal,
): Promise<RestPrice | null> {
  const body = await reads.get(pathOf(reads.venue, symbol), {
    weight: reads.venue === 'binance' || reads.venue === 'binanceusdm' ? 2 : 1,
    signal,
  });
  const parsed = parsedOf(body);
  const price = reads.venue === 'upbit' || reads.venue === 'bithumb' ? koreanPrice(parsed) : binancePrice(parsed);
  return price !== null && price.bid > 0 && price.ask >= price.bid ? price : null;
}

function pathOf(venue: VenueName, symbol: InstrumentSymbol): string {
  if (venue === 'upbit' || venue === 'bithumb') return `/v1/orderbook?markets=${koreanCode(symbol) ?? symbol}`;
  const market = symbol.replace(/:.*$/, '').replace('/', '');
  return `${venue === 'binance' ? '/api/v3' : '/fapi/v1'}/ticker/bookTicker?symbol=${market}`;
}

function binancePrice(answer: unknown): RestPrice | null {
  if (!isRecord(answer)) return null;
  return { bid: numberOf(answer.bidPrice), ask: numberOf(answer.askPrice), at: millisecondsOf(answer.time) ?? 0 };
}

function koreanPrice(answer: unknown): RestPrice | null {
  const book: unknown = Array.isArray(answer) ? answer[0] : null;
  const units = isRecord(book) && Array.isArray(book.orderbook_units) ? book.orderbook_units : [];
  const best: unknown = units[0];
  if (!isRecord(book) || !isRecord(best)) return null;
  return { bid: numberOf(best.bid_price), ask: numberOf(best.ask_price), at: millisecondsOf(book.timestamp) ?? 0 };
}

function numberOf(value: unknown): number {
  if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function parsedOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
