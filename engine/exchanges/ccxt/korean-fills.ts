import { type Decimal, decimal, decimalText } from '../../domain/decimal.ts';
import type { Fill } from '../../domain/fill.ts';
import type { FillCursor, FillMoment } from '../../ports/execution.ts';
import { symbolOfMarketId } from '../venues/venue-symbols.ts';
import { shaped, total } from './exact-json.ts';
import { forgetOldest } from './forget-oldest.ts';
import type { KoreanDialect } from './korean-dialect.ts';
import * as shapes from './korean-shapes.ts';
import { KEPT_IDS } from './order-ids.ts';
import type { VenueClient } from './venue-client.ts';
import type { ProtocolParts } from './venue-protocol.ts';

const DAY_MS = 86_400_000;
/** The longest stretch that one question may cover; also how long before the cursor a filled order may have been placed. */
const WINDOW_MS = 7 * DAY_MS;
/** How far back a question without a cursor goes. */
const LOOKBACK_MS = 28 * DAY_MS;
/** How far our clock may lie behind the venue's without a question ending before what it is asked about. */
const AHEAD_MS = 3_600_000;
const CLOSED_PAGE = 1_000;
const STATE_PAGE = 100;
const FEE_DECIMALS = 8;

type Parts = Pick<ProtocolParts, 'fills' | 'ids' | 'now'> & { readonly reads: Pick<VenueClient, 'read'> };

/** The Korean venues list trades only order by order: orders of a time are listed, and each that filled is asked for. */
export function koreanFills(dialect: KoreanDialect, { reads, fills, ids, now }: Parts) {
  const { venue, endpoints, clientIdField } = dialect;
  /** What an ended order filled never changes again. */
  const ended = new Map<string, readonly Fill[]>();

  function ofOrder(order: shapes.KoreanOrderWithTrades, clientId: string): readonly Fill[] {
    const symbol = symbolOfMarketId(venue, order.market);
    if (symbol === null) return [];
    const fees = feesOf(order, clientId, symbol);
    const told = order.trades.map((trade, index): Fill => {
      const liquidity = order.time_in_force === 'post_only' ? 'maker' : 'taker';
      return fills.take({
        tradeId: trade.uuid,
        clientId,
        venue,
        symbol,
        side: order.side === 'bid' ? 'buy' : 'sell',
        quantity: trade.volume,
        price: trade.price,
        fee: fees[index] ?? '0',
        feeCurrency: 'KRW',
        liquidity,
        at: trade.created_at,
      });
    });
    return fills.sorted(told);
  }

  /** The venue tells one fee for the whole order: what is not yet assigned is shared by worth, the last taking the rest. */
  function feesOf(order: shapes.KoreanOrderWithTrades, clientId: string, symbol: string): readonly string[] {
    const isNew = (trade: shapes.KoreanTrade) => !fills.has({ symbol, tradeId: trade.uuid });
    const left = decimal(order.paid_fee).minus(fills.feesOf(clientId));
    const news = order.trades.filter(isNew);
    const worthOf = (trade: shapes.KoreanTrade) => decimal(trade.price).times(decimal(trade.volume));
    const worth = news.reduce<Decimal>((sum, trade) => sum.plus(worthOf(trade)), decimal('0'));
    const share = left.isNegative() ? decimal('0') : left;
    const parts: string[] = [];
    for (const trade of order.trades) {
      const last = trade === news.at(-1);
      const rest = share.minus(total(parts));
      const own = worth.isZero()
        ? decimal('0')
        : share.times(worthOf(trade)).div(worth).toDecimalPlaces(FEE_DECIMALS, 1);
      parts.push(isNew(trade) ? decimalText(last ? rest : own) : '0');
    }
    return parts;
  }

  async function ofListed(order: shapes.KoreanOrder): Promise<readonly Fill[]> {
    if (order.executed_volume === '0' || symbolOfMarketId(venue, order.market) === null) return [];
    const known = ended.get(order.uuid);
    if (known !== undefined) return known;
    const body = await reads.read({ endpoint: endpoints.order, params: { uuid: order.uuid }, cost: { default: 1 } });
    const whole = shaped(venue, shapes.orderWithTrades, body);
    const clientId = whole[clientIdField] ?? ids.clientIdOf(order.uuid) ?? order.uuid;
    const found = ofOrder(whole, clientId);
    const complete = total(found.map(({ quantity }) => quantity)).equals(decimal(whole.executed_volume));
    if (complete && (whole.state === 'done' || whole.state === 'cancel')) ended.set(order.uuid, found);
    forgetOldest(ended, KEPT_IDS);
    return found;
  }

  async function closedSince(at: number): Promise<readonly shapes.KoreanOrder[]> {
    return dialect.closedByTime
      ? closedByTime(at)
      : [...(await closedByState('done', at)), ...(await closedByState('cancel', at))];
  }

  async function closedByTime(at: number): Promise<readonly shapes.KoreanOrder[]> {
    const found = new Map<string, shapes.KoreanOrder>();
    let start = Math.trunc(at);
    while (start <= now()) {
      const end = start + WINDOW_MS - 1;
      const params = { start_time: start, end_time: end, limit: CLOSED_PAGE, order_by: 'asc' };
      const body = await reads.read({ endpoint: endpoints.closedOrders, params, cost: { default: 1 } });
      const got = shaped(venue, shapes.orders, body);
      for (const order of got) found.set(order.uuid, order);
      const last = got.at(-1);
      // A full page is followed by what came after its last order, that second included.
      start = got.length < CLOSED_PAGE || last === undefined ? end + 1 : Math.max(last.created_at, start + 1);
    }
    return [...found.values()];
  }

  async function closedByState(state: string, at: number): Promise<readonly shapes.KoreanOrder[]> {
    const found: shapes.KoreanOrder[] = [];
    for (let page = 1; ; page += 1) {
      const params = { state, page, limit: STATE_PAGE, order_by: 'desc' };
      const body = await reads.read({ endpoint: endpoints.closedOrders, params, cost: { default: 1 } });
      const got = shaped(venue, shapes.orders, body);
      found.push(...got.filter(({ created_at }) => created_at >= at));
      if (got.length < STATE_PAGE || (got.at(-1)?.created_at ?? 0) < at) return found;
    }
  }

  async function listedFrom(at: number, open: () => Promise<readonly shapes.KoreanOrder[]>): Promise<readonly Fill[]> {
    // Open ones first: an order that ends between the two questions is then in both lists, not in none.
    const resting = await open();
    const closed = await closedSince(at);
    const listed = new Map([...resting, ...closed].map((order) => [order.uuid, order]));
    const inOrder = [...listed.values()].sort((a, b) => a.created_at - b.created_at);
    const found: Fill[] = [];
    for (const order of inOrder) found.push(...(await ofListed(order)));
    return found;
  }

  return {
    ofOrder,
    async since(
      since: FillCursor | FillMoment | null,
      open: () => Promise<readonly shapes.KoreanOrder[]>,
    ): Promise<readonly Fill[]> {
      const furthest = now() - LOOKBACK_MS;
      const from = since === null ? furthest : since.at + AHEAD_MS - WINDOW_MS;
      const found = await listedFrom(from, open);
      // Orders are listed by when they were placed: the one behind the cursor may have rested for longer than a week.
      const isCut = since !== null && since.tradeId !== null && !found.some((fill) => isSameTrade(fill, since));
      return fills.after(isCut && furthest < from ? await listedFrom(furthest, open) : found, since);
    },
  };
}

function isSameTrade(fill: Fill, { tradeId, symbol }: FillCursor): boolean {
  return fill.tradeId === tradeId && fill.symbol === symbol;
}
