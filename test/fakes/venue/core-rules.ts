import type { Decimal } from '../../../engine/domain/decimal.ts';
import { decimal, ZERO } from '../../../engine/domain/decimal.ts';
import type { Accounts } from './core-accounts.ts';
import type { PriceBook } from './core-book.ts';
import { within } from './core-book.ts';
import type {
  CoreAccount,
  CoreMarket,
  CoreOptions,
  CoreOrder,
  NewOrder,
  PositionSide,
  RefusalCode,
} from './core-types.ts';

/** A wish read: numbers are numbers and the defaults are filled in. */
export interface ReadOrder {
  readonly market: CoreMarket;
  readonly account: CoreAccount;
  readonly quantity: Decimal;
  readonly quoteAmount: Decimal | null;
  readonly price: Decimal | null;
  readonly triggerPrice: Decimal | null;
  readonly positionSide: PositionSide;
  /** What would be locked on spot, and in which currency. */
  readonly lock: Decimal;
  readonly lockedCurrency: string;
}

export interface RuleWorld {
  readonly options: CoreOptions;
  readonly accounts: Accounts;
  readonly book: PriceBook;
  readonly lastPrice: Decimal;
  readonly openOrders: readonly CoreOrder[];
  /** Margin that the account could still use, in the quote currency. */
  availableMargin(): Decimal;
}

/** Returns why a venue refuses an order, or the order as it reads it. Client ids are not its matter. */
export function readOrder(
  wish: NewOrder,
  market: CoreMarket,
  account: CoreAccount,
  world: RuleWorld,
): RefusalCode | ReadOrder {
  if (!account.canTrade && wish.memo?.byHand === undefined) return 'cannot-trade';
  if (!market.trading) return 'halted';
  const positionSide = wish.positionSide ?? 'BOTH';
  if (market.kind === 'perpetual' && account.hedgeMode !== (positionSide !== 'BOTH')) return 'position-side';

  const price = wish.price ? decimal(wish.price) : null;
  const triggerPrice = wish.triggerPrice ? decimal(wish.triggerPrice) : null;
  const quantity = wish.quantity ? decimal(wish.quantity) : ZERO;
  const quoteAmount = wish.quoteAmount ? decimal(wish.quoteAmount) : null;
  const wantsPrice = wish.type === 'limit' || wish.type.endsWith('-limit');
  if (wantsPrice && price === null) return 'price-missing';
  if (wish.type !== 'market' && wish.type !== 'limit' && triggerPrice === null) return 'price-missing';

  const grid = gridRefusal({
    market,
    quantity,
    price,
    triggerPrice,
    measured: quoteAmount === null && wish.closePosition !== true,
  });
  if (grid !== null) return grid;
  const reference = price ?? triggerPrice ?? world.lastPrice;
  const notional = quoteAmount ?? quantity.times(reference);
  const mayBeSmall = market.kind === 'perpetual' && (wish.reduceOnly === true || wish.closePosition === true);
  if (!mayBeSmall && notional.lt(market.filters.minNotional)) return 'min-notional';

  const lock = lockOf(wish, market, { quantity, quoteAmount, price, triggerPrice, options: world.options });
  const order: ReadOrder = { market, account, quantity, quoteAmount, price, triggerPrice, positionSide, ...lock };
  return stopRefusal(wish, order, world) ?? moneyRefusal(wish, order, world) ?? order;
}

/** Returns why prices and sizes do not fit the venue's grid, or null. */
export function gridRefusal(order: {
  readonly market: CoreMarket;
  readonly quantity: Decimal;
  readonly price: Decimal | null;
  readonly triggerPrice: Decimal | null;
  readonly measured: boolean;
}): RefusalCode | null {
  const { market, quantity } = order;
  for (const price of [order.price, order.triggerPrice]) {
    if (price === null) continue;
    if (price.lte(0) || !price.mod(market.tickAt?.(price) ?? market.filters.tickSize).isZero()) return 'tick-size';
  }
  if (!order.measured) return null;
  if (quantity.lt(market.filters.minQuantity) || quantity.lte(0)) return 'min-quantity';
  if (quantity.gt(market.filters.maxQuantity)) return 'max-quantity';
  return quantity.mod(market.filters.lotSize).isZero() ? null : 'lot-size';
}

/** Returns whether `last` has reached a trigger. */
export function triggers(
  order: { readonly type: string; readonly side: string; readonly triggerPrice: Decimal | null },
  last: Decimal,
): boolean {
  if (order.triggerPrice === null) return false;
  const isStop = order.type.startsWith('stop');
  const upwards = isStop === (order.side === 'buy');
  return upwards ? last.gte(order.triggerPrice) : last.lte(order.triggerPrice);
}

/** Returns how much a reduce-only order may still do: zero where there is nothing to reduce. */
export function reducible(
  accounts: Accounts,
  order: {
    readonly account: string;
    readonly symbol: string;
    readonly positionSide: PositionSide;
    readonly side: string;
  },
): Decimal {
  const { quantity } = accounts.position(order.account, order.symbol, order.positionSide);
  const reduces = order.side === 'buy' ? quantity.isNeg() : quantity.gt(0);
  return reduces ? quantity.abs() : ZERO;
}

function lockOf(
  wish: NewOrder,
  market: CoreMarket,
  order: {
    readonly quantity: Decimal;
    readonly quoteAmount: Decimal | null;
    readonly price: Decimal | null;
    readonly triggerPrice: Decimal | null;
    readonly options: CoreOptions;
  },
): { readonly lock: Decimal; readonly lockedCurrency: string } {
  if (market.kind === 'perpetual') return { lock: ZERO, lockedCurrency: market.quote };
  if (wish.side === 'sell')
    return { lock: wish.type === 'market' ? ZERO : order.quantity, lockedCurrency: market.base };
  const cost = wish.type === 'market' ? ZERO : order.quantity.times(order.price ?? order.triggerPrice ?? ZERO);
  const withFee = order.options.locksFee ? cost.plus(cost.times(market.takerFee)) : cost;
  return { lock: withFee, lockedCurrency: market.quote };
}

function stopRefusal(wish: NewOrder, order: ReadOrder, world: RuleWorld): RefusalCode | null {
  if (wish.type === 'market' || wish.type === 'limit') return null;
  if (triggers({ ...order, type: wish.type, side: wish.side }, world.lastPrice)) return 'would-trigger';
  const twin = world.openOrders.some(
    (open) =>
      open.closePosition &&
      open.symbol === wish.symbol &&
      open.side === wish.side &&
      open.type === wish.type &&
      open.positionSide === order.positionSide,
  );
  return wish.closePosition === true && twin ? 'close-position-exists' : null;
}

function moneyRefusal(wish: NewOrder, order: ReadOrder, world: RuleWorld): RefusalCode | null {
  if (order.market.kind === 'perpetual') return marginRefusal(wish, order, world);
  const free = (currency: string) => world.accounts.balance(wish.account, currency).free;
  if (wish.type !== 'market') return free(order.lockedCurrency).lt(order.lock) ? 'insufficient-funds' : null;
  if (wish.side === 'sell') return free(order.market.base).lt(order.quantity) ? 'insufficient-funds' : null;
  const cost = order.quoteAmount ?? costOf(world.book.reachable('buy', null, wish.account), order.quantity);
  const fee = world.options.feeIn === 'quote' ? cost.times(order.market.takerFee) : ZERO;
  return free(order.market.quote).lt(cost.plus(fee)) ? 'insufficient-funds' : null;
}

function marginRefusal(wish: NewOrder, order: ReadOrder, world: RuleWorld): RefusalCode | null {
  const can = reducible(world.accounts, {
    account: wish.account,
    symbol: wish.symbol,
    positionSide: order.positionSide,
    side: wish.side,
  });
  const waits = wish.type !== 'market' && wish.type !== 'limit';
  if (wish.closePosition === true || (waits && wish.reduceOnly === true)) return null;
  if (wish.reduceOnly === true) return can.isZero() ? 'reduce-only' : null;
  const closesLeg =
    (order.positionSide === 'LONG' && wish.side === 'sell') || (order.positionSide === 'SHORT' && wish.side === 'buy');
  if (closesLeg) return order.quantity.gt(can) && !waits ? 'reduce-only' : null;
  if (waits) return null;
  const opening = order.quantity.minus(can);
  if (opening.lte(0)) return null;
  const leverage = world.accounts.leverageOf(order.account, wish.symbol);
  const needed = opening.times(order.price ?? world.lastPrice).div(leverage);
  return needed.gt(world.availableMargin()) ? 'insufficient-margin' : null;
}

/** What a market buy of `quantity` would cost. */
export function costOf(levels: ReturnType<PriceBook['reachable']>, quantity: Decimal): Decimal {
  let [left, cost] = [quantity, ZERO];
  for (const level of levels) {
    const taken = level.quantity.lt(left) ? level.quantity : left;
    cost = cost.plus(taken.times(level.price));
    left = left.minus(taken);
  }
  return cost;
}

/** Returns whether an order would take at once. */
export function crosses(book: PriceBook, side: 'buy' | 'sell', price: Decimal): boolean {
  const best = book.best(side === 'buy' ? 'sell' : 'buy');
  return best !== null && within(side, best, price);
}
