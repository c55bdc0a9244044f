import { advicePhrases } from './advice-phrases.ts';
import type { AnswerSentence } from './answer.ts';
import { counterfactualSentences } from './counterfactual.ts';
import { type DecisionFacts, sideOf } from './decision-facts.ts';
import { type FactSheet, phrase, sentence } from './fact-sheet.ts';
import { labelOf, modelSentence, verdictPhrase } from './votes.ts';

/** A candidate that was not traded: what it was, which gate stopped it on what value, and what would have had to differ. */
export function stoppedSentences(sheet: FactSheet, id: string, facts: DecisionFacts): readonly AnswerSentence[] {
  return [
    candidateSentence(sheet, id),
    triggerSentence(sheet, id),
    ...gateSentences(sheet, id, facts),
    ...adviceSentences(sheet, id, facts),
    ...givenSentences(sheet, id, facts),
    ...counterfactualSentences(sheet, id, facts),
  ];
}

export function candidateSentence(sheet: FactSheet, id: string): AnswerSentence {
  const slots = {
    time: sheet.slot('time', `${id}#at`),
    coin: sheet.slot('coin', `${id}#signal.symbol`),
    stance: sheet.slot('term:stance', `${id}#derived.side`),
    source: sheet.slot('term:source', `${id}#signal.source`),
    outcome: sheet.slot('term:outcome', `${id}#outcome`),
  };
  return sentence(
    'candidate',
    phrase(
      '{coin}, {time}: {source} proposed to {stance}; outcome: {outcome}.',
      '{time} {coin}: {source}에서 {stance}{을/를} 제안했습니다. 결과: {outcome}.',
      slots,
    ),
  );
}

export function triggerSentence(sheet: FactSheet, id: string): AnswerSentence {
  const slots = { reason: sheet.slot('reason', `${id}#signal.reason`) };
  return sentence('trigger', phrase('Signal: {reason}.', '신호: {reason}.', slots));
}

/** Why a person said no: their own words, or the button that they chose. */
function givenSentences(sheet: FactSheet, id: string, { given }: DecisionFacts): readonly AnswerSentence[] {
  if (given === undefined) return [];
  if (given.text !== null) {
    const words = sheet.slot('quote', `${id}#given.text`);
    return [sentence('stopped.given', phrase('Their reason: “{words}”.', '거절 사유: “{words}”.', { words }))];
  }
  const code = sheet.slot('term:decline-reason', `${id}#given.code`);
  return [sentence('stopped.given', phrase('Their reason: {code}.', '거절 사유: {code}.', { code }))];
}

function gateSentences(sheet: FactSheet, id: string, facts: DecisionFacts): readonly AnswerSentence[] {
  if (facts.outcome !== 'held') {
    const slots = { reason: sheet.slot('reason', `${id}#reason`) };
    return [sentence('stopped.reason', phrase('What stopped it: {reason}.', '막은 이유: {reason}.', slots))];
  }
  const dissent = dissentSentences(sheet, id, facts);
  if (dissent.length > 0) return dissent;
  const slots = { reason: sheet.slot('reason', `${id}#consensus.reason`) };
  return [sentence('stopped.consensus', phrase('{reason}.', '{reason}.', slots))];
}

/** What a language model advised about the size, where it came to one. */
function adviceSentences(sheet: FactSheet, id: string, facts: DecisionFacts): readonly AnswerSentence[] {
  const phrases = advicePhrases(sheet, id, facts);
  return phrases.length === 0 ? [] : [sentence('stopped.advice', phrases)];
}

/** The votes that did not take the wanted side. */
export function dissentSentences(sheet: FactSheet, id: string, facts: DecisionFacts): readonly AnswerSentence[] {
  const wanted = facts.consensus?.wanted ?? sideOf(facts);
  const model = facts.model !== null && (facts.model.outcome === 'abstained' || facts.model.stance !== wanted);
  const modelSaid = model ? modelSentence(sheet, id, facts) : null;
  const reviewers = facts.verdicts.flatMap((verdict, index) =>
    verdict.outcome === 'voted' && verdict.stance === wanted
      ? []
      : [sentence(`votes.reviewer.${labelOf(verdict.reviewer)}`, verdictPhrase(sheet, id, index, verdict))],
  );
  return modelSaid === null ? reviewers : [modelSaid, ...reviewers];
}
