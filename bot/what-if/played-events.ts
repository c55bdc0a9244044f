import type { JournalEntry, JournalEventOf } from '../../engine/domain/journal-entry.ts';

/** What is compared of a run: enough for its trades, its fees and its equity. */
export const COMPARED = ['decision.made', 'order.filled', 'trade.closed', 'equity.measured'] as const;

export type ComparedEvent =
  | { readonly type: 'entry'; readonly at: number }
  | { readonly type: 'fee'; readonly at: number; readonly fee: string }
  | { readonly type: 'trade'; readonly at: number; readonly net: string }
  | { readonly type: 'equity'; readonly at: number; readonly equity: string };

/** Returns what counts of a journal entry, or null. */
export function comparedEvent({ at, event }: Pick<JournalEntry, 'at' | 'event'>): ComparedEvent | null {
  switch (event.type) {
    case 'order.filled':
      return { type: 'fee', at, fee: event.fill.fee };
    case 'trade.closed':
      return { type: 'trade', at, net: event.trade.net };
    case 'equity.measured':
      return { type: 'equity', at, equity: event.equity };
    case 'decision.made':
    case 'decision.resolved':
      return isEntry(event) ? { type: 'entry', at } : null;
    default:
      return null;
  }
}

function isEntry({ record }: JournalEventOf<'decision.made'> | JournalEventOf<'decision.resolved'>): boolean {
  return record.signal.action === 'enter' && record.outcome === 'acted';
}
