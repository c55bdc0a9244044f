/** Where what moves is named: this side first and then the other; `before` is the left side only. */
export type Lean = 'left' | 'right' | 'before';

/** What a word does to the tone of the clause it stands in. */
export type Entry =
  /** Something goes up or down; good or bad depends on what it is. `alone` is its share where nothing is named. */
  | {
      readonly role: 'move';
      readonly weight: number;
      readonly lean: Lean;
      readonly alone: number;
      /** Making good again is good of losses too. */
      readonly regains?: boolean | undefined;
    }
  /** What goes up or down: 1 when more of it is good, −1 when bad, 0 when it says nothing. `own` is its tone unmoved. */
  | { readonly role: 'subject'; readonly sign: 1 | 0 | -1; readonly weight: number; readonly own: number }
  /** Good or bad by itself. */
  | { readonly role: 'tone'; readonly weight: number }
  /** Turns what follows: not, denies, lifts, ends. `own` is its tone where nothing follows that could be turned. */
  | { readonly role: 'turn'; readonly own: number }
  | { readonly role: 'scale'; readonly factor: number }
  /** Said to be possible, planned or rumoured, or a matter of police and courts: the whole clause weighs less. */
  | { readonly role: 'doubt'; readonly factor: number }
  /** Begins a clause; one that only gives the circumstances weighs less. */
  | { readonly role: 'clause'; readonly factor: number }
  /** Says how a figure was before: compared with, against, versus. */
  | { readonly role: 'versus' };

export interface Figure {
  readonly value: number;
  /** Currency, `%`, or empty: only like is compared with like. */
  readonly unit: string;
}

export interface Token {
  readonly text: string;
  readonly entry?: Entry | undefined;
  readonly figure?: Figure | undefined;
  /** Negated where it stands, as Korean endings do. */
  readonly turned?: boolean | undefined;
  /** Told as a circumstance, which something else overcame: after the fall, in spite of it. */
  readonly aside?: boolean | undefined;
  /** Ends a sentence or a clause. */
  readonly mark?: 'stop' | 'question' | 'comma' | undefined;
}
