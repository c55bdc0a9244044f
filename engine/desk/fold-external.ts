import type { Decimal } from '../domain/decimal.ts';
import { decimal } from '../domain/decimal.ts';
import type { ExternalAnswer, ExternalChange } from '../domain/external-change.ts';
import type { Fill } from '../domain/fill.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { JournalEventOf } from '../domain/journal-entry.ts';
import type { Order } from '../domain/order.ts';
import type { Portfolio } from '../domain/portfolio.ts';
import { foldDust } from '../domain/portfolio.ts';
import type { FillCursor, FillMoment } from '../ports/execution.ts';

/** What somebody else did in one symbol, and what a person said about it; null while nobody has answered. */
export interface ExternalStanding {
  readonly change: ExternalChange;
  readonly answer: ExternalAnswer | null;
  /** What was left alone when a quantity that nobody explains was asked about; it stays so whatever becomes of that. */
  readonly left: ExternalChange | null;
}

/** The last trade that made a position smaller: whose exit it was, should nothing be left to trade. */
export interface Reduction {
  readonly fill: Fill;
  readonly decisionId: string;
  readonly order: Order | null;
}

/** What the desk knows of the account beyond its own orders. */
export interface AccountMemory {
  /** When the desk began: trades from before are nobody's news. */
  startedAt: number;
  /** What each currency held when the desk began; null where positions are told by the venue. */
  baseline: ReadonlyMap<string, Decimal> | null;
  /** One a symbol: a newer change takes the place of an older one. */
  readonly external: Map<InstrumentSymbol, ExternalStanding>;
  /** Signed quantities at the venue that were left alone, and are not counted. */
  readonly offsets: Map<InstrumentSymbol, Decimal>;
  readonly reductions: Map<InstrumentSymbol, Reduction>;
  readonly seenFunding: Set<string>;
  /** Fills of the last minutes, oldest first: what is asked of the venue begins behind the first. */
  cursors: FillCursor[];
  externalCount: number;
}

/** News may overtake each other by as much: fills are asked for from so far back, and counted once. */
const OVERLAP_MS = 600_000;
const REMEMBERED_CURSORS = 1_000;
const REMEMBERED_FUNDINGS = 4_000;

/** The venue knows no trade of this id: it stands for a quantity that was taken over without one. */
export const ADOPTED = 'adopted:';

/** Stands where a decision's id does in trades that the emergency path made: it asks nobody and decides nothing. */
export const EMERGENCY_DECISION = 'emergency';

/** True for a position that a person wants left alone: no stop, no exit, no entry of the desk's. */
export function isLeftAlone(memory: AccountMemory, symbol: InstrumentSymbol): boolean {
  return leftOf(memory.external.get(symbol)) !== null;
}

function leftOf(standing: ExternalStanding | undefined): ExternalChange | null {
  if (standing === undefined) return null;
  return standing.answer === 'leave' ? standing.change : standing.left;
}

export function emptyAccountMemory(): AccountMemory {
  return {
    startedAt: 0,
    baseline: null,
    external: new Map(),
    offsets: new Map(),
    reductions: new Map(),
    seenFunding: new Set(),
    cursors: [],
    externalCount: 0,
  };
}

/** Remembers a fill as a place from which the venue can be asked. */
export function foldCursor(memory: AccountMemory, { tradeId, symbol, at }: Fill): void {
  if (tradeId.startsWith(ADOPTED)) return;
  memory.cursors.push({ tradeId, symbol, at });
  // The one before the window stays: behind it, everything in the window is told again.
  while (memory.cursors.length > 1 && (memory.cursors[1]?.at ?? at) < at - OVERLAP_MS) memory.cursors.shift();
  if (memory.cursors.length > REMEMBERED_CURSORS) memory.cursors.shift();
}

function cursorBefore({ cursors }: AccountMemory, before: number): FillCursor | null {
  return cursors.findLast(({ at }) => at <= before) ?? null;
}

/**
 * Returns where to begin after a restart: the trades before it may have come in any order. Without a trade of its own
 * the desk begins where it was started: what the account did in the years before is nobody's news.
 */
export function firstPlace(memory: AccountMemory): FillCursor | FillMoment {
  const newest = memory.cursors.reduce((latest, { at }) => Math.max(latest, at), 0);
  return cursorBefore(memory, newest - OVERLAP_MS) ?? { tradeId: null, at: memory.startedAt - OVERLAP_MS };
}

/**
 * Returns where the next pass begins, once everything up to `told` was heard. Behind an old trade a pass would ask for
 * all the time that was quiet since, again and again.
 */
export function placeBehind(memory: AccountMemory, told: number): FillCursor | FillMoment {
  const cursor = cursorBefore(memory, told);
  const moment = { tradeId: null, at: told - OVERLAP_MS };
  return cursor === null || cursor.at < moment.at ? moment : cursor;
}

/** Returns the payment's key; a payment seen twice counts once. */
export function foldSeenFunding(memory: AccountMemory, { funding }: JournalEventOf<'funding.settled'>): void {
  memory.seenFunding.add(`${funding.venue}|${funding.id}`);
  if (memory.seenFunding.size <= REMEMBERED_FUNDINGS) return;
  for (const oldest of memory.seenFunding) {
    memory.seenFunding.delete(oldest);
    return;
  }
}

export function foldBaseline(memory: AccountMemory, { balances }: JournalEventOf<'baseline.recorded'>): void {
  memory.baseline = new Map(balances.map(({ currency, total }) => [currency, decimal(total)]));
}

/** A position that was left alone stays so when others trade on in it; one that they closed themselves is over. */
export function foldFound(memory: AccountMemory, { change }: JournalEventOf<'external.found'>): void {
  memory.externalCount += 1;
  const isFlat = decimal(change.deskQuantity).isZero();
  const left = isFlat ? null : leftOf(memory.external.get(change.symbol));
  if (change.kind === 'unexplained') memory.external.set(change.symbol, { change, answer: null, left });
  else memory.external.set(change.symbol, { change, answer: left === null ? null : 'leave', left: null });
}

/**
 * Taken over or closed, the symbol is the desk's again; a traded position that is left alone stays a person's until they
 * say otherwise. A quantity that no trade explains is set off, and the desk goes on with its own.
 */
export function foldAnswered(memory: AccountMemory, event: JournalEventOf<'external.answered'>): void {
  const standing = memory.external.get(event.symbol);
  if (standing === undefined || standing.change.id !== event.id) return;
  const left = standing.change.kind === 'unexplained' ? standing.left : standing.change;
  if (event.answer === 'leave' && left !== null)
    memory.external.set(event.symbol, { change: left, answer: 'leave', left: null });
  else memory.external.delete(event.symbol);
  if (event.offset === undefined || decimal(event.offset).isZero()) memory.offsets.delete(event.symbol);
  else memory.offsets.set(event.symbol, decimal(event.offset));
}

/** Returns the portfolio without the remainder; whoever calls reports the trade that it ends. */
export function foldSetAside(portfolio: Portfolio, { symbol }: JournalEventOf<'dust.set-aside'>): Portfolio {
  return foldDust(portfolio, symbol);
}
