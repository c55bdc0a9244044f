import { InvariantError } from '../engine/domain/errors.ts';
import { packSignature, unpackSignature } from '../rag/dedupe/signature.ts';
import type { NewsDocument } from '../rag/document.ts';
import type {
  DocumentQuery,
  DocumentStore,
  KnownDocument,
  KnownQuery,
  StoreCounts,
  StoryCount,
} from '../rag/document-store.ts';
import type { PlacedDocument } from '../rag/prepared-document.ts';
import type { Database, Transaction } from './database.ts';
import { addChunks, removeChunksOf } from './news-postings.ts';
import { type DocumentRow, documentColumns, documentOf, idOf, lowered, numberOf } from './news-rows.ts';

interface CountedSpan {
  readonly oldest_at: number | null;
  readonly newest_at: number | null;
}

interface KnownRow extends DocumentRow {
  readonly canonical_url: string | null;
  readonly signature: Buffer;
  readonly story_started_at: number;
}

/** Reading more rows than this at once keeps the event loop for longer than a market should wait. */
const KNOWN_AT_ONCE = 1_000;

/** Documents in the database; the as-of rule stands in each query, so that the future never leaves the server. */
export class NewsDocuments implements DocumentStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async reserve(count: number): Promise<readonly string[]> {
    const rows = await this.#database.query<{ number: number }>(
      `select nextval('news_number') as number from generate_series(1, $1::int)`,
      [count],
    );
    return rows.map(({ number }) => idOf(number));
  }

  async insert(documents: readonly PlacedDocument[]): Promise<readonly NewsDocument[]> {
    if (documents.length === 0) return [];
    return this.#database.transaction(async (tx) => {
      const rows = await insertDocuments(tx, documents);
      const bySha = new Map(documents.map((document) => [document.sha256, document]));
      const chunks = rows.flatMap((row) => {
        const document = bySha.get(row.sha256);
        return document === undefined ? [] : document.chunks.map((chunk) => ({ document, number: row.number, chunk }));
      });
      await addChunks(tx, chunks);
      return rows.map(documentOf);
    });
  }

  async known(query: KnownQuery): Promise<readonly KnownDocument[]> {
    const known: KnownDocument[] = [];
    for (let after = 0; ; ) {
      const page = await this.#knownAfter(after, query);
      known.push(...page.map(knownOf));
      const last = page.at(-1);
      if (last === undefined || page.length < KNOWN_AT_ONCE) return known;
      after = last.number;
    }
  }

  #knownAfter(after: number, { from, to, urls, sha256s }: KnownQuery): Promise<KnownRow[]> {
    return this.#database.query<KnownRow>(
      `select d.number, d.story, d.sha256, d.text_sha256, d.print_sha256, d.canonical_url, d.signature, d.published_at, d.source, d.assets,
         d.title, d.body, coalesce(first.published_at, d.published_at) as story_started_at
       from news_document d left join news_document first on first.number = d.story
       where (d.published_at between $1 and $2 or d.canonical_url = any($3::text[]) or d.sha256 = any($4::text[]))
         and d.number > $5
       order by d.number limit $6`,
      [from, to, urls, sha256s, after, KNOWN_AT_ONCE],
    );
  }

  async find(query: DocumentQuery): Promise<readonly NewsDocument[]> {
    const { assets, asOf, maxAgeMs, limit } = query;
    const rows = await this.#database.query<DocumentRow>(
      `select ${documentColumns('d')} from news_document d
       where d.published_at <= $2 and d.ingested_at <= $2 and d.published_at >= $3
         and ($1::text[] is null or d.assets = '{}' or d.assets && $1::text[])
         and ($5::text[] is null or lower(d.source) = any($5::text[]))
         and ($6::text[] is null or d.kind = any($6::text[]))
         and ($7::text[] is null or d.topic = any($7::text[]))
       order by ($1::text[] is not null and d.assets && $1::text[]) desc, d.published_at desc, d.number
       limit $4`,
      [assets, asOf, asOf - maxAgeMs, limit, lowered(query.sources), query.kinds ?? null, query.topics ?? null],
    );
    return rows.map(documentOf);
  }

  async read(id: string, asOf: number): Promise<NewsDocument | null> {
    const number = numberOf(id);
    if (number === null) return null;
    const [row] = await this.#database.query<DocumentRow>(
      `select ${documentColumns('d')} from news_document d where d.number = $1 and d.known_at <= $2`,
      [number, asOf],
    );
    return row === undefined ? null : documentOf(row);
  }

  async storyCounts(stories: readonly string[], asOf: number): Promise<readonly StoryCount[]> {
    const numbers = stories.map(numberOf).filter((number) => number !== null);
    if (numbers.length === 0) return [];
    const rows = await this.#database.query<{ story: number; documents: number; sources: number }>(
      `select story, sum(copies)::int as documents, count(distinct lower(source))::int as sources
       from (
         select distinct on (story, print_sha256) story, source,
           count(*) over (partition by story, print_sha256) as copies
         from news_document
         where story = any($1::bigint[]) and known_at <= $2
         order by story, print_sha256, known_at, published_at, number
       ) as texts
       group by story order by story`,
      [numbers, asOf],
    );
    return rows.map(({ story, documents, sources }) => ({ story: idOf(story), documents, sources }));
  }

  async counts(): Promise<StoreCounts> {
    const [row] = await this.#database.query<Omit<StoreCounts, 'feeds' | 'oldestAt' | 'newestAt'> & CountedSpan>(
      `select count(*)::int as documents, count(distinct story)::int as stories,
         (select chunks from news_corpus)::int as chunks, (select count(*) from series_point)::int as points,
         min(published_at) as oldest_at, max(published_at) as newest_at
       from news_document`,
    );
    const feeds = await this.#database.query<StoreCounts['feeds'][number]>(
      'select feed, count(*)::int as documents from news_document group by feed order by documents desc, feed',
    );
    const { documents = 0, stories = 0, chunks = 0, points = 0, oldest_at = null, newest_at = null } = row ?? {};
    return { documents, stories, chunks, points, oldestAt: oldest_at, newestAt: newest_at, feeds };
  }

  async removeFeed(feed: string): Promise<number> {
    return this.#database.transaction(async (tx) => {
      await removeChunksOf(tx, feed);
      const rows = await tx.query('delete from news_document where feed = $1 returning number', [feed]);
      return rows.length;
    });
  }
}

async function insertDocuments(tx: Transaction, documents: readonly PlacedDocument[]): Promise<DocumentRow[]> {
  const rows = documents.map((document) => ({
    number: numbered(document.id),
    kind: document.kind,
    feed: document.feed,
    source: document.source,
    url: document.url,
    canonical_url: document.canonicalUrl,
    language: document.language,
    published_at: document.publishedAt,
    ingested_at: document.ingestedAt,
    topic: document.topic,
    assets: document.assets,
    title: document.title,
    body: document.body,
    tone: document.tone,
    tone_by: document.toneBy,
    flags: document.flags,
    sha256: document.sha256,
    text_sha256: document.textSha256,
    print_sha256: document.printSha256,
    signature: packSignature(document.signature).toString('base64'),
    story: numbered(document.story),
  }));
  return tx.query<DocumentRow>(
    `insert into news_document (number, kind, feed, source, url, canonical_url, language, published_at, ingested_at, topic,
       assets, title, body, tone, tone_by, flags, sha256, text_sha256, print_sha256, signature, story)
     select number, kind, feed, source, url, canonical_url, language, published_at, ingested_at, topic,
       assets, title, body, tone, tone_by, flags, sha256, text_sha256, print_sha256, decode(signature, 'base64'), story
     from jsonb_to_recordset($1::jsonb) as rows(number bigint, kind text, feed text, source text, url text,
       canonical_url text, language text, published_at bigint, ingested_at bigint, topic text, assets text[],
       title jsonb, body jsonb, tone double precision, tone_by text, flags text[], sha256 text, text_sha256 text,
       print_sha256 text, signature text, story bigint)
     on conflict do nothing
     returning ${documentColumns('news_document')}`,
    [JSON.stringify(rows)],
  );
}

function numbered(id: string): number {
  const number = numberOf(id);
  if (number === null) throw new InvariantError(`${id.slice(0, 40)} is no id of a document; it looks like N-12.`);
  return number;
}

function knownOf(row: KnownRow): KnownDocument {
  return {
    id: idOf(row.number),
    story: idOf(row.story),
    sha256: row.sha256,
    textSha256: row.text_sha256,
    printSha256: row.print_sha256,
    canonicalUrl: row.canonical_url,
    signature: unpackSignature(row.signature),
    publishedAt: row.published_at,
    storyStartedAt: row.story_started_at,
    source: row.source,
    assets: row.assets,
    title: row.title,
    body: row.body,
  };
}
