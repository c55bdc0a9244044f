import { approveReduction } from '../decision/risk-gate.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import type { Order, OrderRequest } from '../domain/order.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import type { Position } from '../domain/position.ts';
import type { Protection } from '../domain/protection.ts';
import { isDust } from '../execution/dust.ts';
import type { OrderManager } from '../execution/order-manager.ts';
import { resizedStop } from '../execution/protective-exits.ts';
import type { VenueAbilities } from '../ports/execution.ts';
import type { DeskLedger } from './desk-ledger.ts';
import { exitUnderWay } from './exit-under-way.ts';
import { isLeftAlone } from './fold-external.ts';
import type { Pace } from './live-pace.ts';
import { atMost, rest } from './live-pace.ts';

/** RELIABILITY 25: so many tries to rest a stop, in so long; then out. */
export const STOP_ATTEMPTS = 3;
export const STOP_PATIENCE_MS = 2_000;
const ASK_AGAIN_MS = 200;

/** Such a stop may rest or not. */
const IN_DOUBT: ReadonlySet<Order['state']> = new Set(['UNKNOWN', 'STUCK']);
const NOT_RESTING: ReadonlySet<Order['state']> = new Set(['REJECTED', 'NOT_PLACED', 'CANCELED']);

export type StopAbilities = Pick<VenueAbilities, 'orderTypes' | 'locksInventory'>;

/** A venue that holds stops beside other orders, as the simulated one does. */
const HOLDS_STOPS: StopAbilities = { orderTypes: new Set(['stop-market']), locksInventory: false };

export interface StopKeeperParts {
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly ledger: DeskLedger;
  readonly orders: OrderManager;
  readonly priceOf?: PriceOf | undefined;
  readonly abilities?: StopAbilities | undefined;
  /** Without it nothing is waited for: the venue answers in the order in which it was asked. */
  readonly pace?: Pace | undefined;
  /** While it is so no stop is placed: it would lock, or sell, what is being sold there. */
  readonly flattenedOutside: () => boolean;
}

interface MissingStop {
  readonly position: Position;
  readonly protection: Protection;
  readonly request: OrderRequest;
}

/** Keeps the stop orders at the venue in line with what is held: one for all of it, and none without a position. */
export class StopKeeper {
  readonly #parts: StopKeeperParts;
  readonly #abilities: StopAbilities;

  constructor(parts: StopKeeperParts) {
    this.#parts = parts;
    this.#abilities = parts.abilities ?? HOLDS_STOPS;
  }

  /** False where the venue takes no stop: then every quote is looked at instead. */
  get rests(): boolean {
    return this.#abilities.orderTypes.has('stop-market');
  }

  /** True where a resting stop holds the coins that an exit needs. */
  get locksInventory(): boolean {
    return this.rests && this.#abilities.locksInventory;
  }

  /** True when the stops at the venue do not match what the position in `symbol` needs. */
  needsWork(symbol: InstrumentSymbol): boolean {
    return this.#missing(symbol) !== null || this.#surplus(symbol).length > 0;
  }

  /**
   * Brings the stops of one symbol in line. Returns the position that is still without one when the venue has rejected
   * it as often as we are willing to ask, or has not said within two seconds that it rests; else null.
   */
  async align(symbol: InstrumentSymbol): Promise<Position | null> {
    const deadline = this.#now() + STOP_PATIENCE_MS;
    if (this.#missing(symbol) !== null) await this.#settleDoubts(symbol, deadline);
    // What locks the coins goes first, where it does; elsewhere the new stop rests before the old one goes.
    if (this.locksInventory) await this.#cancelSurplus(symbol);
    const missing = this.#missing(symbol);
    if (missing !== null && !(await this.#place(missing, deadline))) {
      return this.#parts.ledger.position(symbol) === null ? null : missing.position;
    }
    await this.#cancelSurplus(symbol);
    return null;
  }

  /** Takes every stop of a symbol away, so that what it locks can be sold. Returns false while one may still rest. */
  async free(symbol: InstrumentSymbol): Promise<boolean> {
    for (const order of this.#open(symbol)) await this.#parts.orders.cancel(order.clientId);
    return this.#open(symbol).length === 0;
  }

  #missing(symbol: InstrumentSymbol): MissingStop | null {
    if (!this.rests) return null;
    const { ledger, instruments, priceOf } = this.#parts;
    const { state } = ledger;
    const position = state.portfolio.positions.get(symbol);
    const protection = state.holdings.get(symbol)?.protection ?? null;
    if (position === undefined || protection === null || isLeftAlone(state.account, symbol)) return null;
    // The coins are on their way out; a stop would ask for them a second time.
    if (this.locksInventory && exitUnderWay(ledger, symbol)) return null;
    const instrument = instruments.get(symbol);
    const request = resizedStop(position, protection, null, lotOf(instrument));
    if (request === null) return null;
    if (instrument?.kind === 'spot' && isDust(position, instrument, priceOf?.(symbol) ?? null)) return null;
    const isGuarded = this.#open(symbol).some(
      (stop) => this.#vouchedFor(stop) && resizedStop(position, protection, stop, lotOf(instrument)) === null,
    );
    // Asked last: the answer lies on the disk, and this is asked at every quote.
    return isGuarded || this.#parts.flattenedOutside() ? null : { position, protection, request };
  }

  /** A stop that the venue once took rests until the venue says otherwise: a lost answer is no lost stop. */
  #vouchedFor({ state, venueOrderId }: Order): boolean {
    return !IN_DOUBT.has(state) || venueOrderId !== null;
  }

  #surplus(symbol: InstrumentSymbol): readonly Order[] {
    const { state } = this.#parts.ledger;
    const position = state.portfolio.positions.get(symbol);
    const protection = state.holdings.get(symbol)?.protection ?? null;
    const lot = lotOf(this.#parts.instruments.get(symbol));
    const handsOff = isLeftAlone(state.account, symbol);
    return this.#open(symbol).filter((stop) => {
      if (stop.state === 'PENDING_CANCEL') return false;
      if (position === undefined || protection === null || handsOff) return true;
      // While something is held, one in doubt is asked after, not taken away.
      if (IN_DOUBT.has(stop.state)) return false;
      // No other would take its place: until nothing is held it is the second line.
      return resizedStop(position, protection, stop, lot) !== null && !this.#parts.flattenedOutside();
    });
  }

  async #cancelSurplus(symbol: InstrumentSymbol): Promise<void> {
    for (const order of this.#surplus(symbol)) await this.#parts.orders.cancel(order.clientId);
  }

  /** Before another stop is placed the venue is asked about those whose sending nobody answered. */
  async #settleDoubts(symbol: InstrumentSymbol, deadline: number): Promise<void> {
    for (const stop of this.#open(symbol)) {
      if (IN_DOUBT.has(stop.state)) await this.#untilKnown(stop, deadline);
    }
  }

  async #untilKnown(stop: Order, deadline: number): Promise<Order> {
    const { orders, pace } = this.#parts;
    let order = stop;
    for (;;) {
      const asked = orders.refresh(order.clientId);
      const answer = pace === undefined ? await asked : await atMost(pace, deadline - this.#now(), asked);
      order = answer ?? order;
      if (!IN_DOUBT.has(order.state) || pace === undefined || this.#now() + ASK_AGAIN_MS > deadline) return order;
      await rest(pace, ASK_AGAIN_MS);
    }
  }

  /** Returns false when the stop does not surely rest. */
  async #place({ position, protection, request }: MissingStop, deadline: number): Promise<boolean> {
    const gate = approveReduction(request, position);
    if (gate.outcome === 'denied') return false;
    const { orders, pace } = this.#parts;
    for (let rejected = 0; rejected < STOP_ATTEMPTS; rejected += 1) {
      if (this.#parts.flattenedOutside()) return false;
      // One of ours may still come to rest: a further one is only for when that is disproved.
      if (this.#open(position.symbol).some((stop) => !this.#vouchedFor(stop))) return false;
      const attempt = orders.nextAttempt(protection.decisionId, 'stop');
      const placed = orders.place({
        decisionId: protection.decisionId,
        leg: 'stop',
        attempt,
        request: gate.request,
      });
      const sent = pace === undefined ? await placed : await atMost(pace, deadline - this.#now(), placed);
      if (sent === null) return false;
      const order = IN_DOUBT.has(sent.state) ? await this.#untilKnown(sent, deadline) : sent;
      if (!NOT_RESTING.has(order.state)) return !IN_DOUBT.has(order.state);
      if (pace !== undefined && this.#now() >= deadline) return false;
    }
    return false;
  }

  #open(symbol: InstrumentSymbol): readonly Order[] {
    return this.#parts.ledger.openOrders().filter((order) => order.leg === 'stop' && order.request.symbol === symbol);
  }

  #now(): number {
    return this.#parts.pace?.elapsedMs() ?? 0;
  }
}

function lotOf(instrument: Instrument | undefined): string | null {
  return instrument?.lotSize ?? null;
}
