import { join } from 'node:path';
import { JournalProjection } from '../db/journal-projection.ts';
import { openDatabase } from '../db/open-database.ts';
import { PersistentJournal } from '../db/persistent-journal.ts';
import { RecordsStore } from '../db/records-store.ts';
import { openWriteAheadJournal } from '../db/write-ahead-journal.ts';
import { recordHash } from '../engine/decision/record-hash.ts';
import { replayDecision } from '../engine/decision/replay-decision.ts';
import { rulesNewsReviewer } from '../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../engine/decision/rules-technical-reviewer.ts';
import { loadSignalModel } from '../engine/models/onnx-signal-model.ts';
import { setUp } from './app-setup.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { RunCommand } from './invocation.ts';

/** Makes a decision again from nothing but its record, and says whether everything comes out the same. */
export const replayDecisionCommand: RunCommand = async (invocation) => {
  const [id, ...more] = invocation.positionals;
  if (id === undefined || more.length > 0 || !/^D-\d+$/i.test(id)) {
    process.stderr.write('Name one decision, such as: assent replay-decision D-12\n');
    return EXIT_CODES.wrongUse;
  }
  const { config, closeLog } = setUp(invocation);
  const dataDirectory = config.data.directory;
  const database = await openDatabase({
    dataDirectory,
    ...(config.database.url === null ? {} : { databaseUrl: config.database.url }),
  });
  try {
    const journal = new PersistentJournal({
      file: openWriteAheadJournal({ directory: join(dataDirectory, 'journal') }),
      projection: new JournalProjection(database),
      onFault: () => undefined,
    });
    await journal.recover();
    const found = await new RecordsStore(database, journal).decision(id.toUpperCase());
    journal.close();
    if (found === null) {
      process.stderr.write(`There is no decision ${id.toUpperCase()} in ${dataDirectory}.\n`);
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
