import { BASELINE_FEATURES } from './baseline-features.ts';
import type { FeatureSet } from './feature-set.ts';

/** Every feature set that models may name; one line a set, old versions stay as long as a model needs them. */
export const FEATURE_SETS: readonly FeatureSet[] = [BASELINE_FEATURES];

/** Returns the feature set with this id (`baseline@1`), or undefined. */
export function findFeatureSet(id: string): FeatureSet | undefined {
  return FEATURE_SETS.find((set) => set.id === id);
}
