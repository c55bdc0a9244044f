import { z } from 'zod';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { exactNumber, idText, wholeNumber } from './exact-json.ts';
import type { HeardFill } from './user-stream.ts';

/** The fields of an order that both of Binance's user streams tell alike; `l` to `t` are its last trade's. */
export const binanceTold = z.object({
  s: z.string(),
  c: z.string(),
  S: z.enum(['BUY', 'SELL']),
  x: z.string(),
  X: z.string(),
  i: idText,
  l: exactNumber,
  L: exactNumber,
  n: exactNumber.nullish(),
  N: z.string().nullish(),
  T: wholeNumber,
  t: idText,
  m: z.union([z.boolean(), z.string()]),
});
export type BinanceTold = z.infer<typeof binanceTold>;

/** Returns the trade as it was told, under the client id that is ours. */
export function heardTrade(told: BinanceTold, symbol: InstrumentSymbol, clientId: string): HeardFill {
  return {
    ...{ tradeId: told.t, venueOrderId: told.i, clientId, symbol },
    side: told.S === 'BUY' ? 'buy' : 'sell',
    ...{ quantity: told.l, price: told.L, fee: told.n ?? '0', feeCurrency: told.N ?? 'USDT' },
    liquidity: String(told.m) === 'true' ? 'maker' : 'taker',
    at: told.T,
  };
}
