import type { Reason } from '../../engine/domain/reason.ts';

export type Language = 'ko' | 'en';

/**
 * A sentence in both languages. `{name}` is a slot; `{을/를}` the Korean particle that fits what stands before it.
 * Templates hold no digits: every number in an answer comes through a slot.
 */
export interface Template {
  readonly ko: string;
  readonly en: string;
}

/** How a slot is written; the surface's formatter knows how each looks in its language. */
export type Unit =
  | 'text'
  | 'quote'
  | 'price'
  | 'quantity'
  | 'money'
  | 'signed-money'
  | 'percent'
  | 'signed-percent'
  /** A share as small as a funding rate: four digits of per cent. */
  | 'rate'
  | 'points'
  | 'number'
  | 'signed-number'
  | 'count'
  | 'time'
  | 'date-time'
  | 'date'
  | 'duration'
  | 'coin'
  | 'coins'
  | 'side'
  | 'direction'
  | 'reason'
  | 'title'
  | TermUnit;

/** Slots that are codes with a name for people: see terms.ts. */
export type TermUnit =
  | 'term:source'
  | 'term:feature'
  | 'term:rule'
  | 'term:cap'
  | 'term:stance'
  | 'term:outcome'
  | 'term:tone'
  | 'term:mood'
  | 'term:series'
  | 'term:unit'
  | 'term:model'
  | 'term:order-state'
  | 'term:metric'
  | 'term:mode'
  | 'term:person'
  | 'term:decline-reason';

/** As published, and in the other language where somebody translated it. */
export interface Title {
  readonly en?: string | undefined;
  readonly ko?: string | undefined;
}

export type SlotValue = string | number | readonly string[] | Reason | Title;

/** A value of the record, with the place it was read from: `D-12#model.probabilityUp`. */
export interface Slot {
  readonly value: SlotValue;
  readonly unit: Unit;
  /** `citation#path`; the checker reads the value again from there. */
  readonly path: string;
  /** The symbol on whose price grid, or in whose coin, the value is written. */
  readonly symbol?: string | undefined;
}

export interface AnswerSentence {
  /** `why.model`: what the sentence claims, stable over languages and wordings. */
  readonly key: string;
  readonly template: Template;
  readonly slots: Readonly<Record<string, Slot>>;
  /**
   * Records that bear the sentence out; empty only for sentences that claim nothing about the desk. `A-2` an approval,
   * `D-12` a decision, `F-7` a fill, `J-1234` the desk as of that journal entry, `M-SOL` a market now, `N-4` a report,
   * `O-5` an order, `S-SOL` what strategies read of a market, `T-3` a closed trade; `G-` and the name of a figure from
   * outside the market, such as `G-fear-greed`, `G-funding:binance:BTC`, or `G-mood:SOL` for the mood of the news;
   * `V-1` how right a voter has been, `V-all` what all of them are measured on.
   */
  readonly citations: readonly string[];
}

/** The records that an answer cites, by citation: what each of its claims is checked against. */
export type Facts = Readonly<Record<string, unknown>>;

/** What the next question may mean by "it" and "그건". */
export interface Subject {
  readonly decisionId: string | null;
  readonly symbol: string | null;
}

export interface Answer {
  readonly outcome: 'answered' | 'not-found' | 'not-understood';
  /** What the question was understood as. */
  readonly intent: string;
  readonly language: Language;
  readonly sentences: readonly AnswerSentence[];
  readonly facts: Facts;
  readonly subject: Subject;
  /** Questions that can be asked next; they stand in the language of the answer. */
  readonly suggestions: readonly string[];
  readonly answeredBy: typeof ANSWERED_BY;
}

/** Shown with every answer, so that nobody takes it for a language model's. */
export const ANSWERED_BY = {
  name: 'rules:answerer',
  kind: 'rules',
  version: '1',
  label: { ko: '규칙 기반, 언어 모델 없음', en: 'rules, no language model' },
} as const;
