import type { TradeMark } from './chart.ts';
import type { Point, Shape } from './scene.ts';
import type { Theme } from './theme.ts';

/** A mark is so wide; where there are many, each is smaller. */
export function markSize(count: number): number {
  if (count > 80) return 10;
  return count > 20 ? 17 : 24;
}

/**
 * Returns a triangle whose tip is at the fill: a purchase points up from below, a sale down from above; an entry is
 * full, an exit hollow. An edge sets it off from the candles. Drawn as a path: few fonts have ▲ and ▼.
 */
export function markShape(
  name: string,
  mark: Pick<TradeMark, 'type' | 'side'>,
  tip: Point,
  size: number,
  theme: Theme,
): Shape {
  const away = mark.side === 'buy' ? 1 : -1;
  const base = tip.y + away * size * 0.95;
  const points = [
    { x: tip.x, y: tip.y },
    { x: tip.x + size / 2, y: base },
    { x: tip.x - size / 2, y: base },
  ];
  const [fill, edge] = mark.type === 'entry' ? [theme.entry, theme.background] : [theme.exit, theme.ink];
  return { type: 'polygon', name, points, fill, edge, edgeWidth: size < 15 ? 1.5 : 2.5 };
}
