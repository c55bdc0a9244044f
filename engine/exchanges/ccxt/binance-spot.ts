import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import { reason } from '../../domain/reason.ts';
import type { RestingOrder } from '../../ports/emergency-venue.ts';
import type { CancelOutcome, VenueOrder } from '../../ports/execution.ts';
import { publicFees } from '../venues/public-fees.ts';
import { BINANCE_ORDER_WINDOW_MS, venueAbilities } from '../venues/venue-abilities.ts';
import { marketIdOf, symbolOfMarketId } from '../venues/venue-symbols.ts';
import * as shapes from './binance-shapes.ts';
import { binanceTrades, SPOT_TRADE_WINDOW_MS } from './binance-trades.ts';
import { instrumentsOf, spotOrder, venueOrder } from './binance-wire.ts';
import { shaped } from './exact-json.ts';
import { unavailable, type VenueAnswer } from './venue-client.ts';
import type { ProtocolParts, VenueProtocol } from './venue-protocol.ts';

const VENUE = 'binance';
/** What would be most of many megabytes, and is not read here, is left out. */
export const EVERY_MARKET = { showPermissionSets: 'false' } as const;
const CONDITIONAL = /^(STOP_LOSS|TAKE_PROFIT)/;

/** Binance spot as REST speaks it. */
export function binanceSpot(parts: ProtocolParts): VenueProtocol {
  const { reads, orders, ids, symbols, now, urgency } = parts;
  const trades = binanceTrades(parts, {
    endpoint: 'privateGetMyTrades',
    weight: 20,
    windowMs: SPOT_TRADE_WINDOW_MS,
    tellsNewest: true,
    orders: { endpoint: 'privateGetAllOrders', weight: 20 },
    becameOf: null,
    clientIdOf,
  });

  async function clientIdOf(venueOrderId: string, symbol: InstrumentSymbol): Promise<string> {
    const found = await query(symbol, { orderId: venueOrderId });
    return found?.clientOrderId ?? venueOrderId;
  }

  async function query(symbol: InstrumentSymbol, by: Readonly<Record<string, string>>) {
    const answer = await reads.call({
      endpoint: 'privateGetOrder',
      params: { symbol: marketIdOf(VENUE, symbol), ...by },
      cost: { weight: 4 },
      priority: 'order',
    });
    if (saysNoSuchOrder(answer)) return null;
    if (!answer.ok) throw unavailable(VENUE, answer);
    const found = shaped(VENUE, shapes.order, answer.body);
    ids.remember({ clientId: found.clientOrderId, venueOrderId: found.orderId, algo: false });
    return found;
  }

  async function open() {
    const body = await reads.read({ endpoint: 'privateGetOpenOrders', params: {}, cost: { weight: 80 } });
    return shaped(VENUE, shapes.orders, body);
  }

  async function cancelBy(symbol: InstrumentSymbol, by: Readonly<Record<string, string>>): Promise<CancelOutcome> {
    const answer = await orders.call({
      endpoint: 'privateDeleteOrder',
      params: { symbol: marketIdOf(VENUE, symbol), ...by, recvWindow: BINANCE_ORDER_WINDOW_MS },
      cost: { weight: 1 },
      priority: urgency ?? 'cancel',
    });
    return cancelOutcomeOf(answer);
  }

  async function markets(): Promise<readonly shapes.ListedMarket[]> {
    const asked = { endpoint: 'publicGetExchangeInfo', cost: { weight: 20 }, priority: 'read' } as const;
    const ids = symbols.map((symbol) => marketIdOf(VENUE, symbol));
    const answer = await reads.call({ ...asked, params: { symbols: JSON.stringify(ids) } });
    if (answer.ok) return shaped(VENUE, shapes.exchangeInfo, answer.body).symbols;
    if (answer.status !== 400) throw unavailable(VENUE, answer);
    // For one coin that it does not list it refuses the question about all: then the others are looked for in everything.
    return shaped(VENUE, shapes.exchangeInfo, await reads.read({ ...asked, params: EVERY_MARKET })).symbols;
  }

  async function account() {
    const body = await reads.read({ endpoint: 'privateGetAccount', params: {}, cost: { weight: 20 } });
    return shaped(VENUE, shapes.spotAccount, body);
  }

  return {
    abilities: venueAbilities(VENUE),
    async serverTime() {
      const body = await reads.read({ endpoint: 'publicGetTime', params: {}, cost: { weight: 1 }, priority: 'order' });
      return shaped(VENUE, shapes.serverTime, body).serverTime;
    },
    async instruments(): Promise<readonly Instrument[]> {
      const listed = await markets();
      const own = parts.keyless === true ? undefined : (await account()).commissionRates;
      return instrumentsOf(VENUE, listed, symbols, () => own ?? publicFees(VENUE));
    },
    async placement(intent) {
      ids.remember({ clientId: intent.clientId, venueOrderId: null, algo: false });
      return {
        endpoint: 'privatePostOrder',
        params: spotOrder(intent),
        cost: { weight: 1, order: 1 },
        priority: urgency ?? 'order',
      };
    },
    placedId: (body) => shaped(VENUE, shapes.placed, body).orderId,
    cancel: (clientId, symbol) => cancelBy(symbol, { origClientOrderId: clientId }),
    async cancelAll(symbol) {
      const answer = await orders.call({
        endpoint: 'privateDeleteOpenOrders',
        params: { symbol: marketIdOf(VENUE, symbol), recvWindow: BINANCE_ORDER_WINDOW_MS },
        cost: { weight: 1 },
        priority: urgency ?? 'cancel',
      });
      if (!answer.ok && !saysNothingToCancel(answer)) throw unavailable(VENUE, answer);
    },
    amendment: async () => null,
    async findOrder(clientId, symbol): Promise<VenueOrder | null> {
      const found = await query(symbol, { origClientOrderId: clientId });
      return found === null ? null : venueOrder(VENUE, found, clientId);
    },
    async openOrders() {
      const listed = await open();
      return listed.flatMap((order) => venueOrder(VENUE, order, order.clientOrderId) ?? []);
    },
    async restingOrders(): Promise<readonly RestingOrder[]> {
      const listed = await open();
      return listed.flatMap((order) => {
        const symbol = symbolOfMarketId(VENUE, order.symbol);
        if (symbol === null) return [];
        return {
          symbol,
          venueOrderId: order.orderId,
          clientId: order.clientOrderId,
          side: order.side === 'BUY' ? ('buy' as const) : ('sell' as const),
          protective: CONDITIONAL.test(order.type),
          reduceOnly: false,
        };
      });
    },
    cancelResting: ({ symbol, venueOrderId }) => cancelBy(symbol, { orderId: venueOrderId }),
    async fillsOf(clientId, symbol) {
      const venueOrderId =
        ids.byClientId(clientId)?.venueOrderId ?? (await query(symbol, { origClientOrderId: clientId }))?.orderId;
      return venueOrderId === undefined ? [] : trades.ofOrder(venueOrderId, symbol);
    },
    fillsSince: (since) => trades.since(since),
    async account() {
      const { balances } = await account();
      const held = balances.filter(({ free, locked }) => free !== '0' || locked !== '0');
      return {
        at: now(),
        balances: held.map(({ asset, free, locked }) => ({ currency: asset, free, locked })),
        positions: [],
      };
    },
    clientIdOf,
    fundingSince: async () => [],
    assertSettings: async () => null,
    async keyRights() {
      const body = await reads.read({ endpoint: 'sapiGetAccountApiRestrictions', params: {}, cost: { weight: 1 } });
      const rights = shaped(VENUE, shapes.restrictions, body);
      return {
        canTrade: rights.enableSpotAndMarginTrading ?? null,
        canWithdraw: rights.enableWithdrawals ?? null,
        ipBound: rights.ipRestrict ?? null,
        expiresAt: rights.tradingAuthorityExpirationTime ?? null,
      };
    },
    settings: async () => ({ positionMode: null, leverage: [] }),
  };
}

/** Whether Binance says for certain that it has no such order. */
export function saysNoSuchOrder(answer: VenueAnswer): boolean {
  return !answer.ok && answer.code === '-2013' && answer.status === 400;
}

/** Whether there was nothing that a cancel could take away. */
export function saysNothingToCancel(answer: VenueAnswer): boolean {
  return !answer.ok && answer.status === 400 && (answer.code === '-2011' || answer.code === '-2013');
}

/** Returns what a cancel's answer means; what is not clear is asked about. */
export function cancelOutcomeOf(answer: VenueAnswer): CancelOutcome {
  if (answer.ok) return { outcome: 'canceled' };
  if (saysNothingToCancel(answer)) return { outcome: 'not-open' };
  const { code, status, fault } = answer;
  return {
    outcome: 'unknown',
    reason: reason('venue.cancel-unknown', { code: code ?? (status === null ? fault : `HTTP ${status}`) }),
  };
}
