import { describe, expect, test } from 'vitest';
import { contrast, moveColour, textOn, themeFor } from '../../../bot/charts/theme.ts';
import { viewer } from './chart-samples.ts';

const THEMES = (['light', 'dark'] as const).flatMap((theme) =>
  (['green-up', 'red-up'] as const).map(
    (colours) => [`${theme}, ${colours}`, themeFor(viewer({ theme, colours }))] as const,
  ),
);

/** How the colour-blind see linear RGB (Machado, Oliveira and Fernandes 2009, full severity). */
const BLINDNESS = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function linear(colour: string): number[] {
  return [1, 3, 5].map((from) => {
    const part = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
}

function seen(colour: string, matrix: readonly number[]): number[] {
  const rgb = linear(colour);
  return [0, 3, 6].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        rgb.reduce((sum, part, column) => sum + part * (matrix[row + column] ?? 0), 0),
      ),
    ),
  );
}

/** CIE 1976 difference; 2.3 is just noticeable. */
function difference(a: readonly number[], b: readonly number[]): number {
  const [left, right] = [lab(a), lab(b)];
  return Math.hypot(...left.map((part, index) => part - (right[index] ?? 0)));
}

function lab([red = 0, green = 0, blue = 0]: readonly number[]): number[] {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each(THEMES)('%s', (_name, theme) => {
  test.each(Object.entries(BLINDNESS))('up and down differ with %s', (_blindness, matrix) => {
    expect(difference(seen(theme.up, matrix), seen(theme.down, matrix))).toBeGreaterThan(25);
  });

  test.each(Object.entries(BLINDNESS))('stop and target differ with %s', (_blindness, matrix) => {
    expect(difference(seen(theme.stop, matrix), seen(theme.target, matrix))).toBeGreaterThan(25);
  });

  test('texts stand out by 4.5, marks and lines by 3', () => {
    for (const text of [theme.ink, theme.muted]) expect(contrast(text, theme.background)).toBeGreaterThan(4.5);
    for (const mark of [theme.up, theme.down, theme.stop, theme.target, theme.equity, theme.entry]) {
      expect(contrast(mark, theme.background)).toBeGreaterThan(3);
    }
  });

  test('what has not moved is neither up nor down', () => {
    expect([1, -1, 0].map((change) => moveColour(change, theme))).toEqual([theme.up, theme.down, theme.muted]);
  });
});

test('text on a field is black or white, whichever is read more easily', () => {
  expect([textOn('#ffffff'), textOn('#000000'), textOn('#5b2fc9'), textOn('#ffab4a')]).toEqual([
    '#000000',
    '#ffffff',
    '#ffffff',
    '#000000',
  ]);
});
