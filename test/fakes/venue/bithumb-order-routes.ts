import { acceptedOrder, bithumbOrder, bithumbOrderWithTrades, bithumbState } from './bithumb-order-shapes.ts';
import { bithumbRefusal, invalidParameter } from './bithumb-refusals.ts';
import type { VenueCore } from './core.ts';
import type { CoreOrder } from './core-types.ts';
import type { VenueAnswer } from './server-types.ts';
import { listOf, pageOf } from './upbit-order-lists.ts';
import { type Fields, type OrderWords, readOrderRequest, textOf } from './upbit-order-request.ts';
import { find, type OwnedRequest } from './upbit-order-routes.ts';
import { MISSING_PARAMETER, ORDER_NOT_FOUND } from './upbit-refusals.ts';
import { koreanTime } from './upbit-time.ts';
import { isRecord } from './upbit-token.ts';

const WORDS: OrderWords = { type: 'order_type', clientId: 'client_order_id' };
const CLIENT_ID = /^[A-Za-z0-9_-]{1,36}$/;
const BATCH = 20;

/** Answers Bithumb's orders; null for what is not among them. */
export function answerBithumbOrder(owned: OwnedRequest, core: VenueCore): VenueAnswer | null {
  const { request, account, fields } = owned;
  const { query } = request;
  switch (`${request.method} ${request.path}`) {
    case 'POST /v2/orders':
      return place(account, fields, core);
    case 'POST /v2/orders/batch':
      return placeBatch(account, fields, core);
    case 'GET /v1/order':
      return ofOne(core, account, query.get('uuid'), query.get('client_order_id'), (order) => ({
        status: 200,
        body: bithumbOrderWithTrades(core, order),
      }));
    case 'DELETE /v2/order':
      return ofOne(core, account, query.get('order_id'), query.get('client_order_id'), (order) =>
        order.state === 'open' ? { status: 200, body: cancelled(order, core) } : ORDER_NOT_FOUND,
      );
    case 'POST /v2/orders/cancel':
      return cancelBatch(account, fields, core);
    case 'GET /v1/orders':
      return list(owned, core);
    default:
      return null;
  }
}

function place(account: string, fields: Fields, core: VenueCore): VenueAnswer {
  const clientId = textOf(fields.client_order_id);
  if (clientId !== null && !CLIENT_ID.test(clientId)) return invalidParameter('client_order_id');
  const read = readOrderRequest(fields, account, core, WORDS);
  if (!read.ok) return read.answer;
  const { market, order } = read.value;
  const placed = core.place(order);
  if (!placed.ok) return bithumbRefusal(placed.code, order.side, order.side === 'buy' ? market.quote : market.base);
  return { status: 201, body: acceptedOrder(core, placed.value) };
}

/** Each is taken or refused for itself; a refusal stands in its place. */
function placeBatch(account: string, fields: Fields, core: VenueCore): VenueAnswer {
  const wanted = fields.batch_orders;
  if (!Array.isArray(wanted) || wanted.length === 0 || wanted.length > BATCH) return invalidParameter('batch_orders');
  const answers = wanted.map((one) => {
    const answer = isRecord(one) ? place(account, one, core) : MISSING_PARAMETER;
    return answer.body;
  });
  return { status: 201, body: { batch_orders_response: answers } };
}

function ofOne(
  core: VenueCore,
  account: string,
  id: string | null,
  clientId: string | null,
  answer: (order: CoreOrder) => VenueAnswer,
): VenueAnswer {
  if (textOf(id) === null && textOf(clientId) === null) return MISSING_PARAMETER;
  const order = find(core, account, textOf(id), textOf(clientId));
  return order === undefined ? ORDER_NOT_FOUND : answer(order);
}

function cancelled(order: CoreOrder, core: VenueCore) {
  core.cancel(order.account, order.id);
  const named = order.memo.identifier === undefined ? {} : { client_order_id: order.memo.identifier };
  return { order_id: order.id, ...named, created_at: koreanTime(order.createdAt) };
}

function cancelBatch(account: string, fields: Fields, core: VenueCore): VenueAnswer {
  const [ids, names] = [fields.order_ids, fields.client_order_ids];
  const wanted = Array.isArray(ids) ? ids : names;
  if (!Array.isArray(wanted) || wanted.length === 0 || wanted.length > BATCH) return invalidParameter('order_ids');
  const told = { success: [] as object[], fail: [] as object[] };
  for (const name of wanted.map(String)) {
    const order = Array.isArray(ids) ? find(core, account, name, null) : find(core, account, null, name);
    if (order?.state === 'open') told.success.push(cancelled(order, core));
    else {
      const which = Array.isArray(ids) ? { order_id: name } : { client_order_id: name };
      told.fail.push({ ...which, error: { name: 'order_not_found', message: '주문을 찾지 못했습니다.' } });
    }
  }
  return { status: 200, body: told };
}

/** What waits, unless the query names orders or other states. */
function list({ request, account }: OwnedRequest, core: VenueCore): VenueAnswer {
  const { query } = request;
  const isOpen =
    !query.has('state') && ![...query.keys()].some((key) => /^(states|uuids|client_order_ids)\b/.test(key));
  const states = isOpen ? (['wait'] as const) : (['wait', 'done', 'cancel'] as const);
  const filter = { states, most: 100, stateOf: bithumbState };
  const orders = listOf(query, core.ordersOf(account), core, filter, 'client_order_ids');
  if (orders === null) return invalidParameter('state, page, limit or order_by');
  return { status: 200, body: pageOf(orders, query, 100).map((order) => bithumbOrder(core, order)) };
}
