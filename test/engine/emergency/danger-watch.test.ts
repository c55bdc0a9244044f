import { describe, expect, test } from 'vitest';
import type { Candle } from '../../../engine/domain/market.ts';
import type { Direction } from '../../../engine/domain/signal.ts';
import { createDangerWatch } from '../../../engine/emergency/danger-watch.ts';
import type { EmergencySettings } from '../../../engine/emergency/emergency-settings.ts';
import { NEWS_ALONE, WATCHFUL } from '../../../engine/emergency/emergency-settings.ts';

const BTC = 'BTC/USDT';
const MINUTE = 60_000;
const NO_NEWS = { reading: null, limit: null };
const OFF: EmergencySettings = { ...NEWS_ALONE, newsSentiment: null };

function quote(at: number, price: number, spread = 0.0002) {
  return {
    symbol: BTC,
    at,
    price,
    bid: price * (1 - spread / 2),
    ask: price * (1 + spread / 2),
    volume: 0,
    gap: false,
  };
}

function candle(index: number, open: number, close: number, volume: number): Candle {
  const openTime = index * MINUTE;
  return {
    ...{ symbol: BTC, timeframe: '1m', openTime, closeTime: openTime + MINUTE, open, close, volume },
    ...{ high: Math.max(open, close), low: Math.min(open, close) },
  };
}

const reading = (value: number) => ({
  ...{ asset: 'BTC', value, change24h: null, items: 3, stories: 3, sources: 2, newsIds: ['N-1'] },
});

describe('price drop', () => {
  const watch = () => createDangerWatch({ ...OFF, priceDrop: { fraction: 0.01, withinMs: 300_000, action: 'leave' } });

  test.each<[Direction, number, number]>([
    ['long', 100, 98.9],
    ['short', 100, 101.1],
  ])('a %s is caught by a move of one percent against it', (held, from, to) => {
    const danger = watch();
    danger.onQuote(quote(0, from), held);
    expect(danger.onQuote(quote(200_000, (from + to) / 2), held)).toEqual([]);
    const [alarm] = danger.onQuote(quote(250_000, to), held);
    expect(alarm).toMatchObject({
      detector: 'price-drop',
      action: 'leave',
      symbol: BTC,
      reason: { code: 'emergency.price-drop' },
    });
  });

  test('a move that takes longer, goes the right way, or hurts nobody is none', () => {
    const slow = watch();
    slow.onQuote(quote(0, 100), 'long');
    slow.onQuote(quote(200_000, 99.5), 'long');
    expect(slow.onQuote(quote(301_000, 98.9), 'long')).toEqual([]);
    const right = watch();
    right.onQuote(quote(0, 100), 'long');
    expect(right.onQuote(quote(1_000, 105), 'long')).toEqual([]);
    const flat = watch();
    flat.onQuote(quote(0, 100), null);
    expect(flat.onQuote(quote(1_000, 90), null)).toEqual([]);
  });

  test('is measured from the highest of the window, wherever it was', () => {
    const danger = watch();
    for (const [at, price] of [
      [0, 100],
      [60_000, 101],
      [120_000, 100.5],
    ] as const)
      danger.onQuote(quote(at, price), 'long');
    expect(danger.onQuote(quote(180_000, 99.98), 'long')).toHaveLength(1);
  });

  test('a move that lasts is one alarm; after the position is gone it can ring again', () => {
    const danger = watch();
    danger.onQuote(quote(0, 100), 'long');
    expect(danger.onQuote(quote(1_000, 98), 'long')).toHaveLength(1);
    expect(danger.onQuote(quote(2_000, 97), 'long')).toEqual([]);
    danger.onQuote(quote(3_000, 97), null);
    expect(danger.onQuote(quote(4_000, 97), 'long')).toHaveLength(1);
  });
});

describe('volume surge', () => {
  const settings = { ...OFF, volumeSurge: { aboveFraction: 5, moveFraction: 0.005, action: 'flatten' } } as const;
  const hour = (danger: ReturnType<typeof createDangerWatch>, held: Direction | null = 'long') => {
    for (let index = 0; index < 60; index += 1) danger.onCandle(candle(index, 100, 100, 10), held, NO_NEWS);
  };
  const surge = (danger: ReturnType<typeof createDangerWatch>, volume: number, price: number) =>
    [60, 61, 62, 63, 64].flatMap((index) => danger.onCandle(candle(index, 100, price, volume), 'long', NO_NEWS));

  test('six times the volume of the hour before, downwards, is one', () => {
    const danger = createDangerWatch(settings);
    hour(danger);
    expect(surge(danger, 60, 99)).toMatchObject([{ detector: 'volume-surge', action: 'flatten' }]);
  });

  test.each([
    ['less volume', 59, 99],
    ['the way up', 60, 101],
    ['hardly a move', 60, 99.6],
  ])('%s is none', (_words, volume, price) => {
    const danger = createDangerWatch(settings);
    hour(danger);
    expect(surge(danger, volume, price)).toEqual([]);
  });

  test('an hour with a hole in it says nothing', () => {
    const danger = createDangerWatch(settings);
    for (let index = 0; index < 60; index += 1) danger.onCandle(candle(index - 600, 100, 100, 10), 'long', NO_NEWS);
    expect(surge(danger, 600, 90)).toEqual([]);
  });
});

describe('anomaly', () => {
  /** Small moves and volumes that repeat after 7 and 5 minutes, then what is asked. */
  function ends(move: number, volume: number, held: Direction | null) {
    const danger = createDangerWatch({ ...OFF, anomaly: { score: 0.95, action: 'leave' } });
    let price = 100;
    const step = (index: number, change: number, traded: number) => {
      const before = price;
      price *= 1 + change;
      danger.onQuote(quote(index * MINUTE, before), held);
      return danger.onCandle(candle(index, before, price, traded), held, NO_NEWS);
    };
    const early = Array.from({ length: 300 }, (_, index) => step(index, ((index % 7) - 3) * 1e-4, 10 + (index % 5)));
    return { early: early.flat(), last: step(300, move, volume) };
  }

  test('a fall like none of the hours before rings, an ordinary one does not', () => {
    const { early, last } = ends(-0.02, 80, 'long');
    expect(early).toEqual([]);
    expect(last).toMatchObject([{ detector: 'anomaly', reason: { code: 'emergency.anomaly' } }]);
    expect(Number(last[0]?.reason.values.score)).toBeGreaterThan(0.95);
    expect(ends(-0.0003, 12, 'long').last).toEqual([]);
  });

  test('one that helps, or that nobody holds, is none', () => {
    expect(ends(0.02, 80, 'long').last).toEqual([]);
    expect(ends(-0.02, 80, null).last).toEqual([]);
    expect(ends(0.02, 80, 'short').last).toHaveLength(1);
  });
});

describe('news', () => {
  test('the mood of a long that is at the limit rings each time, as before', () => {
    const danger = createDangerWatch(NEWS_ALONE);
    const look = (value: number, held: Direction) =>
      danger.onCandle(candle(1, 100, 100, 1), held, { reading: reading(value), limit: -0.6 });
    expect(look(-0.6, 'long')).toMatchObject([{ detector: 'news-sentiment', reason: { code: 'exit.news-alarm' } }]);
    expect(look(-0.7, 'long')).toHaveLength(1);
    expect(look(-0.59, 'long')).toEqual([]);
    expect(look(-0.9, 'short')).toEqual([]);
  });
});

describe('network failures', () => {
  test('three in a row while something is held, not two and an answer', () => {
    const danger = createDangerWatch({ ...OFF, networkFailures: { count: 3, action: 'halt' } });
    const answers = (list: readonly boolean[], holding = true) =>
      list.flatMap((ok, at) => danger.onVenueAnswer(ok, at, holding));
    expect(answers([false, false, true, false, false])).toEqual([]);
    expect(answers([false])).toMatchObject([{ detector: 'network-failures', symbol: null, action: 'halt' }]);
    expect(answers([true, false, false, false], false)).toEqual([]);
  });
});

test('what is off sees nothing', () => {
  const danger = createDangerWatch(OFF);
  danger.onQuote(quote(0, 100), 'long');
  expect(danger.onQuote(quote(1, 50), 'long')).toEqual([]);
  expect(danger.onCandle(candle(1, 100, 50, 1e6), 'long', { reading: reading(-1), limit: -0.6 })).toEqual([]);
  expect(Object.values(WATCHFUL)).not.toContain(null);
});
