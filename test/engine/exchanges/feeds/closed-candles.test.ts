import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../../engine/domain/market.ts';
import { ClosedCandles } from '../../../../engine/exchanges/feeds/closed-candles.ts';

const bar = (minute: number, close = 1): Candle => ({
  symbol: 'BTC/USDT',
  timeframe: '1m',
  openTime: minute * 60_000,
  closeTime: (minute + 1) * 60_000,
  open: 1,
  high: 2,
  low: 1,
  close,
  volume: 1,
});

describe('ClosedCandles', () => {
  it('lets only closed bars through', () => {
    const candles = new ClosedCandles();
    expect(candles.take({ candle: bar(1), closed: false }).candle).toBeNull();
    expect(candles.take({ candle: bar(1), closed: true })).toEqual({ candle: bar(1), missing: null });
  });

  it('lets a bar through once: repeated, revised and late ones change nothing', () => {
    const candles = new ClosedCandles();
    candles.take({ candle: bar(5), closed: true });
    for (const again of [bar(5), bar(5, 1.5), bar(3)]) {
      expect(candles.take({ candle: again, closed: true })).toEqual({ candle: null, missing: null });
    }
    expect(candles.lastOpenTime).toBe(300_000);
  });

  it('says which bars nobody told', () => {
    const candles = new ClosedCandles(bar(5).openTime);
    expect(candles.take({ candle: bar(9), closed: true })).toEqual({
      candle: bar(9),
      missing: { from: 6 * 60_000, to: 8 * 60_000 },
    });
  });

  it('lets bars through in order and tells every hole, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 30 }), fc.boolean()), { maxLength: 60 }), (messages) => {
        const candles = new ClosedCandles();
        const known = new Set<number>();
        let last = -1;
        for (const [minute, closed] of messages) {
          const { candle, missing } = candles.take({ candle: bar(minute), closed });
          if (candle === null) continue;
          expect(candle.openTime).toBeGreaterThan(last);
          if (missing !== null) for (let at = missing.from; at <= missing.to; at += 60_000) known.add(at);
          known.add(candle.openTime);
          last = candle.openTime;
        }
        const first = Math.min(...known);
        if (known.size > 0) expect(known.size).toBe((last - first) / 60_000 + 1);
      }),
    );
  });
});
