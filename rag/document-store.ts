import type { DocumentKind, NewsDocument, Topic } from './document.ts';
import type { PlacedDocument } from './prepared-document.ts';

/** What is asked without words: what is known about these coins at a time. */
export interface DocumentQuery {
  /** Documents about any of these coins, and those about no coin in particular. Null: about whatever. */
  readonly assets: readonly string[] | null;
  /** Nothing published or ingested later than this is returned. */
  readonly asOf: number;
  /** Nothing published longer ago than this before `asOf` is returned. */
  readonly maxAgeMs: number;
  readonly limit: number;
  readonly sources?: readonly string[] | undefined;
  readonly kinds?: readonly DocumentKind[] | undefined;
  readonly topics?: readonly Topic[] | undefined;
}

/** What is kept of a document to recognise it when it comes again. */
export interface KnownDocument {
  readonly id: string;
  readonly story: string;
  readonly sha256: string;
  readonly textSha256: string;
  readonly printSha256: string;
  readonly canonicalUrl: string | null;
  readonly signature: Uint32Array;
  readonly publishedAt: number;
  /** When the first document of its story was published. */
  readonly storyStartedAt: number;
  readonly source: string;
  readonly assets: readonly string[];
  readonly title: NewsDocument['title'];
  readonly body: NewsDocument['body'];
}

/** Which known documents are wanted: those published in a span, and besides, those with one of the addresses or hashes. */
export interface KnownQuery {
  readonly from: number;
  readonly to: number;
  readonly urls: readonly string[];
  readonly sha256s: readonly string[];
}

/** How far a story is told, as of a time. */
export interface StoryCount {
  readonly story: string;
  readonly documents: number;
  /** Publishers with a text of their own: a reprint is no second witness. */
  readonly sources: number;
}

export interface StoreCounts {
  readonly documents: number;
  readonly stories: number;
  readonly chunks: number;
  /** Values of all series. */
  readonly points: number;
  /** Publication; null while there is nothing. */
  readonly oldestAt: number | null;
  readonly newestAt: number | null;
  readonly feeds: readonly { readonly feed: string; readonly documents: number }[];
}

/** Where documents are kept. A document once inserted never changes. */
export interface DocumentStore {
  /** Returns so many ids that no document has; one that is not used stays free for ever. */
  reserve(count: number): Promise<readonly string[]>;
  /** Returns the documents that were new; one whose id or hash is there already is left as it was. */
  insert(documents: readonly PlacedDocument[]): Promise<readonly NewsDocument[]>;
  known(query: KnownQuery): Promise<readonly KnownDocument[]>;
  /** Returns documents about the asked coins first, then general ones; in each newest first, then by number. */
  find(query: DocumentQuery): Promise<readonly NewsDocument[]>;
  /** Returns one document if it was known by then. */
  read(id: string, asOf: number): Promise<NewsDocument | null>;
  /** Counts who tells these stories, as of a time. */
  storyCounts(stories: readonly string[], asOf: number): Promise<readonly StoryCount[]>;
  counts(): Promise<StoreCounts>;
  /** Removes all that a feed brought, with chunks, vectors and terms; returns how many documents that were. */
  removeFeed(feed: string): Promise<number>;
}
