/** Logical pixels, from the upper left corner; a picture has two device pixels for each. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A picture before it is drawn: what lies where, in drawing order. `name` says what a shape stands for (`candle.up`,
 * `mark.0`, `text.title`). Colours are `#rrggbb` or `#rrggbbaa`.
 */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly shapes: readonly Shape[];
}

export type Shape =
  | { readonly type: 'boxes'; readonly name: string; readonly boxes: readonly Box[]; readonly fill: string }
  | {
      readonly type: 'line';
      readonly name: string;
      readonly points: readonly Point[];
      readonly stroke: string;
      readonly width: number;
      readonly dash: readonly number[];
    }
  | {
      readonly type: 'polygon';
      readonly name: string;
      readonly points: readonly Point[];
      readonly fill: string;
      /** Drawn around and over the edge, `edgeWidth` wide. */
      readonly edge: string;
      readonly edgeWidth: number;
    }
  | {
      readonly type: 'text';
      readonly name: string;
      readonly text: string;
      /** Holds every letter, descenders too. */
      readonly box: Box;
      readonly size: number;
      readonly fill: string;
    };

/** Returns the width of a line of text, in logical pixels. */
export type MeasureText = (text: string, size: number) => number;

export const WIDTH = 900;
export const HEIGHT = 600;
export const MARGIN = 24;

/** A phone shows 900 px on about 390: 28 px are 12 there, the least that is read without effort. */
export const TEXT_SIZE = 28;
export const TITLE_SIZE = 36;

const LINE_HEIGHT = 1.25;
/** Where letters stand in their line; measured on the bundled font, whose Hangul reaches 0.86 up and 0.13 down. */
export const BASELINE = 0.97;

/** Returns the height of a line of text. */
export function lineHeight(size: number): number {
  return size * LINE_HEIGHT;
}

/** Returns a line of text whose box starts at `x`, or ends there when aligned right, or has its middle there. */
export function textShape(options: {
  readonly name: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly fill: string;
  readonly align?: 'left' | 'middle' | 'right';
  readonly measure: MeasureText;
}): Extract<Shape, { type: 'text' }> {
  const size = options.size ?? TEXT_SIZE;
  const width = options.measure(options.text, size);
  const shift = { left: 0, middle: width / 2, right: width }[options.align ?? 'left'];
  const box = { x: options.x - shift, y: options.y, width, height: lineHeight(size) };
  return { type: 'text', name: `text.${options.name}`, text: options.text, box, size, fill: options.fill };
}

/** Returns the text, shortened with an ellipsis until it fits. */
export function fitText(text: string, size: number, width: number, measure: MeasureText): string {
  if (measure(text, size) <= width) return text;
  const letters = [...text];
  let [fits, tooLong] = [0, letters.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (measure(shortened(letters, middle), size) <= width) fits = middle;
    else tooLong = middle;
  }
  return shortened(letters, fits);
}

function shortened(letters: readonly string[], count: number): string {
  return `${letters.slice(0, count).join('').trimEnd()}…`;
}

/** Puts an edge on the grid of device pixels, so that bars are sharp and evenly wide. */
export function snap(value: number): number {
  return Math.round(value * 2) / 2;
}
