import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../db/database.ts';
import { DirectoryHeldError } from '../db/directory-lock.ts';
import { JournalProjection } from '../db/journal-projection.ts';
import { openDatabase } from '../db/open-database.ts';
import { PersistentJournal } from '../db/persistent-journal.ts';
import { RecordsStore } from '../db/records-store.ts';
import { openWriteAheadJournal } from '../db/write-ahead-journal.ts';
import { recordHash } from '../engine/decision/record-hash.ts';
import { replayDecision } from '../engine/decision/replay-decision.ts';
import { rulesNewsReviewer } from '../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../engine/decision/rules-technical-reviewer.ts';
import { ConfigError } from '../engine/domain/errors.ts';
import { loadSignalModel } from '../engine/models/onnx-signal-model.ts';
import { setUp } from './app-setup.ts';
import type { AppConfig } from './config.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { RunCommand } from './invocation.ts';

/** Makes a decision again from nothing but its record, and says whether everything comes out the same. */
export const replayDecisionCommand: RunCommand = async (invocation) => {
  const [written] = invocation.positionals;
  const digits = /^D?-?0*([1-9]\d{0,8})$/i.exec(written ?? '')?.[1];
  if (digits === undefined) {
    process.stderr.write('Name one decision, such as: assent replay-decision D-12\n');
    return EXIT_CODES.wrongUse;
  }
  const id = `D-${digits}`;
  const { config, closeLog } = setUp(invocation);
  const dataDirectory = config.data.directory;
  requireDesk(dataDirectory);
  const database = await openRecord(config);
  try {
    const journal = new PersistentJournal({
      file: openWriteAheadJournal({ directory: join(dataDirectory, 'journal') }),
      projection: new JournalProjection(database),
      onFault: () => undefined,
    });
    await journal.recover();
    const found = await new RecordsStore(database, journal).decision(id);
    journal.close();
    if (found === null) {
      process.stderr.write(`There is no decision ${id} in ${dataDirectory}. In the chat, /decisions lists them.\n`);
      return EXIT_CODES.failed;
    }
    const { record, sha256 } = found;
    const intact = recordHash(record) === sha256;
    const result = await replayDecision(record, {
      model: await loadSignalModel(),
      reviewers: [rulesTechnicalReviewer, rulesNewsReviewer],
    });
    const differences = result.same ? [] : result.differences;
    if (invocation.flags.json === true) {
      process.stdout.write(
        `${JSON.stringify({ id: record.id, sha256, intact, same: result.same, differences }, null, 2)}\n`,
      );
    } else {
      process.stdout.write(
        `${record.id} ${record.outcome}, sha256 ${sha256}: ${intact ? 'the record is intact' : 'THE RECORD WAS CHANGED'}\n`,
      );
      for (const { path, recorded, recomputed } of differences) {
        process.stdout.write(`  ${path}: recorded ${JSON.stringify(recorded)}, now ${JSON.stringify(recomputed)}\n`);
      }
      process.stdout.write(
        result.same
          ? 'Made again from its record: the same.\n'
          : `Made again from its record: ${differences.length} differences.\n`,
      );
    }
    return result.same && intact ? EXIT_CODES.done : EXIT_CODES.failed;
  } finally {
    await database.close();
    closeLog();
  }
};

/** Looking must not begin a desk where there is none. */
function requireDesk(dataDirectory: string): void {
  if (existsSync(join(dataDirectory, 'journal'))) return;
  throw new ConfigError(`There is no desk in ${dataDirectory}.`, {
    hint: 'Name the data folder of the desk that decided: --data DIR.',
  });
}

async function openRecord({ data, database }: AppConfig): Promise<Database> {
  try {
    return await openDatabase({
      dataDirectory: data.directory,
      ...(database.url === null ? {} : { databaseUrl: database.url }),
    });
  } catch (error) {
    if (!(error instanceof DirectoryHeldError)) throw error;
    throw new ConfigError(error.message, {
      cause: error,
      hint: 'A record can be made again when the desk that writes it has ended: leave it with Ctrl-D, then ask once more.',
    });
  }
}
