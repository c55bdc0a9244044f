import type { DecimalText } from '../../../engine/domain/decimal.ts';
import type { Reason } from '../../../engine/domain/reason.ts';

/** What is changed for the span that is played again; what a person may set, and the stop and target of every entry. */
export type WhatIfChange =
  | { readonly type: 'setting'; readonly key: string; readonly value: number | string | boolean }
  /** Every entry of the strategies has its stop so far from its price; they measure theirs in ATR otherwise. */
  | { readonly type: 'stop'; readonly fraction: number }
  /** Every entry of the strategies has a take-profit so far from its price. */
  | { readonly type: 'target'; readonly fraction: number };

export interface WhatIfQuestion {
  /** The span that is compared; `to` does not count in. What lies outside the recorded time is cut off. */
  readonly from: number;
  readonly to: number;
  readonly changes: readonly WhatIfChange[];
}

/** What a span came to. Money is quote currency, after fees. */
export interface SpanOutcome {
  /** Trades that were closed in it. */
  readonly trades: number;
  readonly won: number;
  readonly entries: number;
  readonly fees: DecimalText;
  readonly startEquity: DecimalText;
  readonly endEquity: DecimalText;
  readonly net: DecimalText;
  readonly returnFraction: number;
  /** Deepest fall below the highest equity before it, by the measures of each hour and each closed trade. */
  readonly maxDrawdownFraction: number;
}

export type WhatIfAnswer =
  | {
      readonly outcome: 'played';
      readonly from: number;
      readonly to: number;
      readonly changes: readonly WhatIfChange[];
      readonly happened: SpanOutcome;
      readonly instead: SpanOutcome;
      /** `instead` less `happened`. */
      readonly difference: DecimalText;
      /** What buying all markets in equal parts and keeping them came to over the same span; null without prices. */
      readonly heldFraction: number | null;
      /** Who voted when it was played again: rules only, since a language model cannot be asked what it would have said. */
      readonly reviewers: readonly string[];
      /** True where other reviewers voted in reality: then not only the change makes the difference. */
      readonly otherReviewers: boolean;
      /** Answers to proposals that only exist in one of the two runs, and so could not be given again. */
      readonly lostAnswers: number;
    }
  | { readonly outcome: 'refused'; readonly reason: Reason };

/** A setting with a value in words, read as a change or refused with the reason. */
export type ReadChange =
  | { readonly outcome: 'read'; readonly change: WhatIfChange }
  | { readonly outcome: 'refused'; readonly reason: Reason };

/** Plays a recorded span again with something changed. It never touches the desk that runs. */
export interface WhatIf {
  readChange(key: string, value: string): ReadChange;
  /** Never rejects; one at a time, and it gives up when the signal fires. */
  ask(question: WhatIfQuestion, signal: AbortSignal): Promise<WhatIfAnswer>;
}
