import { decimal, decimalFromEstimate } from '../domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import { tickSizeAt } from '../domain/instrument.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Quote } from '../domain/market.ts';
import type { Position } from '../domain/position.ts';
import type { Protection } from '../domain/protection.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import { NO_PLAN } from '../domain/signal.ts';
import { protectiveExit, trailedStop } from '../execution/protective-exits.ts';
import type { DeskLedger } from './desk-ledger.ts';
import { exitUnderWay } from './exit-under-way.ts';
import { isLeftAlone } from './fold-external.ts';
import type { Pace } from './live-pace.ts';
import type { StopKeeper } from './stop-keeper.ts';
import { STOP_ATTEMPTS } from './stop-keeper.ts';

/** A trailing stop is moved when it can be bettered by this fraction of price, so that it is not replaced at each tick. */
const TRAIL_STEP_FRACTION = 0.0005;

/** For a market that is not listed any more. */
const FINEST_TICK = '0.00000001';

export interface PositionGuardParts {
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly ledger: DeskLedger;
  readonly stops: StopKeeper;
  /** Where time is real, pauses are measured by it: a wall clock may leap. Without it the time of events goes on by itself. */
  readonly pace?: Pace | undefined;
  /** While it is so nothing is guarded: two that sell the same would sell twice. */
  readonly flattenedOutside: () => boolean;
}

/** After a rejected exit the next one waits, twice as long each time: a venue that says no is not asked at every tick. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

interface Pause {
  readonly until: number;
  readonly rejected: number;
}

/**
 * Sees to it that no position is naked: a reduce-only stop of the whole quantity rests at the venue where that holds
 * any, and target, trail and time, and the stop where none rests, are watched here. What must outlive the process is in
 * the journal.
 */
export class PositionGuard {
  readonly #instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly #ledger: DeskLedger;
  readonly #stops: StopKeeper;
  readonly #pace: Pace | undefined;
  readonly #flattenedOutside: () => boolean;
  readonly #pauses = new Map<InstrumentSymbol, Pause>();
  /** After a stop that could not be made to rest, likewise: meanwhile the exit is on its way, or tried again. */
  readonly #stopPauses = new Map<InstrumentSymbol, Pause>();
  readonly #securing = new Map<InstrumentSymbol, Promise<Signal | null>>();
  readonly #waiting = new Set<InstrumentSymbol>();

  constructor({ instruments, ledger, stops, pace, flattenedOutside }: PositionGuardParts) {
    this.#instruments = instruments;
    this.#ledger = ledger;
    this.#stops = stops;
    this.#pace = pace;
    this.#flattenedOutside = flattenedOutside;
    ledger.onEntry(({ at, event }) => this.#noteExit(at, event));
  }

  /** Returns the exit that this quote calls for, or null. Moves a trailing stop along as a side effect of its own. */
  watch(quote: Quote): Signal | null {
    const { state } = this.#ledger;
    const { symbol } = quote;
    const position = state.portfolio.positions.get(symbol);
    const protection = state.holdings.get(symbol)?.protection ?? null;
    if (position === undefined || protection === null) return null;
    if (isLeftAlone(state.account, symbol)) return null;
    const why = protectiveExit(position, protection, quote, quote.at, this.#stops.rests);
    if (why !== null) {
      return this.#mayLeave(symbol, quote.at) ? this.#exitSignal(position, why, quote.at) : null;
    }
    const stop = trailedStop(position, protection, quote.price, TRAIL_STEP_FRACTION, this.#tickSize(quote, protection));
    if (stop !== null && !this.#flattenedOutside())
      this.#setProtection(
        position,
        { ...protection, stopPrice: stop },
        reason('protection.trailed', { stopPrice: stop }),
      );
    return null;
  }

  /** True when protection or orders at the venue do not match what the position in `symbol` needs. */
  needsWork(symbol: InstrumentSymbol): boolean {
    if (this.#wantedProtection(symbol) !== null) return true;
    return this.#stops.needsWork(symbol) && !isPausing(this.#stopPauses.get(symbol), this.#moment(this.#ledger.now()));
  }

  /**
   * Brings protection and stop orders of one symbol in line with its position. Returns the exit that is due when no stop
   * can be made to rest, for a naked position must not stay. Of calls for a symbol at once one runs, and one more after it.
   */
  async secure(symbol: InstrumentSymbol, at: number): Promise<Signal | null> {
    const before = this.#securing.get(symbol);
    if (before !== undefined && this.#waiting.has(symbol)) return null;
    const done = before === undefined ? this.#secure(symbol, at) : this.#secureAfter(before, symbol, at);
    const settled = done.catch(() => null);
    this.#securing.set(symbol, settled);
    try {
      return await done;
    } finally {
      if (this.#securing.get(symbol) === settled) this.#securing.delete(symbol);
    }
  }

  async #secureAfter(before: Promise<unknown>, symbol: InstrumentSymbol, at: number): Promise<Signal | null> {
    this.#waiting.add(symbol);
    await before;
    this.#waiting.delete(symbol);
    return this.#secure(symbol, at);
  }

  async #secure(symbol: InstrumentSymbol, at: number): Promise<Signal | null> {
    this.#adoptProtection(symbol);
    if (!this.needsWork(symbol)) return null;
    const naked = await this.#stops.align(symbol);
    if (naked === null) this.#stopPauses.delete(symbol);
    else this.#stopPauses.set(symbol, pauseAfter(this.#stopPauses.get(symbol), this.#moment(at)));
    if (naked === null || !this.#mayLeave(symbol, at)) return null;
    return this.#exitSignal(naked, reason('exit.no-stop', { attempts: STOP_ATTEMPTS }), at);
  }

  #mayLeave(symbol: InstrumentSymbol, at: number): boolean {
    if (exitUnderWay(this.#ledger, symbol) || isPausing(this.#pauses.get(symbol), this.#moment(at))) return false;
    return !this.#flattenedOutside();
  }

  /** Returns that by which pauses are measured. */
  #moment(at: number): number {
    return this.#pace?.elapsedMs() ?? at;
  }

  #noteExit(at: number, event: JournalEvent): void {
    if (event.type !== 'order.changed') return;
    const order = this.#ledger.order(event.clientId);
    if (order === null || (order.leg !== 'exit' && order.leg !== 'emergency')) return;
    if (event.state !== 'REJECTED') {
      if (event.state === 'FILLED') this.#pauses.delete(event.symbol);
      return;
    }
    this.#pauses.set(event.symbol, pauseAfter(this.#pauses.get(event.symbol), this.#moment(at)));
  }

  #exitSignal(position: Position, why: Reason, at: number): Signal {
    const id = `protective:${position.symbol}:exit:${position.direction}:${at}`;
    return exitSignal(this.#pace === undefined ? id : this.#unused(id), position, why, at);
  }

  /** A wall clock that was ahead stands still until the time has come up: what is due again is no repetition then. */
  #unused(id: string): string {
    const { decidedSignals } = this.#ledger.state;
    let unused = id;
    for (let again = 2; decidedSignals.has(unused); again += 1) unused = `${id}:${again}`;
    return unused;
  }

  /** Takes over the protection that the decisions behind the position asked for; additions only ever tighten it. */
  #adoptProtection(symbol: InstrumentSymbol): void {
    const { state } = this.#ledger;
    const position = state.portfolio.positions.get(symbol);
    const holding = state.holdings.get(symbol);
    const wanted = this.#wantedProtection(symbol);
    if (position === undefined || holding === undefined || wanted === null) return;
    const merged = holding.protection === null ? wanted : tightened(position, holding.protection, wanted);
    this.#setProtection(
      position,
      merged,
      reason('protection.from-decision', { decisionId: wanted.decisionId, stopPrice: merged.stopPrice }),
    );
  }

  /** Returns what the newest decision behind a position asked for, until that is adopted. */
  #wantedProtection(symbol: InstrumentSymbol): Protection | null {
    const { state } = this.#ledger;
    const holding = state.holdings.get(symbol);
    const latest = holding?.entryDecisionIds.at(-1);
    if (holding === undefined || latest === undefined || !state.portfolio.positions.has(symbol)) return null;
    const wanted = state.sources.get(latest)?.protection ?? null;
    return wanted === null || holding.protection?.decisionId === wanted.decisionId ? null : wanted;
  }

  #setProtection(position: Position, protection: Protection, why: Reason): void {
    this.#ledger.record([{ type: 'protection.set', symbol: position.symbol, ...protection, reason: why }]);
  }

  /** The step that fits on both sides of the price: the finer steps of a ladder divide its coarser ones. */
  #tickSize({ symbol, price }: Quote, { trailDistance }: Protection): string {
    const instrument = this.#instruments.get(symbol);
    if (instrument === undefined) return FINEST_TICK;
    return tickSizeAt(instrument, decimalFromEstimate(price, FINEST_TICK).plus(decimal(trailDistance ?? '0')));
  }
}

function isPausing(pause: Pause | undefined, now: number): boolean {
  return pause !== undefined && now < pause.until;
}

function pauseAfter(before: Pause | undefined, now: number): Pause {
  const rejected = (before?.rejected ?? 0) + 1;
  return { until: now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (rejected - 1)), rejected };
}

/** What the addition does not say stays as it was: nobody who adds takes a stop, a target or a time limit away. */
function tightened(position: Position, before: Protection, added: Protection): Protection {
  return {
    decisionId: added.decisionId,
    stopPrice: tighterStop(position, before.stopPrice, added.stopPrice),
    targetPrice: added.targetPrice ?? before.targetPrice,
    trailDistance: narrower(before.trailDistance, added.trailDistance),
    exitBy: earlier(before.exitBy, added.exitBy),
  };
}

function narrower(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return decimal(a).lessThan(decimal(b)) ? a : b;
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function tighterStop(position: Position, a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  const higher = decimal(a).greaterThan(decimal(b)) ? a : b;
  const lower = higher === a ? b : a;
  return position.direction === 'long' ? higher : lower;
}

function exitSignal(id: string, position: Position, why: Reason, at: number): Signal {
  return {
    id,
    symbol: position.symbol,
    action: 'exit',
    direction: position.direction,
    confidence: 1,
    source: `protective:${why.code.replace('exit.', '')}`,
    reason: why,
    at,
    expiresAt: Number.MAX_SAFE_INTEGER,
    plan: { ...NO_PLAN, asked: { type: 'fraction', fraction: 1 } },
  };
}
