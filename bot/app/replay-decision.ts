import { rereadVerdict } from '../../agent/reviewers/reread-verdict.ts';
import { recordHash } from '../../engine/decision/record-hash.ts';
import { replayDecision } from '../../engine/decision/replay-decision.ts';
import { rulesNewsReviewer } from '../../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../../engine/decision/rules-technical-reviewer.ts';
import { loadSignalModel } from '../../engine/models/onnx-signal-model.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { RunCommand } from '../invocation.ts';
import { withDeskRecord } from './record.ts';
import { setUp } from './setup.ts';

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
  try {
    const found = await withDeskRecord(config, ({ records }) => records.decision(id));
    if (found === null) {
      const { directory } = config.data;
      process.stderr.write(`There is no decision ${id} in ${directory}. In the chat, /decisions lists them.\n`);
      return EXIT_CODES.failed;
    }
    const { record, sha256 } = found;
    const intact = recordHash(record) === sha256;
    const result = await replayDecision(record, {
      model: await loadSignalModel(),
      reviewers: [rulesTechnicalReviewer, rulesNewsReviewer],
      reread: rereadVerdict,
    });
    const differences = result.same ? [] : result.differences;
    const { asked, reread = [] } = result;
    if (invocation.flags.json === true) {
      process.stdout.write(
        `${JSON.stringify({ id: record.id, sha256, intact, same: result.same, asked, reread, differences }, null, 2)}\n`,
      );
    } else {
      process.stdout.write(
        `${record.id} ${record.outcome}, sha256 ${sha256}: ${intact ? 'the record is intact' : 'THE RECORD WAS CHANGED'}\n`,
      );
      if (asked.length > 0) process.stdout.write(`Asked again: ${asked.join(', ')}.\n`);
      if (reread.length > 0) process.stdout.write(`Recorded replies read again: ${reread.join(', ')}.\n`);
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
    closeLog();
  }
};
