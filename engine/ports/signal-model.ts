import type { FeatureVector } from '../domain/feature-vector.ts';
import type { ModelIdentity, ModelVote } from '../domain/verdict.ts';

/** Turns a feature vector into a vote. Never throws for a bad vector: it abstains with the reason. */
export interface SignalModel {
  readonly identity: ModelIdentity;
  /** What a person should know of it: span, label, metrics against the class prior. */
  readonly card: ModelCard;
  vote(features: FeatureVector): Promise<ModelVote>;
}

export interface ModelCard {
  readonly label: string;
  readonly trainedFrom: number;
  readonly trainedTo: number;
  readonly metrics: Readonly<Record<string, number>>;
}
