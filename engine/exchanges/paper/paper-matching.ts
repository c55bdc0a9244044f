import type { Decimal } from '../../domain/decimal.ts';
import { decimal, decimalFromEstimate, decimalText, estimateOf, ZERO } from '../../domain/decimal.ts';
import type { Fill } from '../../domain/fill.ts';
import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import type { OrderRequest, Side } from '../../domain/order.ts';
import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccountEvent } from '../../ports/execution.ts';
import type { LiveBook, MarketTrade } from '../../ports/live-market.ts';
import type { BookPhase, LedgerOrder, VenueLedger } from '../venue-ledger.ts';
import { isOpen } from '../venue-ledger.ts';
import { oppositeOf, TakenLevels } from './book-walk.ts';
import { bandOf, keptBand } from './paper-band.ts';
import type { PaperLatency } from './paper-desk.ts';
import { fillableQuantity, isTriggeredBy, latencyOf, uselessReductions } from './paper-desk.ts';
import type { PaperNotes } from './paper-notes.ts';
import type { QueuePosition } from './queue-position.ts';
import { afterBook, afterTrade, joinQueue } from './queue-position.ts';

export interface PaperMatchingParts {
  readonly ledger: VenueLedger;
  readonly notes: PaperNotes;
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly venue: string;
  readonly clock: Clock;
  readonly seed: string;
  readonly latency: PaperLatency;
  /** The venue's own book while it can be trusted; null otherwise: nobody is filled on a guess. */
  readonly bookOf: (symbol: InstrumentSymbol) => LiveBook | null;
  readonly onFill: (fill: Fill) => void;
  readonly tell: (events: readonly AccountEvent[]) => void;
}

/** A market order that meets no book for so long is given back: its price would be another day's. */
const NO_BOOK_MS = 10_000;

/** What is known of an order on its way or in the queue; forgotten with the process, and then begun anew. */
interface Standing {
  /** When it meets the book. */
  readonly dueAt: number;
  /** The best price it could have had when it was sent. */
  readonly touchWhenSent: number | null;
  readonly queue: QueuePosition | null;
}

interface Part {
  readonly price: number;
  readonly quantity: Decimal;
  readonly liquidity: 'maker' | 'taker';
  readonly sure: boolean;
  /** The level of the book that it eats; null where a trade came to us. */
  readonly level: number | null;
}

/** Lets orders meet the live market: those that take walk its levels, those that rest wait for their turn. */
export class PaperMatching {
  readonly #parts: PaperMatchingParts;
  readonly #taken = new TakenLevels();
  readonly #standing = new Map<string, Standing>();
  readonly #lastTrade = new Map<InstrumentSymbol, number>();

  constructor(parts: PaperMatchingParts) {
    this.#parts = parts;
  }

  /** An order left for the venue. */
  sent(clientId: string, dueAt: number, side: Side): void {
    const symbol = this.#parts.ledger.order(clientId)?.intent.request.symbol ?? '';
    const touchWhenSent = this.#parts.bookOf(symbol)?.best(oppositeOf(side))?.price ?? null;
    this.#standing.set(clientId, { dueAt, touchWhenSent, queue: null });
  }

  onBook(book: LiveBook): void {
    this.#taken.refresh(book);
    if (this.#parts.ledger.openOrders(book.symbol).length > 0) this.#look(book.symbol, null);
  }

  onTrade(trade: MarketTrade): void {
    this.#lastTrade.set(trade.symbol, trade.price);
    if (this.#parts.ledger.openOrders(trade.symbol).length > 0) this.#look(trade.symbol, trade);
  }

  /** Lets time alone do what falls due. */
  advance(): void {
    this.#forgetEnded();
    const symbols = new Set(this.#parts.ledger.allOpenOrders().map(({ intent }) => intent.request.symbol));
    for (const symbol of symbols) this.#look(symbol, null);
  }

  #look(symbol: InstrumentSymbol, trade: MarketTrade | null): void {
    const { ledger, instruments, bookOf, tell } = this.#parts;
    const instrument = instruments.get(symbol);
    if (instrument === undefined) return;
    const events: AccountEvent[] = [];
    let left = trade?.quantity ?? 0;
    for (const { intent } of stopsFirst(ledger.openOrders(symbol))) {
      const order = ledger.order(intent.clientId);
      if (order === null || !isOpen(order)) continue;
      const step = this.#step(order, instrument, bookOf(symbol), trade, left);
      left = Math.max(0, left - step.ofTrade);
      events.push(...step.events);
      if (step.events.length > 0) events.push(...this.#sweep(symbol));
    }
    ledger.flush();
    tell(events);
  }

  #step(order: LedgerOrder, instrument: Instrument, book: LiveBook | null, trade: MarketTrade | null, left: number) {
    const { request } = order.intent;
    const now = this.#parts.clock.now();
    const standing = this.#standingOf(order);
    if (now < standing.dueAt) return nothing();
    // A trade through the trigger counts while the book cannot be trusted, too: only the taking needs one.
    if (isConditional(request) && order.phase !== 'taking' && (book === null || order.phase === 'resting')) {
      return this.#watchTrigger(order, book, trade);
    }
    if (book === null) return this.#withoutBook(order, standing, now);
    switch (order.phase) {
      case 'unseen':
        return { ofTrade: 0, events: this.#arrive(order, instrument, book) };
      case 'taking':
        return { ofTrade: 0, events: this.#takeMarket(order, instrument, book) };
      case 'resting':
        return this.#rest(order, instrument, book, trade, left);
    }
  }

  #watchTrigger(order: LedgerOrder, book: LiveBook | null, trade: MarketTrade | null) {
    const { clientId, request } = order.intent;
    // What arrives is measured by the last trade; what rests, by each one that comes.
    const price = order.phase === 'unseen' ? this.#lastTrade.get(request.symbol) : trade?.price;
    if (price === undefined || !isTriggeredBy(request, price)) {
      if (order.phase === 'unseen') this.#move(order, 'resting');
      return nothing();
    }
    this.#move(order, 'taking');
    const wait = latencyOf(this.#parts.seed, clientId, 'trigger', this.#parts.latency) / 10;
    const touchWhenSent = book?.best(oppositeOf(request.side))?.price ?? null;
    this.#standing.set(clientId, { dueAt: this.#parts.clock.now() + wait, touchWhenSent, queue: null });
    return nothing();
  }

  /** However an order ended, nothing of it stands any more. */
  #forgetEnded(): void {
    for (const clientId of this.#standing.keys()) {
      const order = this.#parts.ledger.order(clientId);
      if (order === null || !isOpen(order)) this.#standing.delete(clientId);
    }
  }

  /** An order of a process before this one meets the book at once: it has long arrived. */
  #standingOf({ intent: { clientId } }: LedgerOrder): Standing {
    return this.#standing.get(clientId) ?? { dueAt: Number.NEGATIVE_INFINITY, touchWhenSent: null, queue: null };
  }

  #withoutBook(order: LedgerOrder, { dueAt }: Standing, now: number) {
    const { request, at } = order.intent;
    const waits = request.type !== 'market' || now - Math.max(dueAt, at) < NO_BOOK_MS;
    return waits ? nothing() : { ofTrade: 0, events: [this.#cancel(order, reason('venue.paper-no-book'))] };
  }

  #arrive(order: LedgerOrder, instrument: Instrument, book: LiveBook): readonly AccountEvent[] {
    const { request } = order.intent;
    if (request.type === 'market') {
      this.#move(order, 'taking');
      return this.#takeMarket(order, instrument, book);
    }
    if (request.type === 'limit') return this.#arriveLimit(order, instrument, book);
    const last = this.#lastTrade.get(request.symbol);
    const triggered = last !== undefined && isTriggeredBy(request, last);
    this.#move(order, triggered ? 'taking' : 'resting');
    return triggered ? this.#takeMarket(order, instrument, book) : [];
  }

  #arriveLimit(order: LedgerOrder, instrument: Instrument, book: LiveBook): readonly AccountEvent[] {
    const { request, clientId } = order.intent;
    const limit = estimateOf(request.price ?? 'NaN');
    const { timeInForce = 'GTC' } = request;
    const parts = this.#offers(order, instrument, book, limit);
    if (parts.length > 0 && timeInForce === 'post-only') return [this.#cancel(order, reason('venue.paper-would-take'))];
    const whole = fillableQuantity(this.#parts.ledger, order);
    if (timeInForce === 'FOK' && sumOfParts(parts).lessThan(whole)) {
      return [this.#cancel(order, reason('venue.paper-not-whole'))];
    }
    const events = this.#fillAll(order, instrument, book, parts);
    const after = this.#parts.ledger.order(clientId);
    if (after === null || !isOpen(after)) return events;
    if (timeInForce === 'IOC') return [...events, this.#cancel(after, reason('venue.paper-rest-canceled'))];
    this.#move(after, 'resting');
    const { dueAt, touchWhenSent } = this.#standingOf(after);
    this.#standing.set(clientId, { dueAt, touchWhenSent, queue: joinQueue(request.side, limit, book) });
    return events;
  }

  /** What the book cannot give to a market order now, no market would give at a price worth the name. */
  #takeMarket(order: LedgerOrder, instrument: Instrument, book: LiveBook): readonly AccountEvent[] {
    const { ledger } = this.#parts;
    const events = this.#fillAll(order, instrument, book, this.#offers(order, instrument, book, null));
    const after = ledger.order(order.intent.clientId);
    if (after === null || !isOpen(after)) return events;
    if (fillableQuantity(ledger, after).isZero()) return events;
    return [...events, this.#cancel(after, reason('venue.paper-rest-canceled'))];
  }

  #rest(order: LedgerOrder, instrument: Instrument, book: LiveBook, trade: MarketTrade | null, left: number) {
    const { request, clientId } = order.intent;
    const limit = estimateOf(request.price ?? 'NaN');
    const standing = this.#standingOf(order);
    let queue = afterBook(standing.queue ?? joinQueue(request.side, limit, book), book);
    // Who comes to our price from the other side would have met us there.
    const crossing = this.#offers(order, instrument, book, limit);
    let parts = crossing.map((part): Part => ({ ...part, price: limit, liquidity: 'maker' }));
    let ofTrade = 0;
    if (parts.length === 0 && trade !== null) {
      const step = afterTrade(queue, trade, left);
      queue = step.place;
      const quantity = smaller(
        fillableQuantity(this.#parts.ledger, order),
        decimalFromEstimate(step.ours, instrument.lotSize),
      );
      if (quantity.greaterThan(ZERO))
        parts = [{ price: limit, quantity, liquidity: 'maker', sure: step.sure, level: null }];
      ofTrade = estimateOf(quantity);
    }
    this.#standing.set(clientId, { ...standing, queue });
    return { ofTrade, events: this.#fillAll(order, instrument, book, parts) };
  }

  /** Returns what the book has for an order, level by level, as far as it may take. */
  #offers(order: LedgerOrder, instrument: Instrument, book: LiveBook, limit: number | null): readonly Part[] {
    let open = fillableQuantity(this.#parts.ledger, order);
    const parts: Part[] = [];
    for (const level of this.#taken.offered(book, order.intent.request.side, limit)) {
      const quantity = smaller(open, decimalFromEstimate(level.quantity, instrument.lotSize));
      if (open.lessThanOrEqualTo(ZERO)) break;
      if (quantity.lessThanOrEqualTo(ZERO)) continue;
      open = open.minus(quantity);
      parts.push({ price: level.price, quantity, liquidity: 'taker', sure: true, level: level.price });
    }
    return parts;
  }

  #fillAll(order: LedgerOrder, instrument: Instrument, book: LiveBook, parts: readonly Part[]): AccountEvent[] {
    const { side } = order.intent.request;
    const touch = book.best(oppositeOf(side))?.price;
    const { touchWhenSent } = this.#standingOf(order);
    return parts.map((part) => {
      const fill = this.#fillOf(order, instrument, part);
      if (part.level !== null) this.#taken.take(book, side, part.level, estimateOf(part.quantity));
      this.#parts.ledger.record({ type: 'filled', symbol: fill.symbol, cursor: fill.at, fill });
      this.#parts.onFill(fill);
      const band = bandOf({
        ...{ side, liquidity: part.liquidity, price: part.price, sure: part.sure },
        quantity: estimateOf(part.quantity),
        touch: touch ?? part.price,
        touchWhenSent: part.liquidity === 'taker' ? touchWhenSent : null,
        takerSurchargeFraction: estimateOf(instrument.takerFeeFraction) - estimateOf(instrument.makerFeeFraction),
      });
      this.#parts.notes.put({ type: 'band', band: keptBand(fill.tradeId, fill.at, band) });
      return { type: 'fill.received', at: fill.at, fill };
    });
  }

  #fillOf({ intent: { clientId, request } }: LedgerOrder, instrument: Instrument, part: Part): Fill {
    const price = part.liquidity === 'maker' ? decimal(request.price ?? 'NaN') : priceOf(part.price, instrument);
    const feeFraction = part.liquidity === 'maker' ? instrument.makerFeeFraction : instrument.takerFeeFraction;
    return {
      tradeId: `paper-${String(this.#parts.ledger.fills().length + 1).padStart(6, '0')}`,
      ...{ clientId, venue: this.#parts.venue, symbol: request.symbol, side: request.side },
      quantity: decimalText(part.quantity),
      price: decimalText(price),
      fee: decimalText(price.times(part.quantity).times(decimal(feeFraction))),
      feeCurrency: instrument.quote,
      liquidity: part.liquidity,
      at: this.#parts.clock.now(),
    };
  }

  #sweep(symbol: InstrumentSymbol): readonly AccountEvent[] {
    return uselessReductions(this.#parts.ledger, symbol).map((order) =>
      this.#cancel(order, reason('venue.reduce-only-flat', { symbol })),
    );
  }

  #cancel({ intent: { clientId, request } }: LedgerOrder, why: Reason): AccountEvent {
    const at = this.#parts.clock.now();
    this.#parts.ledger.record({ type: 'canceled', symbol: request.symbol, cursor: at, clientId, reason: why });
    return { type: 'order.canceled-by-venue', at, clientId, reason: why };
  }

  #move({ intent: { clientId, request } }: LedgerOrder, phase: BookPhase): void {
    const cursor = this.#parts.clock.now();
    this.#parts.ledger.record({ type: 'moved', symbol: request.symbol, cursor, clientId, phase });
  }
}

function isConditional({ type }: OrderRequest): boolean {
  return type === 'stop-market' || type === 'take-profit-market';
}

function nothing(): { readonly ofTrade: number; readonly events: readonly AccountEvent[] } {
  return { ofTrade: 0, events: [] };
}

/** A book's prices lie on the venue's grid; their text is exact. */
function priceOf(price: number, { tickSize }: Instrument): Decimal {
  return decimalFromEstimate(price, tickSize);
}

function sumOfParts(parts: readonly Part[]): Decimal {
  return parts.reduce((sum, { quantity }) => sum.plus(quantity), ZERO);
}

function smaller(a: Decimal, b: Decimal): Decimal {
  return a.lessThan(b) ? a : b;
}

/** When stop and target meet one trade, the worse one comes first. */
function stopsFirst(orders: readonly LedgerOrder[]): readonly LedgerOrder[] {
  const isStop = ({ intent }: LedgerOrder) => (intent.request as OrderRequest).type === 'stop-market';
  return orders.length < 2 ? orders : [...orders.filter(isStop), ...orders.filter((order) => !isStop(order))];
}
