import { wordsOf } from '../../rag/analysis/words.ts';
import { hasShared, sharedCsv } from './shared-data.ts';

/**
 * Counts anew what `rag/embedders/lexical-rarity.ts` holds and prints it in that form. The collection whose headlines
 * are questions of the retrieval set `cryptonews` is left out, so that the set measures words not counted on it.
 */
const MEASURED = 'kaggle_cryptonews';
const FEWEST_TEXTS = 5;
const LONGEST_STEM = 24;
const STEM = /^[a-z0-9%&.]+$/;

function newsTexts(): ReadonlySet<string> {
  const news = sharedCsv('news.csv.gz').filter(({ dataset }) => dataset !== MEASURED);
  const headlines = sharedCsv('news_headlines_labelled_undated.csv.gz');
  return new Set([
    ...news.map(({ title, summary }) => `${title} ${summary}`),
    ...headlines.map(({ text }) => text ?? ''),
  ]);
}

function rarity(texts: number, frequency: number): number {
  return Math.round(Math.log(1 + texts / (frequency + 0.5)) * 4) / 4;
}

export function rarityTable(texts: ReadonlySet<string>): ReadonlyMap<number, readonly string[]> {
  const frequencies = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(wordsOf(text))) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }
  const levels = new Map<number, string[]>();
  for (const [stem, frequency] of frequencies) {
    if (frequency < FEWEST_TEXTS || stem.length > LONGEST_STEM || !STEM.test(stem)) continue;
    const level = rarity(texts.size, frequency);
    levels.set(level, [...(levels.get(level) ?? []), stem]);
  }
  return new Map([...levels].sort(([one], [other]) => one - other).map(([level, stems]) => [level, stems.sort()]));
}

if (process.argv[1]?.endsWith('retrieval-rarity.ts') === true) {
  if (hasShared('news.csv.gz')) {
    const texts = newsTexts();
    for (const [level, stems] of rarityTable(texts)) console.log(`  '${level.toFixed(2)}':\n    '${stems.join(' ')}',`);
    console.log(`RAREST_LEVEL = ${rarity(texts.size, 1)}, counted over ${texts.size} texts`);
  } else {
    console.log('Skipped: the shared news is not beside this checkout.');
  }
}
