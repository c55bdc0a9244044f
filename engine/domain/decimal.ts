import { Decimal as DecimalJs } from 'decimal.js';

const Exact = DecimalJs.clone({ precision: 60, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -40, toExpPos: 40 });

/** An exact decimal: anything owned, owed or sent (price, size, fee, balance in orders, fills and positions). */
export type Decimal = DecimalJs;

/** How a Decimal travels: plain digits, no exponent, no trailing zeros. */
export type DecimalText = string;

const PLAIN_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;

/** Returns the exact value of plain decimal text; throws RangeError on exponents, NaN, Infinity and anything else. */
export function decimal(text: DecimalText | Decimal): Decimal {
  if (typeof text !== 'string') return text;
  if (!PLAIN_NUMBER.test(text)) throw new RangeError(`not a plain decimal number: ${text.slice(0, 40)}`);
  return new Exact(text);
}

export const ZERO: Decimal = new Exact(0);

/** The bridge from estimates to money: rounds down in magnitude to a multiple of `step` (a tick or a lot). */
export function decimalFromEstimate(estimate: number, step: DecimalText): Decimal {
  if (!Number.isFinite(estimate)) throw new RangeError('an estimate that becomes money must be finite');
  return roundDownTo(new Exact(estimate), step);
}

/** The bridge from money to estimates, for ratios, risk figures and charts. */
export function estimateOf(value: Decimal | DecimalText): number {
  return Number(value);
}

/** Returns `value` cut towards zero to a multiple of `step`. Sizes round down, never up. */
export function roundDownTo(value: Decimal, step: DecimalText): Decimal {
  const unit = new Exact(step);
  return value.div(unit).trunc().times(unit);
}

/** Returns `value` rounded to the nearest multiple of `step`, ties to even: for prices, which have no safe side. */
export function roundToTick(value: Decimal, step: DecimalText): Decimal {
  const unit = new Exact(step);
  return value.div(unit).toDecimalPlaces(0).times(unit);
}

/** Returns the wire and journal form: plain digits, `parse(format(x)) = x`. */
export function decimalText(value: Decimal): DecimalText {
  return value.isZero() ? '0' : value.toFixed();
}
