import type { Decimal } from './decimal.ts';
import { decimal, decimalText, ZERO } from './decimal.ts';
import type { Fill } from './fill.ts';
import type { InstrumentSymbol } from './instrument.ts';
import { baseOf, isPerpetual, quoteOf } from './instrument.ts';
import type { FillEffect, Position } from './position.ts';
import { applyFill, unrealisedProfit } from './position.ts';

/**
 * What the account owns, folded from fills. `cash` is a plain ledger of quote currency: a buy takes price × quantity
 * out, a sell puts it in, fees go out, funding goes in or out; so start + flows − fees + funding = cash holds to the
 * last decimal, and equity = cash + value of what is held (negative for a short).
 */
export interface Portfolio {
  readonly startingCash: Decimal;
  readonly cash: Decimal;
  readonly positions: ReadonlyMap<InstrumentSymbol, Position>;
  readonly realised: Decimal;
  /** In quote currency; a fee that was taken in coins counts at the price of its own fill. */
  readonly fees: Decimal;
  /** What funding brought (above zero) or took, in quote currency. */
  readonly funding: Decimal;
  /** What came (above zero) and went in any third currency, such as fees paid in BNB: never mixed into cash. */
  readonly others: ReadonlyMap<string, Decimal>;
  /** What was left of a position and is too small to sell, kept at its cost. */
  readonly dust: ReadonlyMap<InstrumentSymbol, Dust>;
}

/** A remainder below what the venue trades. */
export interface Dust {
  readonly quantity: Decimal;
  readonly cost: Decimal;
}

/** The last price of a symbol as money, or null when none is known. */
export type PriceOf = (symbol: InstrumentSymbol) => Decimal | null;

export function emptyPortfolio(startingCash: Decimal): Portfolio {
  return {
    startingCash,
    cash: startingCash,
    positions: new Map(),
    realised: ZERO,
    fees: ZERO,
    funding: ZERO,
    others: new Map(),
    dust: new Map(),
  };
}

/** Returns the portfolio after a fill, and what the fill did to the position in its symbol. */
export function foldFill(
  portfolio: Portfolio,
  fill: Fill,
  decisionId: string,
): { portfolio: Portfolio; effect: FillEffect } {
  const notional = decimal(fill.price).times(decimal(fill.quantity));
  const charged = chargeOf(fill);
  const effect = applyFill(portfolio.positions.get(fill.symbol) ?? null, charged.fill, decisionId);
  const positions = new Map(portfolio.positions);
  if (effect.position === null) positions.delete(fill.symbol);
  else positions.set(fill.symbol, effect.position);
  const flow = fill.side === 'buy' ? notional.negated() : notional;
  return {
    portfolio: {
      ...portfolio,
      cash: portfolio.cash.plus(flow).minus(charged.cash),
      positions,
      realised: portfolio.realised.plus(effect.realised),
      fees: portfolio.fees.plus(decimal(charged.fill.fee)),
      others: charged.other.isZero() ? portfolio.others : moved(portfolio.others, fill.feeCurrency, charged.other),
    },
    effect,
  };
}

/** What fills cost: in quote currency, and besides in each third currency, such as BNB, whose price nobody noted. */
export interface FeesPaid {
  readonly quote: Decimal;
  readonly others: ReadonlyMap<string, Decimal>;
}

/** Returns the fees of fills; one that was taken in coins counts at the price of its own fill. */
export function feesPaid(fills: readonly Fill[]): FeesPaid {
  let quote = ZERO;
  let others: ReadonlyMap<string, Decimal> = new Map();
  for (const fill of fills) {
    const charged = chargeOf(fill);
    quote = quote.plus(decimal(charged.fill.fee));
    if (!charged.other.isZero()) others = moved(others, fill.feeCurrency, charged.other.negated());
  }
  return { quote, others };
}

/** What a fill costs, by the currency that it is taken in. `fill` is what it does to the position. */
function chargeOf(fill: Fill): { readonly fill: Fill; readonly cash: Decimal; readonly other: Decimal } {
  const fee = decimal(fill.fee);
  if (fee.isZero() || fill.feeCurrency === quoteOf(fill.symbol)) return { fill, cash: fee, other: ZERO };
  // A perpetual's position is a contract and no coins: a fee in BNB takes nothing off BNB/USDT:USDT.
  if (isPerpetual(fill.symbol) || fill.feeCurrency !== baseOf(fill.symbol)) {
    return { fill: { ...fill, fee: '0' }, cash: ZERO, other: fee.negated() };
  }
  // Taken from the coins: a buy brings less than it says, a sell takes more.
  const quantity = decimal(fill.quantity);
  const held = fill.side === 'buy' ? quantity.minus(fee) : quantity.plus(fee);
  const worth = decimalText(fee.times(decimal(fill.price)));
  return { fill: { ...fill, quantity: decimalText(held), fee: worth }, cash: ZERO, other: ZERO };
}

function moved(others: ReadonlyMap<string, Decimal>, currency: string, amount: Decimal): ReadonlyMap<string, Decimal> {
  return new Map(others).set(currency, (others.get(currency) ?? ZERO).plus(amount));
}

/** Returns the portfolio after a funding payment: cash where it is paid in quote currency, else that currency's own. */
export function foldFunding(
  portfolio: Portfolio,
  {
    symbol,
    amount,
    currency,
  }: { readonly symbol: InstrumentSymbol; readonly amount: string; readonly currency: string },
): Portfolio {
  const paid = decimal(amount);
  if (currency !== quoteOf(symbol)) return { ...portfolio, others: moved(portfolio.others, currency, paid) };
  return { ...portfolio, cash: portfolio.cash.plus(paid), funding: portfolio.funding.plus(paid) };
}

/** Returns the portfolio with a position set aside that is too small to sell; it is no position any more. */
export function foldDust(portfolio: Portfolio, symbol: InstrumentSymbol): Portfolio {
  const position = portfolio.positions.get(symbol);
  if (position === undefined) return portfolio;
  const positions = new Map(portfolio.positions);
  positions.delete(symbol);
  const before = portfolio.dust.get(symbol) ?? { quantity: ZERO, cost: ZERO };
  const quantity = before.quantity.plus(position.quantity);
  const dust = new Map(portfolio.dust).set(symbol, { quantity, cost: before.cost.plus(position.cost) });
  return { ...portfolio, positions, dust };
}

/** Returns cash plus the value of what is held; a position without a known price counts at its cost. */
export function equityOf(portfolio: Portfolio, priceOf: PriceOf): Decimal {
  let equity = portfolio.cash;
  for (const position of portfolio.positions.values()) {
    const price = priceOf(position.symbol);
    const value = price === null ? position.cost : price.times(position.quantity);
    equity = position.direction === 'long' ? equity.plus(value) : equity.minus(value);
  }
  for (const { cost } of portfolio.dust.values()) equity = equity.plus(cost);
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
