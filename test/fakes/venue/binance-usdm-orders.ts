import { BinanceError, binanceError, missing, refusalError } from './binance-errors.ts';
import { placesOf } from './binance-market-routes.ts';
import {
  checkPrecision,
  clientIdParam,
  numberParam,
  ofMarket,
  page,
  sideParam,
  timeInForceParam,
  typeParam,
  USDM_TYPES,
} from './binance-order-params.ts';
import type { RouteCall, Routes } from './binance-rest.ts';
import { listed, signedRead, signedTrade } from './binance-rest.ts';
import { algoOrder, usdmOrder, usdmPlaced } from './binance-usdm-shapes.ts';
import type { VenueCore } from './core.ts';
import type { CoreAccount, CoreOrder, NewOrder, PositionSide } from './core-types.ts';

const WEEK = 7 * 86_400_000;
const ALL_CANCELED = { code: 200, msg: 'The operation of cancel all open order is done.' };
const BATCH = 5;

/** Whether an order is one of the matching engine's: a waiting algo order is not. */
export function isRegular(order: CoreOrder): boolean {
  return !order.algo || order.actualOrderId !== null;
}

/** Orders of the matching engine: what waits at the algo service is invisible here. */
export function orderRoutes(core: VenueCore): Routes {
  const countdowns = new Map<string, NodeJS.Timeout>();

  return {
    'POST /fapi/v1/order': signedTrade('order', ({ account, params }) => place(core, account, params), true),
    'POST /fapi/v1/order/test': signedTrade('order', ({ account, params }) => {
      const wish = usdmWish(core, account, params);
      const checked = core.check(wish);
      if (!checked.ok) throw refusalError('usdm', checked.code);
      return {};
    }),
    'PUT /fapi/v1/order': signedTrade('order', (call) => amend(core, call), true),
    'GET /fapi/v1/order': signedRead('query', 1, ({ account, params }) =>
      usdmOrder(core, found(core, account, params)),
    ),
    'GET /fapi/v1/openOrder': signedRead('query', 1, ({ account, params }) => {
      const order = found(core, account, params);
      if (order.state !== 'open') throw binanceError('noOrder');
      return usdmOrder(core, order);
    }),
    'DELETE /fapi/v1/order': signedTrade('cancel', ({ account, params }) => cancel(core, account, params)),
    'GET /fapi/v1/openOrders': signedRead(
      'open-orders',
      (params) => (params.has('symbol') ? 1 : 40),
      ({ account, params }) => {
        const open = core.openOrdersOf(account.key).filter(isRegular);
        return (params.has('symbol') ? ofMarket(open, listed(core, params.get('symbol'))) : open).map((order) =>
          usdmOrder(core, order),
        );
      },
    ),
    'DELETE /fapi/v1/allOpenOrders': signedTrade('cancel', ({ account, market }) => {
      core.cancelAll(account.key, market().symbol, isRegular);
      return ALL_CANCELED;
    }),
    'POST /fapi/v1/batchOrders': {
      ...signedTrade(
        'order',
        ({ account, params }) =>
          each(batchOf(params, 'batchOrders'), (one) =>
            place(core, account, new URLSearchParams(one as Record<string, string>)),
          ),
        true,
      ),
      weight: 5,
    },
    'DELETE /fapi/v1/batchOrders': signedTrade('cancel', ({ account, params }) => {
      const symbol = params.get('symbol') ?? '';
      const ids = [...params.keys()].find((name) => /^orderidlist$/i.test(name));
      const clientIds = [...params.keys()].find((name) => /^origclientorderidlist$/i.test(name));
      if (ids !== undefined)
        return each(batchOf(params, ids), (id) =>
          cancel(core, account, new URLSearchParams({ symbol, orderId: String(id) })),
        );
      if (clientIds === undefined) throw missing('orderIdList');
      return each(batchOf(params, clientIds), (id) =>
        cancel(core, account, new URLSearchParams({ symbol, origClientOrderId: String(id) })),
      );
    }),
    'POST /fapi/v1/countdownCancelAll': {
      ...signedTrade('cancel', ({ account, market, params }) => {
        const { id, symbol } = market();
        const countdown = Number(params.get('countdownTime'));
        if (!(countdown >= 0)) throw missing('countdownTime');
        const name = `${account.key}|${symbol}`;
        clearTimeout(countdowns.get(name));
        countdowns.delete(name);
        if (countdown > 0) {
          const timer = setTimeout(() => core.cancelAll(account.key, symbol, isRegular), countdown);
          countdowns.set(name, timer.unref());
        }
        return { symbol: id, countdownTime: String(countdown) };
      }),
      weight: 10,
    },
  };
}

/** Conditional orders: since 2025-12-09 they live at the algo service, with ids of their own. */
export function algoRoutes(core: VenueCore): Routes {
  return {
    'POST /fapi/v1/algoOrder': signedTrade(
      'algo-order',
      ({ account, params }) => {
        if (params.get('algoType') !== 'CONDITIONAL') throw missing('algoType');
        const result = core.place(algoWish(core, account, params));
        if (!result.ok) throw refusalError('usdm', result.code);
        return algoOrder(core, result.value);
      },
      true,
    ),
    'GET /fapi/v1/algoOrder': signedRead('query', 1, ({ account, params }) =>
      algoOrder(core, foundAlgo(core, account, params, 'noOrder')),
    ),
    'DELETE /fapi/v1/algoOrder': signedTrade('cancel', ({ account, params }) => {
      const order = foundAlgo(core, account, params, 'cancelUnknown');
      if (!order.waiting || !core.cancel(account.key, order.id).ok) throw binanceError('cancelUnknown');
      return { algoId: Number(order.id), clientAlgoId: order.clientId, code: '200', msg: 'success' };
    }),
    'GET /fapi/v1/openAlgoOrders': signedRead(
      'open-orders',
      (params) => (params.has('symbol') ? 1 : 40),
      ({ account, params, request }) => {
        if (request.hideAlgoOrders) return [];
        const waiting = core.openOrdersOf(account.key).filter((order) => order.algo && order.waiting);
        return (params.has('symbol') ? ofMarket(waiting, listed(core, params.get('symbol'))) : waiting).map((order) =>
          algoOrder(core, order),
        );
      },
    ),
    'GET /fapi/v1/allAlgoOrders': signedRead('query', 5, ({ account, market, params, request }) => {
      if (request.hideAlgoOrders) return [];
      const orders = ofMarket(core.ordersOf(account.key), market()).filter(({ algo }) => algo);
      return page(orders, params, {
        id: ({ id }) => Number(id),
        at: ({ createdAt }) => createdAt,
        idName: 'algoId',
        max: 1_000,
        longestMs: WEEK,
      }).map((order) => algoOrder(core, order));
    }),
    'DELETE /fapi/v1/algoOpenOrders': signedTrade('cancel', ({ account, market }) => {
      core.cancelAll(account.key, market().symbol, (order) => order.algo && order.waiting);
      return ALL_CANCELED;
    }),
  };
}

function place(core: VenueCore, account: CoreAccount, params: URLSearchParams) {
  const result = core.place(usdmWish(core, account, params));
  if (!result.ok) throw refusalError('usdm', result.code);
  return usdmPlaced(core, result.value, params.get('newOrderRespType') ?? 'ACK');
}

function cancel(core: VenueCore, account: CoreAccount, params: URLSearchParams) {
  let order: CoreOrder;
  try {
    order = found(core, account, params);
  } catch (error) {
    throw error instanceof BinanceError && error.code === -2013 ? binanceError('cancelUnknown') : error;
  }
  const result = core.cancel(account.key, order.id);
  if (!result.ok) throw binanceError('cancelUnknown');
  return usdmPlaced(core, result.value, 'RESULT');
}

function amend(core: VenueCore, { account, params }: RouteCall) {
  const order = found(core, account, params);
  const [price, quantity] = [numberParam(params, 'price'), numberParam(params, 'quantity')];
  if (quantity === null) throw missing('quantity');
  if (price === null) throw missing('price');
  if (order.type !== 'limit') throw binanceError([-4200, 'Only limit order is supported.']);
  if (order.price?.eq(price) && order.quantity.eq(quantity))
    throw binanceError([-5027, 'No need to modify the order.']);
  const result = core.amend(account.key, order.id, { price, quantity });
  if (result.ok) return usdmPlaced(core, result.value, 'RESULT');
  throw result.code === 'not-open' ? binanceError('noOrder') : refusalError('usdm', result.code);
}

/** Returns a regular order by `orderId` or `origClientOrderId`; throws -2013. */
function found(core: VenueCore, account: CoreAccount, params: URLSearchParams): CoreOrder {
  const market = listed(core, params.get('symbol'));
  const [id, clientId] = [params.get('orderId'), params.get('origClientOrderId')];
  if (!id && !clientId) throw binanceError([-1102, "Either 'orderId' or 'origClientOrderId' must be sent."]);
  const order = id
    ? core.ordersOf(account.key).find((one) => (one.algo ? one.actualOrderId : one.id) === id)
    : core.orderByClientId(account.key, clientId ?? '');
  if (order === undefined || !isRegular(order) || order.symbol !== market.symbol) throw binanceError('noOrder');
  return order;
}

function foundAlgo(
  core: VenueCore,
  account: CoreAccount,
  params: URLSearchParams,
  otherwise: 'noOrder' | 'cancelUnknown',
): CoreOrder {
  const [id, clientId] = [params.get('algoId'), params.get('clientAlgoId')];
  if (!id && !clientId) throw missing('algoId');
  const order = id ? core.order(account.key, id) : core.orderByClientId(account.key, clientId ?? '');
  if (order === undefined || !order.algo) throw binanceError(otherwise);
  return order;
}

function usdmWish(core: VenueCore, account: CoreAccount, params: URLSearchParams): NewOrder {
  const word = params.get('type');
  const type = typeParam({ ...USDM_TYPES, TRAILING_STOP_MARKET: 'stop-market' }, word);
  if (type !== 'market' && type !== 'limit')
    throw binanceError([
      -4120,
      'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.',
    ]);
  const quantity = numberParam(params, 'quantity');
  if (quantity === null) throw missing('quantity');
  const price = numberParam(params, 'price');
  if (type === 'limit' && price === null) throw missing('price');
  if (type === 'market' && (price !== null || params.has('timeInForce')))
    throw binanceError([-1106, "Parameter 'price' sent when not required."]);
  const timeInForce = timeInForceParam(params, type === 'limit');
  return { ...common(core, account, params, 'newClientOrderId'), type, quantity, price, timeInForce };
}

function algoWish(core: VenueCore, account: CoreAccount, params: URLSearchParams): NewOrder {
  const word = params.get('type');
  const type = typeParam(USDM_TYPES, word);
  if (type === 'market' || type === 'limit') throw binanceError([-1116, 'Invalid orderType.']);
  const closePosition = params.get('closePosition') === 'true';
  const quantity = numberParam(params, 'quantity');
  const triggerPrice = numberParam(params, 'triggerPrice');
  const price = numberParam(params, 'price');
  if (triggerPrice === null) throw missing('triggerPrice');
  if (closePosition && quantity !== null && Number(quantity) > 0)
    throw binanceError([-4137, 'Quantity must be zero with closePosition equals true']);
  if (closePosition && params.get('reduceOnly') === 'true')
    throw binanceError([-1106, "Parameter 'reduceonly' sent when not required."]);
  if (!closePosition && quantity === null) throw missing('quantity');
  if (type.endsWith('-limit') && price === null) throw missing('price');
  const timeInForce = timeInForceParam(params, false);
  return {
    ...common(core, account, params, 'clientAlgoId'),
    type,
    quantity: closePosition ? null : quantity,
    price,
    triggerPrice,
    closePosition,
    timeInForce,
  };
}

function common(core: VenueCore, account: CoreAccount, params: URLSearchParams, idName: string) {
  const market = listed(core, params.get('symbol'));
  const places = placesOf('usdm', market);
  checkPrecision('usdm', params, 'quantity', places.quantity);
  for (const name of ['price', 'triggerPrice']) checkPrecision('usdm', params, name, places.price);
  const reduceOnly = params.get('reduceOnly') === 'true';
  if (reduceOnly && account.hedgeMode) throw binanceError([-1106, "Parameter 'reduceonly' sent when not required."]);
  const memo: Record<string, string> = {
    type: params.get('type') ?? '',
    timeInForce: params.get('timeInForce') ?? 'GTC',
  };
  if (params.has('workingType')) memo.workingType = params.get('workingType') ?? '';
  return {
    account: account.key,
    symbol: market.symbol,
    side: sideParam(params),
    clientId: clientIdParam('usdm', params, idName),
    reduceOnly,
    positionSide: positionSideOf(params),
    memo,
  };
}

function positionSideOf(params: URLSearchParams): PositionSide {
  const side = params.get('positionSide') ?? 'BOTH';
  if (side === 'BOTH' || side === 'LONG' || side === 'SHORT') return side;
  throw binanceError([-1116, 'Invalid positionSide.']);
}

function batchOf(params: URLSearchParams, name: string): readonly unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(params.get(name) ?? '');
  } catch {
    throw missing(name);
  }
  if (!Array.isArray(list) || list.length === 0) throw missing(name);
  if (list.length > BATCH && name === 'batchOrders')
    throw binanceError([-4082, 'Invalid number of batch place orders.']);
  return list;
}

/** Each on its own: what fails stands among what went well. */
function each(list: readonly unknown[], run: (one: unknown) => unknown): unknown[] {
  return list.map((one) => {
    try {
      return run(one);
    } catch (error) {
      if (!(error instanceof BinanceError)) throw error;
      return { code: error.code, msg: error.msg };
    }
  });
}
