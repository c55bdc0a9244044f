import type { DeclineReason } from './approval.ts';
import type { ApprovalScore } from './approval-score.ts';
import type { DecisionOutcome } from './decision.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { Direction } from './signal.ts';

/** What became of a proposal: a person's answer, none in time, or what the sleepers' own rule said. */
export const APPROVAL_FATES = [
  'approved',
  'halved',
  'declined',
  'expired',
  'voided',
  'asleep-skip',
  'asleep-half',
  'asleep-auto',
] as const;
export type ApprovalFate = (typeof APPROVAL_FATES)[number];

/** A proposal of the desk's own with its answer, the reason of a no, and what came of it. */
export interface ApprovalCase {
  /** Of the decision; cases are paged by it. */
  readonly number: number;
  readonly decisionId: string;
  /** Null where nobody was asked. */
  readonly approvalId: string | null;
  readonly symbol: InstrumentSymbol;
  readonly direction: Direction;
  readonly fate: ApprovalFate;
  /** When it was answered, expired, or decided by a rule. */
  readonly at: number;
  readonly by: string | null;
  /** What the decision came to: an approved one may still have been denied. */
  readonly outcome: DecisionOutcome;
  readonly given: DeclineReason | null;
  /** Null until it has ended. */
  readonly made: PartScore | null;
  readonly missed: PartScore | null;
}

export type PartScore = Pick<ApprovalScore, 'net' | 'exit' | 'closedAt'>;
