import type { Reason } from '../../../engine/domain/reason.ts';
import type { AnswerSentence } from '../../answers/answer.ts';
import type { Draft, Sources } from '../../answers/draft.ts';
import { citeDesk } from '../../answers/draft.ts';
import { FactSheet, phrase, sentence } from '../../answers/fact-sheet.ts';
import { notTraded } from '../../answers/not-traded.ts';
import type { ToolOffer, ToolResult } from '../tool.ts';

export interface ResultParts {
  readonly outcome?: ToolResult['outcome'];
  readonly offers?: readonly ToolOffer[];
  readonly picture?: string;
}

/** Returns what a tool found. It is tainted as soon as one of its sentences quotes what strangers wrote. */
export function resultOf(
  sentences: readonly AnswerSentence[],
  sheet: FactSheet,
  { outcome = 'found', offers = [], picture }: ResultParts = {},
): ToolResult {
  return {
    outcome,
    sentences,
    facts: sheet.facts(),
    isTainted: sentences.some(quotesStrangers),
    ...(offers.length > 0 && { offers }),
    ...(picture !== undefined && { picture }),
  };
}

/** Returns an answer of the record as the result of a tool. */
export function resultOfDraft({ outcome, sentences, sheet }: Draft): ToolResult {
  return resultOf(sentences, sheet, { outcome: outcome === 'answered' ? 'found' : 'nothing' });
}

/** Returns a refusal with its reason; the desk of now is its witness. */
export function refusedFor(why: Reason, { view }: Pick<Sources, 'view'>, symbol?: string): ToolResult {
  const sheet = new FactSheet();
  const { id, facts } = citeDesk(sheet, view);
  sheet.add(id, { ...facts, refused: why });
  const slots = { reason: sheet.slot('reason', `${id}#refused`, symbol) };
  return resultOf([sentence('tool.refused', phrase('{reason}.', '{reason}.', slots))], sheet, { outcome: 'refused' });
}

/** Returns that a coin is not traded here, and which ones are. */
export function untradedCoin(coin: string, { view }: Pick<Sources, 'view'>): ToolResult {
  const sheet = new FactSheet();
  return resultOf([notTraded(sheet, citeDesk(sheet, view).id, coin)], sheet, { outcome: 'nothing' });
}

/** Returns the refusal of a time that nobody can read. */
export function unreadTime({ view }: Pick<Sources, 'view'>): ToolResult {
  const sheet = new FactSheet();
  const words = phrase(
    'That time was not understood; yesterday, last week, a date or a clock time would be.',
    '시간을 알아듣지 못했습니다. 어제, 지난주, 날짜나 시각으로 말해 주세요.',
  );
  return resultOf([sentence('tool.time', words, citeDesk(sheet, view).id)], sheet, { outcome: 'refused' });
}

/** Rules read back, settings, a run that was played again, and the question itself: words of the desk or of who asks. */
const OWN_WORDS = /^(?:question|[RPW]-[^#]*)#/;

function quotesStrangers({ slots }: AnswerSentence): boolean {
  return Object.values(slots).some(({ unit, path }) => (unit === 'title' || unit === 'quote') && !OWN_WORDS.test(path));
}
