import { type Decimal, decimal } from '../../../engine/domain/decimal.ts';
import { assembleVenue } from './assemble-venue.ts';
import { VenueCore } from './core.ts';
import type { CoreMarket, CoreOptions } from './core-types.ts';
import type { FakeVenueOptions } from './start-options.ts';
import { tickAt, UPBIT_KRW_LADDER, UPBIT_USDT_LADDER } from './upbit-grid.ts';
import { uuidOf } from './upbit-order-shapes.ts';
import { RateGate, rateTime } from './upbit-rates.ts';
import { createUpbitWire } from './upbit-wire.ts';
import type { FakeFilters, FakeVenue } from './venue.ts';
import { createVenueClock, type VenueClock } from './venue-clock.ts';

/** Prices in KRW with which the markets begin. */
export const KOREAN_PRICES: Readonly<Record<string, number>> = {
  'BTC/KRW': 84_000_000,
  'ETH/KRW': 4_200_000,
  'SOL/KRW': 210_000,
  'XRP/KRW': 700,
  'USDT/KRW': 1_400,
};

const PRICES: Readonly<Record<string, number>> = { ...KOREAN_PRICES, 'BTC/USDT': 60_000 };
const LOT = '0.00000001';

/** A market whose tick depends on the price, until a test gives it a tick of its own. */
export function ladderMarket(
  symbol: string,
  rules: {
    readonly ladder: typeof UPBIT_KRW_LADDER;
    readonly minNotional: string;
    readonly fee: string;
    readonly price: number;
  },
): CoreMarket {
  const [base = '', quote = ''] = symbol.split('/');
  const listed = tickAt(rules.ladder, decimal(String(rules.price)));
  const filters: FakeFilters = {
    tickSize: listed,
    lotSize: LOT,
    minQuantity: LOT,
    maxQuantity: '100000000',
    minNotional: rules.minNotional,
  };
  const market: CoreMarket = {
    symbol,
    id: `${quote}-${base}`,
    base,
    quote,
    kind: 'spot',
    filters,
    trading: true,
    makerFee: rules.fee,
    takerFee: rules.fee,
    tickAt: (price: Decimal) =>
      market.filters.tickSize === listed ? tickAt(rules.ladder, price) : market.filters.tickSize,
  };
  return market;
}

/** Starts a core, whatever its words, with the rules that both Korean venues share. */
export function startKoreanCore(
  rules: Omit<CoreOptions, 'feeIn' | 'locksFee' | 'impossible'>,
  prices: Readonly<Record<string, number>>,
): VenueCore {
  const core = new VenueCore({
    ...rules,
    feeIn: 'quote',
    locksFee: true,
    impossible: { postOnly: 'expire', fillOrKill: 'expire' },
  });
  for (const { symbol } of rules.markets) core.setPrice(symbol, prices[symbol] ?? 1_000);
  return core;
}

/** Returns who counts a venue's requests. */
export function gateOf(clock: VenueClock, options: FakeVenueOptions): RateGate {
  return new RateGate(rateTime(clock.trueNow, options.clock === undefined), options.limited ?? true);
}

/** Starts an Upbit of our own. */
export async function startFakeUpbit(options: FakeVenueOptions = {}): Promise<FakeVenue> {
  const clock = createVenueClock(options.clock);
  const prices = { ...PRICES, ...options.prices };
  const markets = Object.keys(PRICES).map((symbol) => {
    const isUsdt = symbol.endsWith('/USDT');
    return ladderMarket(symbol, {
      ladder: isUsdt ? UPBIT_USDT_LADDER : UPBIT_KRW_LADDER,
      minNotional: isUsdt ? '0.5' : '5000',
      fee: isUsdt ? '0.0025' : '0.0005',
      price: prices[symbol] ?? 1_000,
    });
  });
  const core = startKoreanCore(
    {
      markets,
      clock,
      clientIds: 'history',
      orderIdOf: (count) => uuidOf('order', count),
      tradeIdOf: (count, symbol) => uuidOf('trade', `${symbol} ${count}`),
    },
    prices,
  );
  const wire = createUpbitWire({ core, gate: gateOf(clock, options), idleMs: options.idleMs ?? 120_000 });
  const { pingIntervalMs } = options;
  return assembleVenue({
    name: 'upbit',
    core,
    clock,
    wire,
    ...(pingIntervalMs === undefined ? {} : { pingIntervalMs }),
  });
}
