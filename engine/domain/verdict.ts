import type { Reason } from './reason.ts';

export type Stance = 'buy' | 'sell' | 'hold';

/** Who spoke. `kind: 'rules'` is always shown as `rules:…`, so that nobody takes a rule for a language model. */
export interface ReviewerIdentity {
  /** `rules:technical`, `rules:news-risk`, later `groq:…`, `ollama:…`. */
  readonly name: string;
  readonly kind: 'rules' | 'language-model';
  /** Of a rule its own; of a language model that of its prompt, `review-technical@1`. */
  readonly version: string;
  /** What it was asked to look at; missing for rules and in the oldest records. */
  readonly role?: ReviewerRole;
}

/** `news-psychology` and `technical` are the two of dual verification; the other three sit in the weighted ensemble. */
export type ReviewerRole = 'news-psychology' | 'technical' | 'main' | 'risk' | 'news';

/** How a language model was asked and what it wrote: enough to read its verdict again from the record. */
export interface ReviewCall {
  /** `L-17`, in the store of calls. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly prompt: string;
  readonly promptSha256: string;
  readonly requestSha256: string;
  readonly temperature: number;
  readonly seed: number | null;
  /** As it came, at most 4,000 characters; null where nothing came. */
  readonly reply: string | null;
  /** Of the whole reply. */
  readonly replySha256: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly latencyMs: number;
}

/** One reviewer's answer. A late, missing or malformed answer is an abstention, never a yes. */
export type Verdict = {
  readonly reviewer: ReviewerIdentity;
  readonly latencyMs: number;
  /** Only of a language model that was asked. */
  readonly call?: ReviewCall;
} & (
  | {
      readonly outcome: 'voted';
      readonly stance: Stance;
      readonly confidence: number;
      readonly reasons: readonly Reason[];
      /** A sentence of a language model's own, quoted as such; null where it held what the evidence does not. */
      readonly note?: string | null;
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
