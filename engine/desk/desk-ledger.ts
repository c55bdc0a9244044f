import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { JournalEntry, JournalEvent } from '../domain/journal-entry.ts';
import type { Order } from '../domain/order.ts';
import type { Position } from '../domain/position.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { OrderRecords } from '../ports/order-records.ts';
import type { DeskState } from './desk-state.ts';
import { emptyDeskState } from './desk-state.ts';
import { foldDesk } from './fold-desk.ts';
import type { Settings } from './settings.ts';

export type EntryListener = (entry: JournalEntry) => void;

/** The one writer: an event is journalled first and folded second, so that memory never knows what the journal does not. */
export class DeskLedger implements OrderRecords {
  readonly state: DeskState = emptyDeskState();
  readonly settings: Settings;
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #listeners: EntryListener[] = [];

  constructor(options: { readonly clock: Clock; readonly journal: Journal; readonly settings: Settings }) {
    this.#clock = options.clock;
    this.#journal = options.journal;
    this.settings = options.settings;
  }

  /** Folds an entry that is already in the journal: recovery at start. */
  restore(entry: JournalEntry): void {
    foldDesk(this.state, this.settings, entry.at, entry.event);
  }

  onEntry(listener: EntryListener): void {
    this.#listeners.push(listener);
  }

  record(events: readonly JournalEvent[], options: { readonly durable?: boolean } = {}): void {
    const at = this.#clock.now();
    const entries = this.#journal.append(at, events, options);
    for (const event of events) foldDesk(this.state, this.settings, at, event);
    for (const entry of entries) for (const listener of this.#listeners) listener(entry);
  }

  now(): number {
    return this.#clock.now();
  }

  order(clientId: string): Order | null {
    return this.state.orders.get(clientId) ?? null;
  }

  openOrders(): readonly Order[] {
    const open: Order[] = [];
    for (const clientId of this.state.openOrderIds) {
      const order = this.state.orders.get(clientId);
      if (order !== undefined) open.push(order);
    }
    return open;
  }

  position(symbol: InstrumentSymbol): Position | null {
    return this.state.portfolio.positions.get(symbol) ?? null;
  }

  hasFill(venue: string, symbol: InstrumentSymbol, tradeId: string): boolean {
    return this.state.seenFills.has(`${venue}|${symbol}|${tradeId}`);
  }

  hasFunding(venue: string, id: string): boolean {
    return this.state.account.seenFunding.has(`${venue}|${id}`);
  }

  nextOrderNumber(): number {
    return this.state.counters.order + 1;
  }

  nextFillNumber(): number {
    return this.state.counters.fill + 1;
  }
}
