import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../../engine/domain/errors.ts';
import type { MarketEvent, Quote } from '../../../../engine/domain/market.ts';
import { OWN_ADDRESS } from '../../../../engine/exchanges/venues/venue-name.ts';
import type { MarketTrade } from '../../../../engine/ports/live-market.ts';
import { BEGIN, BTC, MINUTE, scriptedMarket } from './scripted-market.ts';

const FULL = BEGIN + 30_000;
const MIRROR = { venue: 'bithumb', address: OWN_ADDRESS } as const;

const quotesOf = (events: readonly MarketEvent[]): readonly Quote[] =>
  events.flatMap((event) => (event.type === 'quote.updated' ? [event.quote] : []));
const candlesOf = (events: readonly MarketEvent[]) =>
  events.flatMap((event) => (event.type === 'candle.closed' ? [event.candle] : []));

describe('quotes', () => {
  it('are the last price and the best of the book, at most ten a second, with all that was traded between', async () => {
    const { market, upbit, loop, events } = scriptedMarket();
    const running = market.run();
    await loop.pass(0);
    upbit.book(100);
    for (let trade = 0; trade < 200; trade += 1) {
      await loop.pass(10);
      upbit.trade(100 + trade, 0.5);
    }
    await loop.pass(1_000);
    await market.stop();
    await running;
    const quotes = quotesOf(events);
    expect(quotes.length).toBeLessThanOrEqual(21);
    expect(quotes.length).toBeGreaterThan(15);
    expect(quotes[0]).toEqual({
      symbol: BTC,
      at: BEGIN + 10,
      price: 100,
      bid: 99.5,
      ask: 100.5,
      volume: 0.5,
      gap: true,
    });
    expect(quotes.slice(1).every((quote) => !quote.gap)).toBe(true);
    expect(quotes.at(-1)?.price).toBe(299);
    expect(quotes.reduce((sum, quote) => sum + quote.volume, 0)).toBe(100);
  });

  it('wait for a slow listener one a symbol, however many come', async () => {
    const { market, upbit, loop } = scriptedMarket();
    const seen: Quote[] = [];
    market.subscribe(async (event) => {
      if (event.type !== 'quote.updated') return;
      seen.push(event.quote);
      await loop.sleep(5_000, new AbortController().signal);
    });
    const running = market.run();
    await loop.pass(0);
    await upbit.live(20_000, 100, 100);
    expect(market.health().waitingEvents).toBeLessThanOrEqual(1);
    expect(market.health().conflatedQuotes).toBeGreaterThan(100);
    await market.stop();
    await loop.pass(5_000);
    await running;
    expect(seen.length).toBe(4);
    expect(seen.at(-1)?.volume).toBeGreaterThan(40);
  });

  it('know no trade twice, in whatever order it comes again', async () => {
    const { market, upbit, loop, events } = scriptedMarket();
    const trades: MarketTrade[] = [];
    market.onTrade((trade) => trades.push(trade));
    const running = market.run();
    await loop.pass(0);
    upbit.book(100);
    for (const number of [1, 2, 2, 3, 1, 3, 4]) upbit.trade(100, 1, { sequential_id: `${number}` });
    await loop.pass(200);
    await market.stop();
    await running;
    expect(trades.map((trade) => trade.tradeId)).toEqual(['1', '2', '3', '4']);
    expect(quotesOf(events).reduce((sum, quote) => sum + quote.volume, 0)).toBe(4);
    expect(market.health().venues[0]?.tradesRepeated).toBe(3);
  });
});

describe('minutes', () => {
  it('go on behind the warm-up, each once and in order, before the quotes of the next minute', async () => {
    const { market, bithumb, loop, events } = scriptedMarket({ venue: 'bithumb' });
    const minute = FULL - MINUTE;
    for (let back = 1; back <= 5; back += 1) bithumb.minutes?.set(minute - back * MINUTE, [90, 95, 85, 91, 3]);
    bithumb.minutes?.delete(minute - 2 * MINUTE);
    const warm = await market.warmUp(5);
    expect(warm.map((candle) => [candle.openTime, candle.volume])).toEqual([
      [minute - 5 * MINUTE, 3],
      [minute - 4 * MINUTE, 3],
      [minute - 3 * MINUTE, 3],
      [minute - 2 * MINUTE, 0],
      [minute - MINUTE, 3],
    ]);
    const running = market.run();
    await loop.pass(0);
    // The minute under way was not heard from its beginning: it comes by REST when it is over.
    bithumb.minutes?.set(minute, [91, 120, 80, 100, 77]);
    await bithumb.live(2.2 * MINUTE, 100);
    await market.stop();
    await running;
    const candles = candlesOf(events);
    expect(candles.map((candle) => candle.openTime)).toEqual([minute, FULL]);
    expect(candles[0]).toMatchObject({ high: 120, volume: 77 });
    expect(candles[1]).toMatchObject({ open: 100, close: 100, volume: 60 });
    for (const candle of candles) {
      const at = events.findIndex((event) => event.type === 'candle.closed' && event.candle === candle);
      expect(events.slice(0, at).every((event) => event.at <= candle.closeTime)).toBe(true);
      expect(events.slice(at).every((event) => event.at >= candle.closeTime)).toBe(true);
    }
  });

  it('that were missed during an outage come by REST, in order, as soon as the venue can be asked', async () => {
    const { market, bithumb, loop, events, notices } = scriptedMarket({ venue: 'bithumb' });
    const running = market.run();
    await loop.pass(0);
    bithumb.minutes?.set(FULL - MINUTE, [100, 100, 100, 100, 5]);
    await bithumb.live(95_000, 100);
    const { minutes } = bithumb;
    bithumb.minutes = null;
    for (const socket of bithumb.living()) socket.cut();
    await loop.pass(4 * MINUTE);
    for (let later = 1; later <= 8; later += 1) minutes?.set(FULL + later * MINUTE, [100 + later, 110, 90, 100, later]);
    bithumb.minutes = minutes;
    await bithumb.live(1.5 * MINUTE, 100);
    await market.stop();
    await running;
    const opens = candlesOf(events).map((candle) => (candle.openTime - FULL) / MINUTE);
    expect(opens).toEqual([-1, 0, 1, 2, 3, 4, 5, 6].slice(0, opens.length));
    expect(opens.length).toBeGreaterThanOrEqual(6);
    expect(notices.some((notice) => notice.type === 'minutes.repaired' && notice.count > 1)).toBe(true);
    const times = events.map((event) => event.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    // The first quote after an outage may not be taken for one that the market reached step by step.
    const after = quotesOf(events).find((quote) => quote.at > FULL + 5 * MINUTE);
    expect(after?.gap).toBe(true);
  });

  it('of which trades are missing though the line lives make it new', async () => {
    const { market, bithumb, loop, notices } = scriptedMarket({ venue: 'bithumb' });
    const running = market.run();
    await loop.pass(0);
    for (let later = -1; later <= 2; later += 1) bithumb.minutes?.set(FULL + later * MINUTE, [100, 101, 99, 100, 9]);
    for (let second = 0; second < 100; second += 1) {
      await loop.pass(1_000);
      bithumb.book(100);
    }
    await market.stop();
    await running;
    expect(notices.filter((notice) => notice.type === 'stream.deaf').length).toBe(1);
    expect(bithumb.all().length).toBe(2);
  });
});

describe('a stream that is not well', () => {
  it('is cut and made new when nothing comes though pings are answered; its book may not be used', async () => {
    const { market, upbit, loop, events, notices } = scriptedMarket();
    const running = market.run();
    await upbit.live(10_000, 100);
    expect(market.book(BTC)?.synced).toBe(true);
    const [first] = upbit.living();
    for (let second = 0; second < 7; second += 1) {
      first?.pong();
      await loop.pass(1_000);
    }
    expect(market.book(BTC)?.synced).toBe(false);
    expect(notices).toContainEqual({ type: 'stream.stale', venue: 'upbit', symbol: BTC, cause: 'silent' });
    expect(first?.ended).toBe('terminated');
    const before = quotesOf(events).length;
    await loop.pass(1_000);
    expect(upbit.living().length).toBe(1);
    await upbit.live(3_000, 100);
    expect(market.book(BTC)?.synced).toBe(true);
    expect(market.stale(BTC)).toBeNull();
    expect(quotesOf(events)[before]?.gap).toBe(true);
    await market.stop();
    await running;
  });

  it('is stale when its time stands still, though messages come', async () => {
    const { market, upbit, loop, events } = scriptedMarket();
    const running = market.run();
    await upbit.live(5_000, 100);
    const frozenAt = loop.now();
    for (let second = 0; second < 8; second += 1) {
      await loop.pass(1_000);
      upbit.book(100, frozenAt);
    }
    expect(market.stale(BTC)).toBe('frozen');
    expect(upbit.all().length).toBe(2);
    const count = quotesOf(events).length;
    upbit.trade(100);
    await loop.pass(500);
    expect(quotesOf(events).length).toBe(count);
    await market.stop();
    await running;
  });

  it('is replaced by prices from REST, so that a watched exit still sees the market', async () => {
    const { market, upbit, loop, events, asked } = scriptedMarket();
    const running = market.run();
    await upbit.live(3_000, 100);
    const before = quotesOf(events).length;
    const unit = { ask_price: 91, bid_price: 89, ask_size: 1, bid_size: 1 };
    for (let second = 0; second < 12; second += 1) {
      upbit.restBook = [{ market: 'KRW-BTC', timestamp: loop.now(), orderbook_units: [unit] }];
      await loop.pass(1_000);
    }
    const after = quotesOf(events).slice(before);
    const quotes = after.slice(after.findIndex((quote) => quote.price !== 100));
    expect(quotes.length).toBeGreaterThanOrEqual(3);
    expect(quotes.every((quote) => quote.price === 90 && quote.gap && quote.bid === 89)).toBe(true);
    expect(asked.filter((path) => path === 'api.upbit.com/v1/orderbook').length).toBeLessThanOrEqual(5);
    expect(market.book(BTC)?.synced).toBe(false);
    upbit.restBook = [{ market: 'KRW-BTC', timestamp: loop.now(), orderbook_units: [{ ...unit, ask_price: 'x' }] }];
    const told = quotesOf(events).length;
    await loop.pass(5_000);
    expect(quotesOf(events).length).toBe(told);
    await market.stop();
    await running;
  });

  it('of one symbol alone is not made new for ever at the cost of the others', async () => {
    const { market, upbit, loop } = scriptedMarket({ symbols: [BTC, 'ETH/KRW'] });
    const running = market.run();
    await upbit.live(20 * MINUTE, 100);
    expect(market.stale('ETH/KRW')).toBe('silent');
    expect(market.stale(BTC)).toBeNull();
    expect(upbit.all().length).toBeLessThanOrEqual(4);
    await market.stop();
    await running;
    await loop.pass(0);
  });

  it('counts bad frames and goes on', async () => {
    const { market, upbit, loop, notices } = scriptedMarket();
    const running = market.run();
    await upbit.live(2_000, 100);
    upbit.say('<html>maintenance</html>');
    upbit.say('{"type":"trade"');
    upbit.say({ error: { name: 'WRONG_FORMAT' } });
    await upbit.live(2_000, 100);
    await market.stop();
    await running;
    expect(market.health().venues[0]?.badFrames).toEqual({ html: 1, truncated: 1 });
    expect(notices).toContainEqual({ type: 'subscription.refused', venue: 'upbit', refusal: 'WRONG_FORMAT' });
    expect(upbit.all().length).toBe(1);
    await loop.pass(0);
  });
});

describe('failover', () => {
  const both = async (market: ReturnType<typeof scriptedMarket>, ms: number, mirrorPrice = 100.1) => {
    for (let passed = 0; passed < ms; passed += 1_000) {
      await market.loop.pass(1_000);
      market.upbit.book(100);
      market.upbit.trade(100);
      market.bithumb.book(mirrorPrice);
      market.bithumb.trade(mirrorPrice);
    }
  };

  it('goes on at the mirror, says so in each quote, and comes back', async () => {
    const scripted = scriptedMarket({ mirror: MIRROR });
    const { market, upbit, bithumb, events, notices, loop } = scripted;
    const running = market.run();
    await loop.pass(0);
    await both(scripted, 20_000);
    expect([market.seenAt(BTC), market.book(BTC)?.venue]).toEqual(['upbit', 'upbit']);
    const before = events.length;
    upbit.minutes = null;
    bithumb.minutes?.set(FULL - MINUTE, [100, 101, 99, 100, 8]);
    await bithumb.live(2 * MINUTE, 100.1);
    expect([market.seenAt(BTC), market.book(BTC)?.venue]).toEqual(['bithumb', 'bithumb']);
    expect(market.health().mirrored).toEqual([BTC]);
    const quotes = quotesOf(events.slice(before));
    const there = quotes.filter((quote) => quote.venue === 'bithumb');
    expect(there[0]).toMatchObject({ gap: true, price: 100.1 });
    expect(there.slice(1).every((quote) => !quote.gap)).toBe(true);
    expect(quotes.slice(quotes.indexOf(there[0]!))).toEqual(there);
    expect(candlesOf(events).map((candle) => candle.openTime)).toEqual([FULL - MINUTE, FULL]);
    upbit.minutes = new Map();
    await both(scripted, 90_000);
    expect(market.seenAt(BTC)).toBe('upbit');
    const back = quotesOf(events).at(-1);
    expect(back?.price).toBe(100);
    expect(back !== undefined && 'venue' in back).toBe(false);
    expect(notices.filter((notice) => notice.type === 'sight.changed')).toEqual([
      { type: 'sight.changed', symbol: BTC, from: 'upbit', to: 'bithumb' },
      { type: 'sight.changed', symbol: BTC, from: 'bithumb', to: 'upbit' },
    ]);
    const opens = candlesOf(events).map((candle) => candle.openTime);
    expect(new Set(opens).size).toBe(opens.length);
    await market.stop();
    await running;
  });

  it('stays blind rather than believe a mirror that was at another price', async () => {
    const scripted = scriptedMarket({ mirror: MIRROR });
    const { market, bithumb, events, notices } = scripted;
    const running = market.run();
    await both(scripted, 20_000, 103);
    const before = events.length;
    await bithumb.live(30_000, 103);
    expect(market.seenAt(BTC)).toBe('upbit');
    expect(quotesOf(events.slice(before)).filter((quote) => quote.venue !== undefined)).toEqual([]);
    expect(notices).toContainEqual({ type: 'mirror.refused', symbol: BTC, why: 'mirror-price' });
    await market.stop();
    await running;
  });
});

describe('a live market', () => {
  it('runs once, opens nothing before and leaves nothing open after', async () => {
    const { market, sockets, loop } = scriptedMarket({ mirror: MIRROR });
    await loop.pass(MINUTE);
    expect(sockets.all).toEqual([]);
    const running = market.run();
    await loop.pass(100);
    await market.stop();
    await running;
    expect(sockets.all.length).toBe(2);
    await loop.pass(10 * MINUTE);
    expect(sockets.living()).toEqual([]);
    expect(sockets.all.length).toBe(2);
    await expect(market.run()).rejects.toThrow(InvariantError);
  });

  it('ends at once when it is stopped in the middle of an attempt, a question and a listener', async () => {
    const { market, sockets, loop, upbit } = scriptedMarket();
    sockets.answer = () => {};
    const running = market.run();
    await loop.pass(3 * MINUTE);
    sockets.answer = (socket) => socket.accept();
    void upbit.live(10_000, 100);
    await loop.pass(5_000);
    await market.stop();
    await running;
    await loop.pass(MINUTE);
    expect(sockets.living()).toEqual([]);
  });

  it('fails with what a listener of trades throws, instead of losing it', async () => {
    const { market, upbit, loop } = scriptedMarket();
    const fault = new Error('the listener failed');
    market.onTrade(() => {
      throw fault;
    });
    const rejection = expect(market.run()).rejects.toBe(fault);
    await loop.pass(0);
    upbit.trade(100);
    await rejection;
  });
});
