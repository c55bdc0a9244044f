import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleState } from '../../../engine/alert-rules/rule-latch.ts';
import { newRuleState, ruleStateSchema } from '../../../engine/alert-rules/rule-latch.ts';
import { previewOverBars } from '../../../engine/alert-rules/rule-preview.ts';
import { BarRuleWatch } from '../../../engine/alert-rules/rule-watch.ts';
import type { BarCondition } from '../../../engine/domain/alert-rule.ts';
import type { Candle } from '../../../engine/domain/market.ts';
import { closedCandlesBefore } from '../../../engine/exchanges/replay-path.ts';
import { CandleAggregator } from '../../../engine/market/candle-aggregator.ts';
import { loadRecording } from '../../../engine/recordings/recording.ts';
import { recordingDirectory } from '../../../engine/recordings/recording-files.ts';

const BTC = 'BTC/USDT:USDT';
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

/** Real minutes of bitcoin: three days of warm-up and the first two of the week. */
let minutes: readonly Candle[];
let quarters: readonly Candle[];

beforeAll(async () => {
  const recording = await loadRecording(recordingDirectory('may-2025'));
  const until = recording.manifest.startTime + 2 * 86_400_000;
  minutes = [...closedCandlesBefore(recording, until)].filter(({ symbol }) => symbol === BTC);
  const aggregator = new CandleAggregator('15m');
  quarters = minutes.flatMap((minute) => [...aggregator.push(minute)]);
});

type Look = { readonly at: number; readonly reach: number; readonly last: number };

/** The rule of the house, said in another way: told where a level is reached that had been left behind since the last time. */
function toldByHand(looks: readonly Look[], level: number, up: boolean, band: number, coolDownMs: number): number[] {
  const sign = up ? 1 : -1;
  const told: number[] = [];
  looks.forEach(({ at, reach }, index) => {
    if (index === 0 || sign * reach < sign * level) return;
    const lastTold = told.at(-1);
    const since = looks.slice(0, index).filter((look) => lastTold === undefined || look.at > lastTold);
    const first = looks[0];
    const wasAway = lastTold === undefined && first !== undefined && sign * first.last < sign * level;
    const cameBack = since.slice(lastTold === undefined ? 1 : 0).some((look) => {
      const rested = lastTold === undefined || look.at - lastTold >= coolDownMs;
      return rested && sign * look.last <= sign * level - band;
    });
    if (wasAway || cameBack) told.push(at);
  });
  return told;
}

function firingsOf(condition: BarCondition, bars: readonly Candle[]): number[] {
  return previewOverBars(condition, bars).firings.map(({ at }) => at);
}

describe('a rule over the recorded week', () => {
  test('tells of a price as often as one counts by hand', () => {
    fc.assert(
      fc.property(fc.double({ min: 102_000, max: 107_500, noNaN: true }), fc.boolean(), (level, up) => {
        const day = minutes.slice(-1_500);
        const looks = day.map(({ closeTime: at, high, low, close }) => ({
          at,
          reach: up ? high : low,
          last: close,
        }));
        const condition = { type: 'price', symbol: BTC, when: up ? 'above' : 'below', level } as const;
        const byHand = toldByHand(looks, level, up, level * 0.002, QUARTER);
        expect(firingsOf(condition, day)).toEqual(byHand);
      }),
      { numRuns: 12 },
    );
    const busy = { type: 'price', symbol: BTC, when: 'above', level: 103_500 } as const;
    expect(firingsOf(busy, minutes).length).toBeGreaterThan(3);
  });

  test('tells of a move as often as one counts by hand', () => {
    const hour = 60 * MINUTE;
    for (const [fraction, way] of [
      [0.01, 'down'],
      [0.008, 'up'],
      [0.015, 'down'],
    ] as const) {
      const looks = minutes.flatMap(({ closeTime: at, close }, index) => {
        const then = minutes[index - 60];
        return then === undefined ? [] : [{ at, reach: close / then.close - 1, last: close / then.close - 1 }];
      });
      const up = way === 'up';
      const byHand = toldByHand(looks, up ? fraction : -fraction, up, fraction / 2, hour);
      expect(firingsOf({ type: 'move', symbol: BTC, way, fraction, windowMs: hour }, minutes)).toEqual(byHand);
      expect(byHand.length).toBeGreaterThan(0);
    }
  });

  test('tells of an RSI as the textbook computes it', () => {
    const closes = quarters.map(({ close }) => close);
    let [gain, loss] = [0, 0];
    const looks = quarters.flatMap(({ closeTime: at }, index) => {
      const change = (closes[index] ?? 0) - (closes[index - 1] ?? closes[0] ?? 0);
      const [up, down] = [Math.max(change, 0), Math.max(-change, 0)];
      if (index === 0) return [];
      [gain, loss] =
        index <= 14 ? [gain + up / 14, loss + down / 14] : [(gain * 13 + up) / 14, (loss * 13 + down) / 14];
      if (index < 14) return [];
      const value = 100 - 100 / (1 + gain / loss);
      return [{ at, reach: value, last: value }];
    });
    for (const level of [25.5, 30.5, 40.5]) {
      const condition = {
        type: 'indicator',
        symbol: BTC,
        timeframe: '15m',
        indicator: 'rsi',
        when: 'below',
        level,
      } as const;
      const byHand = toldByHand(looks, level, false, 3, 3 * QUARTER);
      expect(firingsOf(condition, quarters)).toEqual(byHand);
      expect(byHand.length).toBeGreaterThan(0);
    }
  });

  test('a moving average is crossed where the closes say so', () => {
    const condition = { type: 'line', symbol: BTC, timeframe: '15m', line: 'sma', length: 50, when: 'above' } as const;
    const looks = quarters.flatMap(({ closeTime: at, close }, index) => {
      if (index < 49) return [];
      const mean = quarters.slice(index - 49, index + 1).reduce((sum, bar) => sum + bar.close, 0) / 50;
      return [{ at, reach: close / mean - 1, last: close / mean - 1 }];
    });
    expect(firingsOf(condition, quarters)).toEqual(toldByHand(looks, 0, true, 0.001, 3 * QUARTER));
    expect(firingsOf(condition, quarters).length).toBeGreaterThan(2);
  });

  test.each([
    [{ type: 'line', symbol: BTC, timeframe: '15m', line: 'macd', length: null, when: 'above' }],
    [{ type: 'line', symbol: BTC, timeframe: '15m', line: 'bollinger', length: null, when: 'below' }],
    [{ type: 'line', symbol: BTC, timeframe: '15m', line: 'ema', length: 20, when: 'crosses' }],
    [{ type: 'indicator', symbol: BTC, timeframe: '15m', indicator: 'adx', when: 'above', level: 30 }],
    [{ type: 'indicator', symbol: BTC, timeframe: '15m', indicator: 'atr', when: 'above', level: 200 }],
    [{ type: 'indicator', symbol: BTC, timeframe: '15m', indicator: 'cci', when: 'below', level: -150 }],
    [{ type: 'indicator', symbol: BTC, timeframe: '15m', indicator: 'stochastic', when: 'below', level: 20 }],
    [{ type: 'indicator', symbol: BTC, timeframe: '15m', indicator: 'volume', when: 'above', level: 3 }],
  ] as const)('%j is told some times, not always', (condition) => {
    const count = firingsOf(condition, quarters).length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(quarters.length / 5);
  });
});

function bar(index: number, close: number): Candle {
  const closeTime = (index + 1) * MINUTE;
  return {
    symbol: BTC,
    timeframe: '1m',
    openTime: closeTime - MINUTE,
    closeTime,
    open: close,
    high: close,
    low: close,
    close,
    volume: 1,
  };
}

describe('a price that jitters at the level', () => {
  const above = { type: 'price', symbol: BTC, when: 'above', level: 100 } as const;

  test('is told once', () => {
    const prices = [99, ...Array.from({ length: 300 }, (_, index) => (index % 2 === 0 ? 100.05 : 99.95))];
    expect(
      firingsOf(
        above,
        prices.map((price, index) => bar(index, price)),
      ),
    ).toHaveLength(1);
  });

  test('is told again when it had gone and come back', () => {
    const prices = [99, 100.1, ...Array.from({ length: 20 }, () => 98), 100.1, 100.2];
    expect(
      firingsOf(
        above,
        prices.map((price, index) => bar(index, price)),
      ),
    ).toHaveLength(2);
  });

  test('what is so from the start is no news', () => {
    expect(
      firingsOf(
        above,
        [101, 102, 103].map((price, index) => bar(index, price)),
      ),
    ).toEqual([]);
  });

  test('a rule for once is told once', () => {
    const watch = new BarRuleWatch({ condition: above, repeats: false }, newRuleState(0));
    const prices = [
      99,
      101,
      ...Array.from({ length: 20 }, () => 90),
      101,
      ...Array.from({ length: 20 }, () => 90),
      102,
    ];
    const told = prices.filter((price, index) => watch.push(bar(index, price)).firing !== null);
    expect(told).toEqual([101]);
    expect(watch.state.done).toBe(true);
  });
});

describe('a restart', () => {
  const KEPT = 1_600;

  /** Plays the bars, and dies at each cut: what goes on knows the kept state and the bars that the market keeps. */
  function withRestarts(condition: BarCondition, bars: readonly Candle[], cuts: ReadonlySet<number>): number[] {
    const rule = { condition, repeats: true };
    const told: number[] = [];
    let kept: RuleState = newRuleState(bars[KEPT - 1]?.closeTime ?? 0);
    let watch = new BarRuleWatch(rule, kept);
    for (const past of bars.slice(0, KEPT)) watch.push(past);
    kept = watch.state;
    bars.forEach((next, index) => {
      if (index < KEPT) return;
      if (cuts.has(index)) {
        watch = new BarRuleWatch(rule, ruleStateSchema.parse(JSON.parse(JSON.stringify(kept))));
        for (const past of bars.slice(index - KEPT, index)) {
          const { firing } = watch.push(past);
          if (firing !== null) told.push(firing.at);
        }
      }
      const step = watch.push(next);
      if (step.firing !== null) told.push(step.firing.at);
      // As the desk keeps it: where it changed, and each hour how far everything was looked at.
      if (step.changed) kept = watch.state;
      if (index % 60 === 0) kept = { ...kept, seenAt: Math.max(kept.seenAt, next.closeTime - 1) };
    });
    return told;
  }

  test.each([
    [{ type: 'price', symbol: BTC, when: 'crosses', level: 103_500 }],
    [{ type: 'move', symbol: BTC, way: 'either', fraction: 0.008, windowMs: 30 * MINUTE }],
    [{ type: 'indicator', symbol: BTC, timeframe: '1m', indicator: 'rsi', when: 'below', level: 25.123 }],
    [{ type: 'line', symbol: BTC, timeframe: '1m', line: 'bollinger', length: null, when: 'above' }],
  ] as const)('of %j neither doubles nor loses', (condition) => {
    const whole = withRestarts(condition, minutes, new Set());
    expect(whole.length).toBeGreaterThan(2);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: KEPT + 1, max: minutes.length - 1 }), { maxLength: 6 }), (cuts) => {
        expect(withRestarts(condition, minutes, new Set(cuts))).toEqual(whole);
      }),
      { numRuns: 8 },
    );
  });
});
