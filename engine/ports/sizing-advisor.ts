import type { RiskLimits } from '../domain/risk.ts';
import type { AdvisedTerms, SizingAbstention } from '../domain/sizing.ts';
import type { ReviewRequest } from './reviewer.ts';

/** What an advisor may look at: what reviewers saw, how strongly they mean it, and how much risk is allowed. */
export interface SizingRequest extends ReviewRequest {
  /** 0..1, of all votes together. */
  readonly strength: number;
  readonly limits: RiskLimits;
  /** Fraction of equity that the settings let one entry lose at its stop. */
  readonly riskFraction: number;
}

export interface SizingAdvice {
  /** 0.05..1 of equity; what lies outside is clamped by the caller. */
  readonly investmentFraction: number;
  readonly advisor: string;
  /** Of a language model: what else it said, and how it was asked. */
  readonly terms?: AdvisedTerms;
}

export type AdviceGiven = SizingAdvice | SizingAbstention;

/** Advises how much of equity to put in. Its word is clamped by bands and caps; null is "no advice". */
export interface SizingAdvisor {
  readonly name: string;
  advise(request: SizingRequest, signal: AbortSignal): Promise<AdviceGiven | null>;
}
