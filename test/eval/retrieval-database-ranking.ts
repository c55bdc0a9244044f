import type { Database } from '../../db/database.ts';
import { NewsSearch } from '../../db/news-search.ts';
import type { Embedder } from '../../rag/embedders/embedder.ts';
import { type FusedCandidate, fuseCandidates, relevantCandidates } from '../../rag/ranking/rank-candidates.ts';
import { recall } from '../../rag/retriever.ts';
import { PUBLISHED_AT } from './retrieval-collection.ts';
import type { RankingMode } from './retrieval-reference.ts';

/** One question, asked once: ids of texts, best first, each at its best chunk. */
export interface DatabaseRanking extends Readonly<Record<RankingMode, readonly string[]>> {
  /** The first ten of the hybrid ranking that are above the floor. */
  readonly answer: readonly string[];
}

/** Ranks by the product's own statements and fusion, before the floor, age and likeness leave anything out. */
export async function rankInDatabase(
  { database, embedder, textOf }: { database: Database; embedder: Embedder; textOf: ReadonlyMap<string, string> },
  text: string,
): Promise<DatabaseRanking> {
  const { known, compared } = await recall(
    { index: new NewsSearch(database), embedder: () => embedder },
    { text, asOf: PUBLISHED_AT, assets: null, maxAgeMs: null },
  );
  const idsOf = (ranking: readonly FusedCandidate[]) => [
    ...new Set(ranking.flatMap(({ document }) => textOf.get(document.id) ?? [])),
  ];
  // One list alone, fused with nothing, keeps its own order.
  const alone = (rank: 'textRank' | 'vectorRank', other: 'textRank' | 'vectorRank') =>
    idsOf(
      fuseCandidates(
        known.filter((candidate) => candidate[rank] !== null).map((candidate) => ({ ...candidate, [other]: null })),
        compared,
      ),
    );
  const fused = fuseCandidates(known, compared);
  return {
    text: alone('textRank', 'vectorRank'),
    vector: alone('vectorRank', 'textRank'),
    hybrid: idsOf(fused),
    answer: idsOf(relevantCandidates(firstTexts(fused, 10), compared)),
  };
}

/** The chunks of the first so many documents. */
function firstTexts(fused: readonly FusedCandidate[], count: number): readonly FusedCandidate[] {
  const first = new Set([...new Set(fused.map(({ document }) => document.id))].slice(0, count));
  return fused.filter(({ document }) => first.has(document.id));
}
