import { type Decimal, type DecimalText, decimal, decimalText, ZERO } from '../../domain/decimal.ts';
import type { Side } from '../../domain/order.ts';

/**
 * How far a paper fill may lie from what real money would have got, in quote currency: `low` (never above zero) if the
 * market had been unkind, `high` (never below) if it had been kind.
 */
export interface FillBand {
  readonly tradeId: string;
  readonly at: number;
  readonly low: DecimalText;
  readonly high: DecimalText;
}

/** The sum of bands. */
export interface PaperBand {
  readonly low: Decimal;
  readonly high: Decimal;
}

export const NO_BAND: PaperBand = { low: ZERO, high: ZERO };

export interface FillCircumstances {
  readonly side: Side;
  readonly liquidity: 'maker' | 'taker';
  readonly price: number;
  readonly quantity: number;
  /** Best price of the side taken from, when the order met the book. */
  readonly touch: number;
  /** The same when it was sent; null where no book was there. */
  readonly touchWhenSent: number | null;
  /** Of a maker: whether the fill would have come with everybody at our price before us. */
  readonly sure: boolean;
  /** What taking costs beyond making, as a fraction of price. */
  readonly takerSurchargeFraction: number;
}

/**
 * Kind: the whole order at the best price there was when it was sent or when it arrived, nobody before us in the queue.
 * Unkind: twice the impact, the market gone against us as far again as it went while the order travelled, and where
 * only luck in the queue filled us, a taker's price and fee instead.
 */
export function bandOf(fill: FillCircumstances): PaperBand {
  const sign = fill.side === 'buy' ? 1 : -1;
  const worse = fill.liquidity === 'maker' ? makerLoss(fill, sign) : takerLoss(fill, sign);
  const better = fill.liquidity === 'maker' ? 0 : takerGain(fill, sign);
  return { low: amount(-worse * fill.quantity), high: amount(better * fill.quantity) };
}

function takerLoss({ price, touch, touchWhenSent }: FillCircumstances, sign: number): number {
  const impact = Math.max(0, sign * (price - touch));
  const drift = touchWhenSent === null ? 0 : Math.abs(touch - touchWhenSent);
  return impact + drift;
}

function takerGain({ price, touch, touchWhenSent }: FillCircumstances, sign: number): number {
  const kindest = touchWhenSent === null ? touch : sign * Math.min(sign * touch, sign * touchWhenSent);
  return Math.max(0, sign * (price - kindest));
}

function makerLoss({ sure, price, touch, takerSurchargeFraction }: FillCircumstances, sign: number): number {
  if (sure) return 0;
  return Math.max(0, sign * (touch - price)) + price * takerSurchargeFraction;
}

/** Ten-millionths are far below any currency's smallest part. */
function amount(value: number): Decimal {
  const rounded = decimal(value.toFixed(10));
  return rounded.isZero() ? ZERO : rounded;
}

/** Returns the sum of the bands of a time span. */
export function sumOf(bands: readonly FillBand[], since: number, until = Number.POSITIVE_INFINITY): PaperBand {
  return bands
    .filter(({ at }) => at >= since && at < until)
    .reduce(
      (sum, band) => ({ low: sum.low.plus(decimal(band.low)), high: sum.high.plus(decimal(band.high)) }),
      NO_BAND,
    );
}

/** Returns a band as it is kept. */
export function keptBand(tradeId: string, at: number, { low, high }: PaperBand): FillBand {
  return { tradeId, at, low: decimalText(low), high: decimalText(high) };
}
