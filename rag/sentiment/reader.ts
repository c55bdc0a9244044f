import type { NewsDocument } from '../document.ts';

/** What a report says has happened; a closed list, for nothing a text makes up may travel further. */
export const NEWS_EVENTS = [
  'hack',
  'exploit',
  'listing',
  'delisting',
  'regulation',
  'lawsuit',
  'etf',
  'macro',
  'adoption',
  'partnership',
  'technology',
  'outage',
  'liquidation',
  'price-move',
  'opinion',
  'advertisement',
  'other',
] as const;
export type NewsEvent = (typeof NEWS_EVENTS)[number];

/** What a language model made of a document: numbers and words of closed lists, never a sentence. */
export interface NewsReading {
  /** Who read it, by which instructions: `ollama:llama3.1:8b news-reader@1`. */
  readonly reader: string;
  /** −1 (bad for the price of what it is about) to 1 (good), in hundredths as the other fractions. */
  readonly tone: number;
  /** 0..1, as the model states it: an opinion of itself, not a probability. */
  readonly confidence: number;
  readonly event: NewsEvent;
  /** Those of the document's own coins that the report is really about. */
  readonly assets: readonly string[];
  /** 0..1: how soon somebody who holds them would want to know. */
  readonly urgency: number;
}

/** What is handed to a reader; a stored document serves as it is. */
export type ReadableDocument = Pick<NewsDocument, 'id' | 'title' | 'body' | 'source' | 'publishedAt' | 'assets'>;

/** Where it went wrong; words of our own, for what a model or a server wrote stays where it was written. */
export type AbstentionDetail =
  | 'deadline'
  | 'stalled'
  | 'cancelled'
  | 'connection'
  | 'server-error'
  | 'model-missing'
  | 'circuit-open'
  | 'empty'
  | 'unfinished'
  | 'not-json'
  | 'other-shape'
  | 'tool-call'
  | 'broken-answer'
  | 'too-long'
  | 'no-reading'
  | 'key-refused'
  | 'request-refused'
  | 'rate-limited'
  | 'too-large'
  | 'daily-cap';

export interface Abstention {
  readonly outcome: 'abstained';
  /** Out of time, not to be reached, of no use, declined, or beyond what may be asked. */
  readonly reason: 'late' | 'unavailable' | 'malformed' | 'refused' | 'over-limit';
  readonly detail: AbstentionDetail;
}

export type ReadResult = { readonly outcome: 'read'; readonly reading: NewsReading } | Abstention;

/** Reads one document without tools or memory. Whatever the document says, the result has one of two fixed shapes. */
export interface NewsReader {
  readonly name: string;
  /** Never throws for what a model, a server or a document does. */
  read(document: ReadableDocument, signal?: AbortSignal): Promise<ReadResult>;
}

/** A reading as it is kept. */
export interface KeptReading extends NewsReading {
  readonly documentId: string;
  readonly readAt: number;
}

/** Keeps readings; the first of a reader stands, so that what was known at a time stays what was known. */
export interface ReadingStore {
  /** Returns whether it was kept: not where this reader has read the document before, or it is gone. */
  save(documentId: string, reading: NewsReading, readAt: number): Promise<boolean>;
  /** Returns the readings of these documents made by `asOf`, by document, then the oldest first. */
  of(documentIds: readonly string[], asOf: number): Promise<readonly KeptReading[]>;
}
