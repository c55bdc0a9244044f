import { ZERO } from '../../../engine/domain/decimal.ts';
import { binanceError } from './binance-errors.ts';
import type { IncomeBook } from './binance-income.ts';
import type { ListenKeys } from './binance-listen-keys.ts';
import { marketRoutes } from './binance-market-routes.ts';
import { usdmExchangeInfo } from './binance-markets.ts';
import { ofMarket, page } from './binance-order-params.ts';
import type { Route, RouteCall, Routes } from './binance-rest.ts';
import { listed, signedRead } from './binance-rest.ts';
import { accountRoutes } from './binance-spot-routes.ts';
import { algoRoutes, isRegular, orderRoutes } from './binance-usdm-orders.ts';
import { figuresOf, positionRisk, usdmAccount, usdmBalances, usdmOrder, usdmTrade } from './binance-usdm-shapes.ts';
import type { VenueCore } from './core.ts';

const WEEK = 7 * 86_400_000;
const EIGHT_HOURS = 8 * 3_600_000;
const DONE = { code: 200, msg: 'success' };

/** Everything that Binance USDT-M answers over REST. */
export function usdmRoutes(core: VenueCore, listenKeys: ListenKeys, income: IncomeBook): Routes {
  const open = (weight: Route['weight'], run: Route['run']): Route => ({
    security: 'none',
    kind: 'market',
    weight,
    run,
  });
  const change = (run: Route['run']): Route => ({ security: 'trade', kind: 'account', weight: 1, run });
  const key = (run: Route['run']): Route => ({ security: 'key', kind: 'account', weight: 1, run });
  const risk = (version: 2 | 3) => signedRead('account', 5, (call) => risks(core, call, version));
  const balances = signedRead('account', 5, ({ account }) => usdmBalances(core, account));

  return {
    ...marketRoutes('usdm', core, '/fapi/v1'),
    ...orderRoutes(core),
    ...algoRoutes(core),
    ...accountRoutes(core),
    'GET /fapi/v1/exchangeInfo': open(1, () => usdmExchangeInfo(core)),
    'GET /fapi/v1/premiumIndex': open(1, ({ params }) => {
      const row = (id: string | null) => premium(core, id);
      return params.has('symbol') ? row(params.get('symbol')) : [...core.markets.values()].map(({ id }) => row(id));
    }),
    'GET /fapi/v1/fundingRate': open(1, ({ params }) => income.rates(params.get('symbol'))),
    'GET /fapi/v1/fundingInfo': open(1, () => []),

    'GET /fapi/v1/allOrders': signedRead('query', 5, ({ account, market, params }) => {
      const orders = ofMarket(core.ordersOf(account.key), market()).filter(isRegular);
      return page(orders, params, {
        id: (order) => usdmOrder(core, order).orderId,
        at: ({ createdAt }) => createdAt,
        idName: 'orderId',
        max: 1_000,
        longestMs: WEEK,
      }).map((order) => usdmOrder(core, order));
    }),
    'GET /fapi/v1/userTrades': signedRead('trades', 5, ({ account, market, params }) => {
      const trades = ofMarket(core.tradesOf(account.key), market());
      const wanted = params.has('orderId') ? trades.filter(({ orderId }) => orderId === params.get('orderId')) : trades;
      const recent = params.has('fromId')
        ? wanted
        : wanted.filter(({ at }) => params.has('startTime') || at >= core.now() - WEEK);
      return page(recent, params, {
        id: ({ sequence }) => sequence,
        at: ({ at }) => at,
        idName: 'fromId',
        max: 1_000,
        longestMs: WEEK,
      }).map((row) => usdmTrade(core, row));
    }),
    'GET /fapi/v1/income': signedRead('trades', 30, ({ account, params }) => income.list(account.key, params)),

    'GET /fapi/v2/account': signedRead('account', 5, ({ account }) => usdmAccount(core, account, 2)),
    'GET /fapi/v3/account': signedRead('account', 5, ({ account }) => usdmAccount(core, account, 3)),
    'GET /fapi/v2/balance': balances,
    'GET /fapi/v3/balance': balances,
    'GET /fapi/v2/positionRisk': risk(2),
    'GET /fapi/v3/positionRisk': risk(3),
    'GET /fapi/v1/accountConfig': signedRead('account', 5, ({ account }) => ({
      feeTier: 0,
      canTrade: account.canTrade,
      canDeposit: true,
      canWithdraw: true,
      dualSidePosition: account.hedgeMode,
      updateTime: 0,
      multiAssetsMargin: false,
      tradeGroupId: -1,
    })),
    'GET /fapi/v1/symbolConfig': signedRead('account', 5, ({ account, params }) => {
      const wanted = params.has('symbol') ? [listed(core, params.get('symbol'))] : [...core.markets.values()];
      return wanted.map(({ id, symbol }) => ({
        symbol: id,
        marginType: core.accounts.marginModeOf(account, symbol) === 'isolated' ? 'ISOLATED' : 'CROSSED',
        isAutoAddMargin: false,
        leverage: core.accounts.leverageOf(account, symbol),
        maxNotionalValue: '100000000',
      }));
    }),
    'GET /fapi/v1/multiAssetsMargin': signedRead('account', 30, () => ({ multiAssetsMargin: false })),
    'GET /fapi/v1/leverageBracket': signedRead('account', 1, ({ params }) => {
      const wanted = params.has('symbol') ? [listed(core, params.get('symbol'))] : [...core.markets.values()];
      return wanted.map(({ id }) => ({
        symbol: id,
        notionalCoef: 1.5,
        brackets: [
          {
            bracket: 1,
            initialLeverage: 125,
            notionalCap: 100_000_000,
            notionalFloor: 0,
            maintMarginRatio: 0.005,
            cum: 0,
          },
        ],
      }));
    }),
    'GET /fapi/v1/commissionRate': signedRead('account', 20, ({ market }) => {
      const { id, makerFee, takerFee } = market();
      return {
        symbol: id,
        makerCommissionRate: makerFee,
        takerCommissionRate: takerFee,
        rpiCommissionRate: '0.00005000',
      };
    }),
    'GET /fapi/v1/positionSide/dual': signedRead('account', 30, ({ account }) => ({
      dualSidePosition: account.hedgeMode,
    })),
    'POST /fapi/v1/positionSide/dual': change(setHedgeMode),
    'POST /fapi/v1/leverage': change((call) => setLeverage(core, call)),
    'POST /fapi/v1/marginType': change((call) => setMarginMode(core, call)),

    'POST /fapi/v1/listenKey': key(({ account }) => ({ listenKey: listenKeys.create(account.key) })),
    'PUT /fapi/v1/listenKey': key(({ account }) => listenKeys.extend(account.key, null)),
    'DELETE /fapi/v1/listenKey': key(({ account }) => listenKeys.end(account.key, null)),
  };
}

function risks(core: VenueCore, { account, params }: RouteCall, version: 2 | 3) {
  const wanted = params.has('symbol') ? [listed(core, params.get('symbol'))] : [...core.markets.values()];
  const sides = account.hedgeMode ? (['LONG', 'SHORT'] as const) : (['BOTH'] as const);
  const withOrders = new Set(core.openOrdersOf(account.key).map(({ symbol }) => symbol));
  return wanted
    .flatMap(({ symbol }) =>
      sides.map(
        (side) =>
          account.positions.get(`${symbol}|${side}`) ?? {
            symbol,
            positionSide: side,
            quantity: ZERO,
            openCost: ZERO,
            updatedAt: 0,
          },
      ),
    )
    .filter((position) => version === 2 || !position.quantity.isZero() || withOrders.has(position.symbol))
    .map((position) => positionRisk(figuresOf(core, account, position), version));
}

function premium(core: VenueCore, id: string | null) {
  const market = listed(core, id);
  const price = core.lastPrice(market.symbol).toFixed(8);
  return {
    symbol: market.id,
    markPrice: price,
    indexPrice: price,
    estimatedSettlePrice: price,
    lastFundingRate: '0.00010000',
    interestRate: '0.00010000',
    nextFundingTime: core.now() - (core.now() % EIGHT_HOURS) + EIGHT_HOURS,
    time: core.now(),
  };
}

function setLeverage(core: VenueCore, { account, market, params }: RouteCall) {
  const { id, symbol } = market();
  const leverage = Number(params.get('leverage'));
  if (!Number.isInteger(leverage) || leverage < 1 || leverage > 125)
    throw binanceError([-4028, `Leverage ${params.get('leverage')} is not valid`]);
  core.setLeverage(account.key, symbol, leverage);
  return { symbol: id, leverage, maxNotionalValue: '100000000' };
}

function setMarginMode(core: VenueCore, { account, market, params }: RouteCall) {
  const { symbol } = market();
  const mode =
    params.get('marginType') === 'ISOLATED' ? 'isolated' : params.get('marginType') === 'CROSSED' ? 'cross' : null;
  if (mode === null) throw binanceError([-1128, 'Combination of optional parameters invalid.']);
  if (mode === core.accounts.marginModeOf(account, symbol))
    throw binanceError([-4046, 'No need to change margin type.']);
  if (core.openOrdersOf(account.key).some((order) => order.symbol === symbol))
    throw binanceError([-4047, 'Margin type cannot be changed if there exists open orders.']);
  const held = [...account.positions.values()].some(
    (position) => position.symbol === symbol && !position.quantity.isZero(),
  );
  if (held) throw binanceError([-4048, 'Margin type cannot be changed if there exists position.']);
  account.marginMode.set(symbol, mode);
  return DONE;
}

function setHedgeMode({ account, params }: RouteCall) {
  const hedge = params.get('dualSidePosition') === 'true';
  if (hedge === account.hedgeMode) throw binanceError([-4059, 'No need to change position side.']);
  const held = [...account.positions.values()].some(({ quantity }) => !quantity.isZero());
  if (held) throw binanceError([-4068, 'Position side cannot be changed if there exists position.']);
  account.hedgeMode = hedge;
  return DONE;
}
