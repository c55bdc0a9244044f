import { z } from 'zod';
import type { Source } from '../source.ts';
import { createBinanceFundingSource } from './binance-funding.ts';
import { createCoinMetricsSource } from './coinmetrics.ts';
import { createFearGreedSource } from './fear-greed.ts';
import { createFredSource } from './fred.ts';
import { FRED_SERIES } from './fred-series.ts';
import { createGoogleTrendsFile } from './google-trends-file.ts';
import { createMempoolSource } from './mempool-space.ts';

function listOf(pattern: RegExp, allowed: string, most: number) {
  const name = z.string().regex(pattern, allowed);
  return z
    .array(name)
    .min(1)
    .max(most)
    .refine((names) => new Set(names).size === names.length, 'each only once');
}

/** Which figures are gathered. The key for FRED is a secret and not part of it. */
export const seriesSourcesSchema = z.strictObject({
  fearGreed: z.boolean().default(true),
  fred: z
    .strictObject({
      enabled: z.boolean().default(false),
      series: listOf(/^[A-Z0-9_]{1,40}$/, 'an id of FRED such as CPIAUCSL', 100).default(
        FRED_SERIES.map(({ id }) => id),
      ),
    })
    .prefault({}),
  trends: z.strictObject({ file: z.string().min(1).optional() }).prefault({}),
  funding: z
    .strictObject({
      enabled: z.boolean().default(true),
      symbols: listOf(/^[A-Z0-9]{1,20}USDT$/, 'a perpetual of Binance in USDT such as BTCUSDT', 50).default([
        'BTCUSDT',
        'ETHUSDT',
        'SOLUSDT',
        'XRPUSDT',
      ]),
    })
    .prefault({}),
  mempool: z.boolean().default(true),
  // Off until somebody asks for it: the data may not be used commercially (CC BY-NC 4.0).
  coinmetrics: z
    .strictObject({
      enabled: z.boolean().default(false),
      assets: listOf(/^[A-Za-z0-9_.]{1,20}$/, 'a coin such as btc', 50).default(['btc', 'eth']),
    })
    .prefault({}),
});

export type SeriesSourcesConfig = z.infer<typeof seriesSourcesSchema>;

export interface SeriesSecrets {
  /** Null where none was given; the macro series then say so when they are visited. */
  readonly fredApiKey: string | null;
}

/** Other addresses for the same interfaces: a node of one's own, a mirror, a rehearsal. */
export interface SeriesOrigins {
  readonly fearGreed?: string;
  readonly fred?: string;
  readonly funding?: string;
  readonly mempool?: string;
  readonly coinmetrics?: string;
}

/** Returns the sources that are switched on, in a fixed order. Nothing is asked before they are visited. */
export function createSeriesSources(
  config: SeriesSourcesConfig,
  { fredApiKey }: SeriesSecrets,
  origins: SeriesOrigins = {},
): readonly Source[] {
  const { fred, trends, funding, coinmetrics } = config;
  const sources: Source[] = [];
  if (config.fearGreed) sources.push(createFearGreedSource({ origin: origins.fearGreed }));
  if (fred.enabled) sources.push(createFredSource({ series: fred.series, apiKey: fredApiKey, origin: origins.fred }));
  if (trends.file !== undefined) sources.push(createGoogleTrendsFile({ file: trends.file }));
  if (funding.enabled) sources.push(createBinanceFundingSource({ symbols: funding.symbols, origin: origins.funding }));
  if (config.mempool) sources.push(createMempoolSource({ origin: origins.mempool }));
  if (coinmetrics.enabled) {
    sources.push(createCoinMetricsSource({ assets: coinmetrics.assets, origin: origins.coinmetrics }));
  }
  return sources;
}
