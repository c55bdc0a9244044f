import type { Format } from '../i18n/format.ts';
import type { MeasureText, Shape } from './scene.ts';
import { HEIGHT, lineHeight, MARGIN, TEXT_SIZE, textShape, WIDTH } from './scene.ts';
import type { Theme } from './theme.ts';
import { timeTicks } from './time-ticks.ts';

/** Where the data ends and the times begin. */
export const AXIS_TOP = HEIGHT - lineHeight(TEXT_SIZE) - 14;

const LEAST_GAP = 22;
/** Labels are about so wide, the gap included. */
const SPACING = 150;

export interface TimeAxisPlace {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
  /** Where the panes above begin; grid lines reach up to there. */
  readonly top: number;
  x(at: number): number;
}

/** Returns the times below a chart with their grid lines. A label that would touch the one before is left out. */
export function timeAxisShapes(
  place: TimeAxisPlace,
  format: Format,
  theme: Theme,
  measure: MeasureText,
): { readonly grid: readonly Shape[]; readonly labels: readonly Shape[] } {
  const grid: Shape[] = [];
  const labels: Shape[] = [];
  let free = MARGIN / 2;
  const most = Math.max(1, Math.floor((place.right - place.left) / SPACING));
  for (const tick of timeTicks(place.from, place.to, most, format)) {
    const x = place.x(tick.at);
    const width = measure(tick.label, TEXT_SIZE);
    const start = Math.max(MARGIN / 2, Math.min(x - width / 2, WIDTH - MARGIN / 2 - width));
    if (start < free) continue;
    const boxes = [{ x: x - 0.5, y: place.top, width: 1, height: AXIS_TOP - place.top }];
    grid.push({ type: 'boxes', name: 'grid', boxes, fill: theme.grid });
    const label = { name: `time.${tick.at}`, text: tick.label, x: start, y: AXIS_TOP + 6, fill: theme.muted };
    labels.push(textShape({ ...label, measure }));
    free = start + width + LEAST_GAP;
  }
  return { grid, labels };
}

/** Returns a span in words, fullest first; days only when it is long. */
export function spanTexts(from: number, to: number, format: Format): readonly string[] {
  if (from === to) return [`${format.dateTime(from)} ${format.zoneLabel()}`, format.dateTime(from)];
  const days = `${format.date(from)} – ${format.date(to)}`;
  if (to - from > 5 * 86_400_000) return [days];
  const fromText = format.dateTime(from);
  const toText = format.date(from) === format.date(to) ? format.dateTime(to).slice(-5) : format.dateTime(to);
  return [`${fromText} – ${toText} ${format.zoneLabel()}`, `${fromText} – ${toText}`, days];
}
