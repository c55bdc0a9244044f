import { decimalText } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';
import type { CoreAccount, CoreMarket } from './core-types.ts';
import type { VenueAnswer } from './server-types.ts';
import type { Shape } from './upbit-market-shapes.ts';
import type { OwnedRequest } from './upbit-order-routes.ts';
import { CODE_NOT_FOUND, invalidRequest, MISSING_PARAMETER, OUT_OF_SCOPE, refusal } from './upbit-refusals.ts';
import { koreanTime } from './upbit-time.ts';

const YEAR = 365 * 86_400_000;

/** What one order of a market may be worth at most. */
export const MAX_TOTAL = '1000000000';

/** Answers what both Korean venues tell of an account; null for what is not among it. Only Bithumb tells its tick there. */
export function answerAccountRequest(
  { request, account: key }: OwnedRequest,
  core: VenueCore,
  tellsPriceUnit: boolean,
): VenueAnswer | null {
  const { method, path, query } = request;
  const account = core.accounts.get(key);
  if (path.startsWith('/v1/withdraw')) return withdrawAnswer(method, path, query, account, core);
  if (method !== 'GET') return null;
  if (path === '/v1/accounts') return ok(accountRows(account));
  if (path === '/v1/api_keys') {
    const until = account.expiresAt ?? core.now() + YEAR;
    return ok([{ access_key: account.key, expire_at: koreanTime(until) }]);
  }
  if (path !== '/v1/orders/chance') return null;
  const id = query.get('market');
  if (id === null) return MISSING_PARAMETER;
  const market = core.marketById(id);
  if (market === undefined) return CODE_NOT_FOUND;
  return ok(chance(market, account, tellsPriceUnit ? tickNow(market, core) : null));
}

function ok(body: unknown): VenueAnswer {
  return { status: 200, body };
}

/** Returns balances; what is locked is not in `balance`. */
function accountRows(account: CoreAccount): Shape[] {
  const rows = [...account.balances].filter(([, { free, locked }]) => !free.plus(locked).isZero());
  return rows.map(([currency]) => accountRow(account, currency));
}

function accountRow(account: CoreAccount, currency: string): Shape {
  const balance = account.balances.get(currency);
  return {
    currency,
    balance: balance === undefined ? '0' : decimalText(balance.free),
    locked: balance === undefined ? '0' : decimalText(balance.locked),
    avg_buy_price: '0',
    avg_buy_price_modified: true,
    unit_currency: 'KRW',
  };
}

/** Returns the tick at the last price. */
export function tickNow(market: CoreMarket, core: VenueCore): string {
  return market.tickAt?.(core.lastPrice(market.symbol)) ?? market.filters.tickSize;
}

function chance(market: CoreMarket, account: CoreAccount, priceUnit: string | null): Shape {
  const { minNotional } = market.filters;
  return {
    bid_fee: market.takerFee,
    ask_fee: market.takerFee,
    maker_bid_fee: market.makerFee,
    maker_ask_fee: market.makerFee,
    market: {
      id: market.id,
      name: `${market.base}/${market.quote}`,
      order_types: ['limit'],
      order_sides: ['ask', 'bid'],
      bid_types: ['limit', 'price', 'best_ioc', 'best_fok', 'limit_ioc', 'limit_fok', 'limit_post_only'],
      ask_types: ['limit', 'market', 'best_ioc', 'best_fok', 'limit_ioc', 'limit_fok', 'limit_post_only'],
      bid: { currency: market.quote, price_unit: priceUnit, min_total: minNotional },
      ask: { currency: market.base, price_unit: priceUnit, min_total: minNotional },
      max_total: MAX_TOTAL,
      state: market.trading ? 'active' : 'inactive',
    },
    bid_account: accountRow(account, market.quote),
    ask_account: accountRow(account, market.base),
  };
}

/** Nothing ever leaves this venue; what matters is whether the key could. */
function withdrawAnswer(
  method: string,
  path: string,
  query: URLSearchParams,
  account: CoreAccount,
  core: VenueCore,
): VenueAnswer {
  if (!account.canWithdraw) return OUT_OF_SCOPE;
  if (method !== 'GET') {
    return refusal(400, 'withdraw_address_not_registerd', '허용되지 않은 출금 주소입니다.');
  }
  if (path !== '/v1/withdraws/chance') return ok([]);
  const currency = query.get('currency');
  const isListed = [...core.markets.values()].some(({ base, quote }) => base === currency || quote === currency);
  if (currency === null || !isListed) return invalidRequest('currency does not have a valid value');
  return ok({
    member_level: { security_level: 4, fee_level: 0, locked: false, wallet_locked: false },
    currency: { code: currency, withdraw_fee: '0.0002', is_coin: currency !== 'KRW', wallet_state: 'working' },
    account: accountRow(account, currency),
    withdraw_limit: { currency, daily: '0', remaining_daily: '0', can_withdraw: true },
  });
}
