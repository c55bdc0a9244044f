import { z } from 'zod';

const epochMs = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

/** The steepest way from one close to a later one within 24 hours. */
const move = z.strictObject({
  fraction: z.number(),
  fromTime: epochMs,
  fromPrice: z.number().positive(),
  toTime: epochMs,
  toPrice: z.number().positive(),
});

const gap = z.strictObject({ fromTime: epochMs, toTime: epochMs });

const market = z.strictObject({
  symbol: z.string().min(1),
  venueSymbol: z.string().min(1),
  file: z.string().min(1),
  bars: z.number().int().positive(),
  warmupBars: z.number().int().nonnegative(),
  gaps: z.array(gap),
  tickSize: z.string().regex(/^(1|0\.0*1)$/, 'must be a power of ten such as 0.01'),
  quantityDecimals: z.number().int().min(0).max(12),
  facts: z.strictObject({
    summary: z.string().min(1),
    open: z.number().positive(),
    close: z.number().positive(),
    high: z.number().positive(),
    low: z.number().positive(),
    returnFraction: z.number(),
    largestRise24h: move,
    largestFall24h: move,
  }),
});

const file = z.strictObject({ path: z.string().min(1), bytes: z.number().int().positive(), sha256 });

/** What a recording says about itself. Spans are half open: `endTime` is the first moment no longer covered. */
export const manifestSchema = z.strictObject({
  formatVersion: z.literal(1),
  name: z.string().min(1),
  title: z.string().min(1),
  barMs: z.number().int().positive(),
  warmupStartTime: epochMs,
  startTime: epochMs,
  endTime: epochMs,
  markets: z.array(market).min(1),
  files: z.array(file).min(1),
  source: z.string().min(1),
  licence: z.string().min(1),
  news: z.string().min(1),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type RecordedMarket = Manifest['markets'][number];
export type RecordedFile = Manifest['files'][number];
export type RecordedMove = z.infer<typeof move>;

/** Returns how many decimals a tick size such as "0.01" has. */
export function tickDecimals(tickSize: string): number {
  return tickSize.split('.')[1]?.length ?? 0;
}
