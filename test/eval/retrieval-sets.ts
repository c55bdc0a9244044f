import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const RETRIEVAL_SETS = ['tatqa_dev', 'financebench_pages', 'cryptonews'] as const;
export type RetrievalSetName = (typeof RETRIEVAL_SETS)[number];

/** Questions, the texts to find, and which of these answer which question. */
export interface RetrievalSet {
  readonly name: RetrievalSetName;
  readonly corpus: readonly { readonly id: string; readonly text: string }[];
  readonly queries: readonly { readonly id: string; readonly text: string; readonly relevant: readonly string[] }[];
}

/** Returns one of the shared sets, or null where this checkout has no shared data beside it. `root` is `data/eval`. */
export function loadRetrievalSet(name: RetrievalSetName, root = '../shared/data/eval'): RetrievalSet | null {
  const folder = join(root, 'retrieval', name);
  if (!existsSync(join(folder, 'corpus.jsonl.gz'))) return null;
  return {
    name,
    corpus: readLines(join(folder, 'corpus.jsonl.gz')) as RetrievalSet['corpus'],
    queries: readLines(join(folder, 'queries.jsonl.gz')) as RetrievalSet['queries'],
  };
}

function readLines(path: string): readonly unknown[] {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
}
