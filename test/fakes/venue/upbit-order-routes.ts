import { decimalText } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';
import type { CoreOrder } from './core-types.ts';
import type { VenueAnswer, VenueRequest } from './server-types.ts';
import { type Filter, listOf, pageOf } from './upbit-order-lists.ts';
import { type Fields, type OrderWords, readOrderRequest, textOf } from './upbit-order-request.ts';
import { orderShape, orderWithTrades, stateOf } from './upbit-order-shapes.ts';
import { invalidRequest, MISSING_PARAMETER, ORDER_NOT_FOUND, upbitRefusal } from './upbit-refusals.ts';

const WORDS: OrderWords = { type: 'ord_type', clientId: 'identifier' };
const WEEK = 7 * 86_400_000;

/** A private request whose token was good. */
export interface OwnedRequest {
  readonly request: VenueRequest;
  readonly account: string;
  /** Of the JSON body; empty where there is none. */
  readonly fields: Fields;
}

/** Answers Upbit's orders; null for what is not among them. */
export function answerOrderRequest(owned: OwnedRequest, core: VenueCore): VenueAnswer | null {
  switch (`${owned.request.method} ${owned.request.path}`) {
    case 'POST /v1/orders':
      return place(owned, core);
    case 'POST /v1/orders/test':
      return test(owned, core);
    case 'POST /v1/orders/cancel_and_new':
      return cancelAndNew(owned, core);
    case 'GET /v1/order':
      return ofOne(owned, core, (order) => ({ status: 200, body: orderWithTrades(core, order) }));
    case 'DELETE /v1/order':
      return ofOne(owned, core, (order) => cancel(order, core));
    case 'GET /v1/orders/open':
      return list(owned, core, { states: ['wait'], most: 100 });
    case 'GET /v1/orders/closed':
      return closed(owned, core);
    case 'GET /v1/orders/uuids':
      return list(owned, core, { states: ['wait', 'done', 'cancel'], most: 100, named: true });
    case 'DELETE /v1/orders/uuids':
      return cancelNamed(owned, core);
    case 'DELETE /v1/orders/open':
      return cancelOpen(owned, core);
    default:
      return null;
  }
}

function place({ account, fields }: OwnedRequest, core: VenueCore): VenueAnswer {
  const read = readOrderRequest(fields, account, core, WORDS);
  if (!read.ok) return read.answer;
  const { market, order } = read.value;
  const placed = core.place(order);
  if (!placed.ok) return upbitRefusal(placed.code, order.side, order.side === 'buy' ? market.quote : market.base);
  return { status: 201, body: accepted(core, placed.value) };
}

/** The venue answers before it matches: whatever happens to the order, it is `wait` here. */
function accepted(core: VenueCore, order: CoreOrder) {
  const { executed_funds: _, ...shape } = orderShape(core, order, true);
  return shape;
}

function test({ account, fields }: OwnedRequest, core: VenueCore): VenueAnswer {
  const read = readOrderRequest(fields, account, core, WORDS);
  if (!read.ok) return read.answer;
  const { market, order } = read.value;
  const checked = core.check(order);
  if (!checked.ok) return upbitRefusal(checked.code, order.side, order.side === 'buy' ? market.quote : market.base);
  const shown = { market: market.id, side: fields.side, ord_type: fields.ord_type, price: fields.price ?? null };
  return { status: 201, body: { uuid: 'test', ...shown, volume: fields.volume ?? null, state: 'wait' } };
}

function cancelAndNew(owned: OwnedRequest, core: VenueCore): VenueAnswer {
  const { account, fields } = owned;
  const previous = find(core, account, textOf(fields.prev_order_uuid), textOf(fields.prev_order_identifier));
  if (previous === undefined || previous.state !== 'open') return ORDER_NOT_FOUND;
  const before = orderShape(core, previous);
  const left = decimalText(previous.quantity.minus(previous.filled));
  const wanted = {
    market: before.market,
    side: before.side,
    ord_type: fields.new_ord_type,
    price: fields.new_price,
    volume: fields.new_volume === 'remain_only' ? left : fields.new_volume,
    identifier: fields.new_identifier,
    time_in_force: fields.new_time_in_force,
    smp_type: fields.new_smp_type,
  };
  const read = readOrderRequest(wanted, account, core, WORDS);
  if (!read.ok) return read.answer;
  core.cancel(account, previous.id);
  const placed = place({ ...owned, fields: wanted }, core);
  if (placed.status !== 201) return placed;
  const next = placed.body as { readonly uuid: string; readonly identifier?: string };
  const named = next.identifier === undefined ? {} : { new_order_identifier: next.identifier };
  return { status: 201, body: { ...before, new_order_uuid: next.uuid, ...named } };
}

/** The answer shows the order as it was when the wish came: that it is gone must be asked for. */
function cancel(order: CoreOrder, core: VenueCore): VenueAnswer {
  if (order.state !== 'open') return ORDER_NOT_FOUND;
  const body = orderShape(core, order);
  core.cancel(order.account, order.id);
  return { status: 200, body };
}

function ofOne(owned: OwnedRequest, core: VenueCore, answer: (order: CoreOrder) => VenueAnswer): VenueAnswer {
  const { query } = owned.request;
  const [uuid, identifier] = [textOf(query.get('uuid')), textOf(query.get('identifier'))];
  if (uuid === null && identifier === null) return MISSING_PARAMETER;
  const order = find(core, owned.account, uuid, identifier);
  return order === undefined ? ORDER_NOT_FOUND : answer(order);
}

/** Returns an order by its id, else by the client's. */
export function find(
  core: VenueCore,
  account: string,
  id: string | null,
  clientId: string | null,
): CoreOrder | undefined {
  if (id !== null) return core.order(account, id);
  const order = clientId === null ? undefined : core.orderByClientId(account, clientId);
  return order?.memo.identifier === undefined ? undefined : order;
}

function list(owned: OwnedRequest, core: VenueCore, allowed: Filter): VenueAnswer {
  const orders = listOf(owned.request.query, core.ordersOf(owned.account), core, allowed, 'identifiers');
  if (orders === null) return invalidRequest('state, page, limit or order_by');
  return {
    status: 200,
    body: pageOf(orders, owned.request.query, allowed.most).map((order) => orderShape(core, order)),
  };
}

/** Ended orders of a window of at most seven days, by the time at which they were placed. */
function closed(owned: OwnedRequest, core: VenueCore): VenueAnswer {
  const { query } = owned.request;
  const [start, end] = [timeOf(query.get('start_time')), timeOf(query.get('end_time'))];
  if (start === undefined || end === undefined) return invalidRequest('start_time or end_time');
  const until = end ?? (start === null ? core.now() : Math.min(start + WEEK, core.now()));
  const since = start ?? until - WEEK;
  if (until - since > WEEK) return invalidRequest('a window of more than seven days');
  const filter = { states: ['done', 'cancel'], most: 1_000 } as const;
  const orders = listOf(query, core.ordersOf(owned.account), core, filter, 'identifiers');
  if (orders === null) return invalidRequest('state, page, limit or order_by');
  const inside = orders.filter(({ createdAt }) => createdAt >= since && createdAt <= until);
  return { status: 200, body: inside.slice(0, limitOf(query, 1_000)).map((order) => orderShape(core, order)) };
}

function limitOf(query: URLSearchParams, most: number): number {
  return Math.min(Number(query.get('limit') ?? 100), most);
}

function timeOf(text: string | null): number | null | undefined {
  if (text === null || text === '') return null;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

function cancelNamed(owned: OwnedRequest, core: VenueCore): VenueAnswer {
  const filter = { states: ['wait', 'done', 'cancel'], most: 20, named: true } as const;
  const orders = listOf(owned.request.query, core.ordersOf(owned.account), core, filter, 'identifiers');
  return orders === null ? invalidRequest('uuids or identifiers') : cancelled(orders, core);
}

function cancelOpen(owned: OwnedRequest, core: VenueCore): VenueAnswer {
  const { query } = owned.request;
  const side = query.get('cancel_side') ?? 'all';
  const pairs = query.get('pairs')?.split(',');
  const excluded = query.get('excluded_pairs')?.split(',') ?? [];
  const quotes = query.get('quote_currencies')?.split(',');
  const orders = core.openOrdersOf(owned.account).filter((order) => {
    const { id, quote } = core.market(order.symbol);
    const isSide = side === 'all' || (side === 'bid') === (order.side === 'buy');
    return isSide && (pairs?.includes(id) ?? true) && !excluded.includes(id) && (quotes?.includes(quote) ?? true);
  });
  return cancelled(orders.slice(0, Number(query.get('count') ?? 20)), core);
}

function cancelled(orders: readonly CoreOrder[], core: VenueCore): VenueAnswer {
  const told = { success: [] as object[], failed: [] as object[] };
  for (const order of orders) {
    const named = order.memo.identifier === undefined ? {} : { identifier: order.memo.identifier };
    const row = { uuid: order.id, market: core.market(order.symbol).id, ...named };
    const isOpen = stateOf(order) === 'wait';
    if (isOpen) core.cancel(order.account, order.id);
    (isOpen ? told.success : told.failed).push(row);
  }
  const part = (rows: readonly object[]) => ({ count: rows.length, orders: rows });
  return { status: 200, body: { success: part(told.success), failed: part(told.failed) } };
}
