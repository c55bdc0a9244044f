import type { KeptReading, NewsEvent, NewsReading, ReadingStore } from '../rag/sentiment/reader.ts';
import type { Database } from './database.ts';
import { idOf, numberOf } from './news-rows.ts';

interface ReadingRow {
  readonly document: number;
  readonly reader: string;
  readonly tone: number;
  readonly confidence: number;
  readonly event: NewsEvent;
  readonly assets: readonly string[];
  readonly urgency: number;
  readonly read_at: number;
}

/** What language models made of documents; a reading goes when its document goes. */
export class NewsReadings implements ReadingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async save(documentId: string, reading: NewsReading, readAt: number): Promise<boolean> {
    const number = numberOf(documentId);
    if (number === null) return false;
    const { reader, tone, confidence, event, assets, urgency } = reading;
    const rows = await this.#database.query(
      `insert into news_reading (document, reader, tone, confidence, event, assets, urgency, read_at)
       select number, $2, $3::double precision, $4::double precision, $5, $6::text[], $7::double precision, $8::bigint
       from news_document where number = $1
       on conflict do nothing
       returning document`,
      [number, reader, tone, confidence, event, assets, urgency, readAt],
    );
    return rows.length > 0;
  }

  async of(documentIds: readonly string[], asOf: number): Promise<readonly KeptReading[]> {
    const numbers = documentIds.map(numberOf).filter((number) => number !== null);
    if (numbers.length === 0) return [];
    const rows = await this.#database.query<ReadingRow>(
      `select document, reader, tone, confidence, event, assets, urgency, read_at from news_reading
       where document = any($1::bigint[]) and read_at <= $2
       order by document, read_at, reader`,
      [numbers, asOf],
    );
    return rows.map(({ document, read_at, ...reading }) => ({
      documentId: idOf(document),
      ...reading,
      readAt: read_at,
    }));
  }
}
