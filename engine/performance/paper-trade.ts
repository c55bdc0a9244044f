import type { ScoreExit } from '../domain/approval-score.ts';
import type { DecimalText } from '../domain/decimal.ts';
import { decimal, decimalFromEstimate, decimalText, estimateOf } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import type { Direction } from '../domain/signal.ts';

/**
 * What is assumed to be lost on each side of a trade that was not made: the mean of the fill model for an order as
 * large as all that traded. What really happens to an order of a small account is mostly milder.
 */
export const PAPER_SLIPPAGE_FRACTION = 0.0005;

const PRICE_STEP: DecimalText = '0.000000000001';
const MONEY_PLACES = 8;

/** A trade that was not made, by its own plan. `entryPrice` is the price of the moment, before slippage. */
export interface PaperTrade {
  readonly symbol: InstrumentSymbol;
  readonly direction: Direction;
  readonly quantity: DecimalText;
  readonly entryPrice: DecimalText;
  readonly at: number;
  readonly stopPrice: DecimalText | null;
  readonly targetPrice: DecimalText | null;
  readonly trailDistance: DecimalText | null;
  readonly exitBy: number | null;
  readonly feeFraction: DecimalText;
}

export interface PaperExit {
  readonly exit: Extract<ScoreExit, 'stop' | 'target' | 'time'>;
  /** Before slippage. */
  readonly price: number;
}

export type PaperStep =
  | { readonly outcome: 'open'; readonly stop: number | null }
  | ({ readonly outcome: 'closed' } & PaperExit);

/** Returns where the stop of a paper trade stands before its first bar. */
export function firstStop({ stopPrice }: PaperTrade): number | null {
  return stopPrice === null ? null : estimateOf(stopPrice);
}

/**
 * Returns what a closed bar does to the trade. The order of prices within a bar is unknown: where stop and target both
 * lie in it, the stop counts; a bar that opens beyond the stop fills at its open. Time comes last, at the bar's close,
 * and a trailing stop moves after the bar.
 */
export function paperStep(trade: PaperTrade, stop: number | null, bar: Candle): PaperStep {
  const long = trade.direction === 'long';
  if (stop !== null && (long ? bar.low <= stop : bar.high >= stop)) {
    return { outcome: 'closed', exit: 'stop', price: long ? Math.min(stop, bar.open) : Math.max(stop, bar.open) };
  }
  const target = trade.targetPrice === null ? null : estimateOf(trade.targetPrice);
  if (target !== null && (long ? bar.high >= target : bar.low <= target)) {
    return { outcome: 'closed', exit: 'target', price: target };
  }
  if (trade.exitBy !== null && bar.closeTime >= trade.exitBy) {
    return { outcome: 'closed', exit: 'time', price: bar.close };
  }
  return { outcome: 'open', stop: trailed(trade, stop, bar) };
}

function trailed({ trailDistance, direction }: PaperTrade, stop: number | null, bar: Candle): number | null {
  if (trailDistance === null) return stop;
  const distance = estimateOf(trailDistance);
  const candidate = direction === 'long' ? bar.high - distance : bar.low + distance;
  if (stop === null) return candidate;
  return direction === 'long' ? Math.max(stop, candidate) : Math.min(stop, candidate);
}

/** Returns what the trade would have earned in quote currency: taker fees and the stated slippage on both sides. */
export function paperNet(trade: PaperTrade, exitPrice: number): DecimalText {
  const slip = decimal(String(PAPER_SLIPPAGE_FRACTION));
  const long = trade.direction === 'long';
  const worse = (price: DecimalText | number, buys: boolean) => {
    const exact = typeof price === 'number' ? decimalFromEstimate(price, PRICE_STEP) : decimal(price);
    return exact.times(buys ? slip.plus(1) : slip.negated().plus(1));
  };
  const entry = worse(trade.entryPrice, long);
  const exit = worse(exitPrice, !long);
  const move = long ? exit.minus(entry) : entry.minus(exit);
  const fees = entry.plus(exit).times(decimal(trade.feeFraction));
  return decimalText(move.minus(fees).times(decimal(trade.quantity)).toDecimalPlaces(MONEY_PLACES));
}
