import { analyse, type Terms, termWeight } from '../../rag/analysis/terms.ts';
import type { Embedder } from '../../rag/embedders/embedder.ts';
import { bm25, type QueryTerm, weighQuery } from '../../rag/ranking/bm25.ts';
import { aboveFloor, evidenceOfWords } from '../../rag/ranking/relevance-floor.ts';
import { CANDIDATES_A_LIST, fuseScores, LIST_WEIGHTS } from '../../rag/ranking/score-fusion.ts';

export const RANKING_MODES = ['text', 'vector', 'hybrid'] as const;
export type RankingMode = (typeof RANKING_MODES)[number];

/** A document cut into the chunks it is found by; it is as good as its best chunk. */
export interface ReferenceDocument {
  readonly id: string;
  readonly chunks: readonly string[];
}

/** Ranks a collection held in memory: the yardstick the database's ranking is compared with. */
export interface ReferenceRanking {
  /** Returns ids of documents, best first, at most as many as a list has candidates (twice that in hybrid). */
  rank(query: string, mode: RankingMode): Promise<readonly string[]>;
  /** Returns the candidates of one list with their scores, best first. */
  scores(query: string, mode: 'text' | 'vector'): Promise<readonly { readonly id: string; readonly score: number }[]>;
  /** Returns the first ten of the hybrid ranking that are above the floor; empty for "nothing relevant". */
  answer(query: string): Promise<readonly string[]>;
}

interface Chunk {
  readonly id: string;
  readonly terms: Terms;
  readonly vector: Float32Array;
}

interface Match {
  readonly chunk: Chunk;
  readonly score: number;
}

/** Returns a ranking over the documents; embeds every chunk once. Ties go by id. */
export async function createReferenceRanking(
  documents: readonly ReferenceDocument[],
  embedder: Embedder,
): Promise<ReferenceRanking> {
  const chunks = await readChunks(documents, embedder);
  const postings = invert(chunks);
  const averageLength = chunks.reduce((sum, { terms }) => sum + terms.length, 0) / Math.max(1, chunks.length);
  const collection = { documents: chunks.length, documentFrequency: (term: string) => postings.get(term)?.length ?? 0 };

  const weigh = (query: string) => weighQuery(analyse(query).counts.keys(), collection, termWeight);
  const byText = (query: readonly QueryTerm[]): readonly Match[] => {
    const touched = new Set(query.flatMap(({ term }) => postings.get(term) ?? []));
    return bestOfEachDocument(touched, (chunk) => bm25(query, chunk.terms, averageLength));
  };
  const byVector = (query: Float32Array) => bestOfEachDocument(chunks, (chunk) => cosine(query, chunk.vector));
  const embedQuery = async (query: string) => (await embedder.embed([query], 'query'))[0] ?? new Float32Array();
  const byBoth = async (query: string) => fuse(byText(weigh(query)), byVector(await embedQuery(query)), embedder.kind);

  const answer = async (query: string) => {
    const words = weigh(query).filter(({ term }) => termWeight(term) === 1);
    const vector = await embedQuery(query);
    const candidates = (await byBoth(query)).slice(0, 10).map((chunk) => ({
      id: chunk.id,
      evidence: {
        ...evidenceOfWords(words, (term) => chunk.terms.counts.has(term), chunks.length),
        cosine: cosine(vector, chunk.vector),
      },
    }));
    return aboveFloor(candidates, embedder.floor).map(({ id }) => id);
  };

  const rank = async (query: string, mode: RankingMode) => {
    if (mode === 'hybrid') return (await byBoth(query)).map(({ id }) => id);
    return (mode === 'text' ? byText(weigh(query)) : byVector(await embedQuery(query))).map(({ chunk }) => chunk.id);
  };
  const scores = async (query: string, mode: 'text' | 'vector') => {
    const matches = mode === 'text' ? byText(weigh(query)) : byVector(await embedQuery(query));
    return matches.map(({ chunk, score }) => ({ id: chunk.id, score }));
  };
  return { rank, scores, answer };
}

async function readChunks(documents: readonly ReferenceDocument[], embedder: Embedder): Promise<readonly Chunk[]> {
  const texts = documents.flatMap(({ id, chunks }) => chunks.map((text) => ({ id, text })));
  const vectors = await embedder.embed(
    texts.map(({ text }) => text),
    'passage',
  );
  return texts.map(({ id, text }, at) => ({ id, terms: analyse(text), vector: vectors[at] ?? new Float32Array() }));
}

function invert(chunks: readonly Chunk[]): ReadonlyMap<string, readonly Chunk[]> {
  const postings = new Map<string, Chunk[]>();
  for (const chunk of chunks) {
    for (const term of chunk.terms.counts.keys()) {
      const list = postings.get(term);
      if (list === undefined) postings.set(term, [chunk]);
      else list.push(chunk);
    }
  }
  return postings;
}

function bestOfEachDocument(chunks: Iterable<Chunk>, scoreOf: (chunk: Chunk) => number): readonly Match[] {
  const best = new Map<string, Match>();
  for (const chunk of chunks) {
    const score = scoreOf(chunk);
    const rival = best.get(chunk.id);
    if (rival === undefined || score > rival.score) best.set(chunk.id, { chunk, score });
  }
  return [...best.values()]
    .sort((one, other) => other.score - one.score || (one.chunk.id < other.chunk.id ? -1 : 1))
    .slice(0, CANDIDATES_A_LIST);
}

function fuse(byText: readonly Match[], byVector: readonly Match[], kind: Embedder['kind']): readonly Chunk[] {
  const chunks = new Map([...byVector, ...byText].map(({ chunk }) => [chunk.id, chunk]));
  const weights = LIST_WEIGHTS[kind];
  const listed = (matches: readonly Match[]) => matches.map(({ chunk, score }) => ({ id: chunk.id, score }));
  const fused = fuseScores([
    { matches: listed(byText), weight: weights.text },
    { matches: listed(byVector), weight: weights.vector },
  ]);
  return fused.flatMap(({ id }) => chunks.get(id) ?? []);
}

function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number);
  return sum;
}
