import type { SeriesPoint } from '../../series-point.ts';
import type { Unreadable } from '../source.ts';

/** Both ends included. Outside of it lies no market anyone has seen, but a change of units or a broken site. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** A value as a site wrote it, not yet believed. */
export interface Candidate {
  /** `CPIAUCSL, row 3`: told to a person where the value is refused. */
  readonly place: string;
  readonly series: string;
  readonly at: number;
  /** The latest moment by which the world had it, epoch ms: its publication where that is told, otherwise with a stated lag. */
  readonly knownBy: number;
  readonly written: unknown;
  readonly range: Range;
  readonly unit: string;
  readonly source: string;
}

export interface Reading {
  readonly points: readonly SeriesPoint[];
  readonly unreadable: readonly Unreadable[];
}

/** Two honest clocks differ by less; a value further ahead speaks of a future that nobody has seen. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** A site that changed its format breaks every row alike; a person needs a few of them. */
const MOST_COMPLAINTS = 20;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/**
 * Returns the values that can be believed as points in the order given, and the others as a sentence each.
 * `knownAt` is `knownBy`, or `now` where that is earlier: what is held now was published by now, whatever the lag says.
 * It is the time of publication in the world; when a point came in here is for the store to keep and to apply.
 */
export function judge(candidates: Iterable<Candidate | Unreadable>, now: number): Reading {
  const points: SeriesPoint[] = [];
  const unreadable: Unreadable[] = [];
  for (const candidate of candidates) {
    const judged = 'problem' in candidate ? candidate : pointOf(candidate, now);
    if ('problem' in judged) unreadable.push(judged);
    else points.push(judged);
  }
  return { points, unreadable: fewOf(unreadable) };
}

/** Returns the number that a text is, or null: no empty text, no `0x10`, no `Infinity`, no `1,000`. */
export function numberIn(written: unknown): number | null {
  if (typeof written === 'number') return Number.isFinite(written) ? written : null;
  if (typeof written !== 'string' || written.length > 40 || !DECIMAL.test(written.trim())) return null;
  const value = Number(written);
  return Number.isFinite(value) ? value : null;
}

/** Returns the start of a day `YYYY-MM-DD` in UTC, or null where there is no such day. */
export function dayIn(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && dayText(at) === text ? at : null;
}

/** Returns the day in UTC as `YYYY-MM-DD`. */
export function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function pointOf(candidate: Candidate, now: number): SeriesPoint | Unreadable {
  const { place, series, at, knownBy, written, range, unit, source } = candidate;
  const value = numberIn(written);
  if (value === null) return { place, problem: `The value of ${series} is not a number: ${quoted(written)}.` };
  if (value < range.least || value > range.most) {
    return { place, problem: `${series} is ${value}, and must lie between ${range.least} and ${range.most}.` };
  }
  if (at > now + CLOCK_SKEW_MS) return { place, problem: `${series} speaks of ${momentText(at)}, ahead of the clock.` };
  return { series, at, knownAt: Math.max(at, Math.min(knownBy, now)), value, unit, source };
}

function momentText(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : 'no time at all';
}

/** What a stranger wrote is shown short and without a character that could act in a terminal or a chat. */
function quoted(written: unknown): string {
  if (typeof written !== 'string') return written === null ? 'null' : typeof written;
  return `"${written.replace(/[^\p{L}\p{N} .,:%<>+-]/gu, '?').slice(0, 24)}"`;
}

function fewOf(unreadable: readonly Unreadable[]): readonly Unreadable[] {
  const more = unreadable.length - MOST_COMPLAINTS;
  if (more <= 0) return unreadable;
  const shown = unreadable.slice(0, MOST_COMPLAINTS);
  return [...shown, { place: `${more} more`, problem: 'They could not be read either.' }];
}
