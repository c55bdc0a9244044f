import type { Logger } from 'pino';
import type { DocumentStore } from '../../rag/document-store.ts';
import type { EmbeddingService } from '../../rag/embedding-service.ts';
import type { Ingester } from '../../rag/ingest.ts';
import type { Retriever } from '../../rag/retriever.ts';
import type { SeriesStore } from '../../rag/series-store.ts';
import type { SourceJournal } from '../../rag/source-journal.ts';
import type { Source } from '../../rag/sources/source.ts';
import type { VectorStore } from '../../rag/vector-store.ts';
import type { VisitParts } from '../../rag/visit-sources.ts';

/** What a command of `assent news` works with. */
export interface NewsLine {
  /** What stands after the name of the command. */
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly workingDirectory: string;
  readonly knowledge: {
    readonly documents: DocumentStore;
    readonly retriever: Retriever;
    readonly ingester: Ingester;
    readonly vectors: VectorStore;
    readonly series: SeriesStore;
    readonly sources: SourceJournal;
    readonly embedding: EmbeddingService;
  };
  readonly sources: readonly Source[];
  readonly fetcher: VisitParts['fetcher'];
  readonly logger: Logger;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** A line for the reader, or JSON where that was asked for. */
  write(text: string): void;
  /** Where something stands, on one line that the next one replaces; nothing with --json. */
  progress(text: string): void;
  /** What went wrong, in a sentence. */
  complain(text: string): void;
}

/** One command of `assent news`; returns the exit code. */
export interface NewsLineCommand {
  readonly name: string;
  /** What follows the name, for the help. */
  readonly words: string;
  readonly maxWords: number;
  /** Flags that mean something here, besides those of every command. */
  readonly flags: readonly string[];
  /** Returns what is wrong with what was written, in a sentence, before anything is opened; null where nothing is. */
  problem?(given: Pick<NewsLine, 'words' | 'flags' | 'now'>): string | null;
  readonly summary: string;
  run(line: NewsLine): Promise<number>;
}

/** `2025-05-22 14:30` in UTC: what a program and a person read alike. */
export function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

/** Returns the milliseconds of a date or time in UTC, or null for what is none. */
export function momentOf(written: string): number | null {
  const day = /^\d{4}-\d\d-\d\d$/.test(written);
  if (!day && !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?Z?$/.test(written)) return null;
  const at = Date.parse(day ? `${written}T23:59:59.999Z` : `${written.replace(' ', 'T').replace(/Z$/, '')}Z`);
  // 30 February is read as 2 March.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== written.slice(0, 10) ? null : at;
}
