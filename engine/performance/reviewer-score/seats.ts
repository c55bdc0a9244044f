import type { Seat } from '../../domain/ensemble.ts';
import { InvariantError } from '../../domain/errors.ts';
import type { ModelIdentity, ReviewerIdentity } from '../../domain/verdict.ts';

/** Who sits where. A seat that nobody holds is left out. */
export interface SeatHolder {
  readonly seat: Seat;
  readonly voter: string;
  readonly version: string;
}

export interface SeatPlan {
  readonly model: ModelIdentity;
  readonly main: ReviewerIdentity | null;
  readonly risk: ReviewerIdentity | null;
  readonly news: ReviewerIdentity | null;
}

/** Returns who holds a seat. One voter on two seats would be one voice that counts twice. */
export function seatsOf({ model, main, risk, news }: SeatPlan): readonly SeatHolder[] {
  const reviewers = Object.entries({ main, risk, news }).flatMap(([seat, reviewer]): readonly SeatHolder[] =>
    reviewer === null ? [] : [{ seat: seat as Seat, voter: reviewer.name, version: reviewer.version }],
  );
  const names = new Set(reviewers.map(({ voter }) => voter));
  if (names.size < reviewers.length) throw new InvariantError('one voter holds two seats of the ensemble');
  return [{ seat: 'model', voter: model.name, version: model.version }, ...reviewers];
}

/** Returns how a voter is told apart: by another version of a prompt or a model it is another voter. */
export function voterKey({ voter, version }: { readonly voter: string; readonly version: string }): string {
  return `${voter} ${version}`;
}
