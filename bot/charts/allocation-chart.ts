import type { AllocationRequest, Holding } from './chart.ts';
import { chartFormat } from './chart-format.ts';
import type { ChartTexts } from './chart-texts.ts';
import { CHART_TEXTS, fillText } from './chart-texts.ts';
import { drawableText } from './drawable-text.ts';
import { emptyShapes } from './empty-chart.ts';
import { HEADER_BOTTOM, headerShapes } from './header.ts';
import { fixedText, moneyDigits, moneyText, shortText } from './number-text.ts';
import type { MeasureText, Scene, Shape } from './scene.ts';
import { fitText, HEIGHT, lineHeight, MARGIN, snap, TEXT_SIZE, textShape, WIDTH } from './scene.ts';
import type { Theme } from './theme.ts';
import { faded, themeFor } from './theme.ts';

/** A line of the picture. Shares are of all sizes added up, so they come to one. */
export interface Share {
  readonly name: string;
  readonly kind: Holding['kind'] | 'others';
  readonly value: number;
  readonly fraction: number;
}

const MOST_ROWS = 7;
const TOP = HEADER_BOTTOM + 16;
const TALLEST_ROW = 78;
const GAP = 16;
const WIDEST_NAME = 210;

/** Returns the shares, cash first, then the largest; the smallest are put together when they are too many. */
export function sharesOf(request: AllocationRequest, texts: ChartTexts): readonly Share[] {
  const held = request.holdings.filter(({ value }) => value !== 0);
  const total = held.reduce((sum, { value }) => sum + Math.abs(value), 0);
  const share = (name: string, kind: Share['kind'], value: number): Share => ({
    name,
    kind,
    value,
    fraction: Math.abs(value) / total,
  });
  const cash = held.filter(({ kind }) => kind === 'cash');
  const rest = held.filter(({ kind }) => kind !== 'cash').sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const ordered = [...cash, ...rest].map(({ name, kind, value }) => share(labelOf(name, kind, texts), kind, value));
  if (ordered.length <= MOST_ROWS) return ordered;
  const small = ordered.slice(MOST_ROWS - 1);
  const others = small.reduce((sum, { value }) => sum + Math.abs(value), 0);
  return [...ordered.slice(0, MOST_ROWS - 1), share(fillText(texts.others, { count: small.length }), 'others', others)];
}

function labelOf(name: string, kind: Holding['kind'], texts: ChartTexts): string {
  if (kind === 'cash') return name === '' ? texts.cash : `${texts.cash} ${name}`;
  return kind === 'short' ? fillText(texts.short, { name }) : name;
}

/** Returns the picture of where the money is: a bar for each share, all from one line, so that lengths compare. */
export function allocationScene(request: AllocationRequest, measure: MeasureText): Scene {
  const theme = themeFor(request.viewer);
  const texts = CHART_TEXTS[request.viewer.language];
  const format = chartFormat(request.viewer);
  const scene = { width: WIDTH, height: HEIGHT, background: theme.background };
  const header = headerShapes(
    {
      title: request.title === null ? texts.allocation : drawableText(request.title),
      figure: moneyText(request.equity, drawableText(request.quoteCurrency)),
      details: [`${format.dateTime(request.at)} ${format.zoneLabel()}`, format.dateTime(request.at)],
      change: null,
      changeColour: theme.ink,
    },
    theme,
    measure,
  );
  const shares = sharesOf(request, texts).map((share) => ({ ...share, name: drawableText(share.name) }));
  if (shares.length === 0) {
    return { ...scene, shapes: [...header, ...emptyShapes(texts.noHoldings, theme, measure)] };
  }
  return { ...scene, shapes: [...header, ...rowShapes(request, shares, theme, measure)] };
}

function rowShapes(
  request: AllocationRequest,
  shares: readonly Share[],
  theme: Theme,
  measure: MeasureText,
): readonly Shape[] {
  const large = shares.some(({ value }) => Math.abs(value) >= 1e8);
  const rows = shares.map((share) => ({
    share,
    name: fitText(share.name, TEXT_SIZE, WIDEST_NAME, measure),
    percent: `${fixedText(share.fraction * 100, 1)}%`,
    value: large
      ? shortText(share.value, request.viewer.language)
      : fixedText(share.value, moneyDigits(request.quoteCurrency)),
  }));
  const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => measure(text, TEXT_SIZE)));
  const nameWidth = widest(rows.map(({ name }) => name));
  const valueWidth = widest(rows.map(({ value }) => value));
  const percentWidth = widest(rows.map(({ percent }) => percent));
  const left = MARGIN + nameWidth + GAP;
  const valueRight = WIDTH - MARGIN;
  const percentRight = valueRight - valueWidth - GAP;
  const right = percentRight - percentWidth - GAP;
  const rowHeight = Math.min(TALLEST_ROW, (HEIGHT - MARGIN - TOP) / rows.length);
  const barHeight = Math.min(40, rowHeight * 0.62);
  return rows.flatMap(({ share, name, percent, value }, index) => {
    const middle = TOP + (index + 0.5) * rowHeight;
    const y = middle - lineHeight(TEXT_SIZE) / 2;
    const track = { x: left, y: snap(middle - barHeight / 2), width: right - left, height: barHeight };
    // What is there is seen, however small.
    const bar = { ...track, width: Math.max(2, snap(share.fraction * (right - left))) };
    const words = (part: string, text: string) => ({ name: `${part}.${index}`, text, y, measure });
    return [
      { type: 'boxes' as const, name: `track.${index}`, boxes: [track], fill: faded(theme.grid, 0.7) },
      { type: 'boxes' as const, name: `share.${index}`, boxes: [bar], fill: fillOf(share, theme) },
      textShape({ ...words('name', name), x: MARGIN, fill: theme.ink }),
      textShape({ ...words('percent', percent), x: percentRight, align: 'right', fill: theme.ink }),
      textShape({ ...words('value', value), x: valueRight, align: 'right', fill: theme.muted }),
    ];
  });
}

function fillOf({ kind }: Share, theme: Theme): string {
  if (kind === 'long') return theme.equity;
  return kind === 'short' ? theme.stop : theme.muted;
}
