import type { AccountLimit, JournalEventOf } from '../domain/journal-entry.ts';
import type { Candle } from '../domain/market.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import { equityOf } from '../domain/portfolio.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import type { DeskLedger } from './desk-ledger.ts';
import { dayReturn, drawdown } from './portfolio-context.ts';

/**
 * Returns the limits of the whole account that are reached at a closed bar and were not told yet on this UTC day. It
 * judges as the risk rules do: at the limit, entries are kept out.
 */
export function limitsReached(
  ledger: Pick<DeskLedger, 'state' | 'settings'>,
  candle: Candle,
  priceOf: PriceOf,
): readonly JournalEventOf<'limit.reached'>[] {
  const { portfolio, track } = ledger.state;
  const { positions } = portfolio;
  // A bar of another market moves nothing of what is held.
  if (positions.size > 0 && !positions.has(candle.symbol)) return [];
  const day = Math.floor(candle.closeTime / TIMEFRAME_MS['1d']);
  const { maxDailyLossFraction, maxDrawdownFraction } = ledger.settings.limits();
  const isTold = (limit: AccountLimit) => track.limitDays.get(limit) === day;
  if (isTold('daily-loss') && isTold('drawdown')) return [];
  const equity = equityOf(portfolio, priceOf);
  const judged = [
    { limit: 'daily-loss', value: 0 - dayReturn(ledger.state, equity, day), threshold: maxDailyLossFraction },
    { limit: 'drawdown', value: drawdown(ledger.state, equity), threshold: maxDrawdownFraction },
  ] as const;
  return judged
    .filter(({ limit, value, threshold }) => value >= threshold && !isTold(limit))
    .map((reached) => ({ type: 'limit.reached', ...reached }));
}
