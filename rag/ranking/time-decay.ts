import type { DocumentKind } from '../document.ts';

const DAY_MS = 86_400_000;

/**
 * After how long a document counts half. A report or a post moves a market for days; a notice of a venue is dated and
 * still tells of a listing a week later; a macro figure stands until the next one.
 */
export const HALF_LIFE_MS: Readonly<Record<DocumentKind, number>> = {
  news: 3 * DAY_MS,
  post: 3 * DAY_MS,
  notice: 7 * DAY_MS,
  macro: 30 * DAY_MS,
};

/** Returns 2^(−age / half-life), in (0, 1]; 1 for what is dated after `asOf`, which the as-of filter keeps out anyway. */
export function timeDecay(kind: DocumentKind, publishedAt: number, asOf: number): number {
  return 2 ** (-Math.max(0, asOf - publishedAt) / HALF_LIFE_MS[kind]);
}
