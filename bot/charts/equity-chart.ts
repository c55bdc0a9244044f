import type { Format } from '../i18n/format.ts';
import type { EquityRequest, TradeTick, ValuePoint } from './chart.ts';
import { chartFormat } from './chart-format.ts';
import type { ChartTexts } from './chart-texts.ts';
import { CHART_TEXTS } from './chart-texts.ts';
import { drawableText } from './drawable-text.ts';
import { emptyShapes } from './empty-chart.ts';
import { drawdowns, thinned } from './equity-curve.ts';
import type { Tag } from './gutter.ts';
import { gutterShapes, gutterWidth, PADDING } from './gutter.ts';
import { headerShapes } from './header.ts';
import type { LegendItem } from './legend.ts';
import { LEGEND_BOTTOM, legendShapes, lineSign, patchSign } from './legend.ts';
import { fixedText, moneyText, shortText } from './number-text.ts';
import type { ValueScale } from './price-scale.ts';
import { ticksOf, valueScale } from './price-scale.ts';
import type { Box, MeasureText, Scene, Shape } from './scene.ts';
import { HEIGHT, lineHeight, MARGIN, snap, TEXT_SIZE, textShape, WIDTH } from './scene.ts';
import type { Theme } from './theme.ts';
import { faded, moveColour, themeFor } from './theme.ts';
import { AXIS_TOP, spanTexts, timeAxisShapes } from './time-axis.ts';

const DRAWDOWN_HEIGHT = 76;
const TICKS_HEIGHT = 30;
const TICK_HEIGHT = 13;
const DRAWDOWN_TOP = AXIS_TOP - DRAWDOWN_HEIGHT;
const TICKS_TOP = DRAWDOWN_TOP - TICKS_HEIGHT - 6;
const TOP = LEGEND_BOTTOM + lineHeight(TEXT_SIZE) / 2 + 4;
const HOLD_DASH: readonly number[] = [10, 6];

interface Frame {
  readonly request: EquityRequest;
  readonly texts: ChartTexts;
  readonly theme: Theme;
  readonly format: Format;
  readonly measure: MeasureText;
  readonly scale: ValueScale;
  readonly left: number;
  readonly right: number;
  readonly from: number;
  readonly to: number;
  readonly deepest: number;
  x(at: number): number;
}

/** Returns the picture of what the money became: equity against buy-and-hold, trades as ticks, drawdown beneath. */
export function equityScene(request: EquityRequest, measure: MeasureText): Scene {
  const theme = themeFor(request.viewer);
  const texts = CHART_TEXTS[request.viewer.language];
  const format = chartFormat(request.viewer);
  const scene = { width: WIDTH, height: HEIGHT, background: theme.background };
  const title = request.title === null ? texts.equity : drawableText(request.title);
  const [first, last] = [request.equity[0], request.equity.at(-1)];
  if (first === undefined || last === undefined) {
    const header = { title, figure: null, details: [], change: null, changeColour: theme.ink };
    const shapes = headerShapes(header, theme, measure);
    return { ...scene, shapes: [...shapes, ...emptyShapes(texts.noEquity, theme, measure)] };
  }
  const frame = frameOf(request, first, last, { theme, texts, format, measure });
  const header = {
    title,
    figure: moneyText(last.value, drawableText(request.quoteCurrency)),
    details: spanTexts(first.at, last.at, format),
    change: first.value > 0 ? format.signedPercent(last.value / first.value - 1) : null,
    changeColour: moveColour(last.value - first.value, theme),
  };
  const axis = timeAxisShapes({ ...frame, top: frame.scale.top }, format, theme, measure);
  const gutter = gutterShapes(frame, ticksOf(frame.scale, 56), tagsOf(frame, last), writer(frame), theme, measure);
  return {
    ...scene,
    shapes: [
      ...gutter.grid,
      ...axis.grid,
      ...drawdownShapes(frame),
      ...tradeShapes(frame),
      ...curve(frame, 'buy-and-hold', request.buyAndHold, theme.muted, 3, HOLD_DASH),
      ...curve(frame, 'equity', request.equity, theme.equity, 3.5, []),
      ...headerShapes(header, theme, measure),
      ...legendShapes(legendOf(frame), theme, measure),
      ...axis.labels,
      ...gutter.labels,
    ],
  };
}

function frameOf(
  request: EquityRequest,
  first: ValuePoint,
  last: ValuePoint,
  base: Pick<Frame, 'theme' | 'texts' | 'format' | 'measure'>,
): Frame {
  const values = [...request.equity, ...request.buyAndHold].map(({ value }) => value);
  const range = { low: lowest(values), high: -lowest(values.map((value) => -value)) };
  const scale = valueScale(range, { top: TOP, bottom: TICKS_TOP - 10 });
  const deepest = lowest(drawdowns(request.equity).map(({ fraction }) => fraction));
  const ticks = ticksOf(scale, 56);
  const write = writer({ request });
  const written = [
    ...ticks.values.map((value) => write(value, ticks.digits)),
    ...[last, ...request.buyAndHold.slice(-1)].map(({ value }) => write(value, 0)),
    base.format.percent(deepest),
  ];
  const [left, right] = [MARGIN, WIDTH - MARGIN / 2 - gutterWidth(written, base.measure)];
  const lengthMs = last.at - first.at;
  const x = (at: number): number => {
    const part = lengthMs === 0 ? 0.5 : (at - first.at) / lengthMs;
    return left + Math.min(1, Math.max(0, part)) * (right - left);
  };
  return { ...base, request, scale, left, right, from: first.at, to: last.at, deepest, x };
}

/** In a loop: thousands of values are too many for the arguments of Math.min. */
function lowest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

/** Large sums are written short, so that the curve keeps its room. */
function writer({ request }: Pick<Frame, 'request'>): (value: number, digits: number) => string {
  const large = request.equity.some(({ value }) => Math.abs(value) >= 1e8);
  return (value, digits) => (large ? shortText(value, request.viewer.language) : fixedText(value, digits));
}

function curve(
  frame: Frame,
  name: string,
  points: readonly ValuePoint[],
  stroke: string,
  width: number,
  dash: readonly number[],
): readonly Shape[] {
  const inside = points.filter(({ at }) => at >= frame.from && at <= frame.to);
  const kept = thinned(inside, columnsOf(frame), ({ value }) => value);
  const line = kept.map(({ at, value }) => ({ x: frame.x(at), y: frame.scale.y(value) }));
  const only = line[0];
  if (only === undefined) return [];
  // A single point would leave no stroke.
  const drawn =
    line.length === 1
      ? [
          { ...only, x: only.x - 6 },
          { ...only, x: only.x + 6 },
        ]
      : line;
  return [{ type: 'line', name: `curve.${name}`, points: drawn, stroke, width, dash }];
}

/** A column is two pixels: a line is wider than that. */
function columnsOf({ left, right }: Frame): number {
  return Math.round((right - left) / 2);
}

function drawdownShapes(frame: Frame): readonly Shape[] {
  const { request, theme, format, measure, left, right, deepest } = frame;
  const width = right - left;
  const kept = thinned(drawdowns(request.equity), columnsOf(frame), ({ fraction }) => fraction);
  const depth = deepest === 0 ? 1 : -deepest;
  const y = (fraction: number) => DRAWDOWN_TOP + (-fraction / depth) * DRAWDOWN_HEIGHT;
  const edge = kept.map(({ at, fraction }) => ({ x: frame.x(at), y: y(fraction) }));
  const ends = [frame.x(frame.to), frame.x(frame.from)].map((x) => ({ x, y: DRAWDOWN_TOP }));
  const words = { x: right + PADDING, measure };
  const shapes: Shape[] = [
    { type: 'boxes', name: 'grid', boxes: [{ x: left, y: DRAWDOWN_TOP - 0.5, width, height: 1 }], fill: theme.muted },
    { type: 'boxes', name: 'grid', boxes: [{ x: left, y: AXIS_TOP, width, height: 1 }], fill: theme.muted },
  ];
  if (deepest < 0) {
    const fill = faded(theme.drawdown, 0.5);
    shapes.push({ type: 'polygon', name: 'drawdown', points: [...edge, ...ends], fill, edge: fill, edgeWidth: 0 });
    shapes.push({ type: 'line', name: 'drawdown.edge', points: edge, stroke: theme.drawdown, width: 2, dash: [] });
    const low = { name: 'drawdown.low', text: format.percent(deepest), y: AXIS_TOP - lineHeight(TEXT_SIZE) };
    shapes.push(textShape({ ...words, ...low, fill: theme.drawdown }));
  }
  const zero = { name: 'drawdown.zero', text: '0%', y: DRAWDOWN_TOP - lineHeight(TEXT_SIZE) / 2, fill: theme.muted };
  return [...shapes, textShape({ ...words, ...zero })];
}

/** A gain stands on the middle line, a loss hangs from it. */
function tradeShapes(frame: Frame): readonly Shape[] {
  const { request, theme } = frame;
  const middle = TICKS_TOP + TICKS_HEIGHT / 2;
  const inside = request.trades.filter(({ at }) => at >= frame.from && at <= frame.to);
  if (inside.length === 0) return [];
  const width = inside.length > 80 ? 2 : 4;
  const boxOf = ({ at, net }: TradeTick): Box => ({
    x: snap(frame.x(at) - width / 2),
    y: net < 0 ? middle + 1 : middle - TICK_HEIGHT,
    width,
    height: TICK_HEIGHT,
  });
  const line = { x: frame.left, y: middle, width: frame.right - frame.left, height: 1 };
  return [
    { type: 'boxes', name: 'grid', boxes: [line], fill: theme.grid },
    { type: 'boxes', name: 'trade.won', boxes: inside.filter(({ net }) => net >= 0).map(boxOf), fill: theme.up },
    { type: 'boxes', name: 'trade.lost', boxes: inside.filter(({ net }) => net < 0).map(boxOf), fill: theme.down },
  ];
}

function tagsOf(frame: Frame, last: ValuePoint): readonly Tag[] {
  const { request, theme } = frame;
  const write = writer(frame);
  const hold = request.buyAndHold.at(-1);
  const tags: Tag[] = [{ name: 'equity', value: last.value, text: write(last.value, 0), fill: theme.equity }];
  if (hold !== undefined) {
    tags.push({ name: 'buy-and-hold', value: hold.value, text: write(hold.value, 0), fill: theme.muted });
  }
  return tags;
}

function legendOf({ request, texts, theme }: Frame): readonly LegendItem[] {
  const items: LegendItem[] = [{ name: 'equity', label: texts.equity, sign: lineSign('equity', theme.equity, 4, []) }];
  if (request.buyAndHold.length > 0) {
    items.push({ name: 'hold', label: texts.buyAndHold, sign: lineSign('hold', theme.muted, 4, HOLD_DASH) });
  }
  const drawdownSign = patchSign('drawdown', faded(theme.drawdown, 0.5), 24);
  items.push({ name: 'drawdown', label: texts.drawdown, sign: drawdownSign });
  if (request.trades.length > 0) items.push({ name: 'trades', label: texts.trades, sign: tradeSign(theme) });
  return items;
}

function tradeSign(theme: Theme): LegendItem['sign'] {
  return ({ x, y }) => [
    {
      type: 'boxes',
      name: 'legend.won',
      boxes: [{ x: x - 8, y: y - TICK_HEIGHT, width: 5, height: TICK_HEIGHT }],
      fill: theme.up,
    },
    { type: 'boxes', name: 'legend.lost', boxes: [{ x: x + 3, y, width: 5, height: TICK_HEIGHT }], fill: theme.down },
  ];
}
