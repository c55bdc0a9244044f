import { describe, expect, it } from 'vitest';
import type { MarketEvent, Quote } from '../../../../engine/domain/market.ts';
import { ConnectionBudget } from '../../../../engine/exchanges/feeds/connection-budget.ts';
import { ownBook, sightBlock } from '../../../../engine/exchanges/feeds/entry-sight.ts';
import type { PublicAnswer } from '../../../../engine/exchanges/feeds/history-request.ts';
import { createLiveMarketData } from '../../../../engine/exchanges/feeds/live-market-data.ts';
import { OWN_ADDRESS } from '../../../../engine/exchanges/venues/venue-name.ts';
import { FakeLiveLoop } from './fake-live-loop.ts';
import { FakeSockets } from './fake-sockets.ts';
import { BEGIN, BTC, MINUTE, type ScriptedMarket, scriptedMarket } from './scripted-market.ts';

const HOUR = 60 * MINUTE;
const FULL = BEGIN + 30_000;
const MIRROR = { venue: 'bithumb', address: OWN_ADDRESS } as const;

const quotesOf = (events: readonly MarketEvent[]): readonly Quote[] =>
  events.flatMap((event) => (event.type === 'quote.updated' ? [event.quote] : []));
const candlesOf = (events: readonly MarketEvent[]) =>
  events.flatMap((event) => (event.type === 'candle.closed' ? [event.candle] : []));

/** A market of a machine whose clock is wrong by so much; the venue's is right. */
function wronglyClocked(skewMs: number, changes: Parameters<typeof scriptedMarket>[0] = {}): ScriptedMarket {
  let scripted: ScriptedMarket | null = null;
  const clock = { now: () => (scripted?.loop.now() ?? BEGIN) + skewMs };
  scripted = scriptedMarket({ clock, ...changes });
  return scripted;
}

describe('an entry', () => {
  const whyNot = ({ market }: ScriptedMarket) => sightBlock(market, 'upbit', BTC)?.code ?? null;

  it('needs a stream that is well and a book that stands', async () => {
    const scripted = scriptedMarket();
    const { market, upbit, loop } = scripted;
    const running = market.run();
    await loop.pass(0);
    expect(whyNot(scripted)).toBe('venue.book-unsynced');
    await upbit.live(3_000, 100);
    expect(whyNot(scripted)).toBeNull();
    expect(ownBook(market, 'upbit', BTC)?.best('bid')?.price).toBe(99.5);
    const unit = { ask_price: 91, bid_price: 89, ask_size: 1, bid_size: 1 };
    for (let second = 0; second < 8; second += 1) {
      upbit.restBook = [{ market: 'KRW-BTC', timestamp: loop.now(), orderbook_units: [unit] }];
      await loop.pass(1_000);
    }
    // Quotes by REST go on for the exits: no rule that asks for their age would keep an entry out.
    expect(whyNot(scripted)).toBe('venue.market-stale');
    await market.stop();
    await running;
  });

  it('is refused, and its book withheld, while the market is seen at the mirror', async () => {
    const scripted = scriptedMarket({ mirror: MIRROR });
    const { market, upbit, bithumb, loop } = scripted;
    const running = market.run();
    for (let second = 0; second < 10; second += 1) {
      await loop.pass(1_000);
      upbit.book(100);
      bithumb.book(100);
    }
    expect(whyNot(scripted)).toBeNull();
    await bithumb.live(20_000, 100);
    expect(market.book(BTC)).toMatchObject({ venue: 'bithumb', synced: true });
    expect(sightBlock(market, 'upbit', BTC)).toEqual({
      code: 'venue.seen-elsewhere',
      values: { symbol: BTC, venue: 'upbit', seenAt: 'bithumb' },
    });
    expect(ownBook(market, 'upbit', BTC)).toBeNull();
    await market.stop();
    await running;
  });
});

describe('a line that is down', () => {
  it('makes its symbols stale in five seconds, however quiet they are known to be', async () => {
    const { market, upbit, loop, sockets, notices } = scriptedMarket();
    const running = market.run();
    await loop.pass(0);
    for (let message = 0; message < 12; message += 1) {
      await loop.pass(30_000);
      for (const socket of upbit.living()) socket.pong();
      upbit.book(100);
    }
    await loop.pass(12_000);
    expect(market.stale(BTC)).toBeNull();
    sockets.answer = () => {};
    for (const socket of upbit.living()) socket.cut();
    await loop.pass(5_250);
    expect(market.stale(BTC)).toBe('silent');
    expect(notices.at(-1)).toEqual({ type: 'stream.stale', venue: 'upbit', symbol: BTC, cause: 'silent' });
    await market.stop();
    await running;
  });

  it('gets no book from a snapshot that was asked for before', async () => {
    const loop = new FakeLiveLoop(BEGIN);
    const sockets = new FakeSockets();
    const answers: ((answer: PublicAnswer) => void)[] = [];
    const market = createLiveMarketData({
      ...{ venue: 'binance', address: OWN_ADDRESS, symbols: ['BTC/USDT'], clock: loop, loop },
      budget: new ConnectionBudget({ loop }),
      openSocket: sockets.open,
      request: () => new Promise((resolve) => answers.push(resolve)),
    });
    const running = market.run();
    await loop.pass(0);
    const changes = { s: 'BTCUSDT', U: 11, u: 12, b: [['99.00', '2.0']], a: [['101.00', '2.0']] };
    const data = { e: 'depthUpdate', E: loop.now(), ...changes };
    sockets.live().say({ stream: 'btcusdt@depth@100ms', data });
    await loop.pass(0);
    sockets.answer = () => {};
    sockets.live().cut();
    const body = JSON.stringify({ lastUpdateId: 10, bids: [['99.00', '1.0']], asks: [['101.00', '1.0']] });
    expect(answers.length).toBe(1);
    answers[0]?.({ status: 200, headers: {}, body });
    await loop.pass(0);
    expect(market.book('BTC/USDT')?.synced).toBe(false);
    await market.stop();
    await running;
  });
});

describe('a message from the future', () => {
  it('is dropped and told once, and stops nothing that comes after it', async () => {
    const { market, upbit, loop, events, notices } = scriptedMarket();
    const running = market.run();
    await upbit.live(3_000, 100);
    const at = loop.now() + HOUR;
    upbit.book(105, at);
    upbit.trade(105, 1, { trade_timestamp: at });
    await upbit.live(3_000, 101);
    expect(notices.filter((notice) => notice.type === 'message.early')).toEqual([
      { type: 'message.early', venue: 'upbit', symbol: BTC, aheadMs: HOUR },
    ]);
    expect(market.book(BTC)?.best('bid')?.price).toBe(100.5);
    const prices = new Set(quotesOf(events).map((quote) => quote.price));
    expect(prices).toEqual(new Set([100, 101]));
    await market.stop();
    await running;
  });

  it('by REST changes nothing; nor does an old one make an old price look new', async () => {
    const { market, upbit, loop, events } = scriptedMarket();
    const running = market.run();
    await upbit.live(3_000, 100);
    const known = loop.now();
    // The last trade's own quote.
    await loop.pass(200);
    const before = quotesOf(events).length;
    const unit = { ask_price: 91, bid_price: 89, ask_size: 1, bid_size: 1 };
    for (const timestamp of [known - MINUTE, known + HOUR]) {
      upbit.restBook = [{ market: 'KRW-BTC', timestamp, orderbook_units: [unit] }];
      await loop.pass(10_000);
    }
    expect(market.stale(BTC)).toBe('silent');
    expect(quotesOf(events).slice(before)).toEqual([]);
    await market.stop();
    await running;
  });
});

describe('a wrong clock of ours', () => {
  it('that is an hour fast makes no minutes up', async () => {
    const { market, upbit } = wronglyClocked(HOUR);
    const minute = FULL - MINUTE;
    for (let back = 1; back <= 200; back += 1) upbit.minutes?.set(minute - back * MINUTE, [90, 95, 85, 91, 3]);
    const warm = await market.warmUp(5);
    expect(warm.map((candle) => candle.openTime)).toEqual([5, 4, 3, 2, 1].map((back) => minute - back * MINUTE));
    expect(warm.every((candle) => candle.volume === 3)).toBe(true);
  });

  it('that is an hour slow leaves no minute out and keeps nothing waiting', async () => {
    const { market, bithumb, events, notices } = wronglyClocked(-HOUR, { venue: 'bithumb' });
    const minute = FULL - MINUTE;
    for (let back = 0; back <= 5; back += 1) bithumb.minutes?.set(minute - back * MINUTE, [90, 95, 85, 91, 3]);
    await market.warmUp(5);
    const running = market.run();
    await bithumb.live(2.2 * MINUTE, 100);
    expect(candlesOf(events).map((candle) => candle.openTime)).toEqual([minute, FULL]);
    expect(notices.filter((notice) => notice.type === 'message.early')).toEqual([]);
    expect(market.stale(BTC)).toBeNull();
    await market.stop();
    await running;
  });

  it('is made up for by the first answer by REST where there was no warm-up', async () => {
    const { market, upbit, loop } = wronglyClocked(-HOUR);
    const running = market.run();
    await upbit.live(12_000, 100);
    expect(market.stale(BTC)).toBeNull();
    expect(market.book(BTC)?.synced).toBe(true);
    await market.stop();
    await running;
    await loop.pass(0);
  });

  it('does not keep out what comes after this machine slept', async () => {
    const { market, upbit, loop } = scriptedMarket();
    const running = market.run();
    await upbit.live(3_000, 100);
    // Our monotonic time stood still meanwhile.
    const asleep = 3 * HOUR;
    loop.jump(asleep);
    await upbit.live(12_000, 100);
    expect(market.stale(BTC)).toBeNull();
    await market.stop();
    await running;
  });
});

describe('a frame that cannot be read', () => {
  it('makes no minute whole where minutes are built of trades', async () => {
    const { market, bithumb, loop, events } = scriptedMarket({ venue: 'bithumb' });
    const running = market.run();
    await loop.pass(0);
    bithumb.minutes?.set(FULL - MINUTE, [100, 100, 100, 100, 5]);
    bithumb.minutes?.set(FULL, [100, 130, 100, 100, 61]);
    await bithumb.live(50_000, 100);
    bithumb.say('{"type":"trade"');
    await bithumb.live(1.5 * MINUTE, 100);
    await market.stop();
    await running;
    expect(candlesOf(events).find((candle) => candle.openTime === FULL)).toMatchObject({ high: 130, volume: 61 });
  });
});
