import type { DeskLedger } from '../../engine/desk/desk-ledger.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { ScoreKeeper } from '../../engine/performance/reviewer-score/score-keeper.ts';
import { seatsOf } from '../../engine/performance/reviewer-score/seats.ts';
import type { SignalModel } from '../../engine/ports/signal-model.ts';
import type { Minds } from './minds.ts';

export interface ScoreParts {
  readonly minds: Pick<Minds, 'seats' | 'note'>;
  readonly model: Pick<SignalModel, 'identity'>;
  readonly instruments: readonly Instrument[];
  /** What was recovered, the oldest first. */
  readonly entries: readonly JournalEntry[];
  readonly ledger: Pick<DeskLedger, 'onEntry'>;
}

/** Lets those who vote and advise follow the journal; returns who weighs the votes, or null where nobody does. */
export function openScores({ minds, model, instruments, entries, ledger }: ScoreParts): ScoreKeeper | null {
  const { seats } = minds;
  const keeper =
    seats === null
      ? null
      : new ScoreKeeper({
          seats: seatsOf({ model: model.identity, ...seats }),
          // A trade was worth it once it has earned both its fees.
          moveFraction: 2 * Math.max(...instruments.map(({ takerFeeFraction }) => Number(takerFeeFraction))),
        });
  const follow = (entry: JournalEntry): void => {
    minds.note(entry);
    keeper?.take(entry);
  };
  entries.forEach(follow);
  ledger.onEntry(follow);
  return keeper;
}
