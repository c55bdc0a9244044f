import { decimal, decimalText, roundDownTo } from '../../domain/decimal.ts';
import { UnavailableError } from '../../domain/errors.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { OrderIntent } from '../../domain/order.ts';
import { reason } from '../../domain/reason.ts';
import type { RestingOrder } from '../../ports/emergency-venue.ts';
import type { CancelOutcome, VenueOrder } from '../../ports/execution.ts';
import { venueAbilities } from '../venues/venue-abilities.ts';
import { marketIdOf, symbolOfMarketId } from '../venues/venue-symbols.ts';
import { shaped } from './exact-json.ts';
import type { KoreanDialect } from './korean-dialect.ts';
import { koreanFills } from './korean-fills.ts';
import { koreanInstruments } from './korean-instruments.ts';
import * as shapes from './korean-shapes.ts';
import { unavailable, type VenueAnswer } from './venue-client.ts';
import type { KeyRights, ProtocolParts, VenueProtocol } from './venue-protocol.ts';

const PAGE = 100;
const CANCEL_CHECKS = 20;
const CANCEL_CHECK_EVERY_MS = 50;
const HALF_A_SECOND = 500;
/** Asked for the time: a coin of ours that is delisted must not take the clock with it. */
const ALWAYS_LISTED = 'BTC/KRW';

/** Upbit and Bithumb as REST speaks them. */
export function koreanVenue(dialect: KoreanDialect, parts: ProtocolParts): VenueProtocol {
  const { venue, endpoints, clientIdField } = dialect;
  const { reads, orders, ids, now, sleep, urgency } = parts;
  const fills = koreanFills(dialect, parts);

  async function bestAsk(symbol: InstrumentSymbol): Promise<string> {
    const body = await reads.read({
      endpoint: endpoints.orderBook,
      params: { markets: marketIdOf(venue, symbol) },
      cost: { orderbook: 1 },
      priority: 'order',
    });
    const ask = shaped(venue, shapes.orderBooks, body)[0]?.orderbook_units[0]?.ask_price;
    if (ask === undefined) throw new UnavailableError(`${venue} shows no price to buy at.`);
    return ask;
  }

  /** A market buy is told in KRW: what the quantity costs at the best ask, rounded down to the won. */
  async function sizeOf({ request }: OrderIntent): Promise<Readonly<Record<string, string>>> {
    const { type, side, quantity, price, symbol, timeInForce = 'GTC' } = request;
    if (type === 'limit') {
      const force =
        timeInForce === 'GTC' ? null : timeInForce === 'post-only' ? 'post_only' : timeInForce.toLowerCase();
      const limit = { [dialect.typeField]: 'limit', price: price ?? '', volume: quantity };
      return force === null ? limit : { ...limit, time_in_force: force };
    }
    if (side === 'sell') return { [dialect.typeField]: 'market', volume: quantity };
    const cost = roundDownTo(decimal(quantity).times(decimal(await bestAsk(symbol))), '1');
    return { [dialect.typeField]: 'price', price: decimalText(cost) };
  }

  async function query(by: Readonly<Record<string, string>>): Promise<shapes.KoreanOrderWithTrades | null> {
    const answer = await reads.call({ endpoint: endpoints.order, params: by, cost: { default: 1 }, priority: 'order' });
    if (saysNoSuchOrder(answer)) return null;
    if (!answer.ok) throw unavailable(venue, answer);
    const found = shaped(venue, shapes.orderWithTrades, answer.body);
    const clientId = found[clientIdField];
    if (clientId !== null && clientId !== undefined) ids.remember({ clientId, venueOrderId: found.uuid, algo: false });
    return found;
  }

  async function open(): Promise<readonly shapes.KoreanOrder[]> {
    const all: shapes.KoreanOrder[] = [];
    for (let page = 1; ; page += 1) {
      const body = await reads.read({
        endpoint: endpoints.openOrders,
        params: { state: 'wait', page, limit: PAGE, order_by: 'asc' },
        cost: { default: 1 },
      });
      const got = shaped(venue, shapes.orders, body);
      all.push(...got);
      if (got.length < PAGE) return all;
    }
  }

  function clientIdOf(order: shapes.KoreanOrder): string {
    return order[clientIdField] ?? ids.clientIdOf(order.uuid) ?? order.uuid;
  }

  function venueOrder(order: shapes.KoreanOrder, clientId: string): VenueOrder | null {
    const symbol = symbolOfMarketId(venue, order.market);
    if (symbol === null) return null;
    const { uuid: venueOrderId, executed_volume: filledQuantity } = order;
    return { clientId, venueOrderId, symbol, state: stateOf(order), filledQuantity };
  }

  /** The venue takes a cancel as a wish and carries it out later: it is done when the order says so. */
  async function cancelBy(
    by: Readonly<Record<string, string>>,
    lookUp: Readonly<Record<string, string>>,
  ): Promise<CancelOutcome> {
    const answer = await orders.call({
      endpoint: endpoints.cancel,
      params: by,
      cost: { default: 1 },
      priority: urgency ?? 'cancel',
    });
    if (saysNoSuchOrder(answer)) return { outcome: 'not-open' };
    if (!answer.ok) {
      const { code, status, fault } = answer;
      const said = code ?? (status === null ? fault : `HTTP ${status}`);
      return { outcome: 'unknown', reason: reason('venue.cancel-unknown', { code: said }) };
    }
    for (let check = 0; check < CANCEL_CHECKS; check += 1) {
      if (check > 0) await sleep(CANCEL_CHECK_EVERY_MS);
      const found = await query(lookUp).catch(() => undefined);
      if (found === null || found?.state === 'done') return { outcome: 'not-open' };
      if (found?.state === 'cancel') return { outcome: 'canceled' };
    }
    return { outcome: 'unknown', reason: reason('venue.cancel-pending') };
  }

  async function rights(): Promise<KeyRights> {
    const body = await reads.read({ endpoint: endpoints.apiKeys, params: {}, cost: { default: 1 } });
    const keys = shaped(venue, shapes.apiKeys, body);
    const withdrawals = await reads.call({
      endpoint: endpoints.withdrawalChance,
      params: { currency: 'KRW' },
      cost: { default: 1 },
      priority: 'read',
    });
    const expiry = keys.flatMap(({ expire_at }) => expire_at ?? []);
    return {
      canTrade: null,
      // A key that may look at withdrawals is told from one that may make them by nothing that can be asked safely.
      canWithdraw: withdrawals.ok ? true : withdrawals.code === 'out_of_scope' ? false : null,
      ipBound: venue === 'upbit' ? true : null,
      // Other keys of the account are listed too: the first to end is the one to be told of.
      expiresAt: expiry.length === 0 ? null : Math.min(...expiry),
    };
  }

  return {
    abilities: venueAbilities(venue),
    async serverTime() {
      const answer = await reads.call({
        endpoint: endpoints.ticker,
        params: { markets: marketIdOf(venue, ALWAYS_LISTED) },
        cost: { ticker: 1 },
        priority: 'order',
      });
      if (!answer.ok) throw unavailable(venue, answer);
      const at = Date.parse(answer.headers.date ?? '');
      // The venue has no clock to ask; its answers carry whole seconds, which lie half a second back on average.
      if (!Number.isFinite(at)) throw new UnavailableError(`${venue} does not tell its time.`);
      return at + HALF_A_SECOND;
    },
    instruments: () => koreanInstruments(dialect, parts),
    async placement(intent) {
      const { request, clientId } = intent;
      ids.remember({ clientId, venueOrderId: null, algo: false });
      return {
        endpoint: endpoints.place,
        params: {
          market: marketIdOf(venue, request.symbol),
          side: request.side === 'buy' ? 'bid' : 'ask',
          ...(await sizeOf(intent)),
          [clientIdField]: clientId,
        },
        cost: { order: 1 },
        priority: urgency ?? 'order',
      };
    },
    placedId(body) {
      const fields =
        typeof body === 'object' && body !== null ? new Map<string, unknown>(Object.entries(body)) : new Map();
      const id: unknown = fields.get(dialect.placedIdField);
      if (typeof id !== 'string' || id === '') throw new UnavailableError(`${venue} acknowledged without an id.`);
      return id;
    },
    cancel(clientId) {
      const venueOrderId = ids.byClientId(clientId)?.venueOrderId ?? null;
      return venueOrderId === null
        ? cancelBy({ [clientIdField]: clientId }, { [clientIdField]: clientId })
        : cancelBy({ [dialect.cancelIdField]: venueOrderId }, { uuid: venueOrderId });
    },
    async cancelAll(symbol) {
      const listed = await open();
      for (const order of listed) {
        if (symbolOfMarketId(venue, order.market) !== symbol) continue;
        const outcome = await cancelBy({ [dialect.cancelIdField]: order.uuid }, { uuid: order.uuid });
        if (outcome.outcome === 'unknown') throw new UnavailableError(`${venue} did not confirm a cancel.`);
      }
    },
    amendment: async () => null,
    async findOrder(clientId, symbol) {
      const found = await query({ [clientIdField]: clientId });
      const order = found === null ? null : venueOrder(found, clientId);
      return order?.symbol === symbol ? order : null;
    },
    async openOrders() {
      return (await open()).flatMap((order) => venueOrder(order, clientIdOf(order)) ?? []);
    },
    async restingOrders(): Promise<readonly RestingOrder[]> {
      return (await open()).flatMap((order) => {
        const symbol = symbolOfMarketId(venue, order.market);
        if (symbol === null) return [];
        const side = order.side === 'bid' ? ('buy' as const) : ('sell' as const);
        return {
          symbol,
          venueOrderId: order.uuid,
          clientId: clientIdOf(order),
          side,
          protective: false,
          reduceOnly: false,
        };
      });
    },
    cancelResting: ({ venueOrderId }) => cancelBy({ [dialect.cancelIdField]: venueOrderId }, { uuid: venueOrderId }),
    async fillsOf(clientId) {
      const found = await query({ [clientIdField]: clientId });
      return found === null ? [] : fills.ofOrder(found, clientId);
    },
    fillsSince: (since) => fills.since(since, open),
    async account() {
      const body = await reads.read({ endpoint: endpoints.accounts, params: {}, cost: { default: 1 } });
      const held = shaped(venue, shapes.accounts, body).filter(
        ({ balance, locked }) => balance !== '0' || locked !== '0',
      );
      const balances = held.map(({ currency, balance: free, locked }) => ({ currency, free, locked }));
      return { at: now(), balances, positions: [] };
    },
    async clientIdOf(venueOrderId) {
      const found = await query({ uuid: venueOrderId });
      return found === null ? venueOrderId : clientIdOf(found);
    },
    fundingSince: async () => [],
    assertSettings: async () => null,
    keyRights: rights,
    settings: async () => ({ positionMode: null, leverage: [] }),
  };
}

function stateOf({ state, executed_volume }: shapes.KoreanOrder): VenueOrder['state'] {
  if (state === 'done') return 'FILLED';
  if (state === 'cancel') return 'CANCELED';
  return executed_volume === '0' ? 'OPEN' : 'PARTIAL';
}

function saysNoSuchOrder(answer: VenueAnswer): boolean {
  return !answer.ok && answer.status === 404 && answer.code === 'order_not_found';
}
