import type { DecimalText } from './decimal.ts';

/** How an entry came to its size. Fractions are of equity; the list of clamps names what made it smaller, in order. */
export interface Sizing {
  /** What the plan alone would take: risk fraction ÷ stop distance, or what the person asked for. */
  readonly askedFraction: number;
  /** The advisor's investment ratio, and who advised. */
  readonly advisedFraction: number;
  readonly advisor: string;
  readonly clamps: readonly { readonly cap: string; readonly from: number; readonly to: number }[];
  readonly fraction: number;
  readonly quantity: DecimalText;
  readonly notional: DecimalText;
  /** Loss in quote currency if the stop is hit at its price, fees of both sides included. */
  readonly worstLoss: DecimalText;
  readonly stopPrice: DecimalText | null;
  readonly targetPrice: DecimalText | null;
  readonly trailDistance: DecimalText | null;
}
