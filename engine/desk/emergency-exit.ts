import { decimalText } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import { equityOf } from '../domain/portfolio.ts';
import type { Position } from '../domain/position.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import { NO_PLAN } from '../domain/signal.ts';
import type { KillSwitch } from '../emergency/kill-switch.ts';
import type { OrderManager } from '../execution/order-manager.ts';
import type { CandidateDesk } from './candidate-desk.ts';
import type { DeskLedger } from './desk-ledger.ts';

/** The fast path in its own thread (bot/app/emergency.ts): it latches, sells and takes orders away by itself. */
export interface OutsideExit {
  /** Falls before anything is sold there. */
  readonly killSwitch: Pick<KillSwitch, 'standing'>;
  panic(by: string, why: string): void;
  /** True while an account may not be flat yet after a press. */
  exitUnderWay(): boolean;
  /** Lets entries in again there; false while something is not flat. */
  clear(by: string): boolean;
}

export interface EmergencyExitParts {
  readonly outside?: OutsideExit;
  readonly ledger: DeskLedger;
  readonly orders: OrderManager;
  readonly priceOf: PriceOf;
  readonly candidates: CandidateDesk;
}

/**
 * Everything flat, entries latched out. The latch is journalled durably before anything else happens, holds across
 * restarts, and only a person's `unpanic` clears it. Pressing twice is the same as once.
 */
export class EmergencyExit {
  readonly #parts: EmergencyExitParts;
  readonly #exiting = new Set<InstrumentSymbol>();

  constructor(parts: EmergencyExitParts) {
    this.#parts = parts;
  }

  async latch(by: string, why: Reason = reason('exit.panic')): Promise<void> {
    const { ledger, outside } = this.#parts;
    const wasThrough = this.isThroughOutside() && outside?.killSwitch.standing() === true;
    // Before the journal: its disk may be full and its database gone.
    outside?.panic(by, why.code);
    const { panicked, flattening, portfolio } = ledger.state;
    // Pressed again after the end it looks again there: then the desk has to step back again.
    const isRenewed = outside !== undefined && panicked && !flattening && portfolio.positions.size > 0;
    if (panicked && !isRenewed) return this.advance();
    const entries = ledger.openOrders().filter((order) => order.leg === 'entry');
    const latched: JournalEvent = {
      type: 'panic.latched',
      by,
      positions: ledger.state.portfolio.positions.size,
      orders: entries.length,
    };
    ledger.record([latched], { durable: true });
    // A latch that was found: what is held although its exit is through, somebody has brought since.
    if (wasThrough && !isRenewed) this.endFlattening();
    await this.advance();
  }

  /** Whether the fast path has seen the end of what it was pressed for; false where there is none. */
  isThroughOutside(): boolean {
    return this.#parts.outside?.exitUnderWay() === false;
  }

  /**
   * Tells the end although something is held, where the fast path is through and the records have been compared with
   * the venue since: that is a person's, or cannot be sold, and is to be guarded like anything else.
   */
  endFlattening(): void {
    if (this.#parts.outside !== undefined && this.#parts.ledger.state.flattening) this.#tellFlat();
  }

  /** Moves the exit on by what is missing: called after the latch, at start, and with every event until it is done. */
  async advance(): Promise<void> {
    const { candidates, ledger, orders, outside } = this.#parts;
    if (!ledger.state.flattening) return;
    candidates.voidApprovals();
    if (outside !== undefined) {
      // Two that sell the same would sell twice: here only the end is told, once its fills are in the record.
      this.#tellWhenFlat();
      return;
    }
    for (const order of ledger.openOrders())
      if (order.leg === 'entry' && order.state !== 'PENDING_CANCEL') await orders.cancel(order.clientId);
    for (const symbol of ledger.state.portfolio.positions.keys()) await this.#exit(symbol);
    await this.#finishWhenFlat();
  }

  /** Returns whether the fast path lets entries in again; without one there is nothing that holds them. */
  clear(by: string): boolean {
    return this.#parts.outside?.clear(by) ?? true;
  }

  /** Gets out of one symbol for a reason of its own; the others and later entries are left alone. */
  async leave(symbol: InstrumentSymbol, source: string, why: Reason): Promise<void> {
    await this.#exit(symbol, source, why);
  }

  async #exit(symbol: InstrumentSymbol, source = 'emergency:panic', why = reason('exit.panic')): Promise<void> {
    const { candidates, ledger } = this.#parts;
    // One of which nobody could learn anything for two minutes holds no other back: what only reduces does no harm twice.
    const underWay = ledger
      .openOrders()
      .some(({ leg, state, request }) => leg === 'emergency' && state !== 'STUCK' && request.symbol === symbol);
    if (underWay || this.#exiting.has(symbol)) return;
    const position = ledger.position(symbol);
    if (position === null || !candidates.ready(symbol)) return;
    this.#exiting.add(symbol);
    const at = ledger.now();
    try {
      // Exits ask no reviewer, so this goes to the venue at once, past the queue of those who think.
      const signal = emergencySignal(position, at, ledger.state.counters.decision, source, why);
      await candidates.consider(signal, 'emergency');
    } finally {
      this.#exiting.delete(symbol);
    }
  }

  async #finishWhenFlat(): Promise<void> {
    const { ledger, orders } = this.#parts;
    if (ledger.state.portfolio.positions.size > 0) return;
    // Stops go last: until the venue says flat they are the second line.
    for (const order of ledger.openOrders()) if (order.state !== 'PENDING_CANCEL') await orders.cancel(order.clientId);
    this.#tellWhenFlat();
  }

  #tellWhenFlat(): void {
    const { ledger } = this.#parts;
    const { portfolio, flattening } = ledger.state;
    if (!flattening || portfolio.positions.size > 0 || ledger.openOrders().length > 0) return;
    this.#tellFlat();
  }

  #tellFlat(): void {
    const { ledger, priceOf } = this.#parts;
    const { portfolio } = ledger.state;
    ledger.record(
      [
        {
          type: 'panic.flattened',
          realised: decimalText(portfolio.realised),
          fees: decimalText(portfolio.fees),
          equity: decimalText(equityOf(portfolio, priceOf)),
        },
      ],
      { durable: true },
    );
  }
}

function emergencySignal(position: Position, at: number, decisions: number, source: string, why: Reason): Signal {
  const { symbol, direction } = position;
  return {
    id: `emergency:${symbol}:exit:${direction}:${at}:${decisions}`,
    symbol,
    action: 'exit',
    direction,
    confidence: 1,
    source,
    reason: why,
    at,
    expiresAt: Number.MAX_SAFE_INTEGER,
    plan: { ...NO_PLAN, asked: { type: 'fraction', fraction: 1 } },
  };
}
