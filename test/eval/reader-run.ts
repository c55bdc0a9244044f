import { parseArgs } from 'node:util';
import { createNewsReader } from '../../agent/news-reader.ts';
import { lexiconScorer } from '../../rag/sentiment/lexicon-scorer.ts';
import type { NewsReader } from '../../rag/sentiment/reader.ts';
import { type ToneLabel, toneLabel } from '../../rag/sentiment/tone-label.ts';
import { startFakeLlm } from '../fakes/llm/llm-server.ts';
import { accuracy, correlation, macroF1 } from './sentiment-measures.ts';
import { type LabelledSet, type LabelledText, sharedSets } from './sentiment-sets.ts';

// Measures a reader of news by a language model on the sets, and with the measures, of the local scorer:
//   node --import tsx test/eval/reader-run.ts --provider ollama --model llama3.1:8b
//   GROQ_API_KEY=… node --import tsx test/eval/reader-run.ts --provider groq --model openai/gpt-oss-20b --limit 100
// --limit rows a set (200), evenly spread; --set one set only; --fake asks a rule of keywords in place of a model.

const USAGE =
  'Usage: --provider ollama|groq --model NAME [--base-url URL] [--limit N] [--set NAME] [--deadline MS] [--fake]';

interface Said {
  readonly row: LabelledText;
  /** Null where the reader abstained. */
  readonly tone: number | null;
  readonly why: string | null;
  readonly tookMs: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      provider: { type: 'string', default: 'ollama' },
      model: { type: 'string' },
      'base-url': { type: 'string' },
      limit: { type: 'string', default: '200' },
      set: { type: 'string' },
      deadline: { type: 'string', default: '60000' },
      fake: { type: 'boolean', default: false },
    },
  });
  const { provider, model = values.fake ? 'keyword-rule' : undefined } = values;
  const limit = Number(values.limit);
  if ((provider !== 'ollama' && provider !== 'groq') || model === undefined || !(limit >= 1)) return fail(USAGE);
  const sets = sharedSets().filter(({ name }) => values.set === undefined || name === values.set);
  if (sets.length === 0) return console.log('skipped: no such set lies at ../shared/data/eval/sentiment');

  const fake = values.fake ? await startFakeLlm() : null;
  const reader = createNewsReader({
    provider,
    model,
    baseUrl: fake?.url ?? values['base-url'],
    apiKey: fake === null ? process.env.GROQ_API_KEY : 'none',
    deadlineMs: Number(values.deadline),
  });
  console.log(`${reader.name}; up to ${limit} rows a set; acc / macro-F1, an abstention counted as neutral`);
  if (fake !== null) console.log('A rule of keywords answers in place of a model: these figures measure nothing.');
  for (const set of sets) await report(set, reader, limit);
  await fake?.close();
}

async function report({ name, rows }: LabelledSet, reader: NewsReader, limit: number): Promise<void> {
  const step = Math.max(1, rows.length / limit);
  const chosen = rows.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  const startedAt = performance.now();
  const said = await readAll(chosen, reader);
  const seconds = (performance.now() - startedAt) / 1_000;
  const answered = said.filter(({ tone }) => tone !== null);
  const local = chosen.map((row) => ({ row, tone: localTone(row), why: null, tookMs: 0 }));
  console.log(`\n${name} (${chosen.length} of ${rows.length})`);
  console.log(`  ${'reader'.padEnd(18)} ${figures(said)}   where it answered ${figures(answered)}`);
  console.log(`  ${lexiconScorer.name.padEnd(18)} ${figures(local)}`);
  console.log(
    `  abstained ${said.length - answered.length}${reasons(said)}; ${latencies(said)}; ${seconds.toFixed(1)} s in all`,
  );
}

/** Two at a time, as the reader takes them, so that no time is that of a wait for a turn. */
async function readAll(rows: readonly LabelledText[], reader: NewsReader): Promise<readonly Said[]> {
  const said: Said[] = [];
  const left = rows.values();
  const work = async () => {
    for (const row of left) said.push(await readRow(row, reader));
  };
  await Promise.all([work(), work()]);
  return said;
}

async function readRow(row: LabelledText, reader: NewsReader): Promise<Said> {
  const startedAt = performance.now();
  const document = {
    id: 'N-1',
    title: { en: row.text },
    body: {},
    source: 'eval',
    publishedAt: Number.NaN,
    assets: [],
  };
  const result = await reader.read(document);
  const tookMs = performance.now() - startedAt;
  if (result.outcome === 'read') return { row, tone: result.reading.tone, why: null, tookMs };
  return { row, tone: null, why: `${result.reason} (${result.detail})`, tookMs };
}

function localTone({ text }: LabelledText): number {
  return lexiconScorer.score({ title: { en: text }, body: {} });
}

function figures(said: readonly Said[]): string {
  if (said.length === 0) return 'nothing';
  const judged = said.map(({ row, tone }) => ({ truth: row.label, said: labelOf(tone) }));
  const pairs = said.flatMap(({ row, tone }) =>
    row.score === undefined || tone === null ? [] : [[row.score, tone] as const],
  );
  const r = pairs.length === 0 ? '' : ` r ${correlation(pairs).toFixed(3)}`;
  return `${accuracy(judged).toFixed(3)} / ${macroF1(judged).toFixed(3)}${r}`;
}

function labelOf(tone: number | null): ToneLabel {
  return tone === null ? 'neutral' : toneLabel(tone);
}

function reasons(said: readonly Said[]): string {
  const counts = new Map<string, number>();
  for (const { why } of said) if (why !== null) counts.set(why, (counts.get(why) ?? 0) + 1);
  return counts.size === 0 ? '' : `: ${[...counts].map(([why, count]) => `${why} ${count}`).join(', ')}`;
}

function latencies(said: readonly Said[]): string {
  const sorted = said.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}

await main();
