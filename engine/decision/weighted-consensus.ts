import type { Consensus } from '../domain/consensus.ts';
import type { Ensemble, EnsembleMember, EnsembleTally, Seat } from '../domain/ensemble.ts';
import { SEATS } from '../domain/ensemble.ts';
import type { Side } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { ModelVote, Stance, Verdict } from '../domain/verdict.ts';

interface SeatedVote {
  readonly member: EnsembleMember;
  /** Null: it abstained, or nobody asked it. */
  readonly cast: { readonly stance: Stance; readonly confidence: number } | null;
  /** Why it abstained; null for a member that was never asked. */
  readonly why: string | null;
}

/**
 * Counts the votes by weight. A yes adds weight × confidence, a vote for the other side takes as much away, and who
 * holds or abstains adds nothing: the weights of the absent are not shared out among those who came. Whatever the
 * score, nothing is done against the risk seat, without a required seat, or by fewer than the quorum.
 */
export function reachWeighted(
  wanted: Side,
  votes: { readonly model: ModelVote | null; readonly verdicts: readonly Verdict[] },
  ensemble: Ensemble,
): Pick<Consensus, 'outcome' | 'reason' | 'ensemble'> {
  const seated = SEATS.flatMap((seat) => seatedVotes(seat, votes, ensemble));
  const tally = tallyOf(seated, wanted, ensemble);
  const against = objectionTo(tally, seated, wanted, ensemble);
  if (against !== null) return { outcome: 'hold', reason: against, ensemble: tally };
  const { score, threshold, voted } = tally;
  return { outcome: 'act', reason: reason('consensus.weighted', { wanted, score, threshold, voted }), ensemble: tally };
}

/** In the order of the seats, so that no sum depends on who answered first. */
function seatedVotes(
  seat: Seat,
  { model, verdicts }: { readonly model: ModelVote | null; readonly verdicts: readonly Verdict[] },
  { members }: Ensemble,
): readonly SeatedVote[] {
  return members.flatMap((member): readonly SeatedVote[] => {
    if (member.seat !== seat) return [];
    const vote = seat === 'model' ? model : verdicts.find(({ reviewer }) => reviewer.name === member.voter);
    if (vote === null || vote === undefined) return [{ member, cast: null, why: null }];
    if (vote.outcome === 'abstained') return [{ member, cast: null, why: vote.reason.code }];
    const confidence = 'confidence' in vote ? vote.confidence : modelConfidence(vote);
    return [{ member, cast: { stance: vote.stance, confidence: clampFraction(confidence) }, why: null }];
  });
}

function tallyOf(seated: readonly SeatedVote[], wanted: Side, { threshold }: Ensemble): EnsembleTally {
  const voters = seated.map(({ member: { seat, voter, weight }, cast }) => ({
    ...{ seat, voter, weight },
    share: cast === null ? null : weight * signOf(cast.stance, wanted) * cast.confidence,
  }));
  const denier = seated.find(({ member, cast }) => member.seat === 'risk' && cast !== null && cast.stance !== wanted);
  return {
    score: voters.reduce((sum, { share }) => sum + (share ?? 0), 0),
    threshold,
    voted: seated.filter(({ cast }) => cast !== null).length,
    voters,
    veto:
      denier === undefined || denier.cast === null ? null : { voter: denier.member.voter, stance: denier.cast.stance },
  };
}

/** A veto is named first: somebody who looked and said no tells more than a sum. */
function objectionTo(
  { score, voted, veto }: EnsembleTally,
  seated: readonly SeatedVote[],
  wanted: Side,
  { threshold, quorum, required }: Ensemble,
): Reason | null {
  if (veto !== null) return reason('consensus.vetoed', { voter: veto.voter, stance: veto.stance, wanted, score });
  const absent = required.find((seat) => !seated.some(({ member, cast }) => member.seat === seat && cast !== null));
  if (absent !== undefined) {
    const why = seated.find(({ member }) => member.seat === absent)?.why ?? null;
    return reason('consensus.seat-absent', { seat: absent, why, wanted });
  }
  if (voted < quorum) return reason('consensus.no-quorum', { voted, quorum, wanted });
  if (score >= threshold) return null;
  return reason('consensus.outweighed', { score, threshold, voted, wanted });
}

function signOf(stance: Stance, wanted: Side): number {
  if (stance === 'hold') return 0;
  return stance === wanted ? 1 : -1;
}

/** A model exactly at the threshold of its side is half sure; one that holds has no side to be sure of. */
function modelConfidence({
  stance,
  probabilityUp,
  probabilityDown,
  thresholdUp,
  thresholdDown,
}: Extract<ModelVote, { outcome: 'voted' }>): number {
  if (stance === 'hold') return 0;
  const [probability, threshold] = stance === 'buy' ? [probabilityUp, thresholdUp] : [probabilityDown, thresholdDown];
  if (!(threshold > 0 && threshold < 1)) return 0;
  return 0.5 + (0.5 * (probability - threshold)) / (1 - threshold);
}

function clampFraction(value: number): number {
  return value >= 0 ? Math.min(1, value) : 0;
}
