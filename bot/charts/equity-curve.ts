import type { ValuePoint } from './chart.ts';

/** How far below its highest value so far something stood, as a fraction from 0 to -1 (a loss beyond all: below -1). */
export interface DrawdownPoint {
  readonly at: number;
  readonly fraction: number;
}

/** Returns the drawdown at each point; 0 where nothing but losses came before. */
export function drawdowns(points: readonly ValuePoint[]): readonly DrawdownPoint[] {
  let peak = Number.NEGATIVE_INFINITY;
  return points.map(({ at, value }) => {
    peak = Math.max(peak, value);
    return { at, fraction: peak > 0 ? value / peak - 1 : 0 };
  });
}

/**
 * Returns at most `columns` × 4 points that draw the same line: of each column the first, lowest, highest and last, in
 * the order they came.
 */
export function thinned<Item extends { readonly at: number }>(
  points: readonly Item[],
  columns: number,
  readValue: (point: Item) => number,
): readonly Item[] {
  if (points.length <= columns * 4) return points;
  const from = points[0]?.at ?? 0;
  const width = ((points.at(-1)?.at ?? 0) - from) / columns || 1;
  const kept: Item[] = [];
  let column: Item[] = [];
  let current = 0;
  const close = () => kept.push(...extremes(column, readValue));
  for (const point of points) {
    const place = Math.min(columns - 1, Math.floor((point.at - from) / width));
    if (place !== current) {
      close();
      column = [];
      current = place;
    }
    column.push(point);
  }
  close();
  return kept;
}

function extremes<Item>(column: readonly Item[], readValue: (point: Item) => number): readonly Item[] {
  if (column.length <= 4) return column;
  let [lowest, highest] = [0, 0];
  for (const [index, point] of column.entries()) {
    const value = readValue(point);
    if (value < readValue(column[lowest] ?? point)) lowest = index;
    if (value > readValue(column[highest] ?? point)) highest = index;
  }
  const places = [...new Set([0, lowest, highest, column.length - 1])].sort((a, b) => a - b);
  return places.flatMap((place) => column[place] ?? []);
}
