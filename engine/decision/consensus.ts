import type { Consensus, ConsensusPolicy } from '../domain/consensus.ts';
import type { Ensemble } from '../domain/ensemble.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import type { ModelVote, Stance, Verdict } from '../domain/verdict.ts';
import { isHuman, wantedSide } from './wanted-side.ts';
import { reachWeighted } from './weighted-consensus.ts';

/** The model and two reviewers: fewer independent voices are no consensus, however much they agree. */
const NEEDED_VOTERS = 3;

export interface Votes {
  readonly model: ModelVote | null;
  readonly verdicts: readonly Verdict[];
}

interface Voice {
  readonly voter: string;
  /** Null abstained. */
  readonly stance: Stance | null;
  readonly why: string | null;
}

/**
 * Returns whose assent a signal needs: nobody's to get out, nobody else's for a person's own order, everybody's else.
 * Only what a strategy proposes may be weighed instead, where an ensemble was recorded to weigh it by.
 */
export function consensusPolicyFor(
  signal: Pick<Signal, 'action' | 'source'>,
  ensemble: Ensemble | undefined = undefined,
): ConsensusPolicy {
  if (signal.action === 'exit') return 'exempt';
  if (isHuman(signal)) return 'advisory';
  return ensemble !== undefined && isWeighable(signal) ? 'weighted' : 'unanimous';
}

/** Tells whether a signal may be weighed by an ensemble: what an assistant proposes needs everybody, as ever. */
export function isWeighable({ action, source }: Pick<Signal, 'action' | 'source'>): boolean {
  return action === 'enter' && source.startsWith('strategy:');
}

/**
 * Applies the decision table to the votes: one voice that is not the wanted side, for whatever cause, holds; under the
 * weighted policy the sum decides.
 */
export function reachConsensus(signal: Signal, votes: Votes, ensemble: Ensemble | undefined = undefined): Consensus {
  const policy = consensusPolicyFor(signal, ensemble);
  const wanted = wantedSide(signal);
  const voices = voicesOf(votes);
  const assenting = voices.filter((voice) => voice.stance === wanted).length;
  const tally = { wanted, assenting, asked: voices.length };
  if (policy === 'exempt') {
    return { policy, outcome: 'act', reason: reason('consensus.exempt', { wanted, source: signal.source }), ...tally };
  }
  if (policy === 'advisory') {
    return {
      policy,
      outcome: 'act',
      reason: reason('consensus.advisory', { ...tally, source: signal.source }),
      ...tally,
    };
  }
  if (policy === 'weighted' && ensemble !== undefined) {
    return { policy, ...reachWeighted(wantedSide(signal), votes, ensemble), ...tally };
  }
  const dissent = dissentOf(voices, tally);
  if (dissent !== null) return { policy, outcome: 'hold', reason: dissent, ...tally };
  return { policy, outcome: 'act', reason: reason('consensus.unanimous', tally), ...tally };
}

function voicesOf({ model, verdicts }: Votes): readonly Voice[] {
  const voices: Voice[] = [];
  if (model !== null) voices.push(voiceOf('model', model));
  for (const verdict of verdicts) voices.push(voiceOf(verdict.reviewer.name, verdict));
  return voices;
}

function voiceOf(voter: string, vote: ModelVote | Verdict): Voice {
  if (vote.outcome === 'abstained') return { voter, stance: null, why: vote.reason.code };
  return { voter, stance: vote.stance, why: null };
}

/** A disagreement is named before an abstention: somebody who looked and said no tells more than somebody absent. */
function dissentOf(
  voices: readonly Voice[],
  tally: { wanted: Stance; assenting: number; asked: number },
): Reason | null {
  const { wanted } = tally;
  const dissenters = voices.filter((voice) => voice.stance !== wanted);
  const dissent = dissenters.map((voice) => `${voice.voter}=${voice.stance ?? 'abstained'}`).join(',');
  const opposed = dissenters.find((voice) => voice.stance !== null);
  if (opposed !== undefined) {
    return reason('consensus.disagreed', { voter: opposed.voter, stance: opposed.stance, dissent, ...tally });
  }
  const absent = dissenters[0];
  if (absent !== undefined) {
    return reason('consensus.abstained', { voter: absent.voter, why: absent.why, dissent, ...tally });
  }
  if (hasAllVoters(voices)) return null;
  return reason('consensus.incomplete', { needed: NEEDED_VOTERS, asked: voices.length, wanted });
}

function hasAllVoters(voices: readonly Voice[]): boolean {
  const names = new Set(voices.map((voice) => voice.voter));
  return names.has('model') && names.size >= NEEDED_VOTERS;
}
