import type { SentimentReading } from '../domain/evidence.ts';

/** The mood of the news, in memory and at once: the engine asks at each candle. */
export interface Sentiment {
  /** Returns what the news known by `asOf` says of a coin, or null where that is too little. */
  read(asset: string, asOf: number): SentimentReading | null;
}
