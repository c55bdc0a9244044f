/** What can be wrong with a line that a model wrote. */
export type ProblemKind =
  | 'empty'
  | 'too-long'
  | 'character'
  | 'language'
  | 'unknown-claim'
  | 'unknown-slot'
  | 'number'
  | 'coin'
  | 'direction'
  | 'negation'
  | 'cause'
  | 'word'
  | 'misnamed'
  | 'quotation'
  | 'uncited'
  | 'idle-citation'
  | 'several-claims'
  | 'told-whole'
  | 'mixed'
  | 'ungrounded';

export interface Problem {
  /** Counted from one. */
  readonly line: number;
  readonly kind: ProblemKind;
  /** The words at fault, for the model alone: they may be a stranger's or made up. */
  readonly found: string;
}
