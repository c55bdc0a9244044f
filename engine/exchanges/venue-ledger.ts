import { existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { Decimal } from '../domain/decimal.ts';
import { decimal, ZERO } from '../domain/decimal.ts';
import { InvariantError } from '../domain/errors.ts';
import type { Fill } from '../domain/fill.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { OrderIntent } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { appendWhole } from './append-whole.ts';

/**
 * Where an open order stands in the book. `unseen` no quote has told yet on which side of the market it lies ·
 * `resting` waits for the price to come to it · `taking` takes what the book offers.
 */
export type BookPhase = 'unseen' | 'resting' | 'taking';

/** What happened at the venue; one line of its ledger. `cursor` is the last quote of the symbol that was seen by then. */
export type LedgerEntry = { readonly symbol: InstrumentSymbol; readonly cursor: number } & (
  | {
      readonly type: 'accepted';
      readonly intent: OrderIntent;
      readonly venueOrderId: string;
      readonly phase: BookPhase;
    }
  | { readonly type: 'moved'; readonly clientId: string; readonly phase: BookPhase }
  | { readonly type: 'filled'; readonly fill: Fill }
  | { readonly type: 'canceled'; readonly clientId: string; readonly reason: Reason }
);

/** An order as the venue holds it. Only the ledger changes it. */
export interface LedgerOrder {
  readonly intent: OrderIntent;
  readonly venueOrderId: string;
  readonly sequence: number;
  readonly phase: BookPhase;
  readonly filled: Decimal;
  readonly fills: number;
  readonly canceled: boolean;
}

/** The venue's memory: it outlives our process, as a real venue's does. */
export interface VenueLedger {
  order(clientId: string): LedgerOrder | null;
  /** Open orders of a symbol in the order of acceptance; the same empty list when there are none. */
  openOrders(symbol: InstrumentSymbol): readonly LedgerOrder[];
  allOpenOrders(): readonly LedgerOrder[];
  orderCount(): number;
  fills(): readonly Fill[];
  /** Signed base quantity: above zero is long. */
  position(symbol: InstrumentSymbol): Decimal;
  positions(): ReadonlyMap<InstrumentSymbol, Decimal>;
  /** Time of the last quote seen, −∞ before any. */
  cursor(symbol: InstrumentSymbol): number;
  moveCursor(symbol: InstrumentSymbol, at: number): void;
  /** Applies an entry; it is on file once `flush` returns. */
  record(entry: LedgerEntry): void;
  /** Writes what was recorded since the last time in one piece, so that one quote's effects stay together. */
  flush(): void;
}

const LEDGER_FILE = 'venue-ledger.jsonl';
const NO_ORDERS: readonly LedgerOrder[] = [];

export function isOpen(order: LedgerOrder): boolean {
  return !order.canceled && order.filled.lessThan(decimal(order.intent.request.quantity));
}

/** Opens the ledger in `directory`, or one that lives in memory when it is null. */
export function openVenueLedger(directory: string | null): VenueLedger {
  const orders = new Map<string, LedgerOrder>();
  const open = new Map<InstrumentSymbol, readonly LedgerOrder[]>();
  const positions = new Map<InstrumentSymbol, Decimal>();
  const cursors = new Map<InstrumentSymbol, number>();
  const fills: Fill[] = [];
  const path = directory === null ? null : join(directory, LEDGER_FILE);
  let unwritten = '';

  function put(order: LedgerOrder): void {
    const { clientId, request } = order.intent;
    orders.set(clientId, order);
    const others = (open.get(request.symbol) ?? NO_ORDERS).filter((other) => other.intent.clientId !== clientId);
    const next = isOpen(order) ? [...others, order].sort((a, b) => a.sequence - b.sequence) : others;
    if (next.length === 0) open.delete(request.symbol);
    else open.set(request.symbol, next);
  }

  function known(clientId: string): LedgerOrder {
    const order = orders.get(clientId);
    if (order === undefined) throw new InvariantError(`The venue ledger speaks of an order it never accepted.`);
    return order;
  }

  function apply(entry: LedgerEntry): void {
    cursors.set(entry.symbol, Math.max(entry.cursor, cursors.get(entry.symbol) ?? Number.NEGATIVE_INFINITY));
    switch (entry.type) {
      case 'accepted': {
        const { intent, venueOrderId, phase } = entry;
        const sequence = orders.size + 1;
        put({ intent, venueOrderId, sequence, phase, filled: ZERO, fills: 0, canceled: false });
        return;
      }
      case 'moved':
        put({ ...known(entry.clientId), phase: entry.phase });
        return;
      case 'filled':
        applyFill(entry.fill);
        return;
      case 'canceled':
        put({ ...known(entry.clientId), canceled: true });
    }
  }

  function applyFill(fill: Fill): void {
    const order = known(fill.clientId);
    const quantity = decimal(fill.quantity);
    const signed = fill.side === 'buy' ? quantity : quantity.negated();
    fills.push(fill);
    positions.set(fill.symbol, (positions.get(fill.symbol) ?? ZERO).plus(signed));
    put({ ...order, filled: order.filled.plus(quantity), fills: order.fills + 1 });
  }

  if (directory !== null && path !== null) {
    mkdirSync(directory, { recursive: true });
    for (const entry of readEntries(path)) apply(entry);
  }

  return {
    order: (clientId) => orders.get(clientId) ?? null,
    openOrders: (symbol) => open.get(symbol) ?? NO_ORDERS,
    allOpenOrders: () => [...open.values()].flat().sort((a, b) => a.sequence - b.sequence),
    orderCount: () => orders.size,
    fills: () => fills,
    position: (symbol) => positions.get(symbol) ?? ZERO,
    positions: () => positions,
    cursor: (symbol) => cursors.get(symbol) ?? Number.NEGATIVE_INFINITY,
    moveCursor(symbol, at) {
      cursors.set(symbol, at);
    },
    record(entry) {
      apply(entry);
      if (path !== null) unwritten += `${serialised(entry)}\n`;
    },
    flush() {
      if (path === null || unwritten === '') return;
      appendWhole(path, unwritten);
      unwritten = '';
    },
  };
}

/** A cursor before any quote is −∞, which JSON does not know; null stands for it. */
function serialised(entry: LedgerEntry): string {
  return JSON.stringify(Number.isFinite(entry.cursor) ? entry : { ...entry, cursor: null });
}

/** Reads the entries, and cuts off a last line that the writer did not live to finish. */
function readEntries(path: string): LedgerEntry[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  if (end < bytes.length) truncateSync(path, end);
  return lines.map((line, index) => parsedEntry(line, index + 1));
}

function parsedEntry(line: string, lineNumber: number): LedgerEntry {
  try {
    // The file is written by this module alone; a line that parses is one of ours.
    const entry = JSON.parse(line) as LedgerEntry & { readonly cursor: number | null };
    return entry.cursor === null ? { ...(entry as LedgerEntry), cursor: Number.NEGATIVE_INFINITY } : entry;
  } catch (cause) {
    throw new InvariantError(`Line ${lineNumber} of the venue ledger is damaged.`, {
      cause,
      hint: `Keep ${LEDGER_FILE} as evidence and start with a fresh data directory.`,
    });
  }
}
