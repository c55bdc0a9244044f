import type { MeasureText, Shape } from './scene.ts';
import { fitText, lineHeight, MARGIN, TEXT_SIZE, TITLE_SIZE, textShape, WIDTH } from './scene.ts';
import type { Theme } from './theme.ts';

export interface HeaderParts {
  readonly title: string;
  /** The figure of the picture: a last price, the equity. */
  readonly figure: string | null;
  /** The second line, fullest first: the first that fits is taken. */
  readonly details: readonly string[];
  /** How the figure has changed. */
  readonly change: string | null;
  readonly changeColour: string;
}

const TOP = 12;
const GAP = 24;

/** Where the header ends. */
export const HEADER_BOTTOM = TOP + lineHeight(TITLE_SIZE) + lineHeight(TEXT_SIZE);

/** Returns the two lines above a chart: what it is at the left, what it comes to at the right. */
export function headerShapes(parts: HeaderParts, theme: Theme, measure: MeasureText): readonly Shape[] {
  const second = TOP + lineHeight(TITLE_SIZE);
  const right = WIDTH - MARGIN;
  const shapes: Shape[] = [];
  const roomBeside = (text: string | null, size: number) =>
    WIDTH - 2 * MARGIN - (text === null ? 0 : measure(text, size) + GAP);
  if (parts.figure !== null) {
    const figure = { name: 'figure', text: parts.figure, x: right, y: TOP, size: TITLE_SIZE, fill: theme.ink };
    shapes.push(textShape({ ...figure, align: 'right', measure }));
  }
  if (parts.change !== null) {
    const change = { name: 'change', text: parts.change, x: right, y: second, fill: parts.changeColour };
    shapes.push(textShape({ ...change, align: 'right', measure }));
  }
  const title = fitText(parts.title, TITLE_SIZE, roomBeside(parts.figure, TITLE_SIZE), measure);
  shapes.push(textShape({ name: 'title', text: title, x: MARGIN, y: TOP, size: TITLE_SIZE, fill: theme.ink, measure }));
  const room = roomBeside(parts.change, TEXT_SIZE);
  const details = parts.details.find((text) => measure(text, TEXT_SIZE) <= room) ?? parts.details.at(-1) ?? '';
  const fitted = fitText(details, TEXT_SIZE, room, measure);
  shapes.push(textShape({ name: 'details', text: fitted, x: MARGIN, y: second, fill: theme.muted, measure }));
  return shapes;
}
