import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimal, decimalText, roundDownTo, ZERO } from '../../engine/domain/decimal.ts';
import { UnavailableError } from '../../engine/domain/errors.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import type { OrderIntent, OrderRequest, Side } from '../../engine/domain/order.ts';
import { reason } from '../../engine/domain/reason.ts';
import { DUPLICATE_CLIENT_ID } from '../../engine/execution/venue-reason.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type {
  AccountEvent,
  AccountListener,
  Execution,
  SendOutcome,
  VenueAbilities,
  VenueOrder,
} from '../../engine/ports/execution.ts';

export interface RealVenueOptions {
  readonly clock: Clock;
  readonly kind: 'spot' | 'perpetual';
  /** What fees are taken in: the quote currency, the coin that is bought, or BNB. */
  readonly feeIn?: 'quote' | 'base' | 'BNB';
  readonly feeFraction?: string;
  readonly lotSize?: string;
  /** False for a venue that takes no stop orders. */
  readonly stops?: boolean;
  readonly deposit?: Readonly<Record<string, string>>;
}

interface Held {
  readonly intent: OrderIntent;
  readonly venueOrderId: string;
  state: VenueOrder['state'];
  filled: Decimal;
}

/** An account at a venue as real ones behave, in memory: it locks, rejects, takes fees in coins, and has other hands. */
export interface RealVenue extends Execution {
  readonly symbol: string;
  readonly arrivals: readonly OrderIntent[];
  readonly trades: readonly Fill[];
  setPrice(price: number): void;
  /** How much an order that takes what is there finds within its price; null: all. */
  depth: string | null;
  /** Trades by hand in the app; `loud` tells the user stream. */
  byHand(side: Side, quantity: string, options?: { readonly clientId?: string; readonly loud?: boolean }): Fill;
  /** Coins that come or go without a trade. */
  deposit(currency: string, amount: string): void;
  total(currency: string): Decimal;
  position(): Decimal;
  /** The venue forgets an order that rests there. */
  drop(clientId: string): void;
  /** Every event from now on is kept back, and told twice in the order given when released. */
  hold(): void;
  release(pick?: (events: readonly AccountEvent[]) => readonly AccountEvent[]): void;
  /** Rejects what it returns true for. */
  rejects: (intent: OrderIntent) => boolean;
  /** Never answers, and never takes, what it returns true for. */
  swallows: (intent: OrderIntent) => boolean;
  /** Takes it, and never says so, where it returns true. */
  mute: (intent: OrderIntent) => boolean;
  /** No question is answered while set. */
  deaf: boolean;
  listed: boolean;
}

/** Returns a venue with one market of BTC at 100,000. */
export function createRealVenue(options: RealVenueOptions): RealVenue {
  const { clock, kind, feeIn = 'quote', feeFraction = '0.001', stops = true } = options;
  const symbol = kind === 'spot' ? 'BTC/USDT' : 'BTC/USDT:USDT';
  const instrument: Instrument = {
    ...{ symbol, base: 'BTC', quote: 'USDT', venue: 'real', kind },
    ...{ tickSize: '0.1', lotSize: options.lotSize ?? '0.001', minNotional: '10' },
    ...{ makerFeeFraction: feeFraction, takerFeeFraction: feeFraction },
  };
  const abilities: VenueAbilities = {
    orderTypes: new Set(stops ? ['market', 'limit', 'stop-market'] : ['market', 'limit']),
    timeInForce: new Set(['GTC', 'IOC']),
    reduceOnly: kind === 'perpetual',
    shorts: kind === 'perpetual',
    amends: false,
    locksInventory: kind === 'spot',
    absenceProof: { queries: 3, afterMs: 1_000 },
  };
  const orders = new Map<string, Held>();
  const trades: Fill[] = [];
  const arrivals: OrderIntent[] = [];
  const listeners: AccountListener[] = [];
  const totals = new Map(
    Object.entries(options.deposit ?? { USDT: '10000' }).map(([currency, text]) => [currency, decimal(text)]),
  );
  let price = decimal('100000');
  let position = ZERO;
  let held: AccountEvent[] | null = null;
  let hands = 0;

  function add(currency: string, amount: Decimal): void {
    totals.set(currency, (totals.get(currency) ?? ZERO).plus(amount));
  }

  function emit(event: AccountEvent): void {
    if (held === null) for (const listener of listeners) listener(event);
    else held.push(event);
  }

  function trade(clientId: string, side: Side, quantity: Decimal, loud = true): Fill {
    const notional = quantity.times(price);
    const inBase = feeIn === 'base' && side === 'buy';
    const feeCurrency = feeIn === 'BNB' ? 'BNB' : inBase ? 'BTC' : 'USDT';
    const fee = (inBase ? quantity : feeIn === 'BNB' ? notional.times('0.002') : notional).times(feeFraction);
    const signed = side === 'buy' ? quantity : quantity.negated();
    position = position.plus(signed);
    if (kind === 'spot') add('BTC', signed);
    add('USDT', side === 'buy' ? notional.negated() : notional);
    add(feeCurrency, fee.negated());
    const fill: Fill = {
      ...{ tradeId: `t-${trades.length + 1}`, clientId, venue: 'real', symbol, side },
      ...{ quantity: decimalText(quantity), price: decimalText(price), fee: decimalText(fee), feeCurrency },
      ...{ liquidity: 'taker', at: clock.now() },
    };
    trades.push(fill);
    if (loud) emit({ type: 'fill.received', at: clock.now(), fill });
    return fill;
  }

  function locked(except: string | null = null): Decimal {
    if (kind !== 'spot') return ZERO;
    return [...orders.values()]
      .filter(({ intent, state }) => intent.clientId !== except && isOpen(state) && intent.request.side === 'sell')
      .reduce((sum, { intent, filled }) => sum.plus(decimal(intent.request.quantity)).minus(filled), ZERO);
  }

  function refusal(request: OrderRequest): string | null {
    const quantity = decimal(request.quantity);
    if (!roundDownTo(quantity, instrument.lotSize).equals(quantity)) return 'venue.quantity-off-grid';
    const mayBeSmall = request.reduceOnly && kind === 'perpetual';
    if (!mayBeSmall && quantity.times(price).lessThan(instrument.minNotional)) return 'venue.min-notional';
    if (kind === 'spot' && request.side === 'sell') {
      return (totals.get('BTC') ?? ZERO).minus(locked()).lessThan(quantity) ? 'venue.insufficient' : null;
    }
    if (!request.reduceOnly) return null;
    const reducible = request.side === 'sell' ? position : position.negated();
    return reducible.greaterThan(0) ? null : 'venue.reduce-only';
  }

  function execute(order: Held): void {
    const { request } = order.intent;
    const isTaker = request.type === 'market' || request.type === 'stop-market' || request.timeInForce === 'IOC';
    if (!isTaker) return;
    const limit = request.price === null ? null : decimal(request.price);
    const within =
      limit === null || (request.side === 'buy' ? limit.greaterThanOrEqualTo(price) : limit.lessThanOrEqualTo(price));
    let quantity = decimal(request.quantity).minus(order.filled);
    if (limit !== null && venue.depth !== null && quantity.greaterThan(venue.depth)) quantity = decimal(venue.depth);
    if (request.reduceOnly && kind === 'perpetual' && quantity.greaterThan(position.abs())) quantity = position.abs();
    if (within && quantity.greaterThan(0)) {
      order.filled = order.filled.plus(quantity);
      order.state = order.filled.equals(request.quantity) ? 'FILLED' : 'PARTIAL';
      trade(order.intent.clientId, request.side, quantity);
    }
    if (order.state === 'FILLED') return;
    order.state = 'CANCELED';
    const { clientId } = order.intent;
    emit({ type: 'order.canceled-by-venue', at: clock.now(), clientId, reason: reason('venue.expired') });
  }

  function view({ intent, venueOrderId, state, filled }: Held): VenueOrder {
    return { clientId: intent.clientId, venueOrderId, symbol, state, filledQuantity: decimalText(filled) };
  }

  function hear(): void {
    if (venue.deaf) throw new UnavailableError('the venue does not answer');
  }

  const venue: RealVenue = {
    ...{ venue: 'real', symbol, abilities, arrivals, trades, instruments: [instrument] },
    ...{ depth: null, deaf: false, listed: true, rejects: () => false, swallows: () => false, mute: () => false },
    subscribe: (listener) => {
      listeners.push(listener);
    },
    async send(intent): Promise<SendOutcome> {
      if (venue.swallows(intent)) return { outcome: 'unknown', reason: reason('venue.answer-lost') };
      if (orders.has(intent.clientId)) return { outcome: 'rejected', reason: reason(DUPLICATE_CLIENT_ID) };
      const why = venue.rejects(intent) ? 'venue.rejected' : refusal(intent.request);
      if (why !== null) return { outcome: 'rejected', reason: reason(why) };
      arrivals.push(intent);
      const order: Held = { intent, venueOrderId: `v-${orders.size + 1}`, state: 'OPEN', filled: ZERO };
      orders.set(intent.clientId, order);
      // Fills are heard of before the answer, as they often are.
      if (intent.request.type !== 'stop-market') execute(order);
      if (venue.mute(intent)) return { outcome: 'unknown', reason: reason('venue.answer-lost') };
      return { outcome: 'acknowledged', venueOrderId: order.venueOrderId };
    },
    async cancel(clientId) {
      const order = orders.get(clientId);
      if (order === undefined || !isOpen(order.state)) return { outcome: 'not-open' };
      order.state = 'CANCELED';
      return { outcome: 'canceled' };
    },
    async findOrder(clientId) {
      hear();
      const order = orders.get(clientId);
      return order === undefined ? null : view(order);
    },
    async openOrders() {
      hear();
      return venue.listed ? [...orders.values()].filter(({ state }) => isOpen(state)).map(view) : [];
    },
    async fillsSince(since) {
      hear();
      if (since?.tradeId === null) return trades.filter(({ at }) => at >= since.at);
      const from = since === null ? 0 : trades.findIndex(({ tradeId }) => tradeId === since.tradeId) + 1;
      return trades.slice(from);
    },
    async fillsOf(clientId) {
      hear();
      return trades.filter((fill) => fill.clientId === clientId);
    },
    async account() {
      hear();
      const balances = [...totals].map(([currency, total]) => {
        const lock = currency === 'BTC' ? locked() : ZERO;
        return { currency, free: decimalText(total.minus(lock)), locked: decimalText(lock) };
      });
      const positions =
        kind === 'spot' || position.isZero()
          ? []
          : [{ symbol, quantity: decimalText(position), entryPrice: null, leverage: null, marginMode: null }];
      return { at: clock.now(), balances, positions };
    },
    setPrice(to) {
      price = decimal(String(to));
      for (const order of orders.values()) {
        const { type, side, triggerPrice } = order.intent.request;
        if (type !== 'stop-market' || !isOpen(order.state) || triggerPrice === null) continue;
        if (side === 'sell' ? price.lessThanOrEqualTo(triggerPrice) : price.greaterThanOrEqualTo(triggerPrice)) {
          execute(order);
        }
      }
    },
    byHand(side, quantity, { clientId, loud = true } = {}) {
      hands += 1;
      return trade(clientId ?? `web_${hands}`, side, decimal(quantity), loud);
    },
    deposit: (currency, amount) => {
      add(currency, decimal(amount));
      if (kind === 'perpetual' && currency === 'BTC') position = position.plus(amount);
    },
    total: (currency) => totals.get(currency) ?? ZERO,
    position: () => position,
    drop: (clientId) => {
      orders.delete(clientId);
    },
    hold: () => {
      held = [];
    },
    release(pick = (events) => events) {
      const waiting = held ?? [];
      held = null;
      for (const event of pick(waiting)) emit(event);
    },
  };
  return venue;
}

function isOpen(state: VenueOrder['state']): boolean {
  return state === 'OPEN' || state === 'PARTIAL';
}
