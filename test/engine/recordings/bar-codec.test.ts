import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateColumns, type CandleColumns, decodeBars, encodeBars } from '../../../engine/recordings/bar-codec.ts';

const barMs = 60_000;
const wholeUnits = { barMs, priceDecimals: 0, quantityDecimals: 0 };

type UnitCandle = readonly [minute: number, open: number, high: number, low: number, close: number, volume: number];

function columnsOf(candles: readonly UnitCandle[]): CandleColumns {
  const columns = allocateColumns(candles.length);
  candles.forEach(([minute, open, high, low, close, volume], i) => {
    columns.openTime[i] = minute * barMs;
    columns.open[i] = open;
    columns.high[i] = high;
    columns.low[i] = low;
    columns.close[i] = close;
    columns.volume[i] = volume;
  });
  return columns;
}

const price = fc.integer({ min: 1, max: 2 ** 40 });
const candle = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 20 }), price, price, price, price, fc.integer({ min: 0, max: 2 ** 45 }))
  .map(([step, a, b, c, d, volume]) => {
    const [low = 0, open = 0, close = 0, high = 0] = [a, b, c, d].sort((x, y) => x - y);
    return step % 2 === 0
      ? { step, open, high, low, close, volume }
      : { step, open: close, high, low, close: open, volume };
  });

describe('bar codec', () => {
  it('gives back every candle that was packed, gaps and volumes beyond 32 bits included', () => {
    fc.assert(
      fc.property(fc.array(candle, { maxLength: 50 }), (candles) => {
        let minute = 0;
        const units = columnsOf(
          candles.map(({ step, open, high, low, close, volume }) => {
            minute += step;
            return [minute, open, high, low, close, volume];
          }),
        );
        expect(decodeBars(encodeBars(units, barMs), wholeUnits)).toEqual(units);
      }),
      { numRuns: 200 },
    );
  });

  it('turns ticks into the very number the decimal text stands for', () => {
    const packed = encodeBars(columnsOf([[29_121_120, 954_577, 1_119_595, 954_576, 1_030_795, 29_715]]), barMs);
    const columns = decodeBars(packed, { barMs, priceDecimals: 1, quantityDecimals: 3 });
    expect([...columns.high, ...columns.close, ...columns.volume]).toEqual([111959.5, 103079.5, 29.715]);
  });

  it('refuses to pack what is not a whole number of units', () => {
    expect(() => encodeBars(columnsOf([[1, 10.5, 11, 10, 11, 0]]), barMs)).toThrow(RangeError);
  });

  it('refuses a high below the body', () => {
    expect(() => encodeBars(columnsOf([[1, 10, 9, 8, 10, 0]]), barMs)).toThrow(RangeError);
  });
});
