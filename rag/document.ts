/** Text as published and, where somebody translated it, beside it. `en` also holds what is in neither language. */
export interface BilingualText {
  readonly en?: string | undefined;
  readonly ko?: string | undefined;
}

/** What a document is: a report, an announcement of a venue, a post of a person. Decides how fast it grows old. */
export type DocumentKind = 'news' | 'notice' | 'post' | 'macro';

/** What a document is about; from a closed list, so that rules can name one. */
export const TOPICS = [
  'regulation',
  'macro',
  'etf',
  'exchange',
  'security',
  'adoption',
  'technology',
  'market',
  'derivatives',
  'corporate',
  'legal',
  'listing',
  'delisting',
  'maintenance',
  'other',
] as const;
export type Topic = (typeof TOPICS)[number];

/** What was noticed about a document. A flag never makes it more trusted, and its absence proves nothing. */
export type DocumentFlag =
  /** It speaks to a machine: asks to ignore, obey, reveal, transfer. */
  | 'instruction-like'
  /** Characters that look like others stood in it: a ticker or a name may be a look-alike. */
  | 'look-alike'
  /** The source gave no time; the time of arrival stands for it. */
  | 'time-missing'
  /** The same address had another text before. */
  | 'revised'
  /** It was longer than is kept. */
  | 'cut';

/** An item as a source hands it over: nothing about it is trusted yet. */
export interface SourceItem {
  /** `N-3`: only a recording names its items; others are numbered as they come. */
  readonly id?: string | undefined;
  /** When the named source published it; null where it does not say. */
  readonly publishedAt: number | null;
  /** Who published it, such as `coindesk`. */
  readonly source: string;
  readonly kind: DocumentKind;
  readonly url?: string | undefined;
  /** As the source classifies it; otherwise the text decides. */
  readonly topic?: string | undefined;
  /** Coin names as the source gives them; what the text names is added. */
  readonly assets?: readonly string[] | undefined;
  readonly title: BilingualText;
  readonly body: BilingualText;
}

/** A document as it is kept: cleaned, hashed, scored, and never changed again. */
export interface NewsDocument {
  /** `N-3`, as cited. */
  readonly id: string;
  readonly kind: DocumentKind;
  /** Which of our sources brought it: `rss:coindesk`, `recording`, `import`. */
  readonly feed: string;
  /** Who published it. */
  readonly source: string;
  readonly url: string | null;
  /** ISO 639-1, or `und`. */
  readonly language: string;
  readonly publishedAt: number;
  /** When it came in here. Known at a time means published and ingested by then. */
  readonly ingestedAt: number;
  readonly topic: Topic;
  /** Coin names such as `BTC`, the one it is most about first; empty for the market as a whole. */
  readonly assets: readonly string[];
  readonly title: BilingualText;
  readonly body: BilingualText;
  /** −1..1, by the scorer named in `toneBy`. */
  readonly tone: number;
  readonly toneBy: string;
  readonly flags: readonly DocumentFlag[];
  /** Hash of what was published where and when: the same report twice is one document. */
  readonly sha256: string;
  /** Hash of the words alone. */
  readonly textSha256: string;
  /** Of the text it prints: its own hash, or that of the one it prints nearly. Two prints of a text are one witness. */
  readonly printSha256: string;
  /** The id of the first document that told this story; its own where it is the first. */
  readonly story: string;
}

/** A document without its text, for where many are looked at. */
export type DocumentHead = Omit<NewsDocument, 'body'>;

/** From when on a document may be used in a decision or an answer. */
export function knownAt({ publishedAt, ingestedAt }: Pick<NewsDocument, 'publishedAt' | 'ingestedAt'>): number {
  return Math.max(publishedAt, ingestedAt);
}

/** The rule that keeps the future out of every decision; each place that returns documents applies it. */
export function isKnownAt(document: Pick<NewsDocument, 'publishedAt' | 'ingestedAt'>, asOf: number): boolean {
  return knownAt(document) <= asOf;
}

/** Returns the text in a language, or in the other where there is only that. */
export function textIn({ en, ko }: BilingualText, language: 'en' | 'ko'): string {
  return (language === 'ko' ? (ko ?? en) : (en ?? ko)) ?? '';
}
