import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { DecisionCase, Records } from '../../engine/ports/records.ts';
import type { Sentiment } from '../../engine/ports/sentiment.ts';
import type { SeriesSource } from '../../engine/ports/series-source.ts';
import type { Retriever } from '../../rag/retriever.ts';
import type { AskedSide } from '../intent/utterance.ts';
import type { Answer, AnswerSentence, Language, Slot, Subject } from './answer.ts';
import { decisionFacts } from './decision-facts.ts';
import { type DeskFacts, deskFacts } from './desk-facts.ts';
import type { FactSheet } from './fact-sheet.ts';
import { citeNews } from './news-facts.ts';

/** Where answers read: nothing here writes. */
export interface Sources {
  readonly view: DeskView;
  readonly records: Records;
  readonly news: Pick<Retriever, 'find' | 'search'>;
  /** What is known of the world besides reports: the mood that they add up to, and figures. */
  readonly world: { readonly sentiment: Sentiment; readonly figures: SeriesSource };
}

/** What a question asks about, resolved against the desk. */
export interface Topic {
  readonly language: Language;
  readonly question: string;
  /** A symbol that is traded here, or null. */
  readonly symbol: string | null;
  /** A coin that was named but is not traded here. */
  readonly unknownCoin: string | null;
  readonly side: AskedSide | null;
  readonly reference: string | null;
  /** Null: nothing was said about time. A moment is widened by those who need a span. */
  readonly span: Span | null;
  readonly moment: number | null;
  readonly subject: Subject;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** An answer before it is signed: what the answerer adds is the same for all. */
export interface Draft {
  readonly outcome: Answer['outcome'];
  readonly sentences: readonly AnswerSentence[];
  readonly sheet: FactSheet;
  readonly subject?: Subject | undefined;
  readonly suggestions?: readonly string[] | undefined;
}

/** Puts the desk of now on the sheet; returns its citation with its facts. */
export function citeDesk(sheet: FactSheet, view: DeskView): { readonly id: string; readonly facts: DeskFacts } {
  const facts = deskFacts(view);
  return { id: sheet.add(`J-${facts.journalEntries}`, facts), facts };
}

/** Puts a decision on the sheet with its fills, trade and news; returns its citation. */
export function citeCase(sheet: FactSheet, one: DecisionCase): string {
  for (const news of one.record.inputs.news) citeNews(sheet, news);
  if (one.trade !== null) sheet.add(`T-${one.trade.number}`, one.trade);
  return sheet.add(one.record.id, decisionFacts(one));
}

/** Returns `F-7`, or `F-3…F-9` for many: the citation of a run of numbered records. */
export function rangeOf(prefix: string, numbers: readonly number[]): string {
  const first = Math.min(...numbers);
  const last = Math.max(...numbers);
  return first === last ? `${prefix}-${first}` : `${prefix}-${first}…${prefix}-${last}`;
}

/** A traded symbol as a slot: cited from the desk, which lists what it trades. */
export function coinSlot(sheet: FactSheet, desk: string, symbol: string): Slot {
  const path = `${desk}#derived.coins["${symbol}"]`;
  return sheet.slot('coin', path);
}
