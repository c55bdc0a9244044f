import { approveReduction } from '../decision/risk-gate.ts';
import { decimal } from '../domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import type { Quote } from '../domain/market.ts';
import type { Order, OrderRequest } from '../domain/order.ts';
import type { Position } from '../domain/position.ts';
import type { Protection } from '../domain/protection.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import { NO_PLAN } from '../domain/signal.ts';
import type { OrderManager } from '../execution/order-manager.ts';
import { protectiveExit, resizedStop, trailedStop } from '../execution/protective-exits.ts';
import type { DeskLedger } from './desk-ledger.ts';

/** A trailing stop is moved when it can be bettered by this fraction of price, so that it is not replaced at each tick. */
const TRAIL_STEP_FRACTION = 0.0005;

/** RELIABILITY 25: so many tries to rest a stop, then out. */
const STOP_ATTEMPTS = 3;

/** Such a stop may rest or not; a second one, reduce-only, does no harm, and none at all might. */
const IN_DOUBT: ReadonlySet<Order['state']> = new Set(['UNKNOWN', 'STUCK']);

interface MissingStop {
  readonly position: Position;
  readonly protection: Protection;
  readonly request: OrderRequest;
}

export interface PositionGuardParts {
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly ledger: DeskLedger;
  readonly orders: OrderManager;
}

/**
 * Sees to it that no position is naked: a reduce-only stop of the whole quantity rests at the venue, and target,
 * trail and time are watched here. Everything it needs to know is in the journal.
 */
export class PositionGuard {
  readonly #instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly #ledger: DeskLedger;
  readonly #orders: OrderManager;

  constructor({ instruments, ledger, orders }: PositionGuardParts) {
    this.#instruments = instruments;
    this.#ledger = ledger;
    this.#orders = orders;
  }

  /** Returns the exit that this quote calls for, or null. Moves a trailing stop along as a side effect of its own. */
  watch(quote: Quote): Signal | null {
    const { state } = this.#ledger;
    const position = state.portfolio.positions.get(quote.symbol);
    const protection = state.holdings.get(quote.symbol)?.protection ?? null;
    if (position === undefined || protection === null) return null;
    const why = protectiveExit(position, protection, quote, quote.at);
    if (why !== null) return this.#exitUnderWay(quote.symbol) ? null : exitSignal(position, why, quote.at);
    const stop = trailedStop(position, protection, quote.price, TRAIL_STEP_FRACTION, this.#tickSize(quote.symbol));
    if (stop !== null)
      this.#setProtection(
        position,
        { ...protection, stopPrice: stop },
        reason('protection.trailed', { stopPrice: stop }),
      );
    return null;
  }

  /** True when the orders at the venue do not match what the position in `symbol` needs. */
  needsWork(symbol: InstrumentSymbol): boolean {
    return this.#missing(symbol) !== null || this.#surplus(symbol).length > 0;
  }

  /**
   * Brings protection and stop orders of one symbol in line with its position: the new stop first, the old one away
   * after. Returns the exit that is due when the venue keeps rejecting the stop, for a naked position must not stay.
   */
  async secure(symbol: InstrumentSymbol, at: number): Promise<Signal | null> {
    this.#adoptProtection(symbol);
    const missing = this.#missing(symbol);
    if (missing !== null && !(await this.#placeStop(missing))) {
      return this.#exitUnderWay(symbol)
        ? null
        : exitSignal(missing.position, reason('exit.no-stop', { attempts: STOP_ATTEMPTS }), at);
    }
    for (const order of this.#surplus(symbol)) await this.#orders.cancel(order.clientId);
    return null;
  }

  /** Takes over the protection that the decisions behind the position asked for; additions only ever tighten it. */
  #adoptProtection(symbol: InstrumentSymbol): void {
    const { state } = this.#ledger;
    const position = state.portfolio.positions.get(symbol);
    const holding = state.holdings.get(symbol);
    if (position === undefined || holding === undefined) return;
    const latest = holding.entryDecisionIds.at(-1);
    const wanted = latest === undefined ? null : (state.sources.get(latest)?.protection ?? null);
    if (wanted === null || holding.protection?.decisionId === wanted.decisionId) return;
    const merged = holding.protection === null ? wanted : tightened(position, holding.protection, wanted);
    this.#setProtection(
      position,
      merged,
      reason('protection.from-decision', { decisionId: wanted.decisionId, stopPrice: merged.stopPrice }),
    );
  }

  #setProtection(position: Position, protection: Protection, why: Reason): void {
    this.#ledger.record([{ type: 'protection.set', symbol: position.symbol, ...protection, reason: why }]);
  }

  #missing(symbol: InstrumentSymbol): MissingStop | null {
    const { state } = this.#ledger;
    const position = state.portfolio.positions.get(symbol);
    const protection = state.holdings.get(symbol)?.protection ?? null;
    if (position === undefined || protection === null) return null;
    const request = resizedStop(position, protection, null);
    if (
      request === null ||
      this.#openStops(symbol).some(
        (stop) => !IN_DOUBT.has(stop.state) && resizedStop(position, protection, stop) === null,
      )
    )
      return null;
    return { position, protection, request };
  }

  #surplus(symbol: InstrumentSymbol): readonly Order[] {
    const { state } = this.#ledger;
    const position = state.portfolio.positions.get(symbol);
    const protection = state.holdings.get(symbol)?.protection ?? null;
    return this.#openStops(symbol).filter((stop) => {
      if (stop.state === 'PENDING_CANCEL') return false;
      return position === undefined || protection === null || resizedStop(position, protection, stop) !== null;
    });
  }

  /** Returns false when the venue has rejected the stop as often as we are willing to ask. */
  async #placeStop({ position, protection, request }: MissingStop): Promise<boolean> {
    const gate = approveReduction(request, position);
    if (gate.outcome === 'denied') return false;
    for (let rejected = 0; rejected < STOP_ATTEMPTS; rejected += 1) {
      const attempt = this.#orders.nextAttempt(protection.decisionId, 'stop');
      const order = await this.#orders.place({
        decisionId: protection.decisionId,
        leg: 'stop',
        attempt,
        request: gate.request,
      });
      if (order.state !== 'REJECTED') return true;
    }
    return false;
  }

  #tickSize(symbol: InstrumentSymbol): string {
    return this.#instruments.get(symbol)?.tickSize ?? '0.00000001';
  }

  #openStops(symbol: InstrumentSymbol): readonly Order[] {
    return this.#ledger.openOrders().filter((order) => order.leg === 'stop' && order.request.symbol === symbol);
  }

  #exitUnderWay(symbol: InstrumentSymbol): boolean {
    return this.#ledger
      .openOrders()
      .some((order) => order.request.symbol === symbol && (order.leg === 'exit' || order.leg === 'emergency'));
  }
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

function exitSignal(position: Position, why: Reason, at: number): Signal {
  return {
    id: `protective:${position.symbol}:exit:${position.direction}:${at}`,
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
