import type { DecimalText } from '../../domain/decimal.ts';
import type { VenueName } from './venue-name.ts';

export interface FeeFractions {
  readonly maker: DecimalText;
  readonly taker: DecimalText;
}

/** What the venues charge whom they know nothing of, November 2026; an account's own rates replace them. */
const FEES: Readonly<Record<VenueName, FeeFractions>> = {
  binance: { maker: '0.001', taker: '0.001' },
  binanceusdm: { maker: '0.0002', taker: '0.0005' },
  upbit: { maker: '0.0005', taker: '0.0005' },
  // Without the coupon that takes it to 0.04 %.
  bithumb: { maker: '0.0025', taker: '0.0025' },
};

/** Returns a venue's public fees as fractions of the notional. */
export function publicFees(venue: VenueName): FeeFractions {
  return FEES[venue];
}
