import type { DecimalText } from './decimal.ts';

/** What guards an open position. The stop rests at the venue; target, trail and time are watched by the engine. */
export interface Protection {
  readonly decisionId: string;
  readonly stopPrice: DecimalText | null;
  readonly targetPrice: DecimalText | null;
  /** A trailing stop follows the best price at this distance and never moves back. */
  readonly trailDistance: DecimalText | null;
  /** Close at this time, whatever the price. */
  readonly exitBy: number | null;
}
