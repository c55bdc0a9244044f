import { BM25, inverseDocumentFrequency } from '../rag/ranking/bm25.ts';
import type { CandidateQuery, SearchFilter } from '../rag/search-index.ts';
import type { Transaction } from './database.ts';
import { filterParams, passes } from './news-filter.ts';

/** A chunk in the text ranking; `share` and `mass` are the evidence of its single words. */
export interface TextMatch {
  readonly chunk: number;
  readonly score: number;
  readonly share: number;
  readonly mass: number;
}

interface FigureRow {
  readonly chunks: number;
  readonly words: number;
  readonly id: number | null;
  readonly term: string | null;
  readonly holders: number | null;
}

/** A term of the question that stands in some chunk. */
interface AskedTerm {
  readonly id: number;
  readonly holders: number;
  /** What it may add to a score at most. */
  readonly most: number;
  /** Its IDF if it is a word, 0 for a pair. */
  readonly word: number;
}

interface Asked {
  readonly terms: readonly AskedTerm[];
  readonly chunks: number;
  readonly meanLength: number;
  /** The IDF of all words of the question, found or not. */
  readonly allWords: number;
}

interface ScoredRow {
  readonly chunk: number;
  readonly score: number;
  readonly word: number;
}

/**
 * So many places of the question's terms are read. A collection of some thousands never has more; in a larger one the
 * words half of all chunks hold would be nine tenths of the work and tell next to nothing.
 */
const READ_AT_MOST = 6_000;
/** In so many chunks, the best by the terms that were read, the commoner terms are looked up. */
const LOOKED_INTO = 400;

/**
 * Returns the best chunks by BM25 as rag/ranking/bm25.ts writes it, with IDF and mean length of the collection as it is
 * now. Where a question has terms that very many chunks hold, its rarer terms choose the chunks and all terms rank them
 * (Turtle and Flood, "Query Evaluation: Strategies and Optimizations", 1995, without their guarantee): what has only the
 * common ones is not found then, unless the rarer ones bring up less than was asked for.
 */
export async function rankByText(tx: Transaction, query: CandidateQuery, few: boolean): Promise<readonly TextMatch[]> {
  if (query.terms.size === 0) return [];
  const asked = await readAsked(tx, query.terms);
  if (asked.terms.length === 0) return [];
  const { read, lookedUp } = few ? { read: asked.terms, lookedUp: [] } : split(asked.terms);
  const first = await score(tx, query, asked, { read, lookedUp, few });
  const isEnough = lookedUp.length === 0 || first.length >= query.depth;
  const best = isEnough ? first : await score(tx, query, asked, { read: asked.terms, lookedUp: [], few });
  const rarest = inverseDocumentFrequency(asked.chunks, 0);
  return best.map(({ chunk, score, word }) => ({
    ...{ chunk, score },
    share: asked.allWords === 0 ? 0 : word / asked.allWords,
    mass: word / rarest,
  }));
}

async function readAsked(tx: Transaction, weights: ReadonlyMap<string, number>): Promise<Asked> {
  const rows = await tx.query<FigureRow>(
    `select n.chunks, n.words, t.id, t.term, t.chunks as holders
     from news_corpus n left join news_term t on t.term = any($1::text[])`,
    [[...weights.keys()]],
  );
  const chunks = rows[0]?.chunks ?? 0;
  const found = new Map(rows.map(({ id, term, holders }) => [term, { id, holders: holders ?? 0 }]));
  const all = [...weights].map(([term, weight]) => {
    const { id = null, holders = 0 } = found.get(term) ?? {};
    const idf = inverseDocumentFrequency(chunks, holders);
    return { id, holders, most: weight * idf * (BM25.k1 + 1), word: weight === 1 ? idf : 0 };
  });
  return {
    terms: all.flatMap(({ id, ...term }) => (id === null || term.holders === 0 ? [] : [{ ...term, id }])),
    chunks,
    meanLength: (rows[0]?.words ?? 0) / Math.max(1, chunks),
    allWords: all.reduce((sum, { word }) => sum + word, 0),
  };
}

/** The rarest terms are read, as many as the bound allows, and one in any case. */
function split(terms: readonly AskedTerm[]): { read: readonly AskedTerm[]; lookedUp: readonly AskedTerm[] } {
  let places = 0;
  const rarestFirst = [...terms].sort((one, other) => one.holders - other.holders);
  const end = rarestFirst.findIndex(({ holders }, place) => {
    places += holders;
    return place > 0 && places > READ_AT_MOST;
  });
  if (end === -1) return { read: terms, lookedUp: [] };
  return { read: rarestFirst.slice(0, end), lookedUp: rarestFirst.slice(end) };
}

interface ReadTerms {
  readonly read: readonly AskedTerm[];
  readonly lookedUp: readonly AskedTerm[];
  readonly few: boolean;
}

async function score(
  tx: Transaction,
  query: CandidateQuery,
  { meanLength }: Asked,
  { read, lookedUp, few }: ReadTerms,
) {
  const lists = [read, lookedUp].flatMap((terms) => [
    terms.map(({ id }) => id),
    terms.map(({ most }) => most),
    terms.map(({ word }) => word),
  ]);
  const slope = (BM25.k1 * BM25.b) / Math.max(1, meanLength);
  const sql = few ? amongFew(query) : lookedUp.length === 0 ? amongAll(query) : withLookUp(query);
  const params = [...filterParams(query), query.depth, slope, ...lists.slice(0, 3)];
  if (lookedUp.length > 0) params.push(...lists.slice(3));
  return tx.query<ScoredRow>(sql, params);
}

/** All in single precision and term by term in the order given: the same sum, to the last digit, on every database. */
const EARNED = `w.most * p.count / (p.count + ${BM25.k1 * (1 - BM25.b)}::real + $7::real * p.length)`;

/** `offset 0` keeps the planner, which knows nothing of a table that was just filled, from other ideas. */
function scoredFrom(among: string): string {
  return `scored as materialized (
    select p.chunk, sum(${EARNED}) as score, sum(w.word) as word
    from unnest($8::int[], $9::real[], $10::real[]) as w(id, most, word)
    cross join lateral (select chunk, count, length from news_posting where term = w.id offset 0) as p
    ${among} group by p.chunk
  )`;
}

/** From the best down, looking at each whether it passes, until there are enough. */
function firstPassing(limit: string, filter: SearchFilter): string {
  return `best as materialized (
    select s.chunk, s.score, s.word
    from (select * from scored order by score desc, chunk offset 0) as s
    cross join lateral (select from news_chunk c where c.id = s.chunk and ${passes(filter)} offset 0) as passing
    limit ${limit}
  )`;
}

function amongAll(filter: SearchFilter): string {
  return `with ${scoredFrom('')}, ${firstPassing('$6', filter)}
    select chunk, score::float8, word::float8 from best order by best.score desc, chunk`;
}

function amongFew(filter: SearchFilter): string {
  return `with passing as materialized (select c.id from news_chunk c where ${passes(filter)}),
    ${scoredFrom('join passing on passing.id = p.chunk')}
    select chunk, score::float8, word::float8 from scored order by scored.score desc, chunk limit $6`;
}

function withLookUp(filter: SearchFilter): string {
  return `with ${scoredFrom('')}, ${firstPassing(`greatest($6, ${LOOKED_INTO})`, filter)},
  whole as (
    select b.chunk, b.score + coalesce(more.score, 0) as score, b.word + coalesce(more.word, 0) as word
    from best b cross join lateral (
      select sum(${EARNED}) as score, sum(w.word) as word
      from unnest($11::int[], $12::real[], $13::real[]) as w(id, most, word)
      cross join lateral (select count, length from news_posting where term = w.id and chunk = b.chunk offset 0) as p
    ) as more
  )
  select chunk, score::float8, word::float8 from whole order by whole.score desc, chunk limit $6`;
}
