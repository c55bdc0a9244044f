import { describe, expect, it } from 'vitest';
import { decimalText } from '../../../engine/domain/decimal.ts';
import { buyAndHold } from '../../../engine/performance/buy-and-hold.ts';
import {
  type EquitySample,
  maxDrawdown,
  resample,
  sharpeRatio,
  sortinoRatio,
  totalReturn,
} from '../../../engine/performance/equity-curve.ts';
import { measurePerformance } from '../../../engine/performance/performance.ts';
import { tradeStatistics } from '../../../engine/performance/trade-statistics.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function curve(stepMs: number, ...equities: readonly number[]): readonly EquitySample[] {
  return equities.map((equity, index) => ({ at: index * stepMs, equity }));
}

/** Equity that gains 10 % and loses 10 % of itself by turns, so that its returns are +0.1, −0.1, … */
function seesaw(stepMs: number, returns: number): readonly EquitySample[] {
  const equities = [1_000];
  for (let index = 0; index < returns; index += 1)
    equities.push((equities.at(-1) ?? 0) * (index % 2 === 0 ? 1.1 : 0.9));
  return curve(stepMs, ...equities);
}

const trades = (...nets: readonly string[]) => nets.map((net) => ({ net, fees: '0.1' }));

describe('return and drawdown', () => {
  it('measures from the first to the last sample', () => {
    expect(totalReturn(curve(HOUR, 10_000, 9_000, 10_500))).toEqual({ value: 0.05, sample: 3, floor: 2 });
  });

  it('finds the deepest fall below the highest equity before it', () => {
    expect(maxDrawdown(curve(HOUR, 100, 120, 90, 130, 104, 131)).value).toBe(0.25);
    expect(maxDrawdown(curve(HOUR, 100, 110, 120)).value).toBe(0);
  });

  it('is not available from a single sample', () => {
    expect(totalReturn(curve(HOUR, 100)).value).toBeNull();
    expect(maxDrawdown([]).value).toBeNull();
  });
});

describe('resampling', () => {
  it('takes the last sample at or before each full hour', () => {
    const samples = [
      { at: HOUR / 2, equity: 100 },
      { at: HOUR, equity: 101 },
      { at: HOUR + 1, equity: 102 },
      { at: 3.5 * HOUR, equity: 103 },
    ];
    expect(resample(samples, 'hourly')).toEqual([
      { at: HOUR, equity: 101 },
      { at: 2 * HOUR, equity: 102 },
      { at: 3 * HOUR, equity: 102 },
    ]);
    expect(resample([], 'daily')).toEqual([]);
  });
});

describe('sharpe and sortino', () => {
  it('uses daily returns from twenty on', () => {
    // Mean 0, so both ratios are 0 to the last bit that floating returns leave.
    const samples = seesaw(DAY, 20);
    expect(sharpeRatio(samples)).toMatchObject({ basis: 'daily', sample: 20, floor: 20 });
    expect(sharpeRatio(samples).value).toBeCloseTo(0, 10);
    expect(sortinoRatio(samples).value).toBeCloseTo(0, 10);
  });

  it('annualises over 365 days', () => {
    // Returns +0.1 eleven times and −0.1 ten times: mean m = 0.1 / 21, sample variance (0.21 − 21 m²) / 20.
    const mean = 0.1 / 21;
    const deviation = Math.sqrt((0.21 - 21 * mean ** 2) / 20);
    const downside = Math.sqrt((10 * 0.01) / 21);
    const samples = seesaw(DAY, 21);
    expect(sharpeRatio(samples).value).toBeCloseTo((mean / deviation) * Math.sqrt(365), 10);
    expect(sortinoRatio(samples).value).toBeCloseTo((mean / downside) * Math.sqrt(365), 10);
  });

  it('falls back to hourly returns, and says so', () => {
    const mean = 0.1 / 49;
    const deviation = Math.sqrt((0.49 - 49 * mean ** 2) / 48);
    const sharpe = sharpeRatio(seesaw(HOUR, 49));
    expect(sharpe).toMatchObject({ basis: 'hourly', sample: 49, floor: 48 });
    expect(sharpe.value).toBeCloseTo((mean / deviation) * Math.sqrt(365 * 24), 10);
  });

  it('is not available below two days of hours, nor without any movement', () => {
    expect(sharpeRatio(seesaw(HOUR, 47))).toEqual({ value: null, sample: 47, floor: 48, basis: 'hourly' });
    expect(sharpeRatio(curve(HOUR, ...Array.from({ length: 60 }, () => 100))).value).toBeNull();
    expect(sortinoRatio(curve(HOUR, ...Array.from({ length: 60 }, (_, index) => 100 + index))).value).toBeNull();
  });
});

describe('trade statistics', () => {
  it('adds up exactly and waits with rates for ten trades', () => {
    const nine = tradeStatistics(trades('0.1', '0.2', '-0.3', '1', '1', '1', '-1', '-1', '0'));
    expect(decimalText(nine.net)).toBe('1');
    expect(decimalText(nine.fees)).toBe('0.9');
    expect(nine).toMatchObject({ trades: 9, wins: 5, losses: 3 });
    expect(nine.winRate).toEqual({ value: null, sample: 9, floor: 10 });
    expect(nine.profitFactor.value).toBeNull();
    expect(nine.expectancy.value).toBeNull();
    expect(nine.averageWin).toEqual({ value: 0.66, sample: 5, floor: 3 });
    expect(nine.averageLoss.value).toBeCloseTo(-2.3 / 3, 12);
  });

  it('gives rates from ten trades on', () => {
    const ten = tradeStatistics(trades('10', '10', '10', '10', '10', '10', '-5', '-5', '-20', '0'));
    expect(ten.winRate.value).toBe(0.6);
    expect(ten.profitFactor.value).toBe(2);
    expect(ten.expectancy.value).toBe(3);
    expect(ten.averageLoss.value).toBe(-10);
  });

  it('knows no profit factor without a loss', () => {
    const ten = tradeStatistics(trades(...Array.from({ length: 10 }, () => '1')));
    expect(ten.winRate.value).toBe(1);
    expect(ten.profitFactor.value).toBeNull();
    expect(ten.averageLoss).toEqual({ value: null, sample: 0, floor: 3 });
  });

  it('comes to nothing without trades', () => {
    const none = tradeStatistics([]);
    expect(decimalText(none.net)).toBe('0');
    expect(none.winRate).toEqual({ value: null, sample: 0, floor: 10 });
  });
});

describe('buy and hold', () => {
  it('weighs the symbols equally and pays one fee', () => {
    const spans = [
      { firstPrice: 100, lastPrice: 150 },
      { firstPrice: 10, lastPrice: 7 },
    ];
    expect(buyAndHold(spans, 0).value).toBeCloseTo(0.1, 12);
    expect(buyAndHold(spans, 0.1).value).toBeCloseTo(0, 12);
    expect(buyAndHold([], 0).value).toBeNull();
  });
});

describe('performance', () => {
  it('puts everything together', () => {
    const measured = measurePerformance({
      trades: trades('5', '-2'),
      equity: curve(HOUR, 100, 103),
      held: [{ firstPrice: 1, lastPrice: 1.5 }],
      feeFraction: 0,
    });
    expect(measured).toMatchObject({
      trades: 2,
      returnFraction: { value: 0.03 },
      maxDrawdownFraction: { value: 0 },
      sharpe: { value: null, basis: 'hourly' },
      buyAndHoldFraction: { value: 0.5 },
    });
  });
});
