import type { EnsembleTally } from './ensemble.ts';
import type { Reason } from './reason.ts';
import type { Stance } from './verdict.ts';

/**
 * `unanimous`: model and both reviewers must take the side of the signal, or the engine holds.
 * `weighted`: the sum of the weighted votes must reach a threshold, and the risk seat must not say no.
 * `advisory`: a person's own order; the votes are recorded and shown, the risk rules still bind.
 * `exempt`: the order only reduces risk, and getting out waits for nobody.
 */
export type ConsensusPolicy = 'unanimous' | 'weighted' | 'advisory' | 'exempt';

export interface Consensus {
  readonly policy: ConsensusPolicy;
  readonly wanted: Stance;
  readonly outcome: 'act' | 'hold';
  readonly reason: Reason;
  /** How many of the votes took the wanted side. */
  readonly assenting: number;
  readonly asked: number;
  /** Only of the weighted policy: how it was counted. */
  readonly ensemble?: EnsembleTally;
}
