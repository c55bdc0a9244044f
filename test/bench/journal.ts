import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { JournalProjection } from '../../db/journal-projection.ts';
import { PersistentJournal } from '../../db/persistent-journal.ts';
import { openWriteAheadJournal } from '../../db/write-ahead-journal.ts';
import type { JournalEvent } from '../../engine/domain/journal-entry.ts';
import type { Benchmark } from './benchmark.ts';
import { NO_DATABASE } from './no-database.ts';
import { quantile, timeCalls } from './sample.ts';
import { withScratch } from './scratch.ts';
import { printTable, ratio, spread } from './table.ts';

const CALLS = 3_000;
const SYNCED_CALLS = 300;
const EVENT: JournalEvent = {
  type: 'equity.measured',
  equity: '10012.345678',
  cash: '9000.5',
  exposure: '1011.845678',
};

export const journal: Benchmark = {
  name: 'journal',
  about: 'one entry onto the file, µs; ratio to a bare write of the same bytes',
  run: () =>
    withScratch(async (directory) => {
      const bare = await bareWrites(directory);
      const lines = await writeAheadAppends(join(directory, 'lines'), false);
      const entries = await journalAppends(join(directory, 'entries'));
      const synced = await writeAheadAppends(join(directory, 'synced'), true);
      const ways = { 'bare write': bare, 'line, checked': lines, 'entry, hashed': entries, 'line, fdatasync': synced };
      printTable(
        Object.entries(ways).map(([way, sample]) => ({
          way,
          ...spread(sample),
          ratio: ratio(quantile(sample, 0.5), quantile(bare, 0.5)),
        })),
      );
    }),
};

async function bareWrites(directory: string): Promise<readonly number[]> {
  const descriptor = openSync(join(directory, 'bare'), 'a');
  const bytes = Buffer.from(`${lineOf(1)}\n`);
  const times = await timeCalls(CALLS, CALLS, () => writeSync(descriptor, bytes));
  closeSync(descriptor);
  return times;
}

async function writeAheadAppends(directory: string, sync: boolean): Promise<readonly number[]> {
  const file = openWriteAheadJournal({ directory });
  const calls = sync ? SYNCED_CALLS : CALLS;
  const times = await timeCalls(calls, calls, (index) =>
    file.append([{ seq: index + 1, line: lineOf(index + 1) }], { sync }),
  );
  file.close();
  return times;
}

async function journalAppends(directory: string): Promise<readonly number[]> {
  const entries = new PersistentJournal({
    file: openWriteAheadJournal({ directory }),
    projection: new JournalProjection(NO_DATABASE),
    onFault: (fault) => {
      throw fault;
    },
  });
  await entries.recover();
  const times = await timeCalls(CALLS, CALLS, (index) => {
    entries.append(index, [EVENT]);
  });
  await entries.flushed();
  entries.close();
  return times;
}

function lineOf(seq: number): string {
  return JSON.stringify({ seq, at: 1_747_526_400_000 + seq, event: EVENT, hash: 'ab'.repeat(32) });
}
