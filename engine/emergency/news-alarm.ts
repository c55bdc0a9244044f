import type { SentimentReading } from '../domain/evidence.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Direction } from '../domain/signal.ts';

/**
 * Returns why a position must go because of the news, or null. Only a long can be caught by bad news about its coin;
 * what is too little to be read is no alarm, and neither is a limit that is switched off.
 */
export function newsAlarm(
  direction: Direction,
  reading: SentimentReading | null,
  limit: number | null | undefined,
): Reason | null {
  if (direction !== 'long' || reading === null || typeof limit !== 'number') return null;
  if (!(reading.value <= limit)) return null;
  const { value: tone, stories, sources, newsIds } = reading;
  return reason('exit.news-alarm', { tone, limit, stories, sources, newsIds: newsIds.join(',') });
}
