import { resolve } from 'node:path';
import type { SourceItem } from '../../rag/document.ts';
import type { IngestReport } from '../../rag/ingest.ts';
import { SourceRefusedError } from '../../rag/source-error.ts';
import { readImportFile } from '../../rag/sources/import-file.ts';
import type { Unreadable } from '../../rag/sources/source.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { NewsLine, NewsLineCommand } from './news-line.ts';
import { embedAll } from './reindex.ts';

const BATCH = 250;
const SHOWN_FAULTS = 10;

type Totals = { -readonly [Key in Exclude<keyof IngestReport, 'refused'>]: number } & { refused: number };

export const importNews: NewsLineCommand = {
  name: 'import',
  words: 'FILE',
  maxWords: 1,
  flags: ['as-published'],
  summary:
    'Take in a file: .jsonl or .csv, also .gz. With --as-published each item counts as known when it was published.',
  problem: ({ words }) => (words.length === 0 ? 'Name one file: assent news import news.csv.gz' : null),
  async run(line) {
    const [file = ''] = line.words;
    const unreadable: Unreadable[] = [];
    const totals: Totals = { offered: 0, stored: 0, duplicates: 0, retellings: 0, revisions: 0, refused: 0 };
    const problem = await takeFile(line, resolve(line.workingDirectory, file), totals, unreadable);
    if (totals.stored > 0 || problem === null) await embedAll(line);
    tell(line, totals, unreadable, problem);
    return problem === null ? EXIT_CODES.done : EXIT_CODES.failed;
  },
};

/** Returns why the file could not be read to its end, or null; what was read before is taken in all the same. */
async function takeFile(
  line: NewsLine,
  path: string,
  totals: Totals,
  unreadable: Unreadable[],
): Promise<string | null> {
  const items = readImportFile(path, { onUnreadable: (fault) => unreadable.push(fault), signal: line.signal });
  let batch: SourceItem[] = [];
  let problem: string | null = null;
  try {
    for await (const item of items) {
      batch.push(item);
      if (batch.length < BATCH) continue;
      await takeBatch(line, batch, totals);
      batch = [];
    }
  } catch (error) {
    line.signal.throwIfAborted();
    if (!(error instanceof SourceRefusedError)) throw error;
    problem = error.message;
  }
  await takeBatch(line, batch, totals);
  if (problem === null && totals.offered === 0) return `${path} holds no item that could be read`;
  return problem;
}

async function takeBatch(line: NewsLine, batch: readonly SourceItem[], totals: Totals): Promise<void> {
  line.signal.throwIfAborted();
  const heard = line.flags['as-published'] === true ? 'when-published' : 'now';
  const report = await line.knowledge.ingester.take(batch, { feed: 'import', now: line.now(), heard });
  totals.offered += report.offered;
  totals.stored += report.stored;
  totals.duplicates += report.duplicates;
  totals.retellings += report.retellings;
  totals.revisions += report.revisions;
  totals.refused += report.refused.length;
  line.progress(`${totals.offered} read, ${totals.stored} stored`);
}

function tell(line: NewsLine, totals: Totals, unreadable: readonly Unreadable[], problem: string | null): void {
  if (problem !== null) line.complain(`${problem}.`);
  if (line.flags.json === true) {
    const faults = unreadable.slice(0, 100);
    line.write(JSON.stringify({ ...totals, problem, unreadable: unreadable.length, faults }, null, 2));
    return;
  }
  if (problem !== null && totals.offered === 0 && unreadable.length === 0) return;
  const { offered, stored, duplicates, retellings, refused } = totals;
  line.write(
    `${offered} read: ${stored} stored (${toldAgain(retellings)}), ${duplicates} were there already, ${refused} refused, ${unreadable.length} unreadable.`,
  );
  for (const { place, problem } of unreadable.slice(0, SHOWN_FAULTS)) line.write(`  ${place}: ${problem}`);
  if (unreadable.length > SHOWN_FAULTS) line.write(`  and ${unreadable.length - SHOWN_FAULTS} more.`);
}

function toldAgain(retellings: number): string {
  return retellings === 1 ? '1 tells a known story' : `${retellings} tell a known story`;
}
