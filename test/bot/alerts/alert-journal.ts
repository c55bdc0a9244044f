import { decimal, decimalText } from '../../../engine/domain/decimal.ts';
import type { DecisionRecord } from '../../../engine/domain/decision.ts';
import type { Fill } from '../../../engine/domain/fill.ts';
import type { JournalEntry, JournalEvent } from '../../../engine/domain/journal-entry.ts';
import type { Order } from '../../../engine/domain/order.ts';
import { DESK_NOW, openOrder, SOL } from '../../fakes/desk.ts';
import { MemoryRecords } from '../../fakes/memory-records.ts';
import { decisionRecord } from '../../fixtures/decision-record.ts';

export const MINUTE = 60_000;

export interface FillParts {
  readonly decisionId: string;
  readonly side: Fill['side'];
  readonly quantity: string;
  readonly price: string;
  readonly clientId?: string;
  readonly at?: number;
  readonly symbol?: string;
}

/** A journal with its records, grown event by event as the desk would. */
export class AlertJournal {
  readonly records = new MemoryRecords();
  #seq = 0;
  #fills = 0;

  write(event: JournalEvent, at = DESK_NOW): JournalEntry {
    this.#seq += 1;
    const entry: JournalEntry = { seq: this.#seq, at, event, hash: '' };
    this.records.allEntries.push(entry);
    return entry;
  }

  /** A decision that acts with one order for `ordered`. */
  decide(number: number, ordered: string, overrides: Partial<DecisionRecord> = {}): DecisionRecord {
    const record = decisionRecord(number, { at: DESK_NOW, ...overrides });
    this.records.add(record, { orders: [orderOf(record, ordered)], fills: [] });
    return record;
  }

  fill({ decisionId, side, quantity, price, clientId = `c-${decisionId}`, at = DESK_NOW, symbol = SOL }: FillParts) {
    this.#fills += 1;
    const fill: Fill = {
      ...{ clientId, symbol, side, quantity, price, at },
      tradeId: String(this.#fills),
      venue: 'simulated',
      fee: '0.1',
      feeCurrency: 'USDT',
      liquidity: 'taker',
    };
    const number = this.#fills;
    const known = this.records.cases.findIndex(({ record }) => record.id === decisionId);
    const found = this.records.cases[known];
    if (found !== undefined) {
      this.records.cases[known] = { ...found, fills: [...found.fills, { number, decisionId, fill }] };
    }
    return this.write({ type: 'order.filled', number, decisionId, fill }, at);
  }
}

function orderOf(record: DecisionRecord, ordered: string): Order {
  const base = openOrder(record.number);
  const clientId = `c-${record.id}`;
  const quantity = decimalText(decimal(ordered));
  return { ...base, clientId, decisionId: record.id, request: { ...base.request, symbol: SOL, quantity } };
}
