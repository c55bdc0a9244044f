import { UnavailableError } from '../../domain/errors.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import type { VenueName } from '../venues/venue-name.ts';
import type { PublicReads } from './history-reads.ts';
import type { SymbolSight } from './live-market-sight.ts';
import type { VenueSink } from './live-market-sink.ts';
import type { VenueTime } from './live-market-venue-clock.ts';
import { isRecord, koreanCode, millisecondsOf } from './upbit-fields.ts';

/** While a symbol's streams are dark its price is asked for this often. */
const EVERY_MS = 2_000;
/** Minutes that are owed share the way with them. */
const MOST_ASKED_AT_ONCE = 4;

/** Best bid and ask as REST tells them; `at` is the venue's time, 0 where it tells none. */
export interface RestPrice {
  readonly bid: number;
  readonly ask: number;
  readonly at: number;
}

export interface RestPricesOptions {
  readonly reads: PublicReads;
  readonly loop: Pick<LiveLoop, 'elapsedMs'>;
  readonly time: Pick<VenueTime, 'now' | 'believes'>;
  readonly sink: Pick<VenueSink, 'looksAt' | 'restPrice' | 'fault'>;
  /** Aborted when nobody follows the venue any more. */
  readonly signal: AbortSignal;
}

/** The prices of dark symbols that somebody looks at: each every two seconds, a few at a time. */
export class RestPrices {
  private readonly options: RestPricesOptions;
  private underWay = 0;

  constructor(options: RestPricesOptions) {
    this.options = options;
  }

  /** Asks for the price of a dark symbol if it is time to; the sink hears of it only if it is newer than what is known. */
  async ask(sight: SymbolSight): Promise<void> {
    const { reads, loop, time, sink, signal } = this.options;
    const due = loop.elapsedMs() >= sight.restPriceNotBefore && this.underWay < MOST_ASKED_AT_ONCE;
    if (!due || !sink.looksAt(sight.symbol)) return;
    sight.restPriceNotBefore = Number.POSITIVE_INFINITY;
    this.underWay += 1;
    const price = await readRestPrice(reads, sight.symbol, signal).catch((error: unknown) => {
      if (!(error instanceof UnavailableError)) sink.fault(error);
      return null;
    });
    this.underWay -= 1;
    sight.restPriceNotBefore = loop.elapsedMs() + EVERY_MS;
    if (price === null || signal.aborted || sight.staleFor === null || !time.believes(price.at)) return;
    if (sight.setRestPrice(price.bid, price.ask, price.at === 0 ? time.now() : price.at)) sink.restPrice(sight);
  }
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
