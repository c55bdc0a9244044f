import { assembleVenue } from './assemble-venue.ts';
import type { BinanceFamily } from './binance-errors.ts';
import { binanceFault } from './binance-errors.ts';
import { IncomeBook } from './binance-income.ts';
import { BinanceLimits } from './binance-limits.ts';
import { ListenKeys } from './binance-listen-keys.ts';
import { FIRST_PRICES, spotMarkets, usdmMarkets } from './binance-markets.ts';
import { BinanceRest } from './binance-rest.ts';
import { BinanceSockets } from './binance-sockets.ts';
import { spotRoutes } from './binance-spot-routes.ts';
import { spotUserMessages } from './binance-spot-user.ts';
import { usdmRoutes } from './binance-usdm-routes.ts';
import { usdmUserMessages } from './binance-usdm-user.ts';
import { VenueCore } from './core.ts';
import type { FakeVenueOptions } from './start-options.ts';
import type { FakeVenue } from './venue.ts';
import { createVenueClock } from './venue-clock.ts';

/** Starts Binance on loopback: spot, or USDT-margined futures. */
export async function startBinance(family: BinanceFamily, options: FakeVenueOptions = {}): Promise<FakeVenue> {
  const clock = createVenueClock(options.clock);
  const spot = family === 'spot';
  const core = new VenueCore({
    markets: spot ? spotMarkets() : usdmMarkets(),
    clientIds: 'open',
    feeIn: 'received',
    algoStops: true,
    clientIdOf: (count) => `x-venue${count}`,
    impossible: { postOnly: 'refuse', fillOrKill: spot ? 'expire' : 'refuse' },
    clock,
    feesInBnb: options.feesInBnb ?? false,
  });
  for (const { symbol, base } of core.markets.values())
    core.setPrice(symbol, options.prices?.[symbol] ?? FIRST_PRICES[base] ?? 100);

  const listenKeys = new ListenKeys(() => core.now());
  const routes = spot
    ? spotRoutes(core, options.spotListenKeys ? listenKeys : null)
    : usdmRoutes(core, listenKeys, new IncomeBook(core));
  const limits = new BinanceLimits(
    family,
    clock.trueNow,
    options.limited === false ? Number.POSITIVE_INFINITY : options.weightPerMinute,
  );
  const rest = new BinanceRest({ family, core, limits, routes });
  const sockets = new BinanceSockets({
    family,
    core,
    listenKeys,
    userMessages: spot
      ? spotUserMessages(core)
      : usdmUserMessages(core, { tradesBeforeAlgo: options.tradesBeforeAlgo ?? false }),
    streamIntervalMs: options.streamIntervalMs ?? 10,
  });
  return assembleVenue({
    name: spot ? 'binance' : 'binanceusdm',
    core,
    clock,
    wire: {
      handle: (request) => rest.handle(request),
      kindOf: (request) => rest.kindOf(request),
      faultAnswer: (fault) => binanceFault(family, fault, core.now()),
      connect: (request) => sockets.connect(request),
      close: () => sockets.close(),
    },
    ...(options.pingIntervalMs === undefined ? {} : { pingIntervalMs: options.pingIntervalMs }),
  });
}
