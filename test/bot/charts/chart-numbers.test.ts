import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { candleSlots } from '../../../bot/charts/candle-slots.ts';
import { chartFont } from '../../../bot/charts/chart-font.ts';
import { chartFormat } from '../../../bot/charts/chart-format.ts';
import { CHART_TEXTS } from '../../../bot/charts/chart-texts.ts';
import { drawableText } from '../../../bot/charts/drawable-text.ts';
import { drawdowns, thinned } from '../../../bot/charts/equity-curve.ts';
import { digitsFor, fixedText, moneyText, shortText } from '../../../bot/charts/number-text.ts';
import { ticksOf, valueScale } from '../../../bot/charts/price-scale.ts';
import { timeTicks } from '../../../bot/charts/time-ticks.ts';
import { DAY, HOUR, madeCandles, madeCurve, START, viewer } from './chart-samples.ts';

describe('numbers', () => {
  test('a price has the digits that its size asks for', () => {
    const prices = [145_000_000, 107_698.9, 2.3291, 0.00001234, 1e-12];
    expect(prices.map((price) => fixedText(price, digitsFor(price)))).toEqual([
      '145,000,000.00',
      '107,698.90',
      '2.32910',
      '0.0000123400',
      '0.00000000000100',
    ]);
  });

  test('large numbers are shortened as the language does', () => {
    const values = [0, 0.004, 12.345, 1_240, 12_400, 1_240_000, 188_131_502, 2_500_000_000_000, -1_500_000];
    expect(values.map((value) => shortText(value, 'en'))).toEqual([
      '0',
      '0.004',
      '12.3',
      '1.24K',
      '12.4K',
      '1.24M',
      '188M',
      '2.5T',
      '-1.5M',
    ]);
    expect(values.map((value) => shortText(value, 'ko'))).toEqual([
      '0',
      '0.004',
      '12.3',
      '1,240',
      '1.24만',
      '124만',
      '1.88억',
      '2.5조',
      '-150만',
    ]);
  });

  test('won have no parts', () => {
    expect([moneyText(188_131_502.32, 'KRW'), moneyText(10_012.4, 'USDT')]).toEqual([
      '188,131,502 KRW',
      '10,012.40 USDT',
    ]);
  });
});

describe('scales', () => {
  const place = { top: 100, bottom: 400 };

  test('ticks are round, inside, and far enough apart for their text', () => {
    const range = fc.record({
      low: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      part: fc.double({ min: 1e-4, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(range, ({ low, part }) => {
        const scale = valueScale({ low, high: low * (1 + part) }, place);
        const { values, digits } = ticksOf(scale, 56);
        expect(new Set(values.map((value) => fixedText(value, digits))).size).toBe(values.length);
        const places = values.map((value) => scale.y(value));
        for (const [index, y] of places.entries()) {
          expect(y).toBeGreaterThanOrEqual(100);
          expect(y).toBeLessThanOrEqual(400);
          if (index > 0) expect((places[index - 1] ?? 0) - y).toBeGreaterThanOrEqual(55.9);
        }
      }),
    );
  });

  test('a level is taken in unless the data would be squeezed below two fifths', () => {
    expect(valueScale({ low: 100, high: 110, extras: [95, 112] }, place).holds(95)).toBe(true);
    const scale = valueScale({ low: 100, high: 110, extras: [95, 112, 200] }, place);
    expect([scale.holds(95), scale.holds(112), scale.holds(200)]).toEqual([true, true, false]);
  });
});

describe('times', () => {
  const labels = (from: number, to: number, most: number, zone = 'Asia/Seoul') =>
    timeTicks(from, to, most, chartFormat(viewer({ zone }))).map(({ label }) => label);

  test('ticks are round on the clocks of the viewer', () => {
    expect(labels(START + HOUR / 2, START + DAY, 4)).toEqual(['06:00', '12:00', '18:00', '20 May']);
    expect(labels(START, START + HOUR, 4, 'Asia/Kolkata')).toEqual(['20:30', '20:45', '21:00', '21:15', '21:30']);
    expect(labels(START, START + 300 * DAY, 4)).toEqual(['2025-07', '2025-10', '2026-01']);
  });

  test('midnight stays midnight when clocks are set forward', () => {
    const from = Date.UTC(2025, 2, 8, 5);
    expect(labels(from, from + 3 * DAY, 3, 'America/New_York')).toEqual(['8 Mar', '9 Mar', '10 Mar', '11 Mar']);
  });

  test('a long outage takes twelve slots, and time goes on evenly before and after', () => {
    const bars = madeCandles(4, 100, 1, HOUR).map((bar, index) => {
      return index < 2 ? bar : { ...bar, openTime: bar.openTime + 100 * HOUR };
    });
    const slots = candleSlots(bars, HOUR);
    expect([slots.places, slots.gaps, slots.count]).toEqual([[0, 1, 14, 15], [{ from: 2, to: 14 }], 16]);
    expect([0, 0.5, 2, 52, 102, 103.5].map((hours) => slots.slotOf(START + hours * HOUR))).toEqual([
      0, 0.5, 2, 8, 14, 15.5,
    ]);
    expect([-1, 0, 1.5, 60, 103].map((hours) => slots.candleAt(START + hours * HOUR))).toEqual([-1, 0, 1, 1, 3]);
  });
});

describe('curves', () => {
  test('drawdown is the fall from the highest value so far', () => {
    const values = [100, 120, 90, 150].map((value, at) => ({ at, value }));
    expect(drawdowns(values).map(({ fraction }) => fraction)).toEqual([0, 0, -0.25, 0]);
  });

  test('a thinned curve keeps its ends, its lowest and its highest', () => {
    const curve = madeCurve(20_000);
    const kept = thinned(curve, 700, ({ value }) => value);
    const extremes = (points: readonly { value: number }[]) => {
      const values = points.map(({ value }) => value);
      return [values[0], values.at(-1), Math.min(...values), Math.max(...values)];
    };
    expect(kept.length).toBeLessThanOrEqual(2_800);
    expect(extremes(kept)).toEqual(extremes(curve));
    expect(kept.every(({ at }, index) => index === 0 || at > (kept[index - 1]?.at ?? 0))).toBe(true);
  });
});

describe('letters', () => {
  /** Whether the bundled font has a shape for a letter: what it lacks looks like a letter that no font has. */
  function drawn(letter: string): string {
    const canvas = createCanvas(40, 40);
    const context = canvas.getContext('2d');
    context.font = chartFont(28);
    context.fillText(letter, 4, 30);
    return Buffer.from(context.getImageData(0, 0, 40, 40).data).toString('base64');
  }

  test('every letter that is let through has a shape in the bundled font', () => {
    const missing = drawn('\u{10fffe}');
    const ranges = [
      [0x21, 0x7e],
      [0xa1, 0xff],
      [0x3131, 0x318e],
      [0xac00, 0xd7a3],
    ] as const;
    const letters = ranges
      .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)))
      // One of eleven syllables is enough to see that the block is whole.
      .filter((letter, index) => letter < '\uac00' || index % 11 === 0);
    const kept = [...letters, ...'–—‘’“”•…−₩€'].filter((letter) => drawableText(letter) === letter);
    expect(kept.length).toBeGreaterThan(1_200);
    expect(kept.filter((letter) => drawn(letter) === missing)).toEqual([]);
  });

  test('every word of charts can be drawn, and none has an unfilled name in one language only', () => {
    const leaves = (tree: object): string[] =>
      Object.values(tree).flatMap((leaf) => (typeof leaf === 'string' ? [leaf] : leaves(leaf)));
    const [english, korean] = [leaves(CHART_TEXTS.en), leaves(CHART_TEXTS.ko)];
    for (const text of [...english, ...korean]) expect(drawableText(text)).toBe(text);
    const names = (text: string | undefined) => (text?.match(/\{\w+\}/g) ?? []).sort();
    expect(korean.map(names)).toEqual(english.map(names));
  });
});
