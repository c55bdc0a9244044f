import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChartRequest } from '../../../bot/charts/chart.ts';
import { fontMeasure } from '../../../bot/charts/chart-font.ts';
import { chartScene, drawChart } from '../../../bot/charts/draw-chart.ts';
import type { Box, Scene, Shape } from '../../../bot/charts/scene.ts';
import { HEIGHT, TEXT_SIZE, WIDTH } from '../../../bot/charts/scene.ts';
import { contrast, faded, themeFor } from '../../../bot/charts/theme.ts';
import {
  allocationRequest,
  candlesRequest,
  DAY,
  equityRequest,
  HOUR,
  MINUTE,
  madeCandles,
  madeCurve,
  recordedCandles,
  START,
  tradedRequest,
  viewer,
} from './chart-samples.ts';
import { readPixels } from './png-pixels.ts';

const measure = fontMeasure();

const btc = await recordedCandles('BTC/USDT', '15m', 96);
const eth = await recordedCandles('ETH/USDT', '5m', 300);
const scaled = (factor: number) =>
  btc.map((bar) => ({
    ...bar,
    open: bar.open * factor,
    high: bar.high * factor,
    low: bar.low * factor,
    close: bar.close * factor,
  }));
const manyMarks = eth.slice(0, 200).map(({ openTime, low, high }, index) => ({
  type: index % 2 === 0 ? ('entry' as const) : ('exit' as const),
  side: index % 2 === 0 ? ('buy' as const) : ('sell' as const),
  at: openTime,
  price: index % 2 === 0 ? low : high,
}));
const coins = ['XRP', 'DOGE', 'ADA', 'LINK', 'AVAX', 'a coin with a name that is much too long for its row'];

const CASES: Readonly<Record<string, ChartRequest>> = {
  'a trade in recorded candles': tradedRequest(btc, { title: 'D-12 BTC bought', priceDigits: 1 }),
  '300 candles': tradedRequest(eth, { timeframe: '5m', priceDigits: 2 }),
  '200 trades': candlesRequest({ candles: eth, timeframe: '5m', marks: manyMarks }),
  'no candles': candlesRequest({ candles: [] }),
  'one candle': candlesRequest({ candles: btc.slice(-1) }),
  'a flat price': candlesRequest({ candles: madeCandles(20, 100, 0) }),
  'missing bars': tradedRequest(btc.filter((_, index) => index < 30 || (index > 34 && index < 60) || index > 85)),
  'a week without bars': candlesRequest({
    candles: [...madeCandles(20), ...madeCandles(20).map((bar) => ({ ...bar, openTime: bar.openTime + 7 * DAY }))],
  }),
  'a tiny price': tradedRequest(scaled(1e-10), { symbol: 'PEPE/USDT', priceDigits: 8 }),
  'a huge price': tradedRequest(scaled(1380), { symbol: 'BTC/KRW', priceDigits: 0 }),
  'a stop and a target out of sight': tradedRequest(btc, { stopPrice: 1, targetPrice: 900_000 }),
  'three levels at one price': tradedRequest(btc, { stopPrice: btc.at(-1)!.close, targetPrice: btc.at(-1)!.close }),
  'a title without end': tradedRequest(btc, { title: 'BTC 매수 '.repeat(60) }),
  'equity of a week': equityRequest(),
  'equity of a year in won': equityRequest({
    quoteCurrency: 'KRW',
    equity: madeCurve(5_000, 145_000_000, 2 * HOUR),
    buyAndHold: madeCurve(5_000, 145_000_000, 2 * HOUR, 5),
  }),
  'equity at one moment': equityRequest({ equity: madeCurve(1), buyAndHold: [], trades: [] }),
  'no equity': equityRequest({ equity: [], buyAndHold: [], trades: [] }),
  'equity that is gone': equityRequest({
    equity: [10_000, 4_000, 0].map((value, index) => ({ at: START + index * DAY, value })),
  }),
  'an allocation': allocationRequest(),
  'more holdings than rows': allocationRequest({
    holdings: [
      ...allocationRequest().holdings,
      ...coins.map((name, index) => ({ name, kind: 'long' as const, value: 40_000_000_000 / (index + 1) })),
    ],
  }),
  'nothing held': allocationRequest({ holdings: [] }),
};

const VIEWERS = (['ko', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => viewer({ language, theme })),
);
const EVERY = Object.entries(CASES).flatMap(([name, request]) =>
  VIEWERS.map((each) => [`${name}, ${each.language}, ${each.theme}`, { ...request, viewer: each }] as const),
);

function textsOf(scene: Scene) {
  return scene.shapes.filter((shape) => shape.type === 'text');
}

function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function edges(shape: Shape): Box {
  if (shape.type === 'text') return shape.box;
  const points =
    shape.type === 'boxes'
      ? shape.boxes.flatMap(({ x, y, width, height }) => [
          { x, y },
          { x: x + width, y: y + height },
        ])
      : shape.points;
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function overlaps(scene: Scene): string[] {
  const texts = textsOf(scene);
  return texts.flatMap((text, index) =>
    texts
      .slice(index + 1)
      .filter((other) => meet(text.box, other.box))
      .map((other) => `${text.name} ${text.text} | ${other.name} ${other.text}`),
  );
}

function outside(scene: Scene): string[] {
  return scene.shapes
    .filter((shape) => shape.type !== 'boxes' || shape.boxes.length > 0)
    .filter((shape) => {
      const { x, y, width, height } = edges(shape);
      return !(x >= 0 && y >= 0 && x + width <= WIDTH && y + height <= HEIGHT);
    })
    .map(({ name }) => name);
}

describe.each(EVERY)('%s', (_name, request) => {
  const scene = chartScene(request, measure);

  test('no text covers another', () => {
    expect(overlaps(scene)).toEqual([]);
  });

  test('nothing lies outside the frame', () => {
    expect(outside(scene)).toEqual([]);
  });

  test('every text is legible on a phone: 12 px of 390, and at least 3 to 1 against what it lies on', () => {
    for (const text of textsOf(scene)) {
      expect((text.size * 390) / WIDTH).toBeGreaterThan(12);
      const tag = text.name.replace('text.tag.', 'tag.');
      const field = scene.shapes.find((shape) => shape.type === 'boxes' && shape.name === tag);
      const ground = field?.type === 'boxes' ? field.fill : scene.background;
      expect(contrast(text.fill, ground)).toBeGreaterThanOrEqual(3);
    }
    expect(TEXT_SIZE).toBe(28);
  });
});

test('layout holds for any candles', () => {
  const bar = fc.record({
    base: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
    up: fc.double({ min: 0, max: 0.2, noNaN: true }),
    down: fc.double({ min: 0, max: 0.2, noNaN: true }),
    volume: fc.double({ min: 0, max: 1e12, noNaN: true }),
    skipped: fc.integer({ min: 0, max: 40 }),
  });
  const bars = fc.array(bar, { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(bars, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), fc.boolean(), (drawn, stop, korean) => {
      let openTime = START;
      const candles = drawn.map(({ base, up, down, volume, skipped }) => {
        openTime += (1 + skipped) * 15 * MINUTE;
        return {
          openTime,
          open: base,
          close: base * (1 + up / 2),
          high: base * (1 + up),
          low: base * (1 - down),
          volume,
        };
      });
      const request = tradedRequest([...candles, { ...candles.at(-1)!, openTime: openTime + HOUR }], {
        marks: [{ type: 'entry', side: 'buy', at: openTime, price: stop }],
        stopPrice: stop,
        targetPrice: stop * 1.1,
        viewer: viewer({ language: korean ? 'ko' : 'en' }),
      });
      const scene = chartScene(request, measure);
      expect([...overlaps(scene), ...outside(scene)]).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

describe('what is drawn where', () => {
  const candles = madeCandles(40);
  const marks = [
    { type: 'entry' as const, side: 'buy' as const, at: candles[10]!.openTime + 1_000, price: 101.5 },
    { type: 'exit' as const, side: 'sell' as const, at: candles[30]!.openTime + 1_000, price: 98.5 },
  ];
  const request = candlesRequest({
    candles,
    marks,
    stopPrice: 95,
    targetPrice: 105,
    signalAt: candles[20]!.openTime + 60_000,
    viewer: viewer({ theme: 'dark' }),
  });
  const scene = chartScene(request, measure);
  const theme = themeFor(request.viewer);
  const shape = (name: string) => scene.shapes.find((candidate) => candidate.name === name)!;
  const { x: left, width } = edges(shape('level.stop'));
  const middleOf = (slot: number) => left + ((slot + 0.5) / 40) * width;
  /** The stop at 95 and the target at 105 say where a price lies. */
  const [stopY, targetY] = [edges(shape('level.stop')).y, edges(shape('level.target')).y];
  const yOf = (price: number) => stopY + ((price - 95) / 10) * (targetY - stopY);

  test('a mark points at its bar and its price', () => {
    for (const [name, slot, price] of [
      ['mark.entry.0', 10, 101.5],
      ['mark.exit.1', 30, 98.5],
    ] as const) {
      const mark = shape(name);
      const tip = mark.type === 'polygon' ? mark.points[0]! : { x: 0, y: 0 };
      expect(tip.x).toBeCloseTo(middleOf(slot), 6);
      expect(tip.y).toBeCloseTo(yOf(price), 6);
    }
  });

  test('the pixels are there: entry below its tip, exit hollow above it, signal band, candle bodies', async () => {
    const pixels = await readPixels(drawChart(request).png);
    expect([pixels.width, pixels.height]).toEqual([1800, 1200]);
    expect(pixels.colour(2, 2)).toBe(theme.background);
    expect(pixels.colour(middleOf(10), yOf(101.5) + 15)).toBe(theme.entry);
    expect(pixels.colour(middleOf(30), yOf(98.5) - 15)).toBe(theme.exit);
    expect(pixels.colour(middleOf(30), yOf(98.5) - 24 * 0.95)).toBe(theme.ink);
    expect(pixels.colour(middleOf(20), yOf(104.5))).toBe(theme.signal);
    expect(candles[3]!.close).toBeGreaterThan(candles[3]!.open);
    expect(pixels.colour(middleOf(3), yOf((candles[3]!.open + candles[3]!.close) / 2))).toBe(theme.up);
    expect(candles[6]!.close).toBeLessThan(candles[6]!.open);
    expect(pixels.colour(middleOf(6), yOf((candles[6]!.open + candles[6]!.close) / 2))).toBe(theme.down);
  });

  test('a missing bar leaves its slot empty and grey', () => {
    const gap = chartScene(candlesRequest({ candles: candles.filter((_, index) => index !== 20) }), measure);
    const field = gap.shapes.find(({ name }) => name === 'gap');
    expect(field).toMatchObject({ fill: faded(themeFor(viewer()).muted, 0.16) });
    const [grey] = field?.type === 'boxes' ? field.boxes : [];
    const plot = edges(gap.shapes.find(({ name }) => name === 'level.last')!);
    expect(grey?.x).toBeCloseTo(plot.x + (20 / 40) * plot.width, 6);
    expect(grey?.width).toBeCloseTo(plot.width / 40, 6);
  });

  test('a stop out of sight draws no line and does not squeeze the candles', () => {
    const near = chartScene({ ...request, stopPrice: null }, measure);
    const far = chartScene({ ...request, stopPrice: 1 }, measure);
    const candlesIn = (picture: Scene) => edges(picture.shapes.find(({ name }) => name === 'candle.up')!);
    expect(candlesIn(far)).toEqual(candlesIn(near));
    expect(far.shapes.map(({ name }) => name)).toContain('beyond.stop');
    expect(far.shapes.map(({ name }) => name)).not.toContain('level.stop');
  });

  test('the bars of an allocation are as long as the shares', () => {
    const shares = chartScene(allocationRequest(), measure).shapes;
    const bar = (name: string) => edges(shares.find((candidate) => candidate.name === name)!).width;
    expect(bar('share.0') / bar('track.0')).toBeCloseTo(4_812.4 / 10_012.4, 2);
    expect(bar('share.3') / bar('track.3')).toBeCloseTo(650 / 10_012.4, 2);
  });

  test('of equity the deepest fall reaches the bottom of its pane', () => {
    const values = [100, 120, 90, 110].map((value, index) => ({ at: START + index * DAY, value }));
    const { shapes } = chartScene(equityRequest({ equity: values, buyAndHold: [], trades: [] }), measure);
    const fall = shapes.find(({ name }) => name === 'drawdown.edge');
    const points = fall?.type === 'line' ? fall.points : [];
    expect(points.map(({ y }) => y)).toEqual([points[0]!.y, points[0]!.y, points[0]!.y + 76, expect.any(Number)]);
    expect(shapes.find(({ name }) => name === 'text.drawdown.low')).toMatchObject({ text: '-25.00%' });
  });
});

describe('for whom', () => {
  test('the same request gives the same bytes', () => {
    for (const request of [tradedRequest(btc), equityRequest(), allocationRequest()]) {
      expect(Buffer.compare(drawChart(request).png, drawChart(structuredClone(request)).png)).toBe(0);
    }
  });

  test('no picture is larger than 150 kB', () => {
    for (const name of ['300 candles', '200 trades', 'equity of a year in won', 'more holdings than rows']) {
      expect(drawChart(CASES[name]!).png.length).toBeLessThan(150_000);
    }
  });

  test('in Korean up is red, in English green, and either can be chosen', () => {
    const { up: english } = themeFor(viewer());
    const { up: korean } = themeFor(viewer({ language: 'ko' }));
    expect([english, korean]).toEqual(['#0c9c84', '#d8232f']);
    expect(themeFor(viewer({ colours: 'red-up' })).up).toBe(korean);
    expect(themeFor(viewer({ language: 'ko', colours: 'green-up' })).up).toBe(english);
  });

  test('times are those of the viewer', () => {
    const details = (zone: string) => {
      const shapes = textsOf(chartScene({ ...tradedRequest(btc), viewer: viewer({ zone }) }, measure));
      return shapes.find(({ name }) => name === 'text.details')?.text;
    };
    expect(details('Asia/Seoul')).toBe('15m · 24 May 09:00 – 25 May 09:00 KST');
    expect(details('America/New_York')).toBe('15m · 23 May 20:00 – 24 May 20:00 EDT');
  });

  test('what hides in a name is not drawn', () => {
    const title = 'a\u202eb\u200bc\u0007 \u05d0\u05d1 🚀🚀 한글';
    const texts = textsOf(chartScene(tradedRequest(btc, { title }), measure));
    expect(texts.find(({ name }) => name === 'text.title')?.text).toBe('abc ? ? 한글');
  });
});
