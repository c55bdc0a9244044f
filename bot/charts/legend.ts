import { HEADER_BOTTOM } from './header.ts';
import type { MeasureText, Point, Shape } from './scene.ts';
import { lineHeight, MARGIN, TEXT_SIZE, textShape, WIDTH } from './scene.ts';
import type { Theme } from './theme.ts';

export interface LegendItem {
  readonly name: string;
  readonly label: string;
  /** Draws the sign around a point, at most `ICON_WIDTH` wide. */
  sign(middle: Point): readonly Shape[];
}

export const ICON_WIDTH = 36;
const ICON_GAP = 8;
const ITEM_GAP = 26;
const TOP = HEADER_BOTTOM + 6;

export const LEGEND_BOTTOM = TOP + lineHeight(TEXT_SIZE);

/** Returns the line that explains the signs in a chart; what does not fit any more is left out, the last first. */
export function legendShapes(items: readonly LegendItem[], theme: Theme, measure: MeasureText): readonly Shape[] {
  const shapes: Shape[] = [];
  let x = MARGIN;
  for (const item of items) {
    const width = ICON_WIDTH + ICON_GAP + measure(item.label, TEXT_SIZE);
    if (x + width > WIDTH - MARGIN) break;
    const label = { name: `legend.${item.name}`, text: item.label, x: x + ICON_WIDTH + ICON_GAP, y: TOP };
    shapes.push(...item.sign({ x: x + ICON_WIDTH / 2, y: TOP + lineHeight(TEXT_SIZE) / 2 }));
    shapes.push(textShape({ ...label, fill: theme.ink, measure }));
    x += width + ITEM_GAP;
  }
  return shapes;
}

/** Returns a sign that is a piece of a line. */
export function lineSign(name: string, stroke: string, width: number, dash: readonly number[]): LegendItem['sign'] {
  return ({ x, y }) => {
    const points = [
      { x: x - ICON_WIDTH / 2, y },
      { x: x + ICON_WIDTH / 2, y },
    ];
    return [{ type: 'line', name: `legend.${name}`, points, stroke, width, dash }];
  };
}

/** Returns a sign that is a filled patch. */
export function patchSign(name: string, fill: string, width: number): LegendItem['sign'] {
  return ({ x, y }) => [
    { type: 'boxes', name: `legend.${name}`, boxes: [{ x: x - width / 2, y: y - 12, width, height: 24 }], fill },
  ];
}
