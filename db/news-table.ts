import type { NewsDocument } from '../rag/document.ts';
import type { NewsStore, NewsStoreQuery } from '../rag/news-store.ts';
import type { Database } from './database.ts';

interface NewsRow {
  readonly id: string;
  readonly published_at: number;
  readonly ingested_at: number;
  readonly source: string;
  readonly topic: string;
  readonly assets: readonly string[];
  readonly title: NewsDocument['title'];
  readonly summary: NewsDocument['summary'];
  readonly tone: number;
  readonly tone_by: string;
  readonly sha256: string;
}

/** News in the database; the as-of rule stands in the query, so that the future never leaves the server. */
export class NewsTable implements NewsStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insert(documents: readonly NewsDocument[]): Promise<number> {
    if (documents.length === 0) return 0;
    const rows = documents.map((document) => ({
      ...document,
      published_at: document.publishedAt,
      ingested_at: document.ingestedAt,
      tone_by: document.toneBy,
    }));
    const inserted = await this.#database.query(
      `insert into news_item (id, published_at, ingested_at, source, topic, assets, title, summary, tone, tone_by, sha256)
       select id, published_at, ingested_at, source, topic, assets, title, summary, tone, tone_by, sha256
       from jsonb_to_recordset($1::jsonb) as rows(id text, published_at bigint, ingested_at bigint, source text, topic text,
         assets text[], title jsonb, summary jsonb, tone double precision, tone_by text, sha256 text)
       on conflict do nothing returning id`,
      [JSON.stringify(rows)],
    );
    return inserted.length;
  }

  async find({ assets, asOf, maxAgeMs, limit }: NewsStoreQuery): Promise<readonly NewsDocument[]> {
    const rows = await this.#database.query<NewsRow>(
      `select * from news_item
       where published_at <= $2 and ingested_at <= $2 and published_at >= $3 and (assets = '{}' or assets && $1::text[])
       order by (assets && $1::text[]) desc, published_at desc, id collate "C" limit $4`,
      [assets, asOf, asOf - maxAgeMs, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      publishedAt: row.published_at,
      ingestedAt: row.ingested_at,
      source: row.source,
      topic: row.topic,
      assets: row.assets,
      title: row.title,
      summary: row.summary,
      tone: row.tone,
      toneBy: row.tone_by,
      sha256: row.sha256,
    }));
  }
}
