/** One rule's answer, kept in the record whether it passed or not. `value` and `limit` share a unit. */
export interface RuleResult {
  readonly rule: string;
  readonly outcome: 'passed' | 'denied';
  readonly value: number | null;
  readonly limit: number | null;
}

/** Limits of the risk gate; fractions are of equity unless said otherwise. */
export interface RiskLimits {
  /** Sum of absolute position values and pending entries. */
  readonly maxExposureFraction: number;
  /** Absolute value of one symbol's position and pending entries. */
  readonly maxSymbolExposureFraction: number;
  /** Loss at the stop for one entry. */
  readonly maxRiskFraction: number;
  readonly maxDailyLossFraction: number;
  readonly maxDrawdownFraction: number;
  readonly maxOpenPositions: number;
  /** No new entry in a symbol this long after a losing trade in it… */
  readonly cooldownAfterLossMs: number;
  readonly maxOrdersPerMinute: number;
  readonly maxOrdersPerDay: number;
  /** Age of the last quote beyond which no entry is made. */
  readonly maxQuoteAgeMs: number;
  /** Bid–ask spread as a fraction of price. */
  readonly maxSpreadFraction: number;
  /** A person's order above this fraction of equity is refused outright. */
  readonly maxHumanOrderFraction: number;
  /**
   * News about a coin whose mood has fallen to this (−1..0) end its long position and keep the desk out of it. Null:
   * the news ends nothing; missing in the oldest records.
   */
  readonly newsAlarmTone?: number | null;
  /** Entry orders of one symbol in any minute. Missing or null: not limited by itself. */
  readonly maxSymbolOrdersPerMinute?: number | null;
  /** Value of all entries of a UTC day as a multiple of equity. Missing or null: not limited by itself. */
  readonly maxDailyNotionalRatio?: number | null;
  /** Whether a market that one strategy holds, or waits to enter, is closed to the others. */
  readonly oneOwnerPerSymbol?: boolean;
}
