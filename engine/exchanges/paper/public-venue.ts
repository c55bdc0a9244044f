import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import { baseOf } from '../../domain/instrument.ts';
import type { Clock } from '../../ports/clock.ts';
import type { VenueAbilities } from '../../ports/execution.ts';
import * as binanceShapes from '../ccxt/binance-shapes.ts';
import { EVERY_MARKET } from '../ccxt/binance-spot.ts';
import { instrumentsOf } from '../ccxt/binance-wire.ts';
import { shaped } from '../ccxt/exact-json.ts';
import { createFillBook } from '../ccxt/fill-book.ts';
import { BITHUMB, type KoreanDialect, UPBIT } from '../ccxt/korean-dialect.ts';
import * as koreanShapes from '../ccxt/korean-shapes.ts';
import { createOrderIds } from '../ccxt/order-ids.ts';
import { protocolOf } from '../ccxt/protocol-of.ts';
import { createRequestBudget } from '../ccxt/request-budget.ts';
import type { VenueClient } from '../ccxt/venue-client.ts';
import { createVenueClient } from '../ccxt/venue-client.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import { publicFees } from '../venues/public-fees.ts';
import type { VenueAddress, VenueName } from '../venues/venue-name.ts';
import { marketIdOf } from '../venues/venue-symbols.ts';

export interface PublicVenueOptions {
  readonly venue: VenueName;
  readonly symbols: readonly InstrumentSymbol[];
  readonly address: VenueAddress;
  readonly clock: Clock;
  readonly loop: LiveLoop;
  readonly timeoutMs?: number;
}

/** What a venue tells those who have no account there. */
export interface PublicVenue {
  readonly abilities: VenueAbilities;
  /** Those of our symbols that it lists, with the fees of an account without discounts. */
  instruments(): Promise<readonly Instrument[]>;
  close(): void;
}

const MIN_TOTAL_KRW = '5000';
const COIN_LOT = '0.00000001';

/** Asks a venue what everybody may ask; needs no key. */
export function openPublicVenue(options: PublicVenueOptions): PublicVenue {
  const { venue, symbols, address, clock, loop, timeoutMs = 5_000 } = options;
  const client = createVenueClient({
    ...{ venue, keys: null, address, loop, timeoutMs },
    budget: createRequestBudget(venue, loop),
    venueTime: () => clock.now(),
  });
  const { abilities } = protocolOf(venue, {
    ...{ venue, symbols, reads: client, orders: client, leverage: 1, marginMode: 'isolated' },
    ...{ ids: createOrderIds(), fills: createFillBook(), now: () => clock.now() },
    sleep: (ms) => loop.sleep(ms, new AbortController().signal),
    instrument: () => null,
  });
  return {
    abilities,
    instruments: () => listed(venue, symbols, client, clock),
    close: () => client.close(),
  };
}

async function listed(
  venue: VenueName,
  symbols: readonly InstrumentSymbol[],
  client: VenueClient,
  clock: Clock,
): Promise<readonly Instrument[]> {
  switch (venue) {
    case 'binance':
      return binanceMarkets(venue, symbols, client, 'publicGetExchangeInfo', 20);
    case 'binanceusdm':
      return binanceMarkets(venue, symbols, client, 'fapiPublicGetExchangeInfo', 1);
    case 'upbit':
      return koreanMarkets(UPBIT, symbols, client, clock);
    case 'bithumb':
      return koreanMarkets(BITHUMB, symbols, client, clock);
  }
}

async function binanceMarkets(
  venue: VenueName,
  symbols: readonly InstrumentSymbol[],
  client: VenueClient,
  endpoint: string,
  weight: number,
): Promise<readonly Instrument[]> {
  // Asked for all: for one that is not listed the venue would refuse the whole question.
  const params = venue === 'binance' ? EVERY_MARKET : {};
  const body = await client.read({ endpoint, params, cost: { weight } });
  const markets = shaped(venue, binanceShapes.exchangeInfo, body).symbols.filter(
    ({ contractType }) => contractType === undefined || contractType === 'PERPETUAL',
  );
  return instrumentsOf(venue, markets, symbols, () => publicFees(venue));
}

async function koreanMarkets(
  { venue, endpoints, tickLadder }: KoreanDialect,
  symbols: readonly InstrumentSymbol[],
  client: VenueClient,
  clock: Clock,
): Promise<readonly Instrument[]> {
  const body = await client.read({ endpoint: endpoints.markets, params: {}, cost: { quotation: 1 } });
  const markets = new Set(shaped(venue, koreanShapes.markets, body).map(({ market }) => market));
  return symbols
    .filter((symbol) => markets.has(marketIdOf(venue, symbol)))
    .map((symbol): Instrument => {
      const ladder = tickLadder(baseOf(symbol), clock.now());
      const fees = publicFees(venue);
      return {
        ...{ symbol, base: baseOf(symbol), quote: 'KRW', venue, kind: 'spot' },
        tickSize: ladder[0]?.tickSize ?? COIN_LOT,
        tickLadder: ladder,
        lotSize: COIN_LOT,
        minNotional: MIN_TOTAL_KRW,
        makerFeeFraction: fees.maker,
        takerFeeFraction: fees.taker,
      };
    });
}
