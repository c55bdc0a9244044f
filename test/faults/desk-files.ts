import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimal, decimalText, ZERO } from '../../engine/domain/decimal.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { OrderIntent } from '../../engine/domain/order.ts';
import type { LedgerEntry } from '../../engine/exchanges/venue-ledger.ts';

/** What a killed desk left on disk: its own journal and, as the oracle, the ledger of the venue. */
export interface DeskFiles {
  readonly journal: readonly JournalEntry[];
  readonly accepted: readonly OrderIntent[];
  readonly venueFills: readonly Fill[];
}

export function readDeskFiles(directory: string): DeskFiles {
  const journal = readLines<JournalEntry>(join(directory, 'journal'), /^journal-\d+\.jsonl$/);
  const ledger = readLines<LedgerEntry>(join(directory, 'venue'), /^venue-ledger\.jsonl$/);
  return {
    journal,
    accepted: ledger.flatMap((entry) => (entry.type === 'accepted' ? [entry.intent] : [])),
    venueFills: ledger.flatMap((entry) => (entry.type === 'filled' ? [entry.fill] : [])),
  };
}

/** A last line without its line break was not acknowledged to anyone. */
function readLines<Line>(directory: string, name: RegExp): Line[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => name.test(file))
    .sort()
    .flatMap((file) => readFileSync(join(directory, file), 'utf8').split('\n').slice(0, -1))
    .map((line) => JSON.parse(line) as Line);
}

export interface FaultTable {
  readonly orders: number;
  readonly fills: number;
  readonly lost: number;
  readonly doubled: number;
  readonly unjournalled: number;
  readonly repeated: number;
  readonly wrongPositions: number;
  readonly cashError: string;
  readonly unresolved: number;
}

/** Compares what the desk believes with what the venue knows; all but `orders` and `fills` must be zero. */
export function compare({ journal, accepted, venueFills }: DeskFiles, startingCash: string): FaultTable {
  const journalFills = journal.flatMap(({ event }) => (event.type === 'order.filled' ? [event.fill] : []));
  const seen = countBy(journalFills, (fill) => fill.tradeId);
  const intended = new Set(
    journal.flatMap(({ event }) => (event.type === 'order.intended' ? [event.intent.clientId] : [])),
  );
  const dead = new Set(
    journal.flatMap(({ event }) =>
      event.type === 'order.changed' && (event.state === 'REJECTED' || event.state === 'NOT_PLACED')
        ? [event.clientId]
        : [],
    ),
  );
  const entries = accepted.filter((intent) => intent.leg === 'entry' && !dead.has(intent.clientId));
  return {
    orders: accepted.length,
    fills: venueFills.length,
    lost: venueFills.filter((fill) => !seen.has(fill.tradeId)).length,
    doubled: [...seen.values()].filter((count) => count > 1).length + (journalFills.length - seen.size),
    unjournalled: accepted.filter((intent) => !intended.has(intent.clientId)).length,
    repeated: repeats(entries.map((intent) => intent.decisionId)) + repeats(accepted.map((intent) => intent.clientId)),
    wrongPositions: differingPositions(journalFills, venueFills),
    cashError: decimalText(cashAfter(journalFills, startingCash).minus(cashAfter(venueFills, startingCash))),
    unresolved: unresolvedOrders(journal),
  };
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function repeats(keys: readonly string[]): number {
  return keys.length - new Set(keys).size;
}

function differingPositions(desk: readonly Fill[], venue: readonly Fill[]): number {
  const ours = positionsOf(desk);
  const theirs = positionsOf(venue);
  const symbols = new Set([...ours.keys(), ...theirs.keys()]);
  return [...symbols].filter((symbol) => !(ours.get(symbol) ?? ZERO).equals(theirs.get(symbol) ?? ZERO)).length;
}

export function positionsOf(fills: readonly Fill[]): Map<string, Decimal> {
  const positions = new Map<string, Decimal>();
  for (const fill of fills) {
    const signed = fill.side === 'buy' ? decimal(fill.quantity) : decimal(fill.quantity).negated();
    positions.set(fill.symbol, (positions.get(fill.symbol) ?? ZERO).plus(signed));
  }
  return positions;
}

export function cashAfter(fills: readonly Fill[], startingCash: string): Decimal {
  let cash = decimal(startingCash);
  for (const fill of fills) {
    const notional = decimal(fill.price).times(decimal(fill.quantity));
    cash = (fill.side === 'buy' ? cash.minus(notional) : cash.plus(notional)).minus(decimal(fill.fee));
  }
  return cash;
}

function unresolvedOrders(journal: readonly JournalEntry[]): number {
  const states = new Map<string, string>();
  for (const { event } of journal) {
    if (event.type === 'order.intended') states.set(event.intent.clientId, 'INTENT');
    if (event.type === 'order.changed') states.set(event.clientId, event.state);
  }
  return [...states.values()].filter((state) => ['INTENT', 'SENDING', 'UNKNOWN', 'STUCK'].includes(state)).length;
}
