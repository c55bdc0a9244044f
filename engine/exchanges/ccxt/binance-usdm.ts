import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import type { Reason } from '../../domain/reason.ts';
import { isClientId } from '../../execution/client-id.ts';
import type { RestingOrder } from '../../ports/emergency-venue.ts';
import type { CancelOutcome, VenueAccount, VenueOrder } from '../../ports/execution.ts';
import { type FeeFractions, publicFees } from '../venues/public-fees.ts';
import { BINANCE_ORDER_WINDOW_MS, venueAbilities } from '../venues/venue-abilities.ts';
import { marketIdOf, symbolOfMarketId } from '../venues/venue-symbols.ts';
import * as shapes from './binance-shapes.ts';
import { cancelOutcomeOf, saysNoSuchOrder, saysNothingToCancel } from './binance-spot.ts';
import { binanceTrades, FUTURES_TRADE_WINDOW_MS } from './binance-trades.ts';
import { usdmAccount } from './binance-usdm-account.ts';
import {
  futuresAlgoOrder,
  futuresOrder,
  instrumentsOf,
  isAlgo,
  isOver,
  isWaiting,
  venueOrder,
  waitingOrder,
} from './binance-wire.ts';
import { shaped } from './exact-json.ts';
import { unavailable } from './venue-client.ts';
import type { ProtocolParts, VenueProtocol } from './venue-protocol.ts';

const VENUE = 'binanceusdm';

type Params = Readonly<Record<string, string | number>>;

/** Binance's USDT-margined futures as REST speaks them: regular orders and, kept apart by the venue, algo orders. */
export function binanceUsdm(parts: ProtocolParts): VenueProtocol {
  const { reads, orders, ids, symbols, now, urgency } = parts;
  const money = usdmAccount(parts);
  let fees: ReadonlyMap<InstrumentSymbol, FeeFractions> = new Map();
  const trades = binanceTrades(parts, {
    endpoint: 'fapiPrivateGetUserTrades',
    weight: 5,
    windowMs: FUTURES_TRADE_WINDOW_MS,
    tellsNewest: false,
    orders: { endpoint: 'fapiPrivateGetAllOrders', weight: 5 },
    becameOf,
    clientIdOf,
  });

  /** A triggered algo order trades as an order of another id: its own name is with the algo orders. */
  async function clientIdOf(venueOrderId: string, symbol: InstrumentSymbol): Promise<string> {
    const found = await query(symbol, { orderId: venueOrderId });
    if (found !== null && isClientId(found.clientOrderId)) return found.clientOrderId;
    const listed = (await becameOf(symbol)).get(venueOrderId);
    if (listed !== undefined) ids.link(venueOrderId, listed);
    // The venue's own word is not remembered: a stop of ours may be shown only later to have become this order.
    return ids.clientIdOf(venueOrderId) ?? found?.clientOrderId ?? venueOrderId;
  }

  /** The list holds what was placed in the last week; an older stop that this process knows of is asked for by name. */
  async function becameOf(symbol: InstrumentSymbol): Promise<ReadonlyMap<string, string>> {
    for (const clientId of ids.waiting().filter(isClientId)) await queryAlgo(clientId);
    const params = { symbol: marketIdOf(VENUE, symbol) };
    const body = await reads.read({ endpoint: 'fapiPrivateGetAllAlgoOrders', params, cost: { weight: 5 } });
    return new Map(
      shaped(VENUE, shapes.algoOrders, body).flatMap((algo) => {
        const became = becameId(algo);
        return became === null ? [] : [[became, algo.clientAlgoId] as const];
      }),
    );
  }

  async function query(symbol: InstrumentSymbol, by: Params): Promise<shapes.BinanceOrder | null> {
    const answer = await reads.call({
      endpoint: 'fapiPrivateGetOrder',
      params: { symbol: marketIdOf(VENUE, symbol), ...by },
      cost: { weight: 1 },
      priority: 'order',
    });
    if (saysNoSuchOrder(answer)) return null;
    if (!answer.ok) throw unavailable(VENUE, answer);
    const found = shaped(VENUE, shapes.order, answer.body);
    if (isClientId(found.clientOrderId))
      ids.remember({ clientId: found.clientOrderId, venueOrderId: found.orderId, algo: false });
    return found;
  }

  async function queryAlgo(clientId: string): Promise<shapes.BinanceAlgoOrder | null> {
    const answer = await reads.call({
      endpoint: 'fapiPrivateGetAlgoOrder',
      params: { clientAlgoId: clientId },
      cost: { weight: 1 },
      priority: 'order',
    });
    if (saysNoSuchOrder(answer) || saysNothingToCancel(answer)) return null;
    if (!answer.ok) throw unavailable(VENUE, answer);
    const found = shaped(VENUE, shapes.algoOrder, answer.body);
    ids.remember({ clientId, venueOrderId: found.algoId, algo: true });
    const became = becameId(found);
    if (became !== null) ids.link(became, clientId);
    if (became !== null || isOver(found)) ids.settle(clientId);
    return found;
  }

  /** Looks where the order was sent first, and in the other place only where that has none. */
  async function findOrder(clientId: string, symbol: InstrumentSymbol): Promise<VenueOrder | null> {
    const places = ids.byClientId(clientId)?.algo === true ? [findAlgo, findRegular] : [findRegular, findAlgo];
    for (const find of places) {
      const found = await find(clientId, symbol);
      if (found !== null) return found;
    }
    return null;
  }

  async function findRegular(clientId: string, symbol: InstrumentSymbol): Promise<VenueOrder | null> {
    const found = await query(symbol, { origClientOrderId: clientId });
    return found === null ? null : venueOrder(VENUE, found, clientId);
  }

  async function findAlgo(clientId: string, symbol: InstrumentSymbol): Promise<VenueOrder | null> {
    const algo = await queryAlgo(clientId);
    if (algo === null || symbolOfMarketId(VENUE, algo.symbol) !== symbol) return null;
    const became = becameId(algo);
    const order = became === null ? null : await query(symbol, { orderId: became });
    return order === null ? waitingOrder(algo, now()) : venueOrder(VENUE, order, clientId);
  }

  async function listed() {
    const [regular, algos] = await Promise.all([
      reads.read({ endpoint: 'fapiPrivateGetOpenOrders', params: {}, cost: { weight: 40 } }),
      reads.read({ endpoint: 'fapiPrivateGetOpenAlgoOrders', params: {}, cost: { weight: 40 } }),
    ]);
    return {
      regular: shaped(VENUE, shapes.orders, regular),
      algos: shaped(VENUE, shapes.algoOrders, algos),
    };
  }

  async function cancelBy(endpoint: string, params: Params): Promise<CancelOutcome> {
    const answer = await orders.call({
      endpoint,
      params: { ...params, recvWindow: BINANCE_ORDER_WINDOW_MS },
      cost: { weight: 1 },
      priority: urgency ?? 'cancel',
    });
    return cancelOutcomeOf(answer);
  }

  async function cancel(clientId: string, symbol: InstrumentSymbol): Promise<CancelOutcome> {
    const regular = () =>
      cancelBy('fapiPrivateDeleteOrder', { symbol: marketIdOf(VENUE, symbol), origClientOrderId: clientId });
    const algo = () => cancelBy('fapiPrivateDeleteAlgoOrder', { clientAlgoId: clientId });
    const known = ids.byClientId(clientId);
    const first = known?.algo === true ? algo : regular;
    const outcome = await first();
    if (outcome.outcome !== 'not-open' || (known !== null && !known.algo)) return outcome;
    const triggered = known?.algo === true ? await triggeredId(clientId) : null;
    if (triggered !== null)
      return cancelBy('fapiPrivateDeleteOrder', { symbol: marketIdOf(VENUE, symbol), orderId: triggered });
    return known === null ? algo() : outcome;
  }

  async function triggeredId(clientId: string): Promise<string | null> {
    const algo = await queryAlgo(clientId);
    return algo === null ? null : becameId(algo);
  }

  async function venueOrderIdOf(clientId: string, symbol: InstrumentSymbol): Promise<string | null> {
    const found = await findOrder(clientId, symbol);
    // A conditional order that still waits has no trades, and its id is no order id.
    const algo = ids.byClientId(clientId);
    return found === null || (algo?.algo === true && found.venueOrderId === algo.venueOrderId)
      ? null
      : found.venueOrderId;
  }

  return {
    abilities: venueAbilities(VENUE),
    async serverTime() {
      const body = await reads.read({
        endpoint: 'fapiPublicGetTime',
        params: {},
        cost: { weight: 1 },
        priority: 'order',
      });
      return shaped(VENUE, shapes.serverTime, body).serverTime;
    },
    async instruments(): Promise<readonly Instrument[]> {
      const body = await reads.read({ endpoint: 'fapiPublicGetExchangeInfo', params: {}, cost: { weight: 1 } });
      const perpetuals = shaped(VENUE, shapes.exchangeInfo, body).symbols.filter(
        ({ contractType }) => contractType === undefined || contractType === 'PERPETUAL',
      );
      if (fees.size === 0 && parts.keyless !== true) fees = await money.fees();
      return instrumentsOf(VENUE, perpetuals, symbols, (symbol) => fees.get(symbol) ?? publicFees(VENUE));
    },
    async placement(intent) {
      const algo = isAlgo(intent.request);
      ids.remember({ clientId: intent.clientId, venueOrderId: null, algo });
      return {
        endpoint: algo ? 'fapiPrivatePostAlgoOrder' : 'fapiPrivatePostOrder',
        params: algo ? futuresAlgoOrder(intent) : futuresOrder(intent),
        cost: { weight: 1, order: 1 },
        priority: urgency ?? 'order',
      };
    },
    placedId(body) {
      const algo = shapes.placedAlgo.safeParse(body);
      return algo.success ? algo.data.algoId : shaped(VENUE, shapes.placed, body).orderId;
    },
    cancel,
    async cancelAll(symbol) {
      for (const endpoint of ['fapiPrivateDeleteAllOpenOrders', 'fapiPrivateDeleteAlgoOpenOrders']) {
        const answer = await orders.call({
          endpoint,
          params: { symbol: marketIdOf(VENUE, symbol), recvWindow: BINANCE_ORDER_WINDOW_MS },
          cost: { weight: 1 },
          priority: urgency ?? 'cancel',
        });
        if (!answer.ok && !saysNothingToCancel(answer)) throw unavailable(VENUE, answer);
      }
    },
    async amendment(clientId, symbol, { price, quantity }) {
      const found = await query(symbol, { origClientOrderId: clientId });
      if (found === null || found.type !== 'LIMIT') return null;
      return {
        endpoint: 'fapiPrivatePutOrder',
        params: {
          symbol: marketIdOf(VENUE, symbol),
          origClientOrderId: clientId,
          side: found.side,
          quantity,
          price,
          recvWindow: BINANCE_ORDER_WINDOW_MS,
        },
        cost: { weight: 1, order: 1 },
        priority: 'order',
      };
    },
    findOrder,
    async openOrders() {
      const { regular, algos } = await listed();
      return [
        ...regular.flatMap(
          (order) => venueOrder(VENUE, order, ids.clientIdOf(order.orderId) ?? order.clientOrderId) ?? [],
        ),
        ...algos.flatMap((order) => {
          ids.remember({ clientId: order.clientAlgoId, venueOrderId: order.algoId, algo: true });
          return isWaiting(order, now()) ? (waitingOrder(order, now()) ?? []) : [];
        }),
      ];
    },
    async restingOrders(): Promise<readonly RestingOrder[]> {
      const { regular, algos } = await listed();
      return [
        ...regular.flatMap((order) => resting(order.symbol, order.orderId, order.clientOrderId, order, false)),
        ...algos
          .filter((order) => isWaiting(order, now()))
          .flatMap((order) => resting(order.symbol, order.algoId, order.clientAlgoId, order, true)),
      ];
    },
    cancelResting({ symbol, venueOrderId, protective }) {
      if (protective) return cancelBy('fapiPrivateDeleteAlgoOrder', { algoId: venueOrderId });
      return cancelBy('fapiPrivateDeleteOrder', { symbol: marketIdOf(VENUE, symbol), orderId: venueOrderId });
    },
    async fillsOf(clientId, symbol) {
      const venueOrderId = await venueOrderIdOf(clientId, symbol);
      return venueOrderId === null ? [] : trades.ofOrder(venueOrderId, symbol);
    },
    fillsSince: (since) => trades.since(since),
    async account(): Promise<VenueAccount> {
      const [balances, positions] = await Promise.all([money.balances(), money.positions()]);
      return { at: now(), balances, positions };
    },
    clientIdOf,
    fundingSince: money.fundingSince,
    assertSettings: (symbol): Promise<Reason | null> => money.assertSettings(symbol),
    keyRights: money.keyRights,
    settings: money.settings,
  };
}

function becameId({ actualOrderId }: shapes.BinanceAlgoOrder): string | null {
  return actualOrderId === null || actualOrderId === undefined || actualOrderId === '' || actualOrderId === '0'
    ? null
    : actualOrderId;
}

function resting(
  id: string,
  venueOrderId: string,
  clientId: string,
  order: {
    readonly side: 'BUY' | 'SELL';
    readonly reduceOnly?: boolean | undefined;
    readonly closePosition?: boolean | undefined;
  },
  protective: boolean,
): readonly RestingOrder[] {
  const symbol = symbolOfMarketId(VENUE, id);
  if (symbol === null) return [];
  const side = order.side === 'BUY' ? 'buy' : 'sell';
  const reduceOnly = order.reduceOnly === true || order.closePosition === true;
  return [{ symbol, venueOrderId, clientId, side, protective, reduceOnly }];
}
