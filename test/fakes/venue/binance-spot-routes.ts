import { BinanceError, binanceError, missing, refusalError } from './binance-errors.ts';
import type { ListenKeys } from './binance-listen-keys.ts';
import { marketRoutes } from './binance-market-routes.ts';
import { spotExchangeInfo } from './binance-markets.ts';
import {
  checkPrecision,
  clientIdParam,
  numberParam,
  ofMarket,
  page,
  SPOT_TYPES,
  sideParam,
  timeInForceParam,
  typeParam,
} from './binance-order-params.ts';
import type { Route, RouteCall, Routes } from './binance-rest.ts';
import { listed, signedRead, signedTrade } from './binance-rest.ts';
import { apiRestrictions, spotAccount, spotCanceled, spotOrder, spotPlaced, spotTrade } from './binance-spot-shapes.ts';
import type { VenueCore } from './core.ts';
import type { CoreOrder, NewOrder } from './core-types.ts';

const DAY = 86_400_000;

/** Everything that Binance spot answers over REST. */
export function spotRoutes(core: VenueCore, listenKeys: ListenKeys | null): Routes {
  return {
    ...marketRoutes('spot', core, '/api/v3'),
    'GET /api/v3/exchangeInfo': {
      security: 'none',
      kind: 'market',
      weight: 20,
      run: ({ params }) => spotExchangeInfo(core, wantedMarkets(core, params)),
    },

    'POST /api/v3/order': signedTrade('order', (call) => placed(core, call), true),
    'POST /api/v3/order/test': signedTrade('order', ({ account, params }) => {
      const checked = core.check(spotWish(core, account.key, params));
      if (!checked.ok) throw refusalError('spot', checked.code);
      return {};
    }),
    'POST /api/v3/order/cancelReplace': signedTrade('order', (call) => cancelReplace(core, call), true),
    'GET /api/v3/order': signedRead('query', 4, (call) => spotOrder(core, found(core, call))),
    'DELETE /api/v3/order': signedTrade('cancel', (call) => canceled(core, call)),
    'GET /api/v3/openOrders': signedRead(
      'open-orders',
      (params) => (params.has('symbol') ? 6 : 80),
      ({ account, params }) => {
        const open = core.openOrdersOf(account.key);
        const wanted = params.has('symbol') ? ofMarket(open, listed(core, params.get('symbol'))) : open;
        return wanted.map((order) => spotOrder(core, order));
      },
    ),
    'DELETE /api/v3/openOrders': signedTrade('cancel', ({ account, market }) => {
      const orders = core.cancelAll(account.key, market().symbol);
      if (orders.length === 0) throw binanceError('cancelUnknown');
      return orders.map((order) => spotCanceled(core, order));
    }),
    'GET /api/v3/allOrders': signedRead('query', 20, ({ account, market, params }) =>
      page(ofMarket(core.ordersOf(account.key), market()), params, {
        id: ({ id }) => Number(id),
        at: ({ createdAt }) => createdAt,
        idName: 'orderId',
        max: 1_000,
        longestMs: DAY,
      }).map((order) => spotOrder(core, order)),
    ),
    'GET /api/v3/myTrades': signedRead('trades', 20, ({ account, market, params }) => {
      const trades = ofMarket(core.tradesOf(account.key), market());
      const wanted = params.has('orderId') ? trades.filter(({ orderId }) => orderId === params.get('orderId')) : trades;
      return page(wanted, params, {
        id: ({ sequence }) => sequence,
        at: ({ at }) => at,
        idName: 'fromId',
        max: 1_000,
        longestMs: DAY,
      }).map((row) => spotTrade(core, row));
    }),
    'GET /api/v3/account': signedRead('account', 20, ({ account, params }) =>
      spotAccount(account, core.now(), params.get('omitZeroBalances') === 'true'),
    ),
    'GET /api/v3/account/commission': signedRead('account', 20, ({ market }) => {
      const { id, makerFee: maker, takerFee: taker } = market();
      const none = { maker: '0.00000000', taker: '0.00000000', buyer: '0.00000000', seller: '0.00000000' };
      return {
        symbol: id,
        standardCommission: { ...none, maker, taker },
        specialCommission: none,
        taxCommission: none,
        discount: { enabledForAccount: true, enabledForSymbol: true, discountAsset: 'BNB', discount: '0.75000000' },
      };
    }),

    ...listenKeyRoutes(listenKeys),
    ...accountRoutes(core),
  };
}

/** Null: Binance does not serve them any more; what it says then is not documented, so the words are ours. */
function listenKeyRoutes(listenKeys: ListenKeys | null): Routes {
  const path = '/api/v3/userDataStream';
  const key = (run: (call: RouteCall, keys: ListenKeys) => unknown): Route => ({
    security: 'key',
    kind: 'account',
    weight: 2,
    run(call) {
      if (listenKeys === null) throw new BinanceError(410, -1, 'This endpoint is no longer supported.');
      return run(call, listenKeys);
    },
  });
  return {
    [`POST ${path}`]: key(({ account }, keys) => ({ listenKey: keys.create(account.key) })),
    [`PUT ${path}`]: key(({ account, params }, keys) => keys.extend(account.key, params.get('listenKey'))),
    [`DELETE ${path}`]: key(({ account, params }, keys) => keys.end(account.key, params.get('listenKey'))),
  };
}

/** What both families serve of /sapi: the account's, not a market's. */
export function accountRoutes(core: VenueCore): Routes {
  const ownRead = (run: Route['run']) => signedRead('account', 1, run);
  return {
    'GET /sapi/v1/account/apiRestrictions': ownRead(({ account }) => apiRestrictions(account)),
    'GET /sapi/v1/asset/tradeFee': ownRead(({ params }) =>
      wantedMarkets(core, params).map(({ id, makerFee, takerFee }) => ({
        symbol: id,
        makerCommission: makerFee,
        takerCommission: takerFee,
      })),
    ),
    'GET /sapi/v1/capital/config/getall': ownRead(() => []),
    'GET /sapi/v1/margin/allPairs': ownRead(() => []),
    'GET /sapi/v1/margin/isolated/allPairs': ownRead(() => []),
    'GET /sapi/v1/margin/allAssets': ownRead(() => []),
  };
}

/** Returns an order by `orderId` or `origClientOrderId`; throws -2013. */
function found(core: VenueCore, { account, params, market }: RouteCall): CoreOrder {
  const listing = market();
  const [id, clientId] = [params.get('orderId'), params.get('origClientOrderId')];
  if (!id && !clientId)
    throw binanceError([-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!"]);
  const order = id ? core.order(account.key, id) : core.orderByClientId(account.key, clientId ?? '');
  if (order === undefined || order.symbol !== listing.symbol) throw binanceError('noOrder');
  return order;
}

function placed(core: VenueCore, { account, params }: RouteCall) {
  const wish = spotWish(core, account.key, params);
  const result = core.place(wish);
  if (!result.ok) throw refusalError('spot', result.code);
  const usual = wish.type === 'market' || wish.type === 'limit' ? 'FULL' : 'ACK';
  return spotPlaced(core, result.value, params.get('newOrderRespType') ?? usual);
}

function canceled(core: VenueCore, call: RouteCall) {
  let order: CoreOrder;
  try {
    order = found(core, call);
  } catch (error) {
    if (error instanceof BinanceError && error.code === -2013) throw binanceError('cancelUnknown');
    throw error;
  }
  const result = core.cancel(call.account.key, order.id);
  if (!result.ok) throw binanceError('cancelUnknown');
  return spotCanceled(core, result.value);
}

/** Cancels and places in one request; what happened to each half is told. */
function cancelReplace(core: VenueCore, call: RouteCall) {
  const { params, account } = call;
  const mode = params.get('cancelReplaceMode');
  if (mode !== 'STOP_ON_FAILURE' && mode !== 'ALLOW_FAILURE') throw missing('cancelReplaceMode');
  const which = new URLSearchParams({ symbol: params.get('symbol') ?? '' });
  if (params.has('cancelOrderId')) which.set('orderId', params.get('cancelOrderId') ?? '');
  if (params.has('cancelOrigClientOrderId'))
    which.set('origClientOrderId', params.get('cancelOrigClientOrderId') ?? '');
  const wish = spotWish(core, account.key, params);
  const cancel = outcome(() => canceled(core, { account, params: which, request: call.request, market: call.market }));
  const stopped = cancel.failed && mode === 'STOP_ON_FAILURE';
  const order = stopped
    ? null
    : outcome(() => {
        const result = core.place(wish);
        if (!result.ok) throw refusalError('spot', result.code);
        return spotPlaced(core, result.value, params.get('newOrderRespType') ?? 'FULL');
      });
  const data = {
    cancelResult: cancel.failed ? 'FAILURE' : 'SUCCESS',
    newOrderResult: order === null ? 'NOT_ATTEMPTED' : order.failed ? 'FAILURE' : 'SUCCESS',
    cancelResponse: cancel.body,
    newOrderResponse: order?.body ?? null,
  };
  if (!cancel.failed && order !== null && !order.failed) return data;
  const partial = !cancel.failed || (order !== null && !order.failed);
  throw new CancelReplaceError(partial, data);
}

class CancelReplaceError extends BinanceError {
  readonly #data: unknown;

  constructor(partial: boolean, data: unknown) {
    super(
      partial ? 409 : 400,
      partial ? -2021 : -2022,
      `Order cancel-replace ${partial ? 'partially failed' : 'failed'}.`,
    );
    this.#data = data;
  }

  override answer() {
    return { status: this.status, body: { code: this.code, msg: this.msg, data: this.#data } };
  }
}

function outcome(run: () => unknown): { readonly failed: boolean; readonly body: unknown } {
  try {
    return { failed: false, body: run() };
  } catch (error) {
    if (!(error instanceof BinanceError)) throw error;
    return { failed: true, body: { code: error.code, msg: error.msg } };
  }
}

/** Reads a new order; throws where a parameter is missing or malformed. */
export function spotWish(core: VenueCore, account: string, params: URLSearchParams): NewOrder {
  const market = listed(core, params.get('symbol'));
  const side = sideParam(params);
  const word = params.get('type');
  const type = typeParam(SPOT_TYPES, word);
  const quantity = numberParam(params, 'quantity');
  const quoteAmount = numberParam(params, 'quoteOrderQty');
  const price = numberParam(params, 'price');
  const triggerPrice = numberParam(params, 'stopPrice');
  for (const name of ['quantity', 'quoteOrderQty', 'price', 'stopPrice']) checkPrecision('spot', params, name, 8);
  const limit = type === 'limit' || type.endsWith('-limit');
  if (limit && price === null) throw missing('price');
  if (quantity === null && !(word === 'MARKET' && quoteAmount !== null)) throw missing('quantity');
  if (type !== 'market' && type !== 'limit' && triggerPrice === null) throw missing('stopPrice');
  if (!limit && params.has('timeInForce'))
    throw binanceError([-1106, "Parameter 'timeInForce' sent when not required."]);
  if (word === 'MARKET' && price !== null) throw binanceError([-1106, "Parameter 'price' sent when not required."]);
  const maker = word === 'LIMIT_MAKER';
  const timeInForce = maker ? 'post-only' : timeInForceParam(params, limit);
  return {
    account,
    symbol: market.symbol,
    side,
    type,
    quantity,
    quoteAmount: quantity === null ? quoteAmount : null,
    price,
    triggerPrice,
    timeInForce,
    clientId: clientIdParam('spot', params, 'newClientOrderId'),
    memo: { type: word ?? '', timeInForce: maker ? 'GTC' : timeInForce },
  };
}

function wantedMarkets(core: VenueCore, params: URLSearchParams) {
  if (params.has('symbol')) return [listed(core, params.get('symbol'))];
  const names: unknown = params.has('symbols') ? JSON.parse(params.get('symbols') ?? '[]') : null;
  return Array.isArray(names) ? names.map((name) => listed(core, String(name))) : [...core.markets.values()];
}
