import type { ApprovalAnswer } from './approval.ts';
import type { Consensus } from './consensus.ts';
import type { Ensemble } from './ensemble.ts';
import type { MarketContext, NewsEvidence, PortfolioContext, SentimentReading, SeriesEvidence } from './evidence.ts';
import type { FeatureVector } from './feature-vector.ts';
import type { Instrument } from './instrument.ts';
import type { OrderRequest } from './order.ts';
import type { PersonPolicy } from './person-policy.ts';
import type { Reason } from './reason.ts';
import type { RiskLimits, RuleResult } from './risk.ts';
import type { Signal } from './signal.ts';
import type { Sizing } from './sizing.ts';
import type { ModelVote, Verdict } from './verdict.ts';

/**
 * `acted` an order was made · `asked` waits for a person · `held` the votes did not all assent · `denied` a risk rule
 * said no · `declined` a person said no · `expired` nobody answered, or the signal grew old · `blocked` entries were
 * paused, latched or halted · `skipped` nothing sensible was left to trade (size below the minimum, already done), or
 * everybody who would be asked slept and their rule says skip.
 */
export type DecisionOutcome = 'acted' | 'asked' | 'held' | 'denied' | 'declined' | 'expired' | 'blocked' | 'skipped';

/** Everything that the decision was made from, as it was at `asOf`: enough to make it again. */
export interface DecisionInputs {
  readonly asOf: number;
  readonly instrument: Instrument;
  readonly features: FeatureVector | null;
  readonly market: MarketContext;
  readonly portfolio: PortfolioContext;
  readonly news: readonly NewsEvidence[];
  /** The mood of the news about the coin; null where too little was known, missing in the oldest records. */
  readonly sentiment?: SentimentReading | null;
  /** Figures from outside the market; missing in the oldest records. */
  readonly series?: readonly SeriesEvidence[];
  readonly limits: RiskLimits;
  readonly settings: AskingSettings;
  /** Entries blocked by pause, panic or halt at that time; null when open. */
  readonly blockedBy: Reason | null;
  /** The weights by which the votes are counted; missing where everybody must assent. */
  readonly ensemble?: Ensemble;
}

/** The part of the inputs that moves while voters and people think. */
export type MovedInputs = Pick<
  DecisionInputs,
  'asOf' | 'market' | 'portfolio' | 'sentiment' | 'limits' | 'settings' | 'blockedBy'
>;

/** One asking of the gate. `inputs` is what it saw, where that was not `DecisionRecord.inputs`: a later asking. */
export interface GatePass {
  readonly at: number;
  readonly price: number;
  readonly rules: readonly RuleResult[];
  readonly inputs?: MovedInputs;
}

/** The settings that shape a decision beyond the limits; kept in each record. */
export interface DecisionSettings {
  readonly riskFraction: number;
  readonly approvalMode: 'auto' | 'ask-above' | 'ask-always';
  readonly askAboveFraction: number;
  readonly maxDriftFraction: number;
  readonly expiresAfterMs: number;
}

/** The settings of the desk with those of its people. */
export interface AskingSettings extends DecisionSettings {
  /** Who may answer, with what they set for themselves; missing while nobody has set anything. */
  readonly people?: readonly PersonSettings[];
}

/** What one person who may answer had set for themselves at that moment. */
export interface PersonSettings extends Pick<PersonPolicy, 'mode' | 'askAboveFraction' | 'asleep'> {
  readonly userId: string;
  /** When their quiet hours end; null: they are awake. */
  readonly quietUntil: number | null;
}

export interface ApprovalOutcome {
  readonly approvalId: string;
  readonly answer: ApprovalAnswer | 'expired' | 'voided';
  readonly by: string | null;
  readonly at: number;
  readonly priceAtProposal: string;
  readonly priceAtAnswer: string | null;
  readonly driftFraction: number | null;
}

/** One immutable object per candidate, bought or skipped. `schema` is the version of this shape. */
export interface DecisionRecord {
  readonly schema: 1;
  /** `D-12`, as cited. */
  readonly id: string;
  readonly number: number;
  readonly at: number;
  readonly signal: Signal;
  readonly inputs: DecisionInputs;
  readonly model: ModelVote | null;
  readonly verdicts: readonly Verdict[];
  readonly consensus: Consensus | null;
  readonly sizing: Sizing | null;
  /** The gate is asked before the approval and again after it, because the world moved. */
  readonly gates: readonly GatePass[];
  readonly approval: ApprovalOutcome | null;
  readonly outcome: DecisionOutcome;
  readonly reason: Reason;
  readonly order: OrderRequest | null;
}
