import { type DocumentKind, knownAt, type NewsDocument } from '../document.ts';
import { sourceName, sourceWeight } from './source-weights.ts';

const HOUR = 3_600_000;
/** An account costs nothing: whoever writes posts, they are one voice together. */
const POSTS = 'posts';

/** How long until a document counts half: a notice of a delisting stays true longer than the day's talk. */
const HALF_LIFE_MS: Readonly<Record<DocumentKind, number>> = {
  news: 8 * HOUR,
  post: 8 * HOUR,
  notice: 24 * HOUR,
  macro: 24 * HOUR,
};

/** What the index needs of a document. */
export type ScoredDocument = Pick<
  NewsDocument,
  'id' | 'publishedAt' | 'ingestedAt' | 'kind' | 'source' | 'assets' | 'tone' | 'story' | 'printSha256' | 'flags'
>;

export interface ScoredItem {
  readonly id: string;
  readonly publishedAt: number;
  readonly knownAt: number;
  readonly source: string;
  readonly assets: readonly string[];
  readonly tone: number;
  readonly story: string;
  readonly text: string;
  readonly weight: number;
  readonly halfLifeMs: number;
}

/**
 * Returns the document as the index keeps it, or null where it must not count: it speaks to a machine, or its time or tone
 * is no number.
 */
export function scoredItem(document: ScoredDocument): ScoredItem | null {
  const { id, publishedAt, assets, kind, story, printSha256, flags } = document;
  const known = knownAt(document);
  if (flags.includes('instruction-like') || !Number.isFinite(known) || !Number.isFinite(document.tone)) return null;
  const source = sourceName(document.source);
  return {
    id,
    publishedAt,
    knownAt: known,
    source: kind === 'post' ? POSTS : source,
    assets,
    tone: Math.max(-1, Math.min(1, document.tone)),
    story,
    text: printSha256,
    weight: sourceWeight(source, kind),
    halfLifeMs: HALF_LIFE_MS[kind],
  };
}

/** Returns what an item weighs at a time, halved each half-life since it was published. */
export function decayedWeight({ weight, publishedAt, halfLifeMs }: ScoredItem, asOf: number): number {
  return weight * Math.exp((Math.LN2 * (publishedAt - asOf)) / halfLifeMs);
}
