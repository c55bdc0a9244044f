import type { Reason } from './reason.ts';

export type Stance = 'buy' | 'sell' | 'hold';

/** Who spoke. `kind: 'rules'` is always shown as `rules:…`, so that nobody takes a rule for a language model. */
export interface ReviewerIdentity {
  /** `rules:technical`, `rules:news-risk`, later `groq:…`, `ollama:…`. */
  readonly name: string;
  readonly kind: 'rules' | 'language-model';
  readonly version: string;
}

/** One reviewer's answer. A late, missing or malformed answer is an abstention, never a yes. */
export type Verdict = {
  readonly reviewer: ReviewerIdentity;
  readonly latencyMs: number;
} & (
  | {
      readonly outcome: 'voted';
      readonly stance: Stance;
      readonly confidence: number;
      readonly reasons: readonly Reason[];
    }
  | { readonly outcome: 'abstained'; readonly reason: Reason }
);

/** The model's vote, from its calibrated probabilities and the thresholds in its manifest. */
export type ModelVote =
  | {
      readonly outcome: 'voted';
      readonly stance: Stance;
      readonly model: ModelIdentity;
      readonly probabilityUp: number;
      readonly probabilityDown: number;
      readonly thresholdUp: number;
      readonly thresholdDown: number;
      /** Features that moved the score most, as signed contributions to the log-odds of the chosen side. */
      readonly contributions: readonly { readonly feature: string; readonly value: number; readonly logOdds: number }[];
    }
  | { readonly outcome: 'abstained'; readonly model: ModelIdentity; readonly reason: Reason };

export interface ModelIdentity {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly featureSet: string;
}
