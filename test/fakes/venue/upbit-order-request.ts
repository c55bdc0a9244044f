import { decimal, decimalText, roundDownTo } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';
import type { CoreMarket, CoreSide, CoreTimeInForce, NewOrder } from './core-types.ts';
import type { VenueAnswer } from './server-types.ts';
import { invalidRequest, MARKET_NOT_FOUND, MISSING_PARAMETER, refusal } from './upbit-refusals.ts';

/** The fields of a new order, by what each venue calls them. */
export interface OrderWords {
  readonly type: 'ord_type' | 'order_type';
  readonly clientId: 'identifier' | 'client_order_id';
}

export type Fields = Readonly<Record<string, unknown>>;
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly answer: VenueAnswer };

export interface ReadRequest {
  readonly market: CoreMarket;
  readonly order: NewOrder;
}

const TIME_IN_FORCE: Readonly<Record<string, CoreTimeInForce>> = { ioc: 'IOC', fok: 'FOK', post_only: 'post-only' };
const NUMBER = /^\d+(\.\d+)?$/;

/** Reads what both Korean venues take: limit, price (buy for an amount), market (sell a volume), best. */
export function readOrderRequest(
  fields: Fields,
  account: string,
  core: VenueCore,
  words: OrderWords,
): Read<ReadRequest> {
  const [id, side, type] = [textOf(fields.market), sideOf(fields.side), textOf(fields[words.type])];
  if (id === null || type === null) return no(MISSING_PARAMETER);
  if (side === null) return no(refusal(400, 'validation_error', 'side is missing, side does not have a valid value'));
  const market = core.marketById(id);
  if (market === undefined) return no(MARKET_NOT_FOUND);

  const [price, volume] = [numberOf(fields.price), numberOf(fields.volume)];
  if (price === undefined || volume === undefined) return no(invalidRequest('price or volume is not a number'));
  const force = textOf(fields.time_in_force);
  const timeInForce = force === null ? 'GTC' : TIME_IN_FORCE[force];
  if (timeInForce === undefined) return no(invalidRequest('time_in_force'));
  if (force === 'post_only' && textOf(fields.smp_type) !== null) return no(invalidRequest('post_only with smp_type'));

  const clientId = textOf(fields[words.clientId]);
  const memo = {
    ordType: type,
    ...(force === null ? {} : { timeInForce: force }),
    ...(clientId === null ? {} : { identifier: clientId }),
  };
  const common = { account, symbol: market.symbol, side, timeInForce, clientId, memo };
  const order = shaped({ type, side, price, volume, force, market, core }, common);
  return order === null ? no(wrongMix(side)) : { ok: true, value: { market, order } };
}

interface Wanted {
  readonly type: string;
  readonly side: CoreSide;
  readonly price: string | null;
  readonly volume: string | null;
  readonly force: string | null;
  readonly market: CoreMarket;
  readonly core: VenueCore;
}

type Common = Pick<NewOrder, 'account' | 'symbol' | 'side' | 'timeInForce' | 'clientId'> & {
  readonly memo: Readonly<Record<string, string>>;
};

function shaped(wanted: Wanted, common: Common): NewOrder | null {
  const { type, side, price, volume, force } = wanted;
  switch (type) {
    case 'limit':
      return price === null || volume === null ? null : { ...common, type: 'limit', quantity: volume, price };
    case 'price':
      if (side !== 'buy' || price === null || volume !== null || force !== null) return null;
      return { ...common, type: 'market', quantity: null, quoteAmount: price };
    case 'market':
      if (side !== 'sell' || volume === null || price !== null || force !== null) return null;
      return { ...common, type: 'market', quantity: volume };
    case 'best':
      return bestOrder(wanted, common);
    default:
      return null;
  }
}

/** A best order is a limit at the other side's best price, for what the amount buys there. */
function bestOrder({ side, price, volume, force, market, core }: Wanted, common: Common): NewOrder | null {
  const { bids, asks } = core.depth(market.symbol, 1);
  const best = (side === 'buy' ? asks : bids)[0]?.[0];
  if (best === undefined || (force !== 'ioc' && force !== 'fok')) return null;
  if (side === 'sell') {
    return volume === null || price !== null
      ? null
      : { ...common, type: 'limit', quantity: volume, price: decimalText(best) };
  }
  if (price === null || volume !== null) return null;
  const quantity = decimalText(roundDownTo(decimal(price).div(best), market.filters.lotSize));
  const memo = { ...common.memo, amount: price };
  return { ...common, memo, type: 'limit', quantity, price: decimalText(best) };
}

function wrongMix(side: CoreSide): VenueAnswer {
  const way = side === 'buy' ? 'bid' : 'ask';
  return refusal(
    400,
    `create_${way}_error`,
    '주문 요청 정보가 올바르지 않습니다. 파라미터 값이 올바른지 확인해주세요.',
  );
}

function no(answer: VenueAnswer): { readonly ok: false; readonly answer: VenueAnswer } {
  return { ok: false, answer };
}

/** Returns text, or null where there is none. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return String(value);
}

/** Returns plain digits, null where there are none, undefined where it is no number a venue reads. */
function numberOf(value: unknown): string | null | undefined {
  const text = textOf(value);
  return text === null || NUMBER.test(text) ? text : undefined;
}

function sideOf(value: unknown): CoreSide | null {
  if (value === 'bid') return 'buy';
  return value === 'ask' ? 'sell' : null;
}
