import type {
  MarketContext,
  NewsEvidence,
  PortfolioContext,
  SentimentReading,
  SeriesEvidence,
} from '../domain/evidence.ts';
import type { FeatureVector } from '../domain/feature-vector.ts';
import type { Signal } from '../domain/signal.ts';
import type { ReviewerIdentity, Verdict } from '../domain/verdict.ts';

/** What a reviewer may look at. The model's vote is not among it: reviewers are independent. */
export interface ReviewRequest {
  readonly decisionId: string;
  readonly asOf: number;
  readonly signal: Signal;
  readonly features: FeatureVector | null;
  readonly market: MarketContext;
  readonly portfolio: PortfolioContext;
  readonly news: readonly NewsEvidence[];
  readonly sentiment: SentimentReading | null;
  readonly series: readonly SeriesEvidence[];
}

/** A vote of its own kind. A reviewer that fails, or is late, abstains; the caller sees to the deadline as well. */
export interface Reviewer {
  readonly identity: ReviewerIdentity;
  review(request: ReviewRequest, signal: AbortSignal): Promise<Verdict>;
}
