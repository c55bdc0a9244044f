import { obedientAssistant, scriptedAssistant } from '../fakes/llm/assistant-personalities.ts';
import { openGroundingDesk } from './grounding-desk.ts';
import { type GroundingMeasures, measureGrounding } from './grounding-measures.ts';
import { groundingQuestions, type QuestionKind } from './grounding-questions.ts';

// Asks the assistant several hundred questions on the recorded week and lets an oracle that knows only the store read
// every sentence that a person would see. `npm run eval:grounding -- 1000 --faults` asks more and shows what is wrong.

const DAYS = 7;
const SEED = 20_250_518;
const asked = Number(process.argv[2] ?? 560);
const count = Number.isFinite(asked) && asked > 0 ? asked : 560;

const started = performance.now();
const desk = await openGroundingDesk(DAYS);
const questions = groundingQuestions(desk.happened, count, SEED);
const kinds = new Map<QuestionKind, number>();
for (const { kind } of questions) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
console.log(
  `${questions.length} questions on ${DAYS} recorded days (${desk.happened.decisions.length} decisions, ${desk.happened.trades.length} trades): ` +
    [...kinds].map(([kind, number]) => `${kind} ${number}`).join(', '),
);
let isWrong = false;
for (const [name, personality] of [
  ['scripted', scriptedAssistant],
  ['obedient', obedientAssistant],
] as const) {
  const measures = await measureGrounding(desk, questions, personality);
  report(name, measures);
  isWrong ||= measures.faults.length > 0 || measures.broken.length > 0;
}
await desk.journey.end();
console.log(`${((performance.now() - started) / 1_000).toFixed(1)} s in all`);
if (isWrong) process.exitCode = 1;

function report(name: string, measures: GroundingMeasures): void {
  const { faults, broken, ...sums } = measures;
  const of = (...kinds: readonly string[]) => faults.filter(({ kind }) => kinds.includes(kind)).length;
  console.log(
    `${name}: answered ${sums.answered} (after a repair ${sums.repaired}), template ${sums.templates}, nothing to tell ${sums.refused}; ` +
      `${sums.sentences} sentences shown (${sums.own} in the model's words), ${sums.numbers} numbers, ${sums.citations} citations`,
  );
  console.log(
    `${name}: ungrounded numbers ${of('number')}, wrong citations ${of('citation', 'record')}, wrong coins ${of('coin')}, wrong sides ${of('side')}, false quotations ${of('quotation')}, faults ${broken.length}`,
  );
  if (!process.argv.includes('--faults')) return;
  for (const { kind, found, sentence, question } of faults.slice(0, 60)) {
    console.log(`  ${kind} ${found} | ${sentence} | ${question}`);
  }
  for (const fault of broken.slice(0, 10)) console.log(`  ${fault}`);
}
