/** Text in English, with its Korean beside it where there is one. */
export interface BilingualText {
  readonly en: string;
  readonly ko?: string | undefined;
}

/** A news item as a source hands it over: nothing about it is trusted yet. */
export interface SourceItem {
  /** `N-3`: as cited, unique within the recording or feed. */
  readonly id: string;
  /** When the named source published it: the first moment at which it may be known. */
  readonly publishedAt: number;
  readonly source: string;
  readonly topic: string;
  /** Coin names such as `BTC`; empty for the market as a whole. */
  readonly assets: readonly string[];
  readonly title: BilingualText;
  readonly summary: BilingualText;
}

/** A news item as it is kept: cleaned, hashed, scored, and never changed again. */
export interface NewsDocument extends SourceItem {
  /** When it came in here. Known at a time means published and ingested by then. */
  readonly ingestedAt: number;
  /** −1..1, by the scorer named in `toneBy`. */
  readonly tone: number;
  readonly toneBy: string;
  /** Hash of what was published where and when, without the id: the same report twice is one document. */
  readonly sha256: string;
}

/** The rule that keeps the future out of every decision; each place that returns documents applies it. */
export function isKnownAt(document: Pick<NewsDocument, 'publishedAt' | 'ingestedAt'>, asOf: number): boolean {
  return document.publishedAt <= asOf && document.ingestedAt <= asOf;
}
