import { assembleVenue } from './assemble-venue.ts';
import { bithumbOrderId, bithumbTradeId } from './bithumb-order-shapes.ts';
import { createBithumbWire } from './bithumb-wire.ts';
import type { FakeVenueOptions } from './start-options.ts';
import { BITHUMB_KRW_LADDER } from './upbit-grid.ts';
import { gateOf, KOREAN_PRICES, ladderMarket, startKoreanCore } from './upbit-venue.ts';
import type { FakeVenue } from './venue.ts';
import { createVenueClock } from './venue-clock.ts';

/** Starts a Bithumb of our own. */
export async function startFakeBithumb(options: FakeVenueOptions = {}): Promise<FakeVenue> {
  const clock = createVenueClock(options.clock);
  const prices = { ...KOREAN_PRICES, ...options.prices };
  const symbols = Object.keys(KOREAN_PRICES);
  const markets = symbols.map((symbol) =>
    ladderMarket(symbol, {
      ladder: BITHUMB_KRW_LADDER,
      minNotional: '5000',
      fee: '0.0025',
      price: prices[symbol] ?? 1_000,
    }),
  );
  const core = startKoreanCore(
    {
      markets,
      clock,
      clientIds: 'open',
      orderIdOf: bithumbOrderId,
      tradeIdOf: (count, symbol) => bithumbTradeId(count, symbols.indexOf(symbol)),
    },
    prices,
  );
  const wire = createBithumbWire({ core, gate: gateOf(clock, options), idleMs: options.idleMs ?? 120_000 });
  const { pingIntervalMs } = options;
  return assembleVenue({
    name: 'bithumb',
    core,
    clock,
    wire,
    ...(pingIntervalMs === undefined ? {} : { pingIntervalMs }),
  });
}
