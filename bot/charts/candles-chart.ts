import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import type { Format } from '../i18n/format.ts';
import type { CandleSlots } from './candle-slots.ts';
import { candleSlots } from './candle-slots.ts';
import type { CandlesRequest, ChartCandle } from './chart.ts';
import { chartFormat } from './chart-format.ts';
import type { ChartTexts } from './chart-texts.ts';
import { CHART_TEXTS } from './chart-texts.ts';
import { drawableText } from './drawable-text.ts';
import { emptyShapes } from './empty-chart.ts';
import type { Tag } from './gutter.ts';
import { gutterShapes, gutterWidth, PADDING } from './gutter.ts';
import { HEADER_BOTTOM, headerShapes } from './header.ts';
import type { LegendItem } from './legend.ts';
import { LEGEND_BOTTOM, legendShapes, lineSign, patchSign } from './legend.ts';
import { digitsFor, fixedText, shortText } from './number-text.ts';
import type { ValueScale } from './price-scale.ts';
import { ticksOf, valueScale } from './price-scale.ts';
import type { Box, MeasureText, Scene, Shape } from './scene.ts';
import { HEIGHT, lineHeight, MARGIN, snap, TEXT_SIZE, textShape, WIDTH } from './scene.ts';
import type { Theme } from './theme.ts';
import { faded, moveColour, themeFor } from './theme.ts';
import { AXIS_TOP, spanTexts, timeAxisShapes } from './time-axis.ts';
import { markShape, markSize } from './trade-marks.ts';

const VOLUME_HEIGHT = 72;
const PANE_GAP = 20;
const WIDEST_CANDLE = 26;
const PRICE_BOTTOM = AXIS_TOP - VOLUME_HEIGHT - PANE_GAP;

export const STOP_DASH: readonly number[] = [5, 5];
export const TARGET_DASH: readonly number[] = [16, 7];

interface Frame {
  readonly request: CandlesRequest;
  readonly texts: ChartTexts;
  readonly theme: Theme;
  readonly format: Format;
  readonly measure: MeasureText;
  readonly slots: CandleSlots;
  readonly scale: ValueScale;
  readonly left: number;
  readonly right: number;
  readonly slotWidth: number;
  price(value: number): string;
}

/** Returns the picture of a market: candles, volume below, and what was done there. */
export function candlesScene(request: CandlesRequest, measure: MeasureText): Scene {
  const theme = themeFor(request.viewer);
  const texts = CHART_TEXTS[request.viewer.language];
  const format = chartFormat(request.viewer);
  const scene = { width: WIDTH, height: HEIGHT, background: theme.background };
  const { first, last } = ends(request.candles);
  const symbol = drawableText(format.pair(request.symbol));
  const timeframe = texts.timeframes[request.timeframe];
  if (first === undefined || last === undefined) {
    const header = {
      title: titleOf(request),
      figure: null,
      details: [request.title === null ? timeframe : `${symbol} · ${timeframe}`],
      change: null,
    };
    const shapes = headerShapes({ ...header, changeColour: theme.ink }, theme, measure);
    return { ...scene, shapes: [...shapes, ...emptyShapes(texts.noCandles, theme, measure)] };
  }
  const frame = frameOf(request, last, { theme, texts, format, measure });
  const barMs = TIMEFRAME_MS[request.timeframe];
  const change = first.open === 0 ? 0 : last.close / first.open - 1;
  const spans = spanTexts(first.openTime, last.openTime + barMs, format);
  const named = request.title === null ? timeframe : `${symbol} · ${timeframe}`;
  const header = {
    title: titleOf(request),
    figure: frame.price(last.close),
    details: [...spans.map((span) => `${named} · ${span}`), named],
    change: format.signedPercent(change),
    changeColour: moveColour(change, theme),
  };
  const axis = timeAxisShapes(
    {
      from: first.openTime,
      to: last.openTime + barMs,
      left: frame.left,
      right: frame.right,
      top: frame.scale.top,
      x: (at) => frame.left + frame.slots.slotOf(at) * frame.slotWidth,
    },
    format,
    theme,
    measure,
  );
  const tags = tagsOf(frame, last);
  const ticks = ticksOf(frame.scale, 56);
  const gutter = gutterShapes(frame, ticks, tags, (value, digits) => fixedText(value, digits), theme, measure);
  return {
    ...scene,
    shapes: [
      ...gutter.grid,
      ...axis.grid,
      ...gapShapes(frame),
      ...signalShapes(frame),
      ...candleShapes(frame),
      ...volumeShapes(frame),
      ...levelShapes(frame, last),
      ...tradeShapes(frame),
      ...headerShapes(header, theme, measure),
      ...legendShapes(legendOf(frame), theme, measure),
      ...axis.labels,
      ...gutter.labels,
    ],
  };
}

function titleOf(request: CandlesRequest): string {
  return drawableText(request.title ?? chartFormat(request.viewer).pair(request.symbol));
}

function ends(candles: readonly ChartCandle[]): { first: ChartCandle | undefined; last: ChartCandle | undefined } {
  return { first: candles[0], last: candles.at(-1) };
}

function frameOf(
  request: CandlesRequest,
  last: ChartCandle,
  base: Pick<Frame, 'theme' | 'texts' | 'format' | 'measure'>,
): Frame {
  const { candles, marks, stopPrice, targetPrice } = request;
  const slots = candleSlots(candles, TIMEFRAME_MS[request.timeframe]);
  const explained = marks.length > 0 || stopPrice !== null || targetPrice !== null || request.signalAt !== null;
  const top = (explained ? LEGEND_BOTTOM : HEADER_BOTTOM) + lineHeight(TEXT_SIZE) / 2 + 6;
  const levels = [stopPrice, targetPrice].filter((price) => price !== null);
  const range = {
    low: Math.min(...candles.map(({ low }) => low)),
    high: Math.max(...candles.map(({ high }) => high)),
    extras: [...levels, ...marks.map(({ price }) => price)],
  };
  const scale = valueScale(range, { top, bottom: PRICE_BOTTOM });
  const digits = request.priceDigits ?? digitsFor(last.close);
  const price = (value: number) => fixedText(value, digits);
  const ticks = ticksOf(scale, 56);
  const written = [
    ...ticks.values.map((value) => fixedText(value, ticks.digits)),
    ...[last.close, ...levels].map(price),
    base.texts.volume,
    shortText(Math.max(...candles.map(({ volume }) => volume)), request.viewer.language),
  ];
  const right = WIDTH - MARGIN / 2 - gutterWidth(written, base.measure);
  return { ...base, request, slots, scale, left: MARGIN, right, slotWidth: (right - MARGIN) / slots.count, price };
}

function middleOf(frame: Frame, candleIndex: number): number {
  return frame.left + ((frame.slots.places[candleIndex] ?? 0) + 0.5) * frame.slotWidth;
}

function bodyWidth(frame: Frame): number {
  return Math.max(1, Math.min(WIDEST_CANDLE, snap(frame.slotWidth * 0.72)));
}

function candleShapes(frame: Frame): readonly Shape[] {
  const up: Box[] = [];
  const down: Box[] = [];
  const body = bodyWidth(frame);
  const wick = body >= 12 ? 2 : body >= 4 ? 1 : 0.5;
  for (const [index, candle] of frame.request.candles.entries()) {
    const boxes = candle.close < candle.open ? down : up;
    const left = snap(middleOf(frame, index) - body / 2);
    const [high, low] = [snap(frame.scale.y(candle.high)), snap(frame.scale.y(candle.low))];
    const top = snap(frame.scale.y(Math.max(candle.open, candle.close)));
    const bottom = snap(frame.scale.y(Math.min(candle.open, candle.close)));
    boxes.push({ x: left + body / 2 - wick / 2, y: high, width: wick, height: Math.max(0.5, low - high) });
    // A price that did not move is a stroke.
    boxes.push({ x: left, y: top, width: body, height: Math.max(1, bottom - top) });
  }
  return [
    { type: 'boxes', name: 'candle.up', boxes: up, fill: frame.theme.up },
    { type: 'boxes', name: 'candle.down', boxes: down, fill: frame.theme.down },
  ];
}

function volumeShapes(frame: Frame): readonly Shape[] {
  const { request, theme, texts, measure, right } = frame;
  const largest = Math.max(...request.candles.map(({ volume }) => volume));
  const top = AXIS_TOP - VOLUME_HEIGHT;
  const bars = (falling: boolean): Box[] =>
    request.candles.flatMap((candle, index) => {
      if (candle.close < candle.open !== falling || largest === 0) return [];
      const height = snap((candle.volume / largest) * VOLUME_HEIGHT);
      const x = snap(middleOf(frame, index) - bodyWidth(frame) / 2);
      return [{ x, y: AXIS_TOP - height, width: bodyWidth(frame), height }];
    });
  const words = { x: right + PADDING, fill: theme.muted, measure };
  return [
    { type: 'boxes', name: 'volume.up', boxes: bars(false), fill: faded(theme.up, 0.6) },
    { type: 'boxes', name: 'volume.down', boxes: bars(true), fill: faded(theme.down, 0.6) },
    {
      type: 'boxes',
      name: 'grid',
      boxes: [{ x: frame.left, y: AXIS_TOP, width: right - frame.left, height: 1 }],
      fill: theme.muted,
    },
    textShape({ ...words, name: 'volume', text: texts.volume, y: top }),
    textShape({
      ...words,
      name: 'volume.most',
      text: shortText(largest, request.viewer.language),
      y: top + lineHeight(TEXT_SIZE),
    }),
  ];
}

/** Where bars are missing there is nothing to see; the ground says that this is so. */
function gapShapes(frame: Frame): readonly Shape[] {
  const boxes = frame.slots.gaps.map(({ from, to }) => ({
    x: frame.left + from * frame.slotWidth,
    y: frame.scale.top,
    width: (to - from) * frame.slotWidth,
    height: AXIS_TOP - frame.scale.top,
  }));
  return boxes.length === 0 ? [] : [{ type: 'boxes', name: 'gap', boxes, fill: faded(frame.theme.muted, 0.16) }];
}

function signalShapes(frame: Frame): readonly Shape[] {
  const { request, scale, theme } = frame;
  const index = request.signalAt === null ? -1 : frame.slots.candleAt(request.signalAt);
  if (index < 0) return [];
  const width = Math.max(10, Math.min(frame.slotWidth, WIDEST_CANDLE + 8));
  const x = Math.max(frame.left, Math.min(middleOf(frame, index) - width / 2, frame.right - width));
  const boxes = [{ x, y: scale.top, width, height: AXIS_TOP - scale.top }];
  return [{ type: 'boxes', name: 'signal', boxes, fill: theme.signal }];
}

function levelShapes(frame: Frame, last: ChartCandle): readonly Shape[] {
  const { request, theme } = frame;
  return [
    level(frame, 'last', last.close, theme.muted, 1, [2, 4]),
    level(frame, 'stop', request.stopPrice, theme.stop, 2.5, STOP_DASH),
    level(frame, 'target', request.targetPrice, theme.target, 2.5, TARGET_DASH),
  ].flat();
}

function level(
  frame: Frame,
  name: string,
  price: number | null,
  stroke: string,
  width: number,
  dash: readonly number[],
): readonly Shape[] {
  if (price === null || !frame.scale.holds(price)) return [];
  const y = frame.scale.y(price);
  const points = [
    { x: frame.left, y },
    { x: frame.right, y },
  ];
  return [{ type: 'line', name: `level.${name}`, points, stroke, width, dash }];
}

function tagsOf(frame: Frame, last: ChartCandle): readonly Tag[] {
  const { request, theme } = frame;
  const tag = (name: string, value: number | null, fill: string): readonly Tag[] =>
    value === null ? [] : [{ name, value, text: frame.price(value), fill }];
  return [
    // Neither up nor down: the header says how the price has moved over the whole span.
    ...tag('last', last.close, theme.ink),
    ...tag('stop', request.stopPrice, theme.stop),
    ...tag('target', request.targetPrice, theme.target),
  ];
}

function tradeShapes(frame: Frame): readonly Shape[] {
  const { marks } = frame.request;
  const size = markSize(marks.length);
  return marks.flatMap((mark, index) => {
    const candle = frame.slots.candleAt(mark.at);
    if (candle < 0) return [];
    const tip = { x: middleOf(frame, candle), y: frame.scale.y(mark.price) };
    return [markShape(`mark.${mark.type}.${index}`, mark, tip, size, frame.theme)];
  });
}

function legendOf(frame: Frame): readonly LegendItem[] {
  const { request, texts, theme } = frame;
  const items: LegendItem[] = [];
  for (const type of ['entry', 'exit'] as const) {
    const mark = request.marks.find((candidate) => candidate.type === type);
    if (mark === undefined) continue;
    const sign: LegendItem['sign'] = ({ x, y }) => [
      markShape(`legend.${type}`, mark, { x, y: mark.side === 'buy' ? y - 12 : y + 12 }, 24, theme),
    ];
    items.push({ name: type, label: texts[type], sign });
  }
  if (request.stopPrice !== null) {
    items.push({ name: 'stop', label: texts.stop, sign: lineSign('stop', theme.stop, 4, STOP_DASH) });
  }
  if (request.targetPrice !== null) {
    items.push({ name: 'target', label: texts.target, sign: lineSign('target', theme.target, 4, TARGET_DASH) });
  }
  if (request.signalAt !== null) {
    items.push({ name: 'signal', label: texts.signal, sign: patchSign('signal', theme.signal, 16) });
  }
  return items;
}
