import type { DecimalText } from './decimal.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { Side } from './order.ts';

/** What a person is asked to assent to; the hash of exactly these terms is what the answer counts for. */
export interface ApprovalTerms {
  readonly decisionId: string;
  readonly symbol: InstrumentSymbol;
  readonly side: Side;
  readonly quantity: DecimalText;
  readonly notional: DecimalText;
  readonly equityFraction: number;
  readonly worstLoss: DecimalText;
  readonly stopPrice: DecimalText | null;
  readonly targetPrice: DecimalText | null;
  readonly priceAtProposal: DecimalText;
}

export type ApprovalStatus = 'pending' | 'approved' | 'halved' | 'declined' | 'expired' | 'requoted' | 'voided';

export interface Approval {
  /** `A-3`, as people see it. */
  readonly id: string;
  readonly terms: ApprovalTerms;
  readonly termsSha256: string;
  readonly status: ApprovalStatus;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly answeredAt: number | null;
  readonly answeredBy: string | null;
  /** Who was asked; missing where everybody was who may answer. */
  readonly to?: readonly string[];
}

/** Why somebody said no: one of the buttons, or `other` with their own words. */
export const DECLINE_CODES = [
  'too-risky',
  'bad-price',
  'bad-timing',
  'distrust-signal',
  'dislike-coin',
  'other',
] as const;
export type DeclineCode = (typeof DECLINE_CODES)[number];

export interface DeclineReason {
  readonly code: DeclineCode;
  /** Their own words, cleaned and bounded; null with a button. */
  readonly text: string | null;
}

export type ApprovalAnswer = 'approve' | 'half' | 'decline';

/** When to ask: always, never, or at and above a fraction of equity. */
export interface ApprovalPolicy {
  readonly mode: 'auto' | 'ask-above' | 'ask-always';
  readonly askAboveFraction: number;
  readonly expiresAfterMs: number;
  /** Price drift since the proposal beyond which the tap quotes anew instead of trading. */
  readonly maxDriftFraction: number;
}
