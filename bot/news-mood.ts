import type { SentimentReading } from '../engine/domain/evidence.ts';
import type { AssetIndex } from '../rag/sentiment/asset-index.ts';

const DAY_MS = 86_400_000;

/** Returns the mood of the news about a coin at a time, with its change over a day; null where too little was known. */
export function moodOf(mood: AssetIndex, asset: string, asOf: number): SentimentReading | null {
  const now = mood.read(asset, asOf);
  if (now === null) return null;
  const before = mood.read(asset, asOf - DAY_MS);
  const { value, items, stories, sources, newsIds } = now;
  const change24h = before === null ? null : Math.round((value - before.value) * 10_000) / 10_000;
  return { asset, value, change24h, items, stories, sources, newsIds };
}
