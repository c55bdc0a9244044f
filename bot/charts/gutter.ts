import type { ScaleTicks, ValueScale } from './price-scale.ts';
import type { Box, MeasureText, Shape } from './scene.ts';
import { lineHeight, MARGIN, TEXT_SIZE, textShape, WIDTH } from './scene.ts';
import type { Theme } from './theme.ts';
import { textOn } from './theme.ts';

/** A value that is named at the right edge, on a field of its colour. */
export interface Tag {
  readonly name: string;
  readonly value: number;
  readonly text: string;
  readonly fill: string;
}

export const PADDING = 8;
const HEIGHT = lineHeight(TEXT_SIZE);

/** Returns how wide the right edge must be for these texts. */
export function gutterWidth(texts: readonly string[], measure: MeasureText): number {
  return Math.ceil(Math.max(0, ...texts.map((text) => measure(text, TEXT_SIZE)))) + 2 * PADDING;
}

export interface GutterPlace {
  readonly scale: ValueScale;
  /** The data's left and right edge; the gutter is what lies right of it. */
  readonly left: number;
  readonly right: number;
}

/** Returns grid lines with their values at the right edge, and the tags above them; no text covers another. */
export function gutterShapes(
  place: GutterPlace,
  ticks: ScaleTicks,
  tags: readonly Tag[],
  write: (value: number, digits: number) => string,
  theme: Theme,
  measure: MeasureText,
): { readonly grid: readonly Shape[]; readonly labels: readonly Shape[] } {
  const { scale, left, right } = place;
  const boxes = tagBoxes(tags, place);
  const grid: Shape[] = [];
  const labels: Shape[] = [];
  for (const value of ticks.values) {
    const y = scale.y(value);
    grid.push({
      type: 'boxes',
      name: 'grid',
      boxes: [{ x: left, y: y - 0.5, width: right - left, height: 1 }],
      fill: theme.grid,
    });
    const top = y - HEIGHT / 2;
    if (top < scale.top - HEIGHT / 2 || top + HEIGHT > scale.bottom + HEIGHT / 2) continue;
    if (boxes.some((box) => top < box.y + box.height && box.y < top + HEIGHT)) continue;
    const label = { name: `tick.${value}`, text: write(value, ticks.digits), x: right + PADDING, y: top };
    labels.push(textShape({ ...label, fill: theme.muted, measure }));
  }
  for (const [index, tag] of tags.entries()) {
    const box = boxes[index];
    if (box !== undefined) labels.push(...tagShapes(tag, box, place, measure));
  }
  return { grid, labels };
}

/** Each tag stands at its value where it can; those too near to each other are moved apart, order kept. */
function tagBoxes(tags: readonly Tag[], { scale, right }: GutterPlace): readonly Box[] {
  const order = tags.map((_, index) => index).sort((a, b) => topOf(tags[a], scale) - topOf(tags[b], scale));
  const tops = order.map((index) => topOf(tags[index], scale));
  const lowest = scale.bottom + HEIGHT / 2 - HEIGHT;
  for (let place = 1; place < tops.length; place += 1) {
    tops[place] = Math.max(tops[place] ?? 0, (tops[place - 1] ?? 0) + HEIGHT + 2);
  }
  for (let place = tops.length - 1; place >= 0; place -= 1) {
    const ceiling = place === tops.length - 1 ? lowest : (tops[place + 1] ?? 0) - HEIGHT - 2;
    tops[place] = Math.min(tops[place] ?? 0, ceiling);
  }
  return tags.map((_, index) => ({
    x: right,
    y: tops[order.indexOf(index)] ?? 0,
    width: WIDTH - MARGIN / 2 - right,
    height: HEIGHT,
  }));
}

function topOf(tag: Tag | undefined, scale: ValueScale): number {
  return scale.y(tag?.value ?? 0) - HEIGHT / 2;
}

/** A field with its text; for a value beyond the scale an arrow beside it says where it lies. */
function tagShapes(tag: Tag, box: Box, { scale }: GutterPlace, measure: MeasureText): readonly Shape[] {
  const field: Shape = { type: 'boxes', name: `tag.${tag.name}`, boxes: [box], fill: tag.fill };
  const label = { name: `tag.${tag.name}`, text: tag.text, x: box.x + PADDING, y: box.y, fill: textOn(tag.fill) };
  const shapes: Shape[] = [field, textShape({ ...label, measure })];
  if (scale.holds(tag.value)) return shapes;
  const above = tag.value > scale.high;
  const [base, tip] = above ? [box.y + 26, box.y + 8] : [box.y + 8, box.y + 26];
  const points = [
    { x: box.x - 26, y: base },
    { x: box.x - 6, y: base },
    { x: box.x - 16, y: tip },
  ];
  return [
    ...shapes,
    { type: 'polygon', name: `beyond.${tag.name}`, points, fill: tag.fill, edge: tag.fill, edgeWidth: 0 },
  ];
}
