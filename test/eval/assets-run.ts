import { COINS, coinOf } from '../../rag/assets/coin.ts';
import { recogniseAssets } from '../../rag/assets/recognise-assets.ts';
import { hasShared, sharedCsv } from './shared-data.ts';

// Measures which coins the text names against the tickers the provider gave. Providers tag what the text does not name
// (here we see 400 characters of it) and tag whole articles with forty coins; so only rows with one to five tickers
// count, and recall is given once more over the tickers whose symbol or full name really occurs in the text.

interface Row {
  readonly title: string;
  readonly body: string;
  readonly tickers: readonly string[];
}

const MAX_TICKERS = 5;

/** Plain search, independent of the recogniser: the symbol as a word in capitals, or a full name in any case. */
function occurs(symbol: string, { title, body }: Row): boolean {
  const text = `${title}\n${body}`;
  if (new RegExp(`(?<![\\w.])${symbol}(?!\\w)`).test(text)) return true;
  const names = coinOf(symbol)?.names.filter(({ certainty }) => certainty !== 'vague') ?? [];
  const lower = text.toLowerCase();
  return names.some(({ words }) => words.join(' ').length > 3 && lower.includes(words.join(' ')));
}

function rowsOf(file: string, wanted: (row: Readonly<Record<string, string>>) => boolean): readonly Row[] {
  return sharedCsv(file)
    .filter(wanted)
    .map(({ title = '', summary = '', tickers = '' }) => {
      const symbols = tickers.split('|').map((ticker) => coinOf(ticker.trim())?.symbol ?? ticker.trim());
      return { title, body: summary, tickers: symbols.filter((symbol) => /^[A-Z0-9]{2,15}$/.test(symbol)) };
    })
    .filter(({ tickers }) => tickers.length > 0 && tickers.length <= MAX_TICKERS);
}

function measure(name: string, rows: readonly Row[], known: ReadonlySet<string>): void {
  const disagreements: string[] = [];
  let [hits, extra, missed, nameable, found] = [0, 0, 0, 0, 0];
  for (const row of rows) {
    const recognised = recogniseAssets(row, [])
      .map(({ asset }) => asset)
      .filter((asset) => known.has(asset));
    const ours = new Set(recognised);
    const theirs = new Set(row.tickers);
    const [alone, lacking] = [
      recognised.filter((asset) => !theirs.has(asset)),
      row.tickers.filter((one) => !ours.has(one)),
    ];
    hits += recognised.length - alone.length;
    extra += alone.length;
    missed += lacking.length;
    const named = row.tickers.filter((ticker) => occurs(ticker, row));
    nameable += named.length;
    found += named.filter((ticker) => ours.has(ticker)).length;
    if (alone.length + lacking.length > 0) {
      disagreements.push(`only ours [${alone}] only theirs [${lacking}] ${row.title} // ${row.body.slice(0, 200)}`);
    }
  }
  const [precision, recall] = [hits / (hits + extra), hits / (hits + missed)];
  console.log(
    `${name}: ${rows.length} rows, precision ${percent(precision)}, recall ${percent(recall)}, ` +
      `F1 ${percent((2 * precision * recall) / (precision + recall))}, recall of what the text names ` +
      `${percent(found / nameable)} (${nameable} of ${hits + missed} provider tags are in the text)`,
  );
  if (!process.argv.includes('--disagreements')) return;
  for (const line of sample(disagreements, 60)) console.log(`  ${line}`);
}

/** Every n-th, so that a second run reads the same ones. */
function sample<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, index) => index % step === 0).slice(0, count);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function speed(): void {
  const rows = sharedCsv('news.csv.gz').map(({ title = '', summary = '' }) => ({ title, body: summary }));
  const started = performance.now();
  for (const row of rows) recogniseAssets(row, []);
  const seconds = (performance.now() - started) / 1_000;
  console.log(`speed: ${rows.length} items, ${Math.round(rows.length / seconds)} a second`);
}

if (!hasShared('news.csv.gz')) {
  console.log('Skipped: ../shared/data/news.csv.gz is not on this machine.');
} else {
  console.log(`table: ${COINS.length} coins`);
  const may = rowsOf('news.csv.gz', ({ dataset = '' }) => dataset.startsWith('bitcoin_news_data'));
  // A provider that never tags a coin says nothing about whether naming it was right.
  measure('May 2025, one to five tickers', may, new Set(may.flatMap(({ tickers }) => tickers)));
  const panic = rowsOf('news_cryptopanic_sample.csv.gz', () => true);
  measure('CryptoPanic sample', panic, new Set(COINS.map(({ symbol }) => symbol)));
  speed();
}
