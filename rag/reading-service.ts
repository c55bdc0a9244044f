import type { NewsDocument } from './document.ts';
import type { NewsReader, ReadingStore } from './sentiment/reader.ts';

export interface ReadingServiceOptions {
  /** Null: the tone of the lexicon stands. */
  readonly reader: NewsReader | null;
  readonly readings: ReadingStore;
  readonly now: () => number;
  /** Told of each document once its tone is settled: by the reader, or by the lexicon where the reader abstains. */
  readonly onToned: (document: NewsDocument) => void;
}

/** What is older moves no market any more; an archive of years is not read page by page. */
const READ_WITHIN_MS = 72 * 3_600_000;

/** Has new documents read in the background, and lays what was read over them. */
export class ReadingService {
  readonly #options: ReadingServiceOptions;
  readonly #closing = new AbortController();
  readonly #under = new Set<Promise<void>>();

  constructor(options: ReadingServiceOptions) {
    this.#options = options;
  }

  /** Takes new documents; returns at once. */
  take(documents: readonly NewsDocument[]): void {
    const { reader, now, onToned } = this.#options;
    for (const document of documents) {
      if (reader === null || document.publishedAt < now() - READ_WITHIN_MS) {
        onToned(document);
        continue;
      }
      const reading = this.#read(reader, document).finally(() => this.#under.delete(reading));
      this.#under.add(reading);
    }
  }

  async #read(reader: NewsReader, document: NewsDocument): Promise<void> {
    const { readings, now, onToned } = this.#options;
    const result = await reader.read(document, this.#closing.signal);
    if (this.#closing.signal.aborted) return;
    if (result.outcome === 'read') await readings.save(document.id, result.reading, now()).catch(() => false);
    onToned(result.outcome === 'read' ? toned(document, result.reading) : document);
  }

  /** Returns the documents with the tone that readers had given them by `asOf`. */
  async overlaid<D extends Pick<NewsDocument, 'id' | 'tone' | 'toneBy'>>(
    documents: readonly D[],
    asOf: number,
  ): Promise<readonly D[]> {
    const readings = await this.#options.readings.of(
      documents.map(({ id }) => id),
      asOf,
    );
    // By document and then by time: the last one told stands.
    const latest = new Map(readings.map((reading) => [reading.documentId, reading]));
    return documents.map((document) => {
      const reading = latest.get(document.id);
      return reading === undefined ? document : toned(document, reading);
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#under);
  }
}

function toned<D extends Pick<NewsDocument, 'tone' | 'toneBy'>>(
  document: D,
  { tone, reader }: { readonly tone: number; readonly reader: string },
): D {
  return { ...document, tone, toneBy: reader };
}
