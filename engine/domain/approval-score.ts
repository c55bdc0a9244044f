import type { DecimalText } from './decimal.ts';

/** `made` is what an answer earned in the market; `missed` what the trade, or its other half, would have. */
export type ScorePart = 'made' | 'missed';

/** How it ended; `unfilled`: an order was sent and bought nothing. */
export type ScoreExit = 'stop' | 'target' | 'time' | 'other' | 'unfilled';

/** What came of one proposal, or would have. Money is quote currency, after fees. */
export interface ApprovalScore {
  /** Null where nobody was asked because all were asleep. */
  readonly approvalId: string | null;
  readonly decisionId: string;
  readonly part: ScorePart;
  readonly net: DecimalText;
  readonly exit: ScoreExit;
  readonly closedAt: number;
}
