import { InvariantError } from '../engine/domain/errors.ts';
import type { ChunkToEmbed, EmbedderIdentity, EmbedderState, KeptEmbedder, VectorStore } from '../rag/vector-store.ts';
import type { Database } from './database.ts';

interface EmbedderRow {
  readonly id: number;
  readonly name: string;
  readonly version: string;
  readonly kind: 'lexical' | 'semantic';
  readonly dimensions: number;
  readonly floor: number;
  readonly state: EmbedderState;
  readonly vectors: number;
}

/** Beyond this the exact scan is slower than the goal, and building the index is worth its time. */
export const HNSW_ABOVE = 20_000;
/** One WebAssembly thread builds the index so slowly that looking at every vector wins for longer. */
export const EMBEDDED_HNSW_ABOVE = 100_000;

const BUILD_MEMORY = '512MB';
/** Figures are taken anew when the collection has grown by a fifth; a handful is scanned whatever they say. */
const STALE_BY = 1.2;
const FEWEST_COUNTED = 500;
const SEARCHED_TABLES = ['news_document', 'news_chunk', 'news_term', 'news_posting', 'news_embedding'] as const;

const SELECT = `select e.*, (select count(*)::int from news_embedding v where v.embedder = e.id) as vectors
  from news_embedder e`;

/** Vectors in the database. */
export class NewsVectors implements VectorStore {
  readonly #database: Database;
  readonly #hnswAbove: number;

  constructor(database: Database, options: { readonly hnswAbove?: number } = {}) {
    this.#database = database;
    this.#hnswAbove = options.hnswAbove ?? HNSW_ABOVE;
  }

  async register({ name, version, kind, dimensions, floor }: EmbedderIdentity): Promise<KeptEmbedder> {
    await this.#database.query(
      `insert into news_embedder (name, version, kind, dimensions, floor, state) values ($1, $2, $3, $4, $5, 'building')
       on conflict (name, version) do update set floor = excluded.floor,
         state = case when news_embedder.state = 'retired' then 'building' else news_embedder.state end`,
      [name, version, kind, dimensions, floor],
    );
    const [row] = await this.#database.query<EmbedderRow>(`${SELECT} where name = $1 and version = $2`, [
      name,
      version,
    ]);
    if (row === undefined) throw new InvariantError(`The embedder ${name} was not kept.`);
    if (row.dimensions !== dimensions) {
      throw new InvariantError(
        `${name} (${version}) gives ${dimensions} dimensions, but the vectors kept under that name have ${row.dimensions}.`,
        { hint: 'Run "assent news reindex --fresh" to make them anew.' },
      );
    }
    return row;
  }

  async list(): Promise<readonly KeptEmbedder[]> {
    return this.#database.query<EmbedderRow>(`${SELECT} order by e.id`);
  }

  async serving(): Promise<KeptEmbedder | null> {
    const [row] = await this.#database.query<EmbedderRow>(`${SELECT} where e.state = 'serving'`);
    return row ?? null;
  }

  async missing(embedder: number, limit: number): Promise<readonly ChunkToEmbed[]> {
    return this.#database.query<ChunkToEmbed>(
      `select c.id as chunk, c.embedded as text from news_chunk c
       where not exists (select from news_embedding e where e.embedder = $1 and e.chunk = c.id)
       order by c.id desc limit $2`,
      [embedder, limit],
    );
  }

  async countMissing(embedder: number): Promise<number> {
    const [row] = await this.#database.query<{ missing: number }>(
      `select (select chunks from news_corpus) - (select count(*) from news_embedding where embedder = $1) as missing`,
      [embedder],
    );
    return row?.missing ?? 0;
  }

  async save(
    embedder: number,
    rows: readonly { readonly chunk: number; readonly vector: Float32Array }[],
  ): Promise<void> {
    if (rows.length === 0) return;
    await this.#database.query(
      // A chunk may have gone while its vector was being made.
      `insert into news_embedding (embedder, chunk, v)
       select $1, given.chunk, given.v::vector from unnest($2::int[], $3::text[]) as given(chunk, v)
       where exists (select from news_chunk c where c.id = given.chunk)
       on conflict do nothing`,
      [embedder, rows.map(({ chunk }) => chunk), rows.map(({ vector }) => vectorText(vector))],
    );
  }

  async serve(embedder: number): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await tx.query(`update news_embedder set state = 'retired' where state = 'serving' and id <> $1`, [embedder]);
      await tx.query(`update news_embedder set state = 'serving' where id = $1`, [embedder]);
    });
  }

  async clear(): Promise<void> {
    for (const { id } of await this.list()) await this.#database.query(`drop index if exists ${indexName(id)}`);
    await this.#database.query('delete from news_embedder');
  }

  async removeRetired(): Promise<number> {
    const retired = (await this.list()).filter(({ state }) => state === 'retired');
    for (const { id } of retired) {
      await this.#database.query(`drop index if exists ${indexName(id)}`);
      await this.#database.query('delete from news_embedder where id = $1', [id]);
    }
    return retired.length;
  }

  async chooseIndex(embedder: number): Promise<'exact' | 'hnsw'> {
    const chunks = await this.#refreshStatistics();
    const kept = (await this.list()).find(({ id }) => id === embedder);
    if (kept === undefined || Math.max(kept.vectors, chunks) <= this.#hnswAbove) return 'exact';
    const halves = `halfvec(${Number(kept.dimensions)})`;
    await this.#database.transaction(async (tx) => {
      // With less the graph does not fit and is built ten times slower; only what it needs is taken.
      await tx.query(`select set_config('maintenance_work_mem', '${BUILD_MEMORY}', true)`, []);
      await tx.query(
        `create index if not exists ${indexName(embedder)} on news_embedding
         using hnsw ((v::${halves}) halfvec_ip_ops) with (m = 32, ef_construction = 200) where embedder = ${Number(embedder)}`,
      );
    });
    return 'hnsw';
  }

  /**
   * Returns how many chunks there are. After an import the planner still believes in empty tables, and the embedded
   * database has nobody who would tell it: searches then take ten times as long.
   */
  async #refreshStatistics(): Promise<number> {
    const [row] = await this.#database.query<{ chunks: number; counted: number }>(
      `select n.chunks, c.reltuples::float8 as counted from news_corpus n, pg_class c where c.oid = 'news_chunk'::regclass`,
    );
    const { chunks = 0, counted = 0 } = row ?? {};
    if (chunks > STALE_BY * Math.max(counted, FEWEST_COUNTED)) {
      for (const table of SEARCHED_TABLES) await this.#database.query(`vacuum (analyze) ${table}`);
    }
    return chunks;
  }
}

function indexName(embedder: number): string {
  return `news_embedding_hnsw_${Number(embedder)}`;
}

/** As pgvector reads it; six digits are more than half precision holds. */
export function vectorText(vector: Float32Array): string {
  return `[${Array.from(vector, (value) => Math.round(value * 1e6) / 1e6).join(',')}]`;
}
