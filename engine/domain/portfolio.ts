import type { Decimal } from './decimal.ts';
import { decimal, ZERO } from './decimal.ts';
import type { Fill } from './fill.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { FillEffect, Position } from './position.ts';
import { applyFill, unrealisedProfit } from './position.ts';

/**
 * What the account owns, folded from fills. `cash` is a plain ledger of quote currency: a buy takes price × quantity
 * out, a sell puts it in, fees go out; so start + flows − fees = cash holds to the last decimal, and
 * equity = cash + value of what is held (negative for a short).
 */
export interface Portfolio {
  readonly startingCash: Decimal;
  readonly cash: Decimal;
  readonly positions: ReadonlyMap<InstrumentSymbol, Position>;
  readonly realised: Decimal;
  readonly fees: Decimal;
}

/** The last price of a symbol as money, or null when none is known. */
export type PriceOf = (symbol: InstrumentSymbol) => Decimal | null;

export function emptyPortfolio(startingCash: Decimal): Portfolio {
  return { startingCash, cash: startingCash, positions: new Map(), realised: ZERO, fees: ZERO };
}

/** Returns the portfolio after a fill, and what the fill did to the position in its symbol. */
export function foldFill(
  portfolio: Portfolio,
  fill: Fill,
  decisionId: string,
): { portfolio: Portfolio; effect: FillEffect } {
  const notional = decimal(fill.price).times(decimal(fill.quantity));
  const fee = decimal(fill.fee);
  const effect = applyFill(portfolio.positions.get(fill.symbol) ?? null, fill, decisionId);
  const positions = new Map(portfolio.positions);
  if (effect.position === null) positions.delete(fill.symbol);
  else positions.set(fill.symbol, effect.position);
  const flow = fill.side === 'buy' ? notional.negated() : notional;
  return {
    portfolio: {
      startingCash: portfolio.startingCash,
      cash: portfolio.cash.plus(flow).minus(fee),
      positions,
      realised: portfolio.realised.plus(effect.realised),
      fees: portfolio.fees.plus(fee),
    },
    effect,
  };
}

/** Returns cash plus the value of what is held; a position without a known price counts at its cost. */
export function equityOf(portfolio: Portfolio, priceOf: PriceOf): Decimal {
  let equity = portfolio.cash;
  for (const position of portfolio.positions.values()) {
    const price = priceOf(position.symbol);
    const value = price === null ? position.cost : price.times(position.quantity);
    equity = position.direction === 'long' ? equity.plus(value) : equity.minus(value);
  }
  return equity;
}

/** Returns the sum of the absolute values of all positions, in quote currency. */
export function exposureOf(portfolio: Portfolio, priceOf: PriceOf): Decimal {
  let exposure = ZERO;
  for (const position of portfolio.positions.values()) {
    const price = priceOf(position.symbol);
    exposure = exposure.plus(price === null ? position.cost : price.times(position.quantity));
  }
  return exposure;
}

/** Returns the unrealised gross profit of all positions whose price is known. */
export function unrealisedOf(portfolio: Portfolio, priceOf: PriceOf): Decimal {
  let total = ZERO;
  for (const position of portfolio.positions.values()) {
    const price = priceOf(position.symbol);
    if (price !== null) total = total.plus(unrealisedProfit(position, price));
  }
  return total;
}
