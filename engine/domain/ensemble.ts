import type { Stance } from './verdict.ts';

/** Who has a weight in the ensemble. `risk` may also veto. */
export const SEATS = ['model', 'main', 'risk', 'news'] as const;
export type Seat = (typeof SEATS)[number];

/** Votes that have been measured: how many of them were right. */
export interface RightCount {
  readonly right: number;
  readonly measured: number;
}

/** A voter on its seat, with what its weight was made from. */
export interface EnsembleMember {
  readonly seat: Seat;
  /** As in the record: the reviewer's name, or the model's. */
  readonly voter: string;
  readonly version: string;
  readonly weight: number;
  /** Of candidates that came to pay their fees: how often it had said yes. */
  readonly worth: RightCount;
  /** Of candidates that did not: how often it had not said yes. */
  readonly idle: RightCount;
}

/** The weighted ensemble as it stood when a decision began; kept in the record, so that the vote can be counted again. */
export interface Ensemble {
  readonly asOf: number;
  /** A vote was right by where the price stood that much later … */
  readonly horizonMs: number;
  /** … and by whether it had moved at least so far the wanted way: both fees of a trade. */
  readonly moveFraction: number;
  /** Right and wrong votes that everybody starts with, at each of the two counts. */
  readonly prior: { readonly right: number; readonly wrong: number };
  /** No seat weighs less. */
  readonly floor: number;
  /** The score at and above which the ensemble acts. */
  readonly threshold: number;
  /** So many members must have voted. */
  readonly quorum: number;
  /** Seats without whose vote nothing is done. */
  readonly required: readonly Seat[];
  /** Weights sum to 1. */
  readonly members: readonly EnsembleMember[];
}

/** How the votes were counted. */
export interface EnsembleTally {
  /** −1..1: the sum of the shares. */
  readonly score: number;
  readonly threshold: number;
  /** How many members voted. */
  readonly voted: number;
  readonly voters: readonly {
    readonly seat: Seat;
    readonly voter: string;
    readonly weight: number;
    /** Weight × side × confidence; null: it abstained, or was not asked. */
    readonly share: number | null;
  }[];
  readonly veto: { readonly voter: string; readonly stance: Stance } | null;
}
