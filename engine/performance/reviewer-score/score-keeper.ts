import type { DecisionRecord } from '../../domain/decision.ts';
import type { Ensemble, RightCount, Seat } from '../../domain/ensemble.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import type { Direction } from '../../domain/signal.ts';
import { MAIN_HORIZON_MS } from './cast-votes.ts';
import type { SeatHolder } from './seats.ts';
import { voterKey } from './seats.ts';
import { NO_COUNTS, RIGHT_PRIOR, type VoterCounts, WEIGHT_FLOOR, weightsOf } from './voter-weights.ts';

/** When the ensemble acts. Its defaults ask for three voices, the risk seat's among them. */
export interface EnsembleRules {
  readonly threshold: number;
  readonly quorum: number;
  readonly required: readonly Seat[];
}

/** Four voices of equal weight reach it when three of them say yes and are 0.6 sure on average. */
export const ENSEMBLE_RULES: EnsembleRules = { threshold: 0.45, quorum: 3, required: ['model', 'risk'] };

export interface ScoreKeeperOptions {
  readonly seats: readonly SeatHolder[];
  /** How far the price has to move for a trade to have been worth it: both its fees. */
  readonly moveFraction: number;
  readonly rules?: EnsembleRules;
}

interface OpenVotes {
  readonly at: number;
  readonly direction: Direction;
  readonly votes: readonly { readonly key: string; readonly assents: boolean }[];
}

/** An outage may swallow a measure; its votes are then given up. */
const GIVEN_UP_AFTER_MS = 2 * MAIN_HORIZON_MS;

/**
 * Knows how right every voter has been so far. It follows the journal entry by entry, so that after a restart, and in
 * a replay, it gives the very weights that it gave before; a vote counts once its outcome is written down.
 */
export class ScoreKeeper {
  readonly #options: ScoreKeeperOptions;
  readonly #open = new Map<string, OpenVotes>();
  readonly #counts = new Map<string, VoterCounts>();

  constructor(options: ScoreKeeperOptions) {
    this.#options = options;
  }

  take({ at, event }: JournalEntry): void {
    if (event.type === 'decision.made') this.#remember(at, event.record);
    else if (event.type === 'outcome.measured' && event.horizonMs === MAIN_HORIZON_MS) {
      this.#measure(event.decisionId, event.returnFraction);
    }
  }

  /** Returns the ensemble with the weights of now. */
  ensembleAt(asOf: number): Ensemble {
    const { seats, moveFraction, rules = ENSEMBLE_RULES } = this.#options;
    const counts = seats.map((holder) => this.#counts.get(voterKey(holder)) ?? NO_COUNTS);
    const weights = weightsOf(counts, { prior: RIGHT_PRIOR, floor: WEIGHT_FLOOR });
    return {
      asOf,
      horizonMs: MAIN_HORIZON_MS,
      moveFraction,
      prior: RIGHT_PRIOR,
      floor: WEIGHT_FLOOR,
      ...rules,
      members: seats.map((holder, index) => ({
        ...holder,
        weight: weights[index] ?? 0,
        ...(counts[index] ?? NO_COUNTS),
      })),
    };
  }

  #remember(at: number, record: DecisionRecord): void {
    for (const [id, open] of this.#open) {
      if (open.at + GIVEN_UP_AFTER_MS >= at) break;
      this.#open.delete(id);
    }
    const { signal, consensus, model, verdicts } = record;
    if (signal.action !== 'enter' || consensus === null) return;
    const { wanted } = consensus;
    const votes = verdicts.flatMap((verdict) => {
      if (verdict.outcome === 'abstained') return [];
      const { name: voter, version } = verdict.reviewer;
      return [{ key: voterKey({ voter, version }), assents: verdict.stance === wanted }];
    });
    if (model?.outcome === 'voted') {
      const { name: voter, version } = model.model;
      votes.push({ key: voterKey({ voter, version }), assents: model.stance === wanted });
    }
    this.#open.set(record.id, { at, direction: signal.direction, votes });
  }

  #measure(decisionId: string, returnFraction: number): void {
    const open = this.#open.get(decisionId);
    if (open === undefined) return;
    this.#open.delete(decisionId);
    const moved = open.direction === 'long' ? returnFraction : -returnFraction;
    const wasWorth = moved >= this.#options.moveFraction;
    for (const { key, assents } of open.votes) {
      const known = this.#counts.get(key) ?? NO_COUNTS;
      const kind = wasWorth ? 'worth' : 'idle';
      this.#counts.set(key, { ...known, [kind]: counted(known[kind], assents === wasWorth) });
    }
  }
}

function counted({ right, measured }: RightCount, isRight: boolean): RightCount {
  return { right: right + (isRight ? 1 : 0), measured: measured + 1 };
}
