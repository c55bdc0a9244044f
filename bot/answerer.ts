import type { InstrumentSymbol } from '../engine/domain/instrument.ts';
import type { Reason } from '../engine/domain/reason.ts';
import type { Format } from './i18n/format.ts';
import type { Language } from './i18n/language.ts';
import type { Message } from './message.ts';
import type { Role } from './people/access.ts';

/** The talk that an answer is part of; a long one may show what there is of it and let others pass. */
export interface AnswerTalk {
  /** Shows the answer so far, in the place of what was shown of it before. */
  show(message: Message): void;
  /** Lets the person's next line be taken before this one is answered. */
  letPass(): void;
  /** Runs another line as this person. */
  runLine(line: string): Promise<readonly Message[]>;
}

/** Who asks, when, and how they read numbers and times. */
export interface AnswerContext {
  readonly userId: string;
  readonly role: Role;
  /** Nobody else reads the answer. */
  readonly isPrivate: boolean;
  readonly talk: AnswerTalk;
  readonly language: Language;
  /** IANA zone in which the person reads and writes times. */
  readonly zone: string;
  /** The desk's now: event time in a replay. */
  readonly now: number;
  /** Bound to this language, zone and now. */
  readonly format: Format;
  /** A reason code as a sentence in this language; `symbol` says on which tick grid its prices lie. */
  readonly reason: (reason: Reason, symbol?: InstrumentSymbol) => string;
}

/** Answers from the record. Never throws for a question that it does not understand: it says so and what it can answer. */
export interface Answerer {
  /** A question in plain language. */
  answer(question: string, context: AnswerContext): Promise<Message>;
  /** `subject`: `D-12`, `T-3`, `O-5`, `F-7`, `A-2`, `N-4`, a full symbol, or null for the latest decision that acted. */
  why(subject: string | null, context: AnswerContext): Promise<Message>;
  /** Why nothing was opened in `symbol`, around `at`, or lately when `at` is null. */
  whyNot(symbol: InstrumentSymbol, at: number | null, context: AnswerContext): Promise<Message>;
  /** `part`: which of them, counted from the newest; the newest few without it. */
  decisions(
    symbol: InstrumentSymbol | null,
    context: AnswerContext,
    part?: { readonly skip: number; readonly limit: number },
  ): Promise<Message>;
  /** `words`: what the news should be about, with a time if need be; empty for whatever weighs most. */
  news(symbol: InstrumentSymbol | null, words: string, context: AnswerContext): Promise<Message>;
  /** How news and market feel: the tone of the news, and figures from outside the market. */
  mood(symbol: InstrumentSymbol | null, context: AnswerContext): Promise<Message>;
}
