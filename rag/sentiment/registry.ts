import { lexiconScorer } from './lexicon-scorer.ts';
import type { ToneScorer } from './scorer.ts';

export const toneScorers: readonly ToneScorer[] = [lexiconScorer];
