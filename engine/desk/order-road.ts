import { approveReduction, atWorst } from '../decision/risk-gate.ts';
import type { DecimalText } from '../domain/decimal.ts';
import { decimal, decimalText, ZERO } from '../domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import { baseOf } from '../domain/instrument.ts';
import type { Quote } from '../domain/market.ts';
import type { Order, OrderRequest, RiskApproved } from '../domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import { tradable } from '../execution/dust.ts';
import type { OrderManager, OrderPlacement } from '../execution/order-manager.ts';
import type { MarketSight } from '../execution/slippage.ts';
import { MOST_SLICES, priceEntry, priceExit } from '../execution/slippage.ts';
import type { Execution } from '../ports/execution.ts';
import type { LiveBook } from '../ports/live-market.ts';
import type { DeskLedger } from './desk-ledger.ts';
import { exitUnderWay } from './exit-under-way.ts';
import type { Pace } from './live-pace.ts';
import { atMost, rest } from './live-pace.ts';
import type { StopKeeper } from './stop-keeper.ts';
import type { WorkQueue } from './work-queue.ts';

export interface OrderRoadParts {
  readonly ledger: DeskLedger;
  readonly orders: OrderManager;
  readonly stops: StopKeeper;
  readonly work: WorkQueue;
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly execution: Pick<Execution, 'abilities' | 'account'>;
  readonly pace: Pace;
  readonly quote: (symbol: InstrumentSymbol) => Quote | null;
  readonly book: (symbol: InstrumentSymbol) => LiveBook | null;
  /** How much worse than the best price an order may trade, as a fraction of it. */
  readonly maxSlippageFraction: number;
  /** Why nothing may be entered now, or null. */
  readonly blockedBy: (symbol: InstrumentSymbol) => Reason | null;
  /** While it is so no exit leaves: it would sell a second time what is being sold there. */
  readonly flattenedOutside: () => boolean;
}

/** Parts of an entry follow each other at this distance: time for the book to fill up again. */
const SLICE_EVERY_MS = 2_000;
/** An order that takes what is there and no more has ended after so long, or is cancelled. */
const TAKER_ENDS_IN_MS = 1_000;
const ASK_AGAIN_MS = 100;
const NEVER_TRADED: ReadonlySet<Order['state']> = new Set(['REJECTED', 'NOT_PLACED']);

interface Sending extends OrderPlacement {
  /** No further part is sent after it. */
  readonly expiresAt: number;
}

/**
 * The way of an order to a real venue: an entry at a price that is bounded by the depth of the book, in parts where the
 * book is thin; an exit with its coins freed first, at wider and wider prices, and at any price in the end.
 */
export class OrderRoad {
  readonly #parts: OrderRoadParts;

  constructor(parts: OrderRoadParts) {
    this.#parts = parts;
  }

  async send(sending: Sending): Promise<void> {
    if (sending.leg === 'entry') await this.#enter(sending);
    else await this.#leave(sending);
  }

  async #enter(sending: Sending): Promise<void> {
    const { orders } = this.#parts;
    const { request } = sending;
    const { maxSlippageFraction } = this.#parts;
    const sight = this.#sight(request.symbol);
    const instrument = this.#parts.instruments.get(request.symbol);
    if (request.type !== 'market' || !this.#takesAtOnce() || instrument === undefined || sight === null) {
      await orders.place(sending);
      return;
    }
    const priced = priceEntry(request, instrument, sight, maxSlippageFraction);
    if (priced.outcome === 'refused') {
      orders.withhold(sending, priced.reason);
      return;
    }
    const bounded = atWorst(request, priced.quantity, priced.price);
    const order = await orders.place({ ...sending, request: bounded, sliceOf: request });
    this.#followUp(sending, order, 1);
  }

  #followUp(sending: Sending, last: Order, sent: number): void {
    const { pace, work } = this.#parts;
    const isWhole = this.#filled(sending.decisionId).greaterThanOrEqualTo(decimal(sending.request.quantity));
    if (isWhole || NEVER_TRADED.has(last.state) || sent >= MOST_SLICES) return;
    // What is left of it is worth no fault of the desk: the entry then stays as small as it is.
    pace.after(SLICE_EVERY_MS, () => work.add(() => this.#nextSlice(sending, last.clientId, sent)));
  }

  async #nextSlice(sending: Sending, lastId: string, sent: number): Promise<void> {
    const { ledger, orders, instruments, maxSlippageFraction } = this.#parts;
    const { decisionId, request, expiresAt } = sending;
    const { symbol } = request;
    const last = await this.#ended(lastId);
    const instrument = instruments.get(symbol);
    const sight = this.#sight(symbol);
    // What was refused or never arrived is not tried again: whoever wanted it may decide anew.
    if (last === null || (last.state !== 'CANCELED' && last.state !== 'FILLED')) return;
    if (instrument === undefined || sight === null || ledger.now() > expiresAt) return;
    if (this.#parts.blockedBy(symbol) !== null || !this.#stillWanted(decisionId, symbol)) return;
    const missing = tradable(decimal(request.quantity).minus(this.#filled(decisionId)), instrument);
    if (missing.times(sight.ask).lessThan(decimal(instrument.minNotional)) || missing.isZero()) return;
    const wanted = { side: request.side, quantity: decimalText(missing) };
    const priced = priceEntry(wanted, instrument, sight, maxSlippageFraction);
    if (priced.outcome === 'refused') return;
    const order = await orders.place({
      decisionId,
      leg: 'entry',
      attempt: orders.nextAttempt(decisionId, 'entry'),
      request: atWorst(request, priced.quantity, priced.price),
      sliceOf: request,
    });
    this.#followUp(sending, order, sent + 1);
  }

  /** A position that was closed meanwhile is not opened again by the rest of its entry. */
  #stillWanted(decisionId: string, symbol: InstrumentSymbol): boolean {
    if (this.#filled(decisionId).isZero()) return true;
    return this.#parts.ledger.state.holdings.get(symbol)?.entryDecisionIds.includes(decisionId) === true;
  }

  #filled(decisionId: string) {
    const { orders } = this.#parts.ledger.state;
    let filled = ZERO;
    for (const order of orders.values()) {
      if (order.decisionId === decisionId && order.leg === 'entry') filled = filled.plus(decimal(order.filledQuantity));
    }
    return filled;
  }

  async #leave(sending: Sending): Promise<void> {
    const { ledger, orders, stops } = this.#parts;
    const { symbol } = sending.request;
    // Freed before the exit is journalled: what a stop fills while it is taken away is no longer there to sell.
    if (stops.locksInventory) await stops.free(symbol);
    const request = this.#stillHeld(sending.request);
    if (request === null) {
      ledger.record(sending.alongside ?? []);
      return;
    }
    // While its coins were being freed another quote may have asked for the same: sold once, what lies there may be a person's.
    if (exitUnderWay(ledger, symbol)) {
      orders.withhold({ ...sending, request }, reason('exit.under-way', { symbol }));
      return;
    }
    await this.#widen({ ...sending, request });
    // Whatever is still held is guarded again at once, not with the next quote.
    if (stops.locksInventory && stops.needsWork(symbol)) await stops.align(symbol);
  }

  async #widen(sending: Sending): Promise<void> {
    const { orders } = this.#parts;
    const { decisionId, leg } = sending;
    const { flattenedOutside } = this.#parts;
    let { request } = sending;
    let alongside = sending.alongside;
    let shrunk = false;
    for (let step = 0; ; ) {
      const price = leg === 'emergency' ? null : this.#exitPrice(request, step);
      const bounded = price === null ? request : atWorst(request, request.quantity, price);
      const attempt = orders.nextAttempt(decisionId, leg);
      // The panic may have fallen since this exit was decided on, or since its last step.
      if (flattenedOutside()) {
        if (step === 0 && !shrunk) orders.withhold({ ...sending, request }, reason('exit.left-to-emergency'));
        return;
      }
      const placed = await orders.place({ decisionId, leg, attempt, request: bounded, alongside });
      alongside = undefined;
      const order = price === null ? placed : ((await this.#ended(placed.clientId)) ?? placed);
      if (order.state === 'REJECTED' && !shrunk) {
        shrunk = true;
        const smaller = await this.#withinFree(request);
        if (smaller === null) return;
        request = smaller;
        continue;
      }
      if (price === null || order.state !== 'CANCELED') return;
      const left = this.#stillHeld({
        ...request,
        quantity: decimalText(decimal(request.quantity).minus(decimal(order.filledQuantity))),
      });
      if (left === null) return;
      request = left;
      step += 1;
    }
  }

  #exitPrice(request: OrderRequest, step: number): DecimalText | null {
    const instrument = this.#parts.instruments.get(request.symbol);
    if (request.type !== 'market' || !this.#takesAtOnce() || instrument === undefined) return null;
    const { maxSlippageFraction } = this.#parts;
    return priceExit(request.side, instrument, this.#sight(request.symbol), maxSlippageFraction, step);
  }

  /** Returns the reduction as large as the position still is; null when there is nothing left to reduce. */
  #stillHeld(request: OrderRequest): RiskApproved<OrderRequest> | null {
    const { ledger, instruments } = this.#parts;
    const position = ledger.position(request.symbol);
    const instrument = instruments.get(request.symbol);
    if (position === null || instrument === undefined) return null;
    const held = tradable(position.quantity, instrument);
    const asked = tradable(decimal(request.quantity), instrument);
    const quantity = decimalText(asked.lessThan(held) ? asked : held);
    const gate = approveReduction({ ...request, quantity }, position);
    return gate.outcome === 'approved' ? gate.request : null;
  }

  /** On spot the venue may hold less than the fills say: then as much as is free goes. Null where that is no help. */
  async #withinFree(request: RiskApproved<OrderRequest>): Promise<RiskApproved<OrderRequest> | null> {
    const { execution, instruments } = this.#parts;
    const instrument = instruments.get(request.symbol);
    if (!execution.abilities.locksInventory || instrument === undefined) return null;
    try {
      const { balances } = await execution.account();
      const base = balances.find(({ currency }) => currency === baseOf(request.symbol));
      const free = tradable(decimal(base?.free ?? '0'), instrument);
      if (free.isZero() || free.greaterThanOrEqualTo(decimal(request.quantity))) return null;
      return this.#stillHeld({ ...request, quantity: decimalText(free) });
    } catch {
      // Nothing is known of what is free; the rejected exit is tried again by whoever wanted it.
      return null;
    }
  }

  /** Returns an order that only takes as it ended; one that does not end by itself is cancelled. */
  async #ended(clientId: string): Promise<Order | null> {
    const { ledger, orders, pace } = this.#parts;
    const deadline = pace.elapsedMs() + TAKER_ENDS_IN_MS;
    for (;;) {
      const known = ledger.order(clientId);
      if (known === null || TERMINAL_ORDER_STATES.has(known.state) || known.state === 'STUCK') return known;
      const order = await atMost(pace, deadline - pace.elapsedMs(), orders.refresh(clientId));
      if (order !== null && TERMINAL_ORDER_STATES.has(order.state)) return order;
      if (pace.elapsedMs() + ASK_AGAIN_MS > deadline) break;
      await rest(pace, ASK_AGAIN_MS);
    }
    return orders.cancel(clientId);
  }

  #takesAtOnce(): boolean {
    const { abilities } = this.#parts.execution;
    return abilities.orderTypes.has('limit') && abilities.timeInForce.has('IOC');
  }

  #sight(symbol: InstrumentSymbol): MarketSight | null {
    const quote = this.#parts.quote(symbol);
    return quote === null ? null : { bid: quote.bid, ask: quote.ask, book: this.#parts.book(symbol) };
  }
}
