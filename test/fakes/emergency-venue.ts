import { decimal, decimalText, roundDownTo } from '../../engine/domain/decimal.ts';
import { UnavailableError } from '../../engine/domain/errors.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import { reason } from '../../engine/domain/reason.ts';
import type {
  EmergencyOrder,
  EmergencyVenue,
  OrderProgress,
  RestingOrder,
  Sellable,
} from '../../engine/ports/emergency-venue.ts';
import type { SendOutcome } from '../../engine/ports/execution.ts';

/** How the next order meets the venue. `lost`: it never arrived · `late`: it arrives that much later. */
export type SendFault =
  | 'accepted-lost'
  | 'lost'
  | 'rejected'
  | 'throws-accepted'
  | { readonly rejected: string }
  | { readonly partial: string }
  | { readonly lateMs: number };

export interface LedgerOrder extends EmergencyOrder {
  readonly filled: string;
  readonly at: number;
}

export interface FakeEmergencyVenueOptions {
  readonly account?: string;
  readonly kind?: EmergencyVenue['kind'];
  readonly now?: () => number;
  readonly after?: (ms: number, call: () => void) => void;
  readonly lot?: string;
  readonly minimum?: string;
}

/** A venue in memory as the fast path sees one, with a ledger that is the oracle. */
export class FakeEmergencyVenue implements EmergencyVenue {
  readonly venue = 'fake';
  readonly account: string;
  readonly kind: EmergencyVenue['kind'];
  readonly quoteCurrency = 'USDT';
  readonly held = new Map<string, string>();
  readonly resting: RestingOrder[] = [];
  /** Coins locked by resting sells, by order. */
  readonly locks = new Map<string, string>();
  readonly orders: LedgerOrder[] = [];
  /** What the venue says of orders that the desk sent. */
  readonly deskOrders = new Map<string, OrderProgress>();
  readonly calls: string[] = [];
  readonly sendFaults: SendFault[] = [];
  readonly cancelFaults: ('lost' | 'accepted-lost')[] = [];
  /** The next so many reads of a kind fail. */
  readonly failing = { state: 0, resting: 0, find: 0 };
  ban: number | null = null;
  prepared = false;
  /** Markets that it holds something of and does not list. */
  readonly untraded = new Set<string>();
  /** The next so many attempts to load the markets fail. */
  unprepared = 0;
  /** What the venue asks for then. */
  prepareBan = 0;
  /** Called at each question, before it is answered. */
  onCall: (call: string) => void = () => undefined;
  readonly #options: FakeEmergencyVenueOptions;

  constructor(options: FakeEmergencyVenueOptions = {}) {
    this.#options = options;
    this.account = options.account ?? 'desk';
    this.kind = options.kind ?? 'perpetual';
  }

  async prepare(): Promise<void> {
    this.#called('prepare');
    if (this.unprepared > 0) {
      this.unprepared -= 1;
      throw new UnavailableError('the venue does not answer', { retryAfterMs: this.prepareBan });
    }
    this.prepared = true;
  }

  async state() {
    this.#called('state');
    this.#mayFail('state');
    const at = this.#now();
    if (this.kind === 'perpetual') {
      const positions = [...this.held]
        .filter(([, quantity]) => !decimal(quantity).isZero())
        .map(([symbol, quantity]) => ({
          symbol,
          quantity,
          entryPrice: null,
          leverage: 1,
          marginMode: 'isolated' as const,
        }));
      return { at, balances: [], positions };
    }
    const balances = [...this.held].map(([symbol, quantity]) => ({
      currency: baseOf(symbol),
      free: decimalText(decimal(quantity).minus(this.#locked(symbol))),
      locked: decimalText(this.#locked(symbol)),
    }));
    return { at, balances, positions: [] };
  }

  keepWarm() {
    return this.state();
  }

  async restingOrders(): Promise<readonly RestingOrder[]> {
    this.#called('resting');
    this.#mayFail('resting');
    return [...this.resting];
  }

  async cancel({ venueOrderId }: RestingOrder) {
    this.#called(`cancel ${venueOrderId}`);
    const fault = this.cancelFaults.shift();
    if (fault === 'lost') return { outcome: 'unknown' as const, reason: reason('order.cancel-failed') };
    const place = this.resting.findIndex((order) => order.venueOrderId === venueOrderId);
    if (place < 0) return { outcome: 'not-open' as const };
    this.resting.splice(place, 1);
    this.locks.delete(venueOrderId);
    if (fault === 'accepted-lost') throw new TypeError('socket hang up https://venue/?signature=abc');
    return { outcome: 'canceled' as const };
  }

  async flatten(order: EmergencyOrder): Promise<SendOutcome> {
    this.#called(`flatten ${order.symbol}`);
    const fault = this.sendFaults.shift();
    const unknown = { outcome: 'unknown', reason: reason('order.send-failed', { fault: 'reset' }) } as const;
    if (fault === 'lost') return unknown;
    if (typeof fault === 'object' && 'rejected' in fault)
      return { outcome: 'rejected', reason: reason(fault.rejected) };
    if (fault === 'rejected') return { outcome: 'rejected', reason: reason('venue.refused') };
    if (typeof fault === 'object' && 'lateMs' in fault) {
      this.#options.after?.(fault.lateMs, () => this.#execute(order, order.quantity));
      return unknown;
    }
    this.#execute(order, typeof fault === 'object' ? fault.partial : order.quantity);
    if (fault === 'throws-accepted') throw new TypeError('Unexpected token < https://venue/?signature=abc');
    return fault === 'accepted-lost' ? unknown : { outcome: 'acknowledged', venueOrderId: `v-${this.orders.length}` };
  }

  async find(clientId: string) {
    return (await this.progressOf(clientId)).state;
  }

  async progressOf(clientId: string) {
    this.#called('find');
    this.#mayFail('find');
    const desks = this.deskOrders.get(clientId);
    if (desks !== undefined) return desks;
    const order = this.orders.find((one) => one.clientId === clientId);
    if (order === undefined) return { state: 'absent', filled: '0' } as const;
    return { state: order.filled === order.quantity ? 'filled' : 'ended', filled: order.filled } as const;
  }

  sellable(symbol: string, quantity: string): Sellable {
    if (!this.prepared || this.untraded.has(symbol)) return { outcome: 'not-traded' };
    const cut = roundDownTo(decimal(quantity), this.#options.lot ?? '0.001');
    if (cut.lt(this.#options.minimum ?? '0.001')) return { outcome: 'too-small' };
    return { outcome: 'sellable', quantity: decimalText(cut) };
  }

  async close(): Promise<void> {}

  /** Reduces only: more than is there is never sold, and nothing is an order without a fill. */
  #execute(order: EmergencyOrder, quantity: string): void {
    const held = decimal(this.held.get(order.symbol) ?? '0');
    const free = this.kind === 'spot' ? held.minus(this.#locked(order.symbol)) : held.abs();
    const filled = decimal(quantity).gt(free) ? free : decimal(quantity);
    this.orders.push({ ...order, filled: decimalText(filled), at: this.#now() });
    this.held.set(order.symbol, decimalText(order.side === 'sell' ? held.minus(filled) : held.plus(filled)));
  }

  #locked(symbol: string) {
    return this.resting
      .filter((order) => order.symbol === symbol && order.side === 'sell')
      .reduce((sum, { venueOrderId }) => sum.plus(this.locks.get(venueOrderId) ?? '0'), decimal('0'));
  }

  #mayFail(kind: 'state' | 'resting' | 'find'): void {
    if (this.ban !== null) throw new UnavailableError('banned', { retryAfterMs: this.ban });
    if (this.failing[kind] === 0) return;
    this.failing[kind] -= 1;
    throw new UnavailableError('the venue does not answer');
  }

  #called(call: string): void {
    this.calls.push(call);
    this.onCall(call);
  }

  #now(): number {
    return this.#options.now?.() ?? 0;
  }
}

/** Returns a resting order for a test. */
export function restingOrder(fields: Partial<RestingOrder> & { readonly symbol: string }): RestingOrder {
  const venueOrderId = fields.venueOrderId ?? `${fields.symbol}-${fields.protective === true ? 'stop' : 'entry'}`;
  return { venueOrderId, clientId: null, side: 'buy', protective: false, reduceOnly: false, ...fields };
}
