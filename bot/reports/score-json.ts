import type { Figure } from '../../engine/performance/figure.ts';
import type { HorizonScore, Scoreboard, VoterBoard } from '../../engine/performance/reviewer-score/scoreboard.ts';
import type { ReportSpan } from './report.ts';

/**
 * Returns the scoreboard as JSON, version 1 of its shape (docs/SCOREBOARD.md): times as ISO 8601 in UTC, shares and
 * moves as fractions, and every figure with the sample that it stands on, null below its floor.
 */
export function scoreboardJson(board: Scoreboard, { from, to }: ReportSpan) {
  return {
    version: 1,
    period: { from: iso(from), to: iso(to) },
    decisions: board.decisions,
    measured: board.measured,
    mainHorizonMs: board.mainHorizonMs,
    moveFraction: board.moveFraction,
    idle: figureJson(board.idle),
    voters: board.voters.map(voterJson),
    lifts: board.lifts.map(({ voters, alone, together, lift, low, high }) => ({
      voters,
      alone: { trades: alone.trades, net: figureJson(alone.net) },
      together: { trades: together.trades, net: figureJson(together.net) },
      lift: { ...figureJson(lift), low, high },
    })),
    ensemble: board.ensemble && {
      decision: board.ensemble.decisionId,
      ...board.ensemble.weights,
      asOf: iso(board.ensemble.weights.asOf),
    },
  };
}

function voterJson({ latencyMs, horizons, regimes, ...voter }: VoterBoard) {
  return {
    ...voter,
    abstention: figureJson(voter.abstention),
    timeouts: figureJson(voter.timeouts),
    invalid: figureJson(voter.invalid),
    agreement: voter.agreement.map(({ key, figure }) => ({ key, ...figureJson(figure) })),
    latencyMs: { p50: figureJson(latencyMs.p50), p95: figureJson(latencyMs.p95) },
    costPerDecisionUsd: figureJson(voter.costPerDecisionUsd),
    horizons: horizons.map(horizonJson),
    regimes: regimes.map(({ regime, hitRate }) => ({ regime, ...figureJson(hitRate) })),
  };
}

function horizonJson({ horizonMs, hitRate, calibration }: HorizonScore) {
  const { brier, error, bins } = calibration;
  return {
    horizonMs,
    hitRate: figureJson(hitRate),
    brier: figureJson(brier),
    calibrationError: figureJson(error),
    bins,
  };
}

function figureJson({ value, sample, floor }: Figure): Figure {
  return { value, sample, floor };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
