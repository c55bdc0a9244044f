import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Order } from '../domain/order.ts';
import type { Position } from '../domain/position.ts';

/** The desk's own record of orders: what the order manager reads, and where it writes what happened. */
export interface OrderRecords {
  order(clientId: string): Order | null;
  /** Orders that are not in a terminal state, oldest first. */
  openOrders(): readonly Order[];
  position(symbol: InstrumentSymbol): Position | null;
  hasFill(venue: string, symbol: InstrumentSymbol, tradeId: string): boolean;
  /** Whether a funding payment of that id was counted. */
  hasFunding(venue: string, id: string): boolean;
  nextOrderNumber(): number;
  nextFillNumber(): number;
  /** Journals the events in order and folds them; with `durable` they are on disk when it returns. */
  record(events: readonly JournalEvent[], options?: { readonly durable?: boolean }): void;
}
