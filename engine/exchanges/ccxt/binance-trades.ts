import type { Fill } from '../../domain/fill.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { FillCursor, FillMoment } from '../../ports/execution.ts';
import { marketIdOf } from '../venues/venue-symbols.ts';
import { type BinanceTrade, orders as orderShapes, trades } from './binance-shapes.ts';
import { shaped } from './exact-json.ts';
import type { VenueClient } from './venue-client.ts';
import type { ProtocolParts } from './venue-protocol.ts';

const PAGE = 1_000;
/** So many are asked for one by one. */
const FEW = 3;
const OVERLAP_MS = 60_000;
const DAY_MS = 86_400_000;

/** How one of the two Binance markets lists an account's trades. */
export interface TradeListing {
  readonly endpoint: string;
  readonly weight: number;
  /** The longest stretch of time that one question may cover. */
  readonly windowMs: number;
  /** Whether a question without a place is answered with the newest trades however old; else with those of a window. */
  readonly tellsNewest: boolean;
  /** Lists orders from an id on, to learn many client ids at once. */
  readonly orders: { readonly endpoint: string; readonly weight: number };
  /** Client ids by the order that a conditional one became; null where there are none. */
  readonly becameOf: ((symbol: InstrumentSymbol) => Promise<ReadonlyMap<string, string>>) | null;
  /** Returns the client id of an order that this process has not seen. */
  clientIdOf(venueOrderId: string, symbol: InstrumentSymbol): Promise<string>;
}

type Parts = Pick<ProtocolParts, 'venue' | 'symbols' | 'fills' | 'ids' | 'now'> & {
  readonly reads: Pick<VenueClient, 'read'>;
};

/** Asks for the account's trades, page by page; a failed page fails the whole. */
export function binanceTrades(
  parts: Parts,
  { endpoint, weight, windowMs, tellsNewest, orders, becameOf, clientIdOf }: TradeListing,
) {
  const { venue, symbols, reads, fills, ids, now } = parts;

  async function page(symbol: InstrumentSymbol, params: Readonly<Record<string, string | number>>) {
    const body = await reads.read({
      endpoint,
      params: { symbol: marketIdOf(venue, symbol), limit: PAGE, ...params },
      cost: { weight },
    });
    return [...shaped(venue, trades, body)].sort((a, b) => Number(a.id) - Number(b.id));
  }

  async function fromId(symbol: InstrumentSymbol, id: string): Promise<readonly BinanceTrade[]> {
    const all: BinanceTrade[] = [];
    let next = id;
    for (;;) {
      const got = await page(symbol, { fromId: next });
      all.push(...got);
      const last = got.at(-1);
      if (last === undefined || got.length < PAGE) return all;
      next = String(BigInt(last.id) + 1n);
    }
  }

  /** By time up to the first trade, from there by id: a second with more than a page of trades loses none. */
  async function fromTime(symbol: InstrumentSymbol, at: number): Promise<readonly BinanceTrade[]> {
    for (let start = at; start <= now(); start += windowMs) {
      const [first] = await page(symbol, { startTime: Math.trunc(start), endTime: Math.trunc(start + windowMs - 1) });
      if (first !== undefined) return fromId(symbol, first.id);
    }
    return [];
  }

  /** A window at a time costs more the longer nothing was traded; one page tells most accounts all of it. */
  async function fromMoment(symbol: InstrumentSymbol, at: number): Promise<readonly BinanceTrade[]> {
    if (tellsNewest && now() - at > windowMs) {
      const newest = await page(symbol, {});
      const [oldest] = newest;
      if (oldest === undefined || newest.length < PAGE || oldest.time < at)
        return newest.filter(({ time }) => time >= at);
    }
    return fromTime(symbol, at);
  }

  async function fillOf(symbol: InstrumentSymbol, trade: BinanceTrade): Promise<Fill> {
    const buys = trade.isBuyer ?? trade.buyer ?? false;
    return fills.take({
      tradeId: trade.id,
      clientId: ids.clientIdOf(trade.orderId) ?? (await clientIdOf(trade.orderId, symbol)),
      venue,
      symbol,
      side: buys ? 'buy' : 'sell',
      quantity: trade.qty,
      price: trade.price,
      fee: trade.commission,
      feeCurrency: trade.commissionAsset,
      liquidity: (trade.isMaker ?? trade.maker) ? 'maker' : 'taker',
      at: trade.time,
    });
  }

  /** Trades name only the venue's order ids: whose they are is asked for by the page, not one by one. */
  async function learnOwners(symbol: InstrumentSymbol, listed: readonly BinanceTrade[]): Promise<void> {
    const ordered = [...new Set(listed.map(({ orderId }) => orderId))].sort((a, b) => Number(a) - Number(b));
    const unknown = () => ordered.filter((id) => ids.clientIdOf(id) === null);
    if (unknown().length <= FEW) return;
    const became = (await becameOf?.(symbol)) ?? new Map<string, string>();
    for (let left = unknown(); left.length > FEW; ) {
      const params = { symbol: marketIdOf(venue, symbol), orderId: left[0], limit: PAGE };
      const body = await reads.read({ endpoint: orders.endpoint, params, cost: { weight: orders.weight } });
      for (const { orderId, clientOrderId } of shaped(venue, orderShapes, body))
        ids.link(orderId, became.get(orderId) ?? ids.clientIdOf(orderId) ?? clientOrderId);
      const still = unknown();
      // A page that taught nothing: the venue lists these no more, and each is asked for by itself.
      if (still.length === left.length) return;
      left = still;
    }
  }

  async function fillsFrom(symbol: InstrumentSymbol, listed: readonly BinanceTrade[]): Promise<readonly Fill[]> {
    await learnOwners(symbol, listed);
    const found: Fill[] = [];
    for (const trade of listed) found.push(await fillOf(symbol, trade));
    return found;
  }

  return {
    /** Fills of one order of the book. */
    async ofOrder(venueOrderId: string, symbol: InstrumentSymbol): Promise<readonly Fill[]> {
      return fills.sorted(await fillsFrom(symbol, await page(symbol, { orderId: venueOrderId })));
    },
    async since(since: FillCursor | FillMoment | null): Promise<readonly Fill[]> {
      const listed: Fill[] = [];
      const asked = since === null || since.tradeId === null ? symbols : [...symbols, since.symbol];
      for (const symbol of new Set(asked)) listed.push(...(await fillsFrom(symbol, await listedSince(symbol, since))));
      return fills.after(listed, since);
    },
  };

  async function listedSince(symbol: InstrumentSymbol, since: FillCursor | FillMoment | null) {
    if (since === null) return fromId(symbol, '0');
    if (since.tradeId === null) return fromMoment(symbol, since.at);
    return since.symbol === symbol ? fromCursor(symbol, since) : fromMoment(symbol, since.at - OVERLAP_MS);
  }

  async function fromCursor(symbol: InstrumentSymbol, { tradeId }: FillCursor): Promise<readonly BinanceTrade[]> {
    // The venue's trade ids are numbers; another one is of another venue and is told to be unknown.
    return /^\d+$/.test(tradeId) ? fromId(symbol, tradeId) : [];
  }
}

export const SPOT_TRADE_WINDOW_MS = DAY_MS;
export const FUTURES_TRADE_WINDOW_MS = 7 * DAY_MS;
