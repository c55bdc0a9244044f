import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { JournalProjection } from '../../db/journal-projection.ts';
import { entryHash, GENESIS_HASH, PersistentJournal } from '../../db/persistent-journal.ts';
import { openWriteAheadJournal } from '../../db/write-ahead-journal.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

let database: Database;
let directory: string;

beforeAll(async () => {
  database = await openTestDatabase();
  directory = mkdtempSync(join(tmpdir(), 'assent-journal-'));
});

afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true });
});

function open(): PersistentJournal {
  return new PersistentJournal({
    file: openWriteAheadJournal({ directory }),
    projection: new JournalProjection(database),
    onFault: (fault) => {
      throw fault;
    },
  });
}

function journalFile(): string {
  return join(directory, readdirSync(directory).find((name) => name.endsWith('.jsonl')) ?? '');
}

it('writes the end that a power cut took from the file back from the database', async () => {
  const journal = open();
  await journal.recover();
  for (const at of [1, 2, 3]) journal.append(at, [{ type: 'entries.paused', by: `person ${at}` }]);
  await journal.flushed();
  journal.close();
  const whole = readFileSync(journalFile(), 'utf8');
  writeFileSync(journalFile(), `${whole.split('\n')[0]}\n`);

  const again = open();
  expect((await again.recover()).map(({ at }) => at)).toEqual([1, 2, 3]);
  again.close();
  expect(readFileSync(journalFile(), 'utf8').split('\n').map(parsed)).toEqual(whole.split('\n').map(parsed));
});

it('makes up nothing where the file is gone, or tells another story', async () => {
  const journalFileName = journalFile();
  rmSync(journalFileName);
  const missing = open();
  await expect(missing.recover()).rejects.toThrow('The database holds 3 journal entries, but the journal file only 0.');
  missing.close();
  const event = { type: 'entries.paused', by: 'somebody else' } as const;
  const other = { seq: 1, at: 9, event, hash: entryHash(GENESIS_HASH, 1, 9, event) };
  writeFileSync(journalFileName, `${JSON.stringify(other)}\n`);
  const different = open();
  await expect(different.recover()).rejects.toThrow(
    'The database holds 3 journal entries, but the journal file only 1.',
  );
  different.close();
});

function parsed(line: string): unknown {
  return line === '' ? null : JSON.parse(line);
}
