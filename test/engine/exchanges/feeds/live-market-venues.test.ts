import { describe, it, type TestContext } from 'vitest';
import type { MarketEvent } from '../../../../engine/domain/market.ts';
import { ConnectionBudget } from '../../../../engine/exchanges/feeds/connection-budget.ts';
import { createLiveMarketData } from '../../../../engine/exchanges/feeds/live-market-data.ts';
import type { FeedNotice } from '../../../../engine/exchanges/feeds/live-market-notice.ts';
import type { VenueName } from '../../../../engine/exchanges/venues/venue-name.ts';
import type { MarketTrade } from '../../../../engine/ports/live-market.ts';
import { startFakeVenue } from '../../../fakes/venue/start-fake-venue.ts';
import { hurriedLoop } from './hurried-loop.ts';

/** Ten seconds pass in one. */
const SPEED = 10;
const MINUTE = 60_000;
/** Five seconds before a full minute. */
const BEGIN = 1_700_000_035_000;

const VENUES = [
  ['binance', 'BTC/USDT', 60_000],
  ['binanceusdm', 'BTC/USDT:USDT', 60_000],
  ['upbit', 'BTC/KRW', 84_000_000],
  ['bithumb', 'BTC/KRW', 84_000_000],
] as const satisfies readonly (readonly [VenueName, string, number])[];

async function followed(name: VenueName, symbol: string, { onTestFinished }: TestContext) {
  const loop = hurriedLoop(SPEED, BEGIN);
  const venue = await startFakeVenue(name, { clock: () => loop.now() });
  const notices: FeedNotice[] = [];
  const events: MarketEvent[] = [];
  const trades: MarketTrade[] = [];
  const market = createLiveMarketData({
    venue: name,
    address: { rest: venue.restUrl, stream: venue.streamUrl },
    symbols: [symbol],
    clock: loop,
    loop,
    budget: new ConnectionBudget({ loop }),
    onNotice: (notice) => notices.push(notice),
  });
  market.subscribe((event) => {
    events.push(event);
  });
  market.onTrade((trade) => trades.push(trade));
  // Strangers who never sleep: a trade each third of a second, a little to either side.
  let turn = 0;
  const strangers = setInterval(() => {
    turn += 1;
    venue.market.strangerOrder(symbol, turn % 2 === 0 ? 'buy' : 'sell', '0.002', null);
    if (turn % 50 === 0) venue.market.setPrice(symbol, Math.round(priceOf(name) * (1 + (turn % 7) / 10_000)));
  }, 33);
  const running = market.run();
  onTestFinished(async () => {
    clearInterval(strangers);
    await market.stop();
    await running;
    await venue.close();
  });
  const until = async (check: () => boolean, seconds = 300): Promise<void> => {
    const limit = loop.elapsedMs() + seconds * 1_000;
    while (!check()) {
      if (loop.elapsedMs() > limit) throw new Error(`not in time: ${JSON.stringify(market.health())}`);
      await loop.sleep(50, new AbortController().signal);
    }
  };
  const well = (): boolean => market.book(symbol)?.synced === true && market.stale(symbol) === null;
  return { loop, venue, market, events, trades, notices, until, well };
}

function priceOf(name: VenueName): number {
  return VENUES.find(([venue]) => venue === name)?.[2] ?? 0;
}

describe.concurrent.each(VENUES)('the live market of a %s of our own', (name, symbol) => {
  it('shows book, quotes, each trade once and closed minutes', async (test) => {
    const { expect } = test;
    const { market, events, trades, until, well, venue } = await followed(name, symbol, test);
    await until(() => well() && events.length > 20);
    const quote = events.findLast((event) => event.type === 'quote.updated');
    expect(quote?.type === 'quote.updated' && quote.quote.bid < quote.quote.ask).toBe(true);
    const closed = () => events.filter((event) => event.type === 'candle.closed');
    await until(() => closed().length >= 2);
    const [first, second] = closed();
    expect(second?.type === 'candle.closed' && second.candle.openTime).toBe(
      first?.type === 'candle.closed' && first.candle.openTime + MINUTE,
    );
    expect(second?.type === 'candle.closed' && second.candle.volume).toBeGreaterThan(0);
    expect(new Set(trades.map((trade) => trade.tradeId)).size).toBe(trades.length);
    expect(market.health().venues[0]?.badFrames).toEqual({});
    expect(market.health().venues[0]?.tradesMissing).toBe(0);
    // Everything that the venue was asked for, it could answer.
    expect(venue.ledger.requests().filter((request) => request.status >= 400)).toEqual([]);
  });

  it('comes back from silence, from a half-open line and from a cut, and repairs what it missed', async (test) => {
    const { expect } = test;
    const { market, events, notices, until, well, venue } = await followed(name, symbol, test);
    await until(well);
    for (const hurt of [
      () => venue.faults.silenceStreams('public', 'no-data'),
      () => venue.faults.silenceStreams('public', 'half-open'),
      () => venue.faults.closeStreams('public'),
    ]) {
      hurt();
      await until(() => !well());
      venue.faults.heal();
      await until(well);
    }
    const candles = () => events.flatMap((event) => (event.type === 'candle.closed' ? [event.candle.openTime] : []));
    await until(() => candles().length >= 2);
    const opens = candles();
    expect(opens).toEqual(opens.map((_, index) => (opens[0] ?? 0) + index * MINUTE));
    expect(notices.some((notice) => notice.type === 'stream.stale' || notice.type === 'line.changed')).toBe(true);
    expect(market.health().venues[0]?.stale).toEqual({});
  });

  it('survives what is doubled, lost, late or garbage on the way', async (test) => {
    const { expect } = test;
    const { market, trades, until, well, venue, loop } = await followed(name, symbol, test);
    await until(well);
    for (const fault of ['duplicate', 'drop', 'reorder', 'garbage', { delayMs: 30 }] as const) {
      venue.faults.onStream(fault, 'public', 3);
      await loop.sleep(2_000, new AbortController().signal);
      const book = market.book(symbol);
      const [bid, ask] = [book?.best('bid'), book?.best('ask')];
      if (book?.synced) expect((bid?.price ?? 0) < (ask?.price ?? 0)).toBe(true);
    }
    venue.faults.heal();
    await until(well);
    expect(new Set(trades.map((trade) => trade.tradeId)).size).toBe(trades.length);
    expect(Object.values(market.health().venues[0]?.badFrames ?? {}).reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
  });
});
