import type { Database } from '../../db/database.ts';
import { NewsDocuments } from '../../db/news-documents.ts';
import { NewsSearch } from '../../db/news-search.ts';
import type { Embedder } from '../../rag/embedders/embedder.ts';
import { createRetriever, type SearchQuery } from '../../rag/retriever.ts';
import { NEWS_END, newsTexts } from './knowledge-texts.ts';
import { quantile } from './sample.ts';
import type { Row } from './table.ts';

const QUESTIONS = 48;
const ROUNDS = 4;

const WAYS: Readonly<Record<string, Pick<SearchQuery, 'assets' | 'mode'>>> = {
  'all of it': { assets: null },
  'words alone': { assets: null, mode: 'text' },
  'vectors alone': { assets: null, mode: 'vector' },
  'about bitcoin': { assets: ['BTC'] },
  'about a rare coin': { assets: ['XLM'] },
};

/** Times whole searches, from the question to the answer: half of the questions are headlines, half short ones. */
export async function timeSearches(database: Database, embedder: Embedder): Promise<readonly Row[]> {
  const retriever = createRetriever({
    documents: new NewsDocuments(database),
    index: new NewsSearch(database),
    embedder: () => embedder,
  });
  const times = new Map(Object.keys(WAYS).map((way) => [way, [] as number[]]));
  const questions = newsTexts().questions(QUESTIONS);
  // The first round warms caches; the ways take turns, so that a noisy moment strikes all of them.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const text of questions) {
      for (const [way, asked] of Object.entries(WAYS)) {
        const before = performance.now();
        await retriever.search({ text, limit: 8, asOf: NEWS_END, maxAgeMs: null, ...asked });
        if (round > 0) times.get(way)?.push(performance.now() - before);
      }
    }
  }
  return [...times].map(([search, sample]) => ({
    search,
    min: quantile(sample, 0),
    p25: quantile(sample, 0.25),
    p50: quantile(sample, 0.5),
    p99: quantile(sample, 0.99),
  }));
}
