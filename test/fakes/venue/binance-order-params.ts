import type { BinanceFamily } from './binance-errors.ts';
import { binanceError, missing } from './binance-errors.ts';
import type { CoreMarket, CoreOrder, CoreOrderType, CoreTimeInForce } from './core-types.ts';

const NUMBER = /^([0-9]{1,20})(\.[0-9]{1,20})?$/;
const SPOT_ID = /^[a-zA-Z0-9-_]{1,36}$/;
const USDM_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/;

/** Returns a number as it came; null where it was not sent. Throws on exponents, signs and the like. */
export function numberParam(params: URLSearchParams, name: string): string | null {
  const text = params.get(name);
  if (text === null) return null;
  if (!NUMBER.test(text))
    throw binanceError([
      -1100,
      `Illegal characters found in parameter '${name}'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.`,
    ]);
  return text;
}

/** Throws -1111 where a number has more decimals than the venue keeps. */
export function checkPrecision(family: BinanceFamily, params: URLSearchParams, name: string, places: number): void {
  const text = params.get(name) ?? '';
  const decimals = (text.split('.')[1] ?? '').replace(/0+$/, '').length;
  if (decimals <= places) return;
  throw binanceError(
    family === 'spot'
      ? [-1111, `Parameter '${name}' has too much precision.`]
      : [-1111, 'Precision is over the maximum defined for this asset.'],
  );
}

export function sideParam(params: URLSearchParams): 'buy' | 'sell' {
  const side = params.get('side');
  if (side === 'BUY') return 'buy';
  if (side === 'SELL') return 'sell';
  throw side === null ? missing('side') : binanceError([-1117, 'Invalid side.']);
}

export function clientIdParam(family: BinanceFamily, params: URLSearchParams, name: string): string | null {
  const id = params.get(name);
  if (id === null || id === '') return null;
  if (family === 'spot' && !SPOT_ID.test(id))
    throw binanceError([
      -1100,
      `Illegal characters found in parameter '${name}'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.`,
    ]);
  if (family === 'usdm' && !USDM_ID.test(id)) throw binanceError([-4015, 'Client order id is not valid.']);
  return id;
}

const TIMES_IN_FORCE: Readonly<Record<string, CoreTimeInForce>> = {
  GTC: 'GTC',
  IOC: 'IOC',
  FOK: 'FOK',
  GTX: 'post-only',
  GTE_GTC: 'GTC',
};

export function timeInForceParam(params: URLSearchParams, required: boolean): CoreTimeInForce {
  const text = params.get('timeInForce');
  if (text === null) {
    if (required) throw missing('timeInForce');
    return 'GTC';
  }
  const timeInForce = TIMES_IN_FORCE[text];
  if (timeInForce === undefined) throw binanceError([-1115, 'Invalid timeInForce.']);
  return timeInForce;
}

export const SPOT_TYPES: Readonly<Record<string, CoreOrderType>> = {
  LIMIT: 'limit',
  LIMIT_MAKER: 'limit',
  MARKET: 'market',
  STOP_LOSS: 'stop-market',
  STOP_LOSS_LIMIT: 'stop-limit',
  TAKE_PROFIT: 'take-profit-market',
  TAKE_PROFIT_LIMIT: 'take-profit-limit',
};

export const USDM_TYPES: Readonly<Record<string, CoreOrderType>> = {
  LIMIT: 'limit',
  MARKET: 'market',
  STOP: 'stop-limit',
  STOP_MARKET: 'stop-market',
  TAKE_PROFIT: 'take-profit-limit',
  TAKE_PROFIT_MARKET: 'take-profit-market',
};

export function typeParam(types: Readonly<Record<string, CoreOrderType>>, text: string | null): CoreOrderType {
  if (text === null) throw missing('type');
  const type = types[text];
  if (type === undefined) throw binanceError([-1116, 'Invalid orderType.']);
  return type;
}

/** Binance's own word for an order's type: what was sent, or what by-hand orders are. */
export function typeWord(order: Pick<CoreOrder, 'memo' | 'type'>): string {
  return order.memo.type ?? (order.type === 'market' ? 'MARKET' : 'LIMIT');
}

export function statusWord(order: Pick<CoreOrder, 'state' | 'filled'>): string {
  if (order.state === 'open') return order.filled.isZero() ? 'NEW' : 'PARTIALLY_FILLED';
  return order.state.toUpperCase();
}

export function timeInForceWord(order: Pick<CoreOrder, 'timeInForce' | 'memo'>): string {
  return order.memo.timeInForce ?? (order.timeInForce === 'post-only' ? 'GTX' : order.timeInForce);
}

/** A window of records by id or by time, oldest first, as all of Binance's lists cut it. */
export function page<T>(
  rows: readonly T[],
  params: URLSearchParams,
  by: {
    readonly id: (row: T) => number;
    readonly at: (row: T) => number;
    readonly idName: string;
    readonly max: number;
    readonly longestMs: number;
  },
): readonly T[] {
  const limit = Math.min(Number(params.get('limit') ?? 500), by.max);
  if (!(limit > 0)) throw binanceError([-1130, "Data sent for parameter 'limit' is not valid."]);
  if (params.has(by.idName)) return rows.filter((row) => by.id(row) >= Number(params.get(by.idName))).slice(0, limit);
  const [start, end] = [params.get('startTime'), params.get('endTime')];
  if (start !== null && end !== null && Number(end) - Number(start) > by.longestMs) {
    throw binanceError([-1127, `More than ${by.longestMs / 3_600_000} hours between startTime and endTime.`]);
  }
  const from = start !== null ? Number(start) : end !== null ? Number(end) - by.longestMs : Number.NEGATIVE_INFINITY;
  const to = end !== null ? Number(end) : start !== null ? from + by.longestMs : Number.POSITIVE_INFINITY;
  const within = rows.filter((row) => by.at(row) >= from && by.at(row) <= to);
  return start === null ? within.slice(-limit) : within.slice(0, limit);
}

export function ofMarket<T extends { readonly symbol: string }>(rows: readonly T[], market: CoreMarket): readonly T[] {
  return rows.filter(({ symbol }) => symbol === market.symbol);
}
