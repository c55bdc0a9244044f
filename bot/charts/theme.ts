import type { ChartViewer } from './chart.ts';
import { colourConvention } from './chart.ts';

/** The colours of one picture. */
export interface Theme {
  readonly background: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly up: string;
  readonly down: string;
  readonly equity: string;
  readonly stop: string;
  readonly target: string;
  readonly entry: string;
  readonly exit: string;
  readonly signal: string;
  readonly drawdown: string;
}

const LIGHT = {
  background: '#ffffff',
  ink: '#12161c',
  muted: '#4b5563',
  grid: '#e2e6ec',
  equity: '#5b2fc9',
  stop: '#b45309',
  target: '#5b2fc9',
  entry: '#12161c',
  exit: '#ffffff',
  signal: '#f9df94',
  drawdown: '#b45309',
} as const;

const DARK = {
  background: '#0f141b',
  ink: '#f3f6fa',
  muted: '#b3bcc9',
  grid: '#262f3b',
  equity: '#b99cff',
  stop: '#ffab4a',
  target: '#b99cff',
  entry: '#f3f6fa',
  exit: '#0f141b',
  signal: '#6b5616',
  drawdown: '#ffab4a',
} as const;

/**
 * Up and down differ in brightness too, and green leans to blue: those who confuse red with green tell them apart.
 */
const MOVES = {
  light: { 'green-up': { up: '#0c9c84', down: '#b3201a' }, 'red-up': { up: '#d8232f', down: '#1d4fb8' } },
  dark: { 'green-up': { up: '#45e3bd', down: '#f0463c' }, 'red-up': { up: '#ff6b6b', down: '#4d8df7' } },
} as const;

/** Returns the colours for a viewer: every text and mark stands out against the background by at least 3 : 1. */
export function themeFor(viewer: ChartViewer): Theme {
  const base = viewer.theme === 'light' ? LIGHT : DARK;
  return { ...base, ...MOVES[viewer.theme][colourConvention(viewer)] };
}

/** Returns the colour of a rise or a fall; what has not moved is neither. */
export function moveColour(change: number, theme: Theme): string {
  if (change === 0) return theme.muted;
  return change < 0 ? theme.down : theme.up;
}

/** Returns a colour with an opacity from 0 to 1. */
export function faded(colour: string, opacity: number): string {
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** Returns black or white, whichever is read more easily on a fill. */
export function textOn(fill: string): string {
  return contrast(fill, '#000000') >= contrast(fill, '#ffffff') ? '#000000' : '#ffffff';
}

/** Returns the contrast of two colours from 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const part = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
