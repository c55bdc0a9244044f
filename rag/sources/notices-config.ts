import { z } from 'zod';
import { visitInterval } from './visit-interval.ts';

/** Which venues' notices are read, as written in the configuration. */
export const noticesSchema = z.strictObject({
  upbit: z.boolean().default(true),
  binance: z.boolean().default(true),
  bithumb: z.boolean().default(false),
  every: visitInterval('30s', '1m'),
});

export interface NoticeOptions {
  readonly everyMs: number;
  /** The venue's own unless said otherwise. */
  readonly origin?: string | undefined;
}
