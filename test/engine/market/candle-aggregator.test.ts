import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../engine/domain/market.ts';
import { CandleAggregator } from '../../../engine/market/candle-aggregator.ts';
import { MIDNIGHT, MINUTE, minuteCandle, SYMBOL } from './minutes.ts';

function aggregate(minutes: readonly Candle[], timeframe: '5m' | '15m' | '1h' = '5m'): readonly Candle[] {
  const aggregator = new CandleAggregator(timeframe);
  return minutes.flatMap((minute) => aggregator.push(minute));
}

function openMinutes(bars: readonly Candle[]): readonly number[] {
  return bars.map((bar) => (bar.openTime - MIDNIGHT) / MINUTE);
}

const flat = (...minutes: readonly number[]) => minutes.map((minute) => minuteCandle(minute, 100));

describe('the candle aggregator', () => {
  it('closes a bar with its last minute', () => {
    const aggregator = new CandleAggregator('5m');
    for (const minute of [0, 1, 2, 3]) {
      const candle = minuteCandle(minute, 100 + minute, { open: 99 + minute, high: 110 - minute, low: 90 - minute });
      expect(aggregator.push(candle)).toEqual([]);
    }
    expect(aggregator.push(minuteCandle(4, 104, { volume: 2.5 }))).toEqual([
      {
        symbol: SYMBOL,
        timeframe: '5m',
        openTime: MIDNIGHT,
        closeTime: MIDNIGHT + 5 * MINUTE,
        open: 99,
        high: 110,
        low: 87,
        close: 104,
        volume: 6.5,
      },
    ]);
  });

  it('leaves a bar as it is without a missing minute', () => {
    const [bar] = aggregate(flat(0, 1, 3, 4));
    expect(bar).toMatchObject({ openTime: MIDNIGHT, closeTime: MIDNIGHT + 5 * MINUTE, volume: 4 });
  });

  it('closes a bar whose last minute is missing with the next minute that comes', () => {
    const aggregator = new CandleAggregator('5m');
    for (const minute of flat(0, 1, 2)) expect(aggregator.push(minute)).toEqual([]);
    expect(aggregator.push(minuteCandle(7, 100))).toMatchObject([{ openTime: MIDNIGHT, volume: 3 }]);
    expect(openMinutes(flat(8, 9).flatMap((minute) => aggregator.push(minute)))).toEqual([5]);
  });

  it('closes two bars with one minute when it ends its own bar and the one before had lost its last', () => {
    const bars = aggregate(flat(0, 1, 9));
    expect(openMinutes(bars)).toEqual([0, 5]);
  });

  it('invents no bar where all minutes are missing', () => {
    expect(openMinutes(aggregate(flat(0, 1, 2, 3, 4, 20, 21, 22, 23, 24)))).toEqual([0, 20]);
  });

  it('leaves out the bar in which the stream began late, and only that', () => {
    expect(openMinutes(aggregate(flat(3, 4, 5, 6, 7, 8, 9)))).toEqual([5]);
    expect(openMinutes(aggregate(flat(3, 6, 7, 8, 9)))).toEqual([5]);
  });

  it('keeps volume and range of whatever minutes there are', () => {
    const present = fc.uniqueArray(fc.integer({ min: 0, max: 240 }), { minLength: 1 });
    fc.assert(
      fc.property(present, (chosen) => {
        const minutes = [0, ...chosen.filter((minute) => minute > 0).sort((a, b) => a - b), 299].map((minute) =>
          minuteCandle(minute, 100 + (minute % 17)),
        );
        for (const timeframe of ['5m', '15m', '1h'] as const) {
          const bars = aggregate(minutes, timeframe);
          expect(bars.reduce((sum, bar) => sum + bar.volume, 0)).toBe(minutes.length);
          for (const bar of bars) {
            const inside = minutes.filter(({ openTime }) => openTime >= bar.openTime && openTime < bar.closeTime);
            expect(bar.high).toBe(Math.max(...inside.map((minute) => minute.high)));
            expect(bar.low).toBe(Math.min(...inside.map((minute) => minute.low)));
            expect(bar.close).toBe(inside.at(-1)?.close);
          }
        }
      }),
    );
  });
});
