import type { Candidate, CandidateQuery, SearchIndex } from '../rag/search-index.ts';
import type { Database } from './database.ts';
import { type DocumentRow, headColumns, headOf } from './news-rows.ts';
import { rankByText, type TextMatch } from './news-text-ranking.ts';
import { type KeptVectors, rankByVector, readKeptVectors, type VectorMatch } from './news-vector-ranking.ts';

interface ChunkRow extends Omit<DocumentRow, 'body'> {
  readonly chunk: number;
  readonly ordinal: number;
  readonly part: 'head' | 'body';
  readonly chunk_language: 'en' | 'ko';
  readonly text: string;
  readonly start_at: number;
  readonly end_at: number;
}

/** Below so many chunks that pass the filter, looking at each is quicker than an index over all and misses none. */
const EXACT_BELOW = 1_500;

/** Another process may reindex meanwhile; for so long its work is not seen. */
const KEPT_FOR_MS = 5_000;

/** The two rankings, and what they brought up. */
export class NewsSearch implements SearchIndex {
  readonly #database: Database;
  readonly #exactBelow: number;
  #kept: { readonly key: string; readonly vectors: KeptVectors | null; readonly until: number } | null = null;

  constructor(database: Database, options: { readonly exactBelow?: number } = {}) {
    this.#database = database;
    this.#exactBelow = options.exactBelow ?? EXACT_BELOW;
  }

  async candidates(query: CandidateQuery): Promise<readonly Candidate[]> {
    const few = await this.#isAboutFew(query);
    // Side by side where the database has more than one connection.
    const [byText, byVector] = await Promise.all([
      rankByText(this.#database, query, few),
      this.#keptFor(query).then((kept) => rankByVector(this.#database, query, kept, few)),
    ]);
    const rows = await this.#read([...new Set([...byText, ...byVector].map(({ chunk }) => chunk))]);
    return joined(rows, byText, byVector);
  }

  /** Who serves and over which index changes with a reindexing and not from question to question. */
  async #keptFor({ vector }: CandidateQuery): Promise<KeptVectors | null> {
    if (vector === null) return null;
    const { embedder, values } = vector;
    const key = `${embedder.name} ${embedder.version} ${values.length}`;
    if (this.#kept?.key !== key || this.#kept.until < performance.now()) {
      const vectors = await readKeptVectors(this.#database, vector);
      this.#kept = { key, vectors, until: performance.now() + KEPT_FOR_MS };
    }
    return this.#kept.vectors;
  }

  async #isAboutFew({ assets }: CandidateQuery): Promise<boolean> {
    if (assets === null) return false;
    const [row] = await this.#database.query<{ some: number }>(
      'select count(*)::int as some from (select from news_chunk where assets && $1::text[] limit $2) as few',
      [assets, this.#exactBelow],
    );
    return (row?.some ?? 0) < this.#exactBelow;
  }

  async #read(chunks: readonly number[]): Promise<readonly ChunkRow[]> {
    if (chunks.length === 0) return [];
    return this.#database.query<ChunkRow>(
      `select ${headColumns('d')}, c.id as chunk, c.ordinal, c.part, c.language as chunk_language, c.text, c.start_at,
         c.end_at
       from unnest($1::int[]) as asked(id) join news_chunk c on c.id = asked.id
       join news_document d on d.number = c.document`,
      [chunks],
    );
  }
}

/** In the order of the better rank, then of the chunk. */
function joined(
  rows: readonly ChunkRow[],
  byText: readonly TextMatch[],
  byVector: readonly VectorMatch[],
): readonly Candidate[] {
  const text = new Map(byText.map((match, place) => [match.chunk, { ...match, rank: place + 1 }]));
  const vector = new Map(byVector.map((match, place) => [match.chunk, { ...match, rank: place + 1 }]));
  const rankOf = (chunk: number) => Math.min(text.get(chunk)?.rank ?? Infinity, vector.get(chunk)?.rank ?? Infinity);
  return [...rows]
    .sort((one, other) => rankOf(one.chunk) - rankOf(other.chunk) || one.chunk - other.chunk)
    .map((row) => candidateOf(row, text.get(row.chunk), vector.get(row.chunk)));
}

type Ranked<Match> = (Match & { readonly rank: number }) | undefined;

function candidateOf(row: ChunkRow, text: Ranked<TextMatch>, vector: Ranked<VectorMatch>): Candidate {
  return {
    document: headOf(row),
    ordinal: row.ordinal,
    part: row.part,
    language: row.chunk_language,
    text: row.text,
    start: row.start_at,
    end: row.end_at,
    textRank: text?.rank ?? null,
    textScore: text?.score ?? null,
    share: text?.share ?? null,
    mass: text?.mass ?? null,
    vectorRank: vector?.rank ?? null,
    cosine: vector?.cosine ?? null,
  };
}
