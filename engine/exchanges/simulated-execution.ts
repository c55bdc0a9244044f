import type { Decimal } from '../domain/decimal.ts';
import { decimal, decimalFromEstimate, decimalText, estimateOf, ZERO } from '../domain/decimal.ts';
import type { Fill } from '../domain/fill.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import type { MarketEvent, Quote } from '../domain/market.ts';
import type { OrderIntent, OrderRequest } from '../domain/order.ts';
import { reason } from '../domain/reason.ts';
import { ORDERED_VENUE_PROOF } from '../execution/order-updates.ts';
import { DUPLICATE_CLIENT_ID } from '../execution/venue-reason.ts';
import type {
  AccountEvent,
  AccountListener,
  Execution,
  SendOutcome,
  VenueAbilities,
  VenuePosition,
} from '../ports/execution.ts';
import { capacityOf, FILL_MODEL, type FillModel, seededNoise, slippageFraction, worsenedPrice } from './fill-model.ts';
import { instrumentsBySymbol, simulatedInstruments } from './instrument-table.ts';
import { ledgerAnswers } from './ledger-answers.ts';
import { type Match, matchAt, phaseOnArrival } from './matching.ts';
import { isOpen, type LedgerOrder, openVenueLedger } from './venue-ledger.ts';
import { gridFault } from './venue-rules.ts';

export interface SimulatedExecutionOptions {
  /** Fixes the noise of slippage. */
  readonly seed: string;
  /** Where the venue keeps its ledger; null keeps it in memory. */
  readonly directory?: string | null;
  readonly venue?: string;
  readonly instruments?: readonly Instrument[];
  readonly model?: FillModel;
}

/** A venue that is simulated on the quotes it is shown. */
export interface SimulatedExecution extends Execution {
  /** Shows the venue what the market did; fills and cancels reach the subscribers before it returns. */
  onMarket(event: MarketEvent): void;
  /** The venue's own positions as signed base quantities; zero when flat. */
  positions(): ReadonlyMap<InstrumentSymbol, Decimal>;
}

const SIMULATED_ABILITIES: VenueAbilities = {
  orderTypes: new Set(['market', 'limit', 'stop-market', 'take-profit-market']),
  timeInForce: new Set(['GTC']),
  reduceOnly: true,
  shorts: true,
  amends: false,
  locksInventory: false,
  absenceProof: ORDERED_VENUE_PROOF,
};

/** Paper trading: orders fill against later quotes, as they would have against a book of that depth. */
export function createSimulatedExecution(options: SimulatedExecutionOptions): SimulatedExecution {
  const { seed, directory = null, venue = 'simulated', model = FILL_MODEL } = options;
  const instruments = options.instruments ?? simulatedInstruments(venue);
  const bySymbol = instrumentsBySymbol(instruments);
  const ledger = openVenueLedger(directory);
  const lastQuotes = new Map<InstrumentSymbol, Quote>();
  const listeners: AccountListener[] = [];

  function onMarket(event: MarketEvent): void {
    if (event.type !== 'quote.updated') return;
    const { quote } = event;
    lastQuotes.set(quote.symbol, quote);
    // A stretch of the recording that is fed again after a restart was already traded.
    if (quote.at <= ledger.cursor(quote.symbol)) return;
    ledger.moveCursor(quote.symbol, quote.at);
    if (ledger.openOrders(quote.symbol).length > 0) settle(quote);
  }

  function settle(quote: Quote): void {
    const instrument = bySymbol.get(quote.symbol);
    if (instrument === undefined) return;
    const events: AccountEvent[] = [];
    let capacity = decimalFromEstimate(capacityOf(model, quote), instrument.lotSize);
    for (const { intent } of stopsFirst(ledger.openOrders(quote.symbol))) {
      const order = ledger.order(intent.clientId);
      if (order === null || !isOpen(order) || quote.at < intent.at) continue;
      const match = matchAt(intent.request, order.phase, quote);
      if (match.phase !== order.phase) moveOrder(order, match);
      const fill = match.offer === null ? null : fillOf(order, match.offer, quote, instrument, capacity);
      if (fill === null) continue;
      capacity = capacity.minus(decimal(fill.quantity));
      events.push(recordFill(fill), ...cancelUselessReductions(quote));
    }
    ledger.flush();
    // Whoever listens may send or cancel at once; by now this quote is over for all orders.
    for (const event of events) for (const listener of listeners) listener(event);
  }

  function moveOrder({ intent }: LedgerOrder, { phase }: Match): void {
    const { symbol } = intent.request;
    ledger.record({ type: 'moved', symbol, cursor: ledger.cursor(symbol), clientId: intent.clientId, phase });
  }

  function fillOf(
    order: LedgerOrder,
    offer: NonNullable<Match['offer']>,
    quote: Quote,
    instrument: Instrument,
    capacity: Decimal,
  ): Fill | null {
    const { clientId, request } = order.intent;
    const quantity = smaller(fillableQuantity(order), capacity);
    if (quantity.lessThanOrEqualTo(ZERO)) return null;
    const maker = offer.liquidity === 'maker';
    const noise = seededNoise(seed, clientId, order.fills);
    const slippage = maker ? 0 : slippageFraction(model, estimateOf(quantity), quote, noise);
    const price = maker
      ? decimal(request.price ?? 'NaN')
      : withinLimit(request, worsenedPrice(request.side, offer.price, slippage, instrument.tickSize));
    const feeFraction = decimal(maker ? instrument.makerFeeFraction : instrument.takerFeeFraction);
    return {
      tradeId: `sim-${String(ledger.fills().length + 1).padStart(6, '0')}`,
      clientId,
      venue,
      symbol: request.symbol,
      side: request.side,
      quantity: decimalText(quantity),
      price: decimalText(price),
      fee: decimalText(price.times(quantity).times(feeFraction)),
      feeCurrency: instrument.quote,
      liquidity: offer.liquidity,
      at: quote.at,
    };
  }

  function recordFill(fill: Fill): AccountEvent {
    ledger.record({ type: 'filled', symbol: fill.symbol, cursor: fill.at, fill });
    return { type: 'fill.received', at: fill.at, fill };
  }

  /** Base quantity that may still fill: what is open, and for a reduce-only order no more than there is to reduce. */
  function fillableQuantity({ intent, filled }: LedgerOrder): Decimal {
    const remaining = decimal(intent.request.quantity).minus(filled);
    return intent.request.reduceOnly ? smaller(remaining, reducible(intent.request)) : remaining;
  }

  function reducible({ symbol, side }: OrderRequest): Decimal {
    const position = ledger.position(symbol);
    const held = side === 'sell' ? position : position.negated();
    return held.greaterThan(ZERO) ? held : ZERO;
  }

  function cancelUselessReductions({ symbol, at }: Quote): AccountEvent[] {
    const useless = ledger
      .openOrders(symbol)
      .filter(({ intent }) => intent.request.reduceOnly && reducible(intent.request).isZero());
    return useless.map(({ intent: { clientId } }) => {
      const why = reason('venue.reduce-only-flat', { symbol });
      ledger.record({ type: 'canceled', symbol, cursor: at, clientId, reason: why });
      return { type: 'order.canceled-by-venue', at, clientId, reason: why };
    });
  }

  async function send(intent: OrderIntent): Promise<SendOutcome> {
    const { request, clientId } = intent;
    if (ledger.order(clientId) !== null) return rejected(DUPLICATE_CLIENT_ID, { clientId });
    const instrument = bySymbol.get(request.symbol);
    if (instrument === undefined) return rejected('venue.unknown-symbol', { symbol: request.symbol });
    const last = lastQuotes.get(request.symbol) ?? null;
    const lastPrice = last === null ? null : decimalFromEstimate(last.price, instrument.tickSize);
    const fault = gridFault(request, instrument, lastPrice);
    if (fault !== null) return { outcome: 'rejected', reason: fault };
    if (request.reduceOnly && reducible(request).isZero()) {
      return rejected('venue.reduce-only-flat', { symbol: request.symbol });
    }
    const venueOrderId = `sim-o-${String(ledger.orderCount() + 1).padStart(6, '0')}`;
    const phase = phaseOnArrival(request, last);
    const cursor = ledger.cursor(request.symbol);
    ledger.record({ type: 'accepted', symbol: request.symbol, cursor, intent, venueOrderId, phase });
    ledger.flush();
    return { outcome: 'acknowledged', venueOrderId };
  }

  return {
    venue,
    abilities: SIMULATED_ABILITIES,
    instruments,
    onMarket,
    positions: ledger.positions,
    subscribe(listener) {
      listeners.push(listener);
    },
    send,
    ...ledgerAnswers(ledger, (symbol) => ledger.cursor(symbol)),
    async account() {
      const at = Math.max(0, ...instruments.map(({ symbol }) => ledger.cursor(symbol)));
      return { at, balances: [], positions: [...ledger.positions()].map(heldAs) };
    },
  };
}

/** When stop and target lie in one step of the price, nobody knows which came first: the worse one did. */
function stopsFirst(orders: readonly LedgerOrder[]): readonly LedgerOrder[] {
  const isStop = ({ intent }: LedgerOrder) => intent.request.type === 'stop-market';
  return orders.length < 2 ? orders : [...orders.filter(isStop), ...orders.filter((order) => !isStop(order))];
}

function withinLimit(request: OrderRequest, price: Decimal): Decimal {
  if (request.type !== 'limit' || request.price === null) return price;
  const limit = decimal(request.price);
  const beyond = request.side === 'buy' ? price.greaterThan(limit) : price.lessThan(limit);
  return beyond ? limit : price;
}

function smaller(a: Decimal, b: Decimal): Decimal {
  return a.lessThan(b) ? a : b;
}

function rejected(code: string, values: Readonly<Record<string, string>>): SendOutcome {
  return { outcome: 'rejected', reason: reason(code, values) };
}

function heldAs([symbol, quantity]: readonly [InstrumentSymbol, Decimal]): VenuePosition {
  return { symbol, quantity: decimalText(quantity), entryPrice: null, leverage: null, marginMode: null };
}
