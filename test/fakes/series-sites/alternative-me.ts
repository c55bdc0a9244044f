import type { SeriesSite } from './series-site.ts';
import { startSeriesSite } from './series-site.ts';

/** A value of the index and the midnight it was published at, epoch ms. */
export interface IndexDay {
  readonly at: number;
  readonly value: number;
}

/** Speaks the Fear & Greed interface of alternative.me: newest first, every number a text, `limit=0` for all. */
export function startAlternativeMe(days: readonly IndexDay[]): Promise<SeriesSite> {
  return startSeriesSite((url) => {
    if (url.pathname !== '/fng/') return undefined;
    const limit = Number(url.searchParams.get('limit') ?? 1);
    const newest = [...days].sort((one, other) => other.at - one.at);
    const data = newest.slice(0, limit === 0 ? undefined : limit).map(({ at, value }, index) => ({
      value: String(value),
      value_classification: classification(value),
      timestamp: String(at / 1_000),
      ...(index === 0 ? { time_until_update: '43200' } : {}),
    }));
    return { body: { name: 'Fear and Greed Index', data, metadata: { error: null } } };
  });
}

function classification(value: number): string {
  if (value <= 24) return 'Extreme Fear';
  if (value <= 44) return 'Fear';
  if (value <= 55) return 'Neutral';
  return value <= 75 ? 'Greed' : 'Extreme Greed';
}
