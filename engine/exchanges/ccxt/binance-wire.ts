import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import { baseOf } from '../../domain/instrument.ts';
import type { OrderIntent, OrderRequest } from '../../domain/order.ts';
import type { VenueOrder } from '../../ports/execution.ts';
import { BINANCE_ORDER_WINDOW_MS } from '../venues/venue-abilities.ts';
import type { VenueName } from '../venues/venue-name.ts';
import { marketIdOf, symbolOfMarketId } from '../venues/venue-symbols.ts';
import type { BinanceAlgoOrder, BinanceOrder, ListedMarket } from './binance-shapes.ts';

type Params = Readonly<Record<string, string | number>>;

/** Whether Binance keeps this order with its conditional ones. */
export function isAlgo({ type }: Pick<OrderRequest, 'type'>): boolean {
  return type === 'stop-market' || type === 'take-profit-market';
}

/** Returns the fields of a spot order. Spot knows no reduce-only: a sell there can only reduce. */
export function spotOrder({ request, clientId }: OrderIntent): Params {
  const { side, quantity, symbol, triggerPrice } = request;
  return {
    symbol: marketIdOf('binance', symbol),
    side: side.toUpperCase(),
    ...spotType(request),
    quantity,
    ...(triggerPrice === null ? {} : { stopPrice: triggerPrice }),
    newClientOrderId: clientId,
    newOrderRespType: 'RESULT',
    recvWindow: BINANCE_ORDER_WINDOW_MS,
  };
}

function spotType({ type, price, timeInForce = 'GTC' }: OrderRequest): Params {
  switch (type) {
    case 'market':
      return { type: 'MARKET' };
    case 'stop-market':
      return { type: 'STOP_LOSS' };
    case 'take-profit-market':
      return { type: 'TAKE_PROFIT' };
    case 'limit':
      return timeInForce === 'post-only'
        ? { type: 'LIMIT_MAKER', price: price ?? '' }
        : { type: 'LIMIT', price: price ?? '', timeInForce };
  }
}

/** Returns the fields of a futures order of the regular book. */
export function futuresOrder({ request, clientId }: OrderIntent): Params {
  const { side, quantity, symbol, type, price, reduceOnly, timeInForce = 'GTC' } = request;
  return {
    symbol: marketIdOf('binanceusdm', symbol),
    side: side.toUpperCase(),
    type: type === 'limit' ? 'LIMIT' : 'MARKET',
    quantity,
    ...(type === 'limit' ? { price: price ?? '', timeInForce: timeInForce === 'post-only' ? 'GTX' : timeInForce } : {}),
    ...(reduceOnly ? { reduceOnly: 'true' } : {}),
    newClientOrderId: clientId,
    newOrderRespType: 'RESULT',
    recvWindow: BINANCE_ORDER_WINDOW_MS,
  };
}

/** Returns the fields of a stop or take-profit: since 2025-12-09 those go to the algo orders. */
export function futuresAlgoOrder({ request, clientId }: OrderIntent): Params {
  const { side, quantity, symbol, type, triggerPrice, reduceOnly, closePosition } = request;
  const size: Params =
    closePosition === true ? { closePosition: 'true' } : { quantity, ...(reduceOnly ? { reduceOnly: 'true' } : {}) };
  return {
    algoType: 'CONDITIONAL',
    symbol: marketIdOf('binanceusdm', symbol),
    side: side.toUpperCase(),
    type: type === 'stop-market' ? 'STOP_MARKET' : 'TAKE_PROFIT_MARKET',
    ...size,
    triggerPrice: triggerPrice ?? '',
    workingType: 'CONTRACT_PRICE',
    clientAlgoId: clientId,
    recvWindow: BINANCE_ORDER_WINDOW_MS,
  };
}

/** Returns the venue's order in our words. */
export function venueOrder(venue: VenueName, order: BinanceOrder, clientId: string): VenueOrder | null {
  const symbol = symbolOfMarketId(venue, order.symbol);
  if (symbol === null) return null;
  const { executedQty: filledQuantity, orderId: venueOrderId } = order;
  return { clientId, venueOrderId, symbol, state: stateOf(order.status, filledQuantity), filledQuantity };
}

/** Returns a conditional order that has not become another one yet, as it stands at the venue's time `at`. */
export function waitingOrder(order: BinanceAlgoOrder, at: number): VenueOrder | null {
  const symbol = symbolOfMarketId('binanceusdm', order.symbol);
  if (symbol === null) return null;
  const { clientAlgoId: clientId, algoId: venueOrderId } = order;
  return { clientId, venueOrderId, symbol, state: isWaiting(order, at) ? 'OPEN' : 'CANCELED', filledQuantity: '0' };
}

const WAITING: ReadonlySet<string> = new Set(['NEW', 'WORKING', 'ACCEPTED']);
const ON_ITS_WAY: ReadonlySet<string> = new Set(['TRIGGERING', 'TRIGGERED']);
/** So long may a triggered order take to become one of the book. */
const TRIGGERED_WITHIN_MS = 5_000;

/**
 * Whether a conditional order still waits for its price or is on its way into the book. Some stay there for a day and
 * cannot be cancelled: they guard nothing, and whoever counts on them must act.
 */
export function isWaiting({ algoStatus, triggerTime, updateTime }: BinanceAlgoOrder, at: number): boolean {
  if (WAITING.has(algoStatus)) return true;
  if (!ON_ITS_WAY.has(algoStatus)) return false;
  const triggeredAt = triggerTime || updateTime || at;
  return at - triggeredAt <= TRIGGERED_WITHIN_MS;
}

/** Whether a conditional order will never become another one. */
export function isOver({ algoStatus }: BinanceAlgoOrder): boolean {
  return !WAITING.has(algoStatus) && !ON_ITS_WAY.has(algoStatus);
}

function stateOf(status: string, filled: string): VenueOrder['state'] {
  if (status === 'FILLED') return 'FILLED';
  if (status === 'PARTIALLY_FILLED') return 'PARTIAL';
  if (status === 'NEW' || status === 'PENDING_NEW' || status === 'PENDING_CANCEL')
    return filled === '0' ? 'OPEN' : 'PARTIAL';
  return 'CANCELED';
}

const NO_GRID = '0.00000001';

/** Returns the markets of ours among those that the venue lists; one that it lists no more is left out. */
export function instrumentsOf(
  venue: VenueName,
  listed: readonly ListedMarket[],
  symbols: readonly InstrumentSymbol[],
  fees: (symbol: InstrumentSymbol) => { readonly maker: string; readonly taker: string },
): readonly Instrument[] {
  const perpetual = venue === 'binanceusdm';
  return symbols.flatMap((symbol): readonly Instrument[] => {
    const id = marketIdOf(venue, symbol);
    const market = listed.find((entry) => entry.symbol === id);
    if (market === undefined) return [];
    const filters = new Map(market.filters.map((entry) => [entry.filterType, entry]));
    const lot = filters.get('LOT_SIZE');
    const marketLot = filters.get('MARKET_LOT_SIZE');
    const notional = filters.get('NOTIONAL') ?? filters.get('MIN_NOTIONAL');
    const { maker, taker } = fees(symbol);
    const instrument: Instrument = {
      symbol,
      base: baseOf(symbol),
      quote: 'USDT',
      venue,
      kind: perpetual ? 'perpetual' : 'spot',
      tickSize: filters.get('PRICE_FILTER')?.tickSize ?? NO_GRID,
      lotSize: lot?.stepSize ?? NO_GRID,
      minNotional: notional?.minNotional ?? notional?.notional ?? '0',
      makerFeeFraction: maker,
      takerFeeFraction: taker,
      trading: market.status === 'TRADING',
      ...limit('minQuantity', lot?.minQty),
      ...limit('maxQuantity', lot?.maxQty),
      ...limit('maxMarketQuantity', marketLot?.maxQty),
    };
    return [instrument];
  });
}

/** Zero means that the venue sets no limit. */
function limit<Name extends string>(name: Name, value: string | undefined): { readonly [name in Name]?: string } {
  const fields: { [name in Name]?: string } = {};
  if (value !== undefined && value !== '0') fields[name] = value;
  return fields;
}
