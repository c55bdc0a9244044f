import { decimal } from '../../domain/decimal.ts';
import type { Instrument, InstrumentSymbol, TickStep } from '../../domain/instrument.ts';
import { baseOf, tickSizeAt } from '../../domain/instrument.ts';
import { publicFees } from '../venues/public-fees.ts';
import { marketIdOf } from '../venues/venue-symbols.ts';
import { shaped } from './exact-json.ts';
import type { KoreanDialect } from './korean-dialect.ts';
import * as shapes from './korean-shapes.ts';
import type { ProtocolParts } from './venue-protocol.ts';

type Chance = ReturnType<typeof shapes.chance.parse>;

const LOT = '0.00000001';
const MIN_TOTAL_KRW = '5000';

type Parts = Pick<ProtocolParts, 'symbols' | 'reads' | 'now' | 'keyless'>;

/** Returns the KRW markets of ours that the venue lists, with its own ticks, minimum and fees. */
export async function koreanInstruments(dialect: KoreanDialect, parts: Parts): Promise<readonly Instrument[]> {
  const { venue, endpoints } = dialect;
  const { symbols, reads } = parts;
  const all = await reads.read({ endpoint: endpoints.markets, params: {}, cost: { market: 1 } });
  const listed = new Set(shaped(venue, shapes.markets, all).map(({ market }) => market));
  const ours = symbols.filter((symbol) => listed.has(marketIdOf(venue, symbol)));
  if (ours.length === 0) return [];
  const ids = ours.map((symbol) => marketIdOf(venue, symbol)).join(',');
  const tickerBody = await reads.read({ endpoint: endpoints.ticker, params: { markets: ids }, cost: { ticker: 1 } });
  const prices = new Map(shaped(venue, shapes.tickers, tickerBody).map((row) => [row.market, row.trade_price]));
  const told = endpoints.ticks === null ? new Map<string, string>() : await ticksOf(endpoints.ticks);
  const instruments: Instrument[] = [];
  for (const symbol of ours) {
    const chance = await chanceOf(marketIdOf(venue, symbol));
    const tick = told.get(marketIdOf(venue, symbol)) ?? chance?.market.bid.price_unit ?? null;
    instruments.push(instrumentOf(symbol, chance, tick, prices.get(marketIdOf(venue, symbol)) ?? null));
  }
  return instruments;

  async function chanceOf(market: string): Promise<Chance | null> {
    if (parts.keyless === true) return null;
    const body = await reads.read({ endpoint: endpoints.chance, params: { market }, cost: { default: 1 } });
    return shaped(venue, shapes.chance, body);
  }

  async function ticksOf(endpoint: string): Promise<ReadonlyMap<string, string>> {
    const body = await reads.read({ endpoint, params: { markets: ids }, cost: { orderbook: 1 } });
    return new Map(shaped(venue, shapes.ticks, body).map((row) => [row.market, row.tick_size]));
  }

  function instrumentOf(
    symbol: InstrumentSymbol,
    chance: Chance | null,
    tick: string | null,
    price: string | null,
  ): Instrument {
    const fees = publicFees(venue);
    const state = chance?.market.state ?? 'active';
    const ladder = believed(dialect.tickLadder(baseOf(symbol), parts.now()), tick, price);
    return {
      symbol,
      base: baseOf(symbol),
      quote: 'KRW',
      venue,
      kind: 'spot',
      tickSize: ladder[0]?.tickSize ?? LOT,
      tickLadder: ladder,
      lotSize: LOT,
      minNotional: chance?.market.bid.min_total ?? MIN_TOTAL_KRW,
      makerFeeFraction: chance?.maker_bid_fee ?? chance?.bid_fee ?? fees.maker,
      takerFeeFraction: chance?.bid_fee ?? fees.taker,
      trading: state === 'active',
    };
  }
}

/** Our ladder where it agrees with the venue at the current price; else the venue's own step, for every price. */
function believed(ladder: readonly TickStep[], tick: string | null, price: string | null): readonly TickStep[] {
  if (tick === null || tick === '0' || price === null) return ladder;
  const ours = tickSizeAt({ tickSize: LOT, tickLadder: ladder }, price);
  return decimal(ours).equals(decimal(tick)) ? ladder : [{ from: '0', tickSize: tick }];
}
