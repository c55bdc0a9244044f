import { decimal, estimateOf } from '../../engine/domain/decimal.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { Direction } from '../../engine/domain/signal.ts';

/** How a trade ended; `netFraction` is after fees, of what was put in. */
export interface RecentTrade {
  readonly symbol: string;
  readonly direction: Direction;
  readonly closedAt: number;
  readonly netFraction: number;
}

/** The last trades of the desk, read off its journal. */
export interface RecentTrades {
  note(entry: Pick<JournalEntry, 'event'>): void;
  /** Returns at most so many, the newest first. */
  last(limit: number): readonly RecentTrade[];
}

const KEPT = 20;

/** Returns an empty list; every entry of the journal is to be shown to it, the recovered ones first. */
export function createRecentTrades(kept = KEPT): RecentTrades {
  let trades: readonly RecentTrade[] = [];
  return {
    note({ event }) {
      if (event.type !== 'trade.closed') return;
      const { symbol, direction, closedAt, net, entryPrice, quantity } = event.trade;
      const paid = decimal(entryPrice).times(decimal(quantity));
      const netFraction = paid.isZero() ? 0 : estimateOf(decimal(net).div(paid));
      trades = [{ symbol, direction, closedAt, netFraction }, ...trades].slice(0, kept);
    },
    last: (limit) => trades.slice(0, limit),
  };
}
