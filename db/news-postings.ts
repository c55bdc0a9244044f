import type { PlacedDocument, PreparedChunk } from '../rag/prepared-document.ts';
import type { Transaction } from './database.ts';
import { insertRows } from './insert-rows.ts';

export interface NewChunk {
  readonly number: number;
  readonly document: PlacedDocument;
  readonly chunk: PreparedChunk;
}

const CHUNK_COLUMNS = {
  document: 'bigint',
  ordinal: 'int',
  part: 'text',
  language: 'text',
  text: 'text',
  start_at: 'int',
  end_at: 'int',
  embedded: 'text',
  known_at: 'bigint',
  published_at: 'bigint',
  kind: 'text',
  source: 'text',
  assets: 'text[]',
  words: 'int',
};

/** Inserts chunks with their terms and keeps the counts that IDF is made of. */
export async function addChunks(tx: Transaction, chunks: readonly NewChunk[]): Promise<void> {
  if (chunks.length === 0) return;
  await insertRows(tx, 'news_chunk', CHUNK_COLUMNS, chunks.map(rowOf));
  const numbers = [...new Set(chunks.map(({ number }) => number))];
  const ids = await tx.query<{ id: number; document: number; ordinal: number }>(
    'select id, document, ordinal from news_chunk where document = any($1::bigint[])',
    [numbers],
  );
  const idOfChunk = new Map(ids.map(({ id, document, ordinal }) => [`${document}/${ordinal}`, id]));
  await addPostings(
    tx,
    chunks.flatMap(({ number, chunk }) => {
      const id = idOfChunk.get(`${number}/${chunk.ordinal}`);
      return id === undefined ? [] : [{ id, ...chunk.terms }];
    }),
  );
}

function rowOf({ number, document, chunk }: NewChunk) {
  return {
    document: number,
    ordinal: chunk.ordinal,
    part: chunk.part,
    language: chunk.language,
    text: chunk.text,
    start_at: chunk.start,
    end_at: chunk.end,
    embedded: chunk.embedded,
    known_at: Math.max(document.publishedAt, document.ingestedAt),
    published_at: document.publishedAt,
    kind: document.kind,
    source: document.source,
    assets: document.assets,
    words: chunk.terms.length,
  };
}

async function addPostings(
  tx: Transaction,
  chunks: readonly ({ readonly id: number } & PreparedChunk['terms'])[],
): Promise<void> {
  const holders = new Map<string, number>();
  for (const { counts } of chunks) for (const term of counts.keys()) holders.set(term, (holders.get(term) ?? 0) + 1);
  // In one order always: two writers that share terms must not wait for each other in a circle.
  const terms = [...holders.keys()].sort();
  const rows = await tx.query<{ id: number; term: string }>(
    `insert into news_term (term, chunks) select * from unnest($1::text[], $2::int[])
     on conflict (term) do update set chunks = news_term.chunks + excluded.chunks returning id, term`,
    [terms, terms.map((term) => holders.get(term) ?? 0)],
  );
  const idOfTerm = new Map(rows.map(({ id, term }) => [term, id]));
  const postings = { terms: [] as number[], chunks: [] as number[], counts: [] as number[], lengths: [] as number[] };
  for (const { id, counts, length } of chunks) {
    for (const [term, count] of counts) {
      const known = idOfTerm.get(term);
      if (known === undefined) continue;
      postings.terms.push(known);
      postings.chunks.push(id);
      postings.counts.push(count);
      postings.lengths.push(length);
    }
  }
  await tx.query(
    `insert into news_posting (term, chunk, count, length)
     select * from unnest($1::int[], $2::int[], $3::real[], $4::real[])`,
    [postings.terms, postings.chunks, postings.counts, postings.lengths],
  );
  const words = chunks.reduce((sum, { length }) => sum + length, 0);
  await tx.query('update news_corpus set chunks = chunks + $1, words = words + $2 where id = 1', [
    chunks.length,
    words,
  ]);
}

/** Takes the chunks of a feed out of the index; the chunks themselves go with their documents. */
export async function removeChunksOf(tx: Transaction, feed: string): Promise<void> {
  const [gone] = await tx.query<{ chunks: number; words: number }>(
    `with gone as (
       select c.id, c.words from news_chunk c join news_document d on d.number = c.document where d.feed = $1
     ), postings as (
       delete from news_posting p using gone where p.chunk = gone.id returning p.term
     ), counts as (
       select term, count(*)::int as chunks from postings group by term
     ), terms as (
       update news_term t set chunks = t.chunks - counts.chunks from counts where t.id = counts.term
     )
     select count(*)::int as chunks, coalesce(sum(words), 0)::int as words from gone`,
    [feed],
  );
  await tx.query('update news_corpus set chunks = chunks - $1, words = words - $2 where id = 1', [
    gone?.chunks ?? 0,
    gone?.words ?? 0,
  ]);
}
