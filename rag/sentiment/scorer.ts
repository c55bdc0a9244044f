import type { BilingualText } from '../document.ts';

/** Gives a news item a tone. The name carries the version: a change of what it says is a new name. */
export interface ToneScorer {
  readonly name: string;
  /** Returns −1 (bad for the price of what it is about) to 1 (good); the same text always gives the same tone. */
  score(item: { readonly title: BilingualText; readonly body: BilingualText }): number;
}
