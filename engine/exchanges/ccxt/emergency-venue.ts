import { decimal, decimalText, roundDownTo } from '../../domain/decimal.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { OrderIntent } from '../../domain/order.ts';
import { reason } from '../../domain/reason.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EmergencyOrder, EmergencyVenue, OrderProgress } from '../../ports/emergency-venue.ts';
import type { SendOutcome } from '../../ports/execution.ts';
import { SystemClock } from '../system-clock.ts';
import { type LiveLoop, SYSTEM_LOOP } from '../system-event-loop.ts';
import { OWN_ADDRESS, type VenueAddress, type VenueKeys, type VenueName } from '../venues/venue-name.ts';
import { kindOf, quoteCurrencyOf } from '../venues/venue-symbols.ts';
import { createClockOffset } from './clock-offset.ts';
import { createFillBook } from './fill-book.ts';
import { createInstrumentBook } from './instrument-book.ts';
import { createOrderIds } from './order-ids.ts';
import { classifyRefusal } from './outcome.ts';
import { protocolOf } from './protocol-of.ts';
import { createRequestBudget } from './request-budget.ts';
import { createVenueClient, type VenueClient } from './venue-client.ts';
import type { ProtocolParts } from './venue-protocol.ts';
import type { VenueTransport } from './venue-transport.ts';

export interface EmergencyVenueOptions {
  readonly venue: VenueName;
  readonly account: string;
  readonly keys: VenueKeys;
  readonly symbols: readonly InstrumentSymbol[];
  readonly address?: VenueAddress;
  readonly clock?: Clock;
  readonly loop?: LiveLoop;
  readonly timeoutMs?: number;
  readonly transport?: VenueTransport;
}

const TIMEOUT_MS = 3_000;
/** So many orders find a line that is open. */
const LINES = 4;
const REHEARSALS = 20;

/** The fast path's own way to a venue: its own instances, connections and count of limits, of which it may use all. */
export function createEmergencyVenue(options: EmergencyVenueOptions): EmergencyVenue {
  const { venue, account, keys, symbols, address = OWN_ADDRESS, loop = SYSTEM_LOOP, timeoutMs = TIMEOUT_MS } = options;
  const clock = options.clock ?? new SystemClock();
  const budget = createRequestBudget(venue, loop);
  const own = options.transport === undefined ? {} : { transport: options.transport };
  const common = { venue, keys, address, budget, loop, timeoutMs, venueTime: () => offset.venueNow(), ...own };
  const reads = createVenueClient(common);
  const orders = createVenueClient(common);
  const parts: ProtocolParts = {
    venue,
    symbols,
    reads: urgent(reads),
    orders: urgent(orders),
    ids: createOrderIds(),
    fills: createFillBook(),
    now: () => offset.venueNow(),
    sleep: (ms) => loop.sleep(ms, new AbortController().signal),
    leverage: 1,
    marginMode: 'isolated',
    instrument: (symbol) => book.find(symbol),
    urgency: 'emergency',
  };
  const protocol = protocolOf(venue, parts);
  const offset = createClockOffset({ clock, loop, ask: () => protocol.serverTime() });
  const book = createInstrumentBook({ loop, symbols, ask: () => protocol.instruments() });
  // In no hurry: whoever keeps a line open leaves the reserve to those who need it.
  const warming = protocolOf(venue, { ...parts, reads: orders });

  function intentOf({ clientId, symbol, side, quantity }: EmergencyOrder): OrderIntent {
    const { reduceOnly } = protocol.abilities;
    return {
      ...{ clientId, decisionId: 'panic', leg: 'emergency', attempt: 0, at: clock.now() },
      request: { symbol, side, type: 'market', quantity, price: null, triggerPrice: null, reduceOnly },
    };
  }

  /** Makes and signs orders that go nowhere, so that the first that goes finds its code compiled. */
  async function rehearse(symbol: InstrumentSymbol): Promise<void> {
    const nowhere: VenueTransport = {
      async send({ trace }) {
        Object.assign(trace, { sent: true, status: 200, text: '{}' });
      },
      close: () => undefined,
    };
    const deaf = createVenueClient({ ...common, budget: createRequestBudget(venue, loop), transport: nowhere });
    for (let round = 0; round < REHEARSALS; round += 1) {
      const order = { clientId: `crehearsal${round}`, symbol, side: 'sell', quantity: '1' } as const;
      // Without cost: it takes nothing of any limit.
      await deaf.call({ ...(await protocol.placement(intentOf(order))), cost: {} });
    }
    deaf.close();
  }

  async function flatten(intent: OrderIntent): Promise<SendOutcome> {
    let call: Awaited<ReturnType<typeof protocol.placement>>;
    try {
      call = await protocol.placement(intent);
    } catch {
      return { outcome: 'rejected', reason: reason('venue.no-price', { symbol: intent.request.symbol }) };
    }
    const answer = await orders.call(call);
    if (!answer.ok) {
      const { verdict, reason: why, effect } = classifyRefusal(venue, answer, intent.clientId);
      // The clock may have been set since: the next try signs with the right time.
      if (effect === 'resync-clock') await offset.measure().catch(() => null);
      // An id that is taken is an order that is there: what became of it is asked for, not sent again.
      return { outcome: verdict === 'rejected' ? 'rejected' : 'unknown', reason: why };
    }
    try {
      return { outcome: 'acknowledged', venueOrderId: protocol.placedId(answer.body) };
    } catch {
      return { outcome: 'unknown', reason: reason('venue.outcome-unknown', { code: 'unreadable' }) };
    }
  }

  async function progressOf(clientId: string, symbol: InstrumentSymbol): Promise<OrderProgress> {
    const found = await protocol.findOrder(clientId, symbol);
    if (found === null) return { state: 'absent', filled: '0' };
    const ended = found.state === 'CANCELED' ? 'ended' : 'open';
    return { state: found.state === 'FILLED' ? 'filled' : ended, filled: found.filledQuantity };
  }

  return {
    venue,
    account,
    kind: kindOf(venue),
    quoteCurrency: quoteCurrencyOf(venue),
    async prepare() {
      await Promise.all([reads.prepare(), orders.prepare()]);
      // Without the venue's time one signs with one's own, until the venue says that it is wrong.
      await offset.measure().catch(() => null);
      await book.refresh().catch((fault: unknown) => {
        // What was read before is enough to sell by; with nothing read, all would look unknown.
        if (book.list().length === 0) throw fault;
      });
      const [symbol] = symbols;
      if (symbol === undefined) return;
      // These make the first order quicker; none must wait because they fail.
      await rehearse(symbol).catch(() => undefined);
      // Opens the line that orders will take; an order that nobody has ever had is cancelled for nothing.
      await protocol.cancel('cwarm', symbol).catch(() => undefined);
    },
    state: () => protocol.account(),
    async keepWarm() {
      const lines = Array.from({ length: Math.min(LINES, symbols.length) - 1 }, () => warming.serverTime());
      const [account] = await Promise.all([warming.account(), ...lines]);
      return account;
    },
    restingOrders: () => protocol.restingOrders(),
    cancel: (order) => protocol.cancelResting(order),
    flatten: (order) => flatten(intentOf(order)),
    find: async (clientId, symbol) => (await progressOf(clientId, symbol)).state,
    progressOf,
    sellable(symbol, quantity) {
      const instrument = book.find(symbol);
      if (instrument === null) return { outcome: 'not-traded' };
      const { lotSize, minQuantity, maxQuantity, maxMarketQuantity } = instrument;
      const maximum = maxMarketQuantity ?? maxQuantity;
      const wanted = decimal(quantity);
      const capped = maximum !== undefined && wanted.greaterThan(decimal(maximum)) ? decimal(maximum) : wanted;
      const size = roundDownTo(capped, lotSize);
      const isTooSmall = !size.greaterThan(0) || (minQuantity !== undefined && size.lessThan(decimal(minQuantity)));
      return isTooSmall ? { outcome: 'too-small' } : { outcome: 'sellable', quantity: decimalText(size) };
    },
    async close() {
      offset.stop();
      book.stop();
      reads.close();
      orders.close();
    },
  };
}

/** Whatever is asked for here, nobody's reads go before it. */
function urgent(client: VenueClient): VenueClient {
  return {
    ...client,
    call: (call) => client.call({ ...call, priority: 'emergency' }),
    read: (call) => client.read({ ...call, priority: 'emergency' }),
  };
}
