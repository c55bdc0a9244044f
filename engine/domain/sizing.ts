import type { DecimalText } from './decimal.ts';
import type { Reason } from './reason.ts';
import type { ReviewCall } from './verdict.ts';

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
  /** What an advisor said beyond a ratio, or why it said nothing; missing where rules advised. */
  readonly advised?: AdvisedTerms | SizingAbstention;
}

/** What a language model advised beside its ratio, as it was given: it can make a loss smaller and a target nearer. */
export interface AdvisedTerms {
  readonly outcome: 'advised';
  /** Fraction of equity to lose at most at the stop. */
  readonly maxLossFraction: number;
  /** Distance from entry to target, as a fraction of the entry price. */
  readonly takeProfitFraction: number;
  /** A sentence of its own, quoted as such; null where it held what the evidence does not. */
  readonly note: string | null;
  readonly call: ReviewCall;
}

/** An advisor that was asked and gave no advice. */
export interface SizingAbstention {
  readonly outcome: 'abstained';
  readonly advisor: string;
  readonly reason: Reason;
  /** Only of a language model that was asked. */
  readonly call?: ReviewCall;
}
