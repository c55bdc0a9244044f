import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { UnavailableError } from '../../engine/domain/errors.ts';
import type { MeasureText } from './scene.ts';

/** Noto Sans KR Medium in two files: Latin and all of Hangul, and the won sign. Licence: fonts/OFL.txt. */
const FILES = [
  ['Assent Sans', 'noto-sans-kr-korean-500.woff2'],
  ['Assent Sans Signs', 'noto-sans-kr-latin-ext-500.woff2'],
] as const;

const FAMILIES = FILES.map(([family]) => `"${family}"`).join(', ');

let registered = false;

/** Returns a canvas font of the bundled letters. Throws UnavailableError when a font file cannot be read. */
export function chartFont(size: number): string {
  if (!registered) register();
  return `${size}px ${FAMILIES}`;
}

function register(): void {
  for (const [family, file] of FILES) {
    const path = fileURLToPath(new URL(`./fonts/${file}`, import.meta.url));
    if (GlobalFonts.registerFromPath(path, family) === null) {
      throw new UnavailableError(`The font for charts cannot be read: ${path}. Install the program again.`);
    }
  }
  registered = true;
}

/** Returns a MeasureText for the bundled letters. */
export function fontMeasure(): MeasureText {
  const context = createCanvas(1, 1).getContext('2d');
  const known = new Map<string, number>();
  return (text, size) => {
    const key = `${size}:${text}`;
    const width = known.get(key);
    if (width !== undefined) return width;
    context.font = chartFont(size);
    // Half a pixel is added so that the last letter's antialiased edge is inside.
    const measured = Math.ceil((context.measureText(text).width + 0.5) * 2) / 2;
    known.set(key, measured);
    return measured;
  };
}
