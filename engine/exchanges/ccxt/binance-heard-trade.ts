import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { HeardFill } from './user-stream.ts';

/** The fields of a trade that both of Binance's user streams tell alike. */
export interface BinanceTold {
  readonly t: string;
  readonly i: string;
  readonly S: string;
  readonly l: string;
  readonly L: string;
  readonly n?: string | null | undefined;
  readonly N?: string | null | undefined;
  readonly m: unknown;
  readonly T: number;
}

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
