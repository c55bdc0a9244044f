import type { Decimal } from './decimal.ts';
import { decimal, ZERO } from './decimal.ts';
import type { Fill } from './fill.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { Direction } from './signal.ts';

/** An open position in one instrument, folded from fills at average cost. */
export interface Position {
  readonly symbol: InstrumentSymbol;
  readonly direction: Direction;
  /** Base quantity, always above zero. */
  readonly quantity: Decimal;
  /** Sum of price × quantity of what is still held: `cost / quantity` is the average entry price. */
  readonly cost: Decimal;
  readonly openedAt: number;
  readonly entryDecisionId: string;
  /** Fees of the whole life of the position so far, entry and partial exits. */
  readonly fees: Decimal;
  /** Gross profit of the parts already closed. */
  readonly realised: Decimal;
  /** Base quantity opened and closed over its life, with the money that flowed, for the closed trade's averages. */
  readonly openedQuantity: Decimal;
  readonly openedNotional: Decimal;
  readonly closedQuantity: Decimal;
  readonly closedNotional: Decimal;
}

/** More than price and quantity have together on any venue's grid, so that only quotients are cut. */
const COST_DECIMALS = 20;

export interface FillEffect {
  readonly position: Position | null;
  /** Set when this fill brought the position to zero (or through it). */
  readonly closed: Position | null;
  /** Gross profit realised by this fill. */
  readonly realised: Decimal;
}

/**
 * Returns what a fill makes of a position. A fill larger than the position closes it and opens the rest on the other
 * side; its fee then belongs wholly to the part that closed.
 */
export function applyFill(position: Position | null, fill: Fill, decisionId: string): FillEffect {
  const quantity = decimal(fill.quantity);
  const price = decimal(fill.price);
  const fee = decimal(fill.fee);
  const direction: Direction = fill.side === 'buy' ? 'long' : 'short';
  if (position === null) {
    return { position: openPosition(fill, direction, quantity, price, fee, decisionId), closed: null, realised: ZERO };
  }
  if (position.direction === direction) {
    return { position: addTo(position, quantity, price, fee), closed: null, realised: ZERO };
  }
  return reduce(position, fill, quantity, price, fee, decisionId);
}

function openPosition(
  fill: Fill,
  direction: Direction,
  quantity: Decimal,
  price: Decimal,
  fees: Decimal,
  entryDecisionId: string,
): Position {
  const notional = price.times(quantity);
  return {
    symbol: fill.symbol,
    direction,
    quantity,
    cost: notional,
    openedAt: fill.at,
    entryDecisionId,
    fees,
    realised: ZERO,
    openedQuantity: quantity,
    openedNotional: notional,
    closedQuantity: ZERO,
    closedNotional: ZERO,
  };
}

function addTo(position: Position, quantity: Decimal, price: Decimal, fee: Decimal): Position {
  const notional = price.times(quantity);
  return {
    ...position,
    quantity: position.quantity.plus(quantity),
    cost: position.cost.plus(notional),
    fees: position.fees.plus(fee),
    openedQuantity: position.openedQuantity.plus(quantity),
    openedNotional: position.openedNotional.plus(notional),
  };
}

function reduce(
  position: Position,
  fill: Fill,
  quantity: Decimal,
  price: Decimal,
  fee: Decimal,
  decisionId: string,
): FillEffect {
  const closing = quantity.lessThan(position.quantity) ? quantity : position.quantity;
  const closesAll = closing.equals(position.quantity);
  const proceeds = price.times(closing);
  // Taking the whole remaining cost at the end, and cutting the parts before it to a fixed decimal place, keeps the sum
  // of realised profits exact: an endless quotient would be rounded again, differently, in every sum it enters.
  const costOfPart = closesAll
    ? position.cost
    : position.cost.times(closing).div(position.quantity).toDecimalPlaces(COST_DECIMALS);
  const realised = position.direction === 'long' ? proceeds.minus(costOfPart) : costOfPart.minus(proceeds);
  const reduced: Position = {
    ...position,
    quantity: position.quantity.minus(closing),
    cost: position.cost.minus(costOfPart),
    fees: position.fees.plus(fee),
    realised: position.realised.plus(realised),
    closedQuantity: position.closedQuantity.plus(closing),
    closedNotional: position.closedNotional.plus(proceeds),
  };
  if (!closesAll) return { position: reduced, closed: null, realised };
  const rest = quantity.minus(closing);
  const direction: Direction = fill.side === 'buy' ? 'long' : 'short';
  const reversed = rest.isZero() ? null : openPosition(fill, direction, rest, price, ZERO, decisionId);
  return { position: reversed, closed: reduced, realised };
}

/** Returns the average entry price of what is still held, in quote currency per unit. */
export function averageEntryPrice(position: Position): Decimal {
  return position.cost.div(position.quantity);
}

/** Returns the unrealised gross profit at `price`, in quote currency. */
export function unrealisedProfit(position: Position, price: Decimal): Decimal {
  const value = price.times(position.quantity);
  return position.direction === 'long' ? value.minus(position.cost) : position.cost.minus(value);
}
