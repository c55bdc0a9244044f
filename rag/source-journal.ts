import type { SourceMemory } from './sources/source.ts';

/** How it goes with a source: shown as its health, and where the next visit goes on. */
export interface SourceStanding {
  readonly name: string;
  readonly memory: SourceMemory;
  readonly lastVisitAt: number | null;
  readonly lastSuccessAt: number | null;
  /** Documents and points that were new at the last success. */
  readonly lastNew: number;
  /** Visits in a row that failed. */
  readonly failures: number;
  /** Why the last one did, in a sentence; null after a success. */
  readonly problem: string | null;
  /** Not to be visited before. */
  readonly nextVisitAt: number;
}

/** Keeps how it goes with each source. */
export interface SourceJournal {
  load(): Promise<readonly SourceStanding[]>;
  save(standing: SourceStanding): Promise<void>;
}
