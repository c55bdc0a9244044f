import type { Decimal } from '../../domain/decimal.ts';
import { decimal, decimalText } from '../../domain/decimal.ts';
import type { FundingPayment } from '../../domain/funding.ts';
import type { Instrument } from '../../domain/instrument.ts';

const HOUR_MS = 3_600_000;
/** Longs and shorts of most perpetuals settle at 00:00, 08:00 and 16:00 UTC. */
export const FUNDING_EVERY_MS = 8 * HOUR_MS;

/** Binance's interest part, 0.01 % each eight hours: what is paid in a calm market, and where nobody tells the rate. */
export const CALM_FUNDING_FRACTION = 0.0001;

/** Returns the settlements after `since` up to `now`. */
export function settlementsBetween(since: number, now: number): readonly number[] {
  const times: number[] = [];
  for (let at = (Math.floor(since / FUNDING_EVERY_MS) + 1) * FUNDING_EVERY_MS; at <= now; at += FUNDING_EVERY_MS) {
    times.push(at);
  }
  return times;
}

/** Returns what a position pays (below zero) or receives at a settlement: a long pays while the rate is above zero. */
export function fundingOf(
  instrument: Instrument,
  position: Decimal,
  at: { readonly at: number; readonly price: Decimal; readonly rateFraction: number },
): FundingPayment {
  const rate = decimal(at.rateFraction.toFixed(10));
  return {
    id: `paper-${instrument.symbol}-${at.at}`,
    venue: instrument.venue,
    symbol: instrument.symbol,
    amount: decimalText(position.times(at.price).times(rate).negated()),
    currency: instrument.quote,
    rateFraction: at.rateFraction,
    at: at.at,
  };
}
