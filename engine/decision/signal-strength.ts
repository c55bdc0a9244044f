import type { Signal } from '../domain/signal.ts';
import type { ModelVote } from '../domain/verdict.ts';
import type { Votes } from './consensus.ts';
import { wantedSide } from './wanted-side.ts';

/**
 * Returns how strongly everybody means it, 0..1: the mean of the source's confidence, the model's and the reviewers'.
 * A model exactly at its threshold counts half; who abstained or disagreed counts nothing.
 */
export function signalStrength(signal: Signal, { model, verdicts }: Votes): number {
  const wanted = wantedSide(signal);
  const voices = [
    clampFraction(signal.confidence),
    modelStrength(model, wanted),
    ...verdicts.map((verdict) =>
      verdict.outcome === 'voted' && verdict.stance === wanted ? clampFraction(verdict.confidence) : 0,
    ),
  ];
  return voices.reduce((sum, voice) => sum + voice, 0) / voices.length;
}

function modelStrength(model: ModelVote | null, wanted: 'buy' | 'sell'): number {
  if (model === null || model.outcome !== 'voted' || model.stance !== wanted) return 0;
  const probability = wanted === 'buy' ? model.probabilityUp : model.probabilityDown;
  const threshold = wanted === 'buy' ? model.thresholdUp : model.thresholdDown;
  if (!(threshold > 0 && threshold < 1)) return 0;
  return clampFraction(0.5 + (0.5 * (probability - threshold)) / (1 - threshold));
}

function clampFraction(value: number): number {
  return value >= 0 ? Math.min(1, value) : 0;
}
