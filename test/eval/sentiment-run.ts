import { readFileSync } from 'node:fs';
import type { BilingualText } from '../../rag/document.ts';
import { lexiconScorer } from '../../rag/sentiment/lexicon-scorer.ts';
import { toneLabel } from '../../rag/sentiment/tone-label.ts';
import { type Baseline, loughranMcDonald, majority, ourScorer } from './sentiment-baselines.ts';
import { accuracy, correlation, macroF1 } from './sentiment-measures.ts';
import { type LabelledSet, type LabelledText, sharedSets } from './sentiment-sets.ts';
import { vader } from './sentiment-vader.ts';

const sets = sharedSets();
if (sets.length === 0) console.log('skipped: the shared evaluation sets do not lie at ../shared/data/eval/sentiment');
else reportSets();
reportRecorded();

function reportSets(): void {
  // A text looked at in one set was looked at in every set that holds it: PhraseBank's smaller file lies within the other.
  const open = sets.filter(({ name }) => name !== 'fpb_allagree');
  const looked = new Set(open.flatMap(({ rows }) => rows.filter((_, at) => at % 2 === 0).map(({ text }) => text)));
  const scorers = [vader(), loughranMcDonald(), ourScorer];
  console.log('accuracy / macro-F1, r = Pearson with the score; dev = even lines, open to a look; held = the others');
  for (const set of sets) report(set, scorers, looked);
  speed(sets.flatMap(({ rows }) => rows.map(({ text }) => text)));
}

function report({ name, rows }: LabelledSet, scorers: readonly Baseline[], looked: ReadonlySet<string>): void {
  const dev = rows.filter(({ text }) => looked.has(text));
  const held = rows.filter(({ text }) => !looked.has(text));
  console.log(`\n${name} (all ${rows.length}, dev ${dev.length}, held ${held.length})`);
  for (const scorer of [majority(rows), ...scorers]) {
    const [whole, first, second] = [rows, dev, held].map((part) => figures(scorer, part));
    console.log(`  ${scorer.name.padEnd(18)} all ${whole}   dev ${first}   held ${second}`);
  }
}

function figures(scorer: Baseline, rows: readonly LabelledText[]): string {
  const judged = rows.map(({ text, label }) => ({ truth: label, said: scorer.label(text) }));
  const pairs = rows.flatMap(({ text, score }) => (score === undefined ? [] : [[score, scorer.tone(text)] as const]));
  const r = pairs.length === 0 ? '' : ` r ${correlation(pairs).toFixed(3)}`;
  return `${accuracy(judged).toFixed(3)} / ${macroF1(judged).toFixed(3)}${r}`;
}

function speed(texts: readonly string[]): void {
  const start = performance.now();
  for (const text of texts) ourScorer.tone(text);
  const seconds = (performance.now() - start) / 1_000;
  console.log(`\n${ourScorer.name}: ${Math.round(texts.length / seconds)} headlines a second (${texts.length} texts)`);
}

/** How often the two languages of the product's own recording agree. */
function reportRecorded(): void {
  const tones = recorded().map(({ title, body }) => ({
    en: lexiconScorer.score({ title: { en: title.en }, body: { en: body.en } }),
    ko: lexiconScorer.score({ title: { ko: title.ko }, body: { ko: body.ko } }),
  }));
  const heard = tones.filter(({ en, ko }) => en !== 0 && ko !== 0);
  const signs = heard.filter(({ en, ko }) => en * ko > 0).length;
  const labels = tones.filter(({ en, ko }) => toneLabel(en) === toneLabel(ko)).length;
  console.log(
    `\nrecorded news, English beside Korean: same sign in ${signs} of ${heard.length} where both say something;`,
  );
  console.log(`same class in ${labels} of ${tones.length}`);
}

function recorded(): readonly { readonly title: BilingualText; readonly body: BilingualText }[] {
  return readFileSync('engine/recordings/may-2025/news.jsonl', 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { title: BilingualText; body?: BilingualText; summary?: BilingualText })
    .map(({ title, body, summary }) => ({ title, body: body ?? summary ?? {} }));
}
