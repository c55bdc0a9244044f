import type { ReviewerIdentity, Verdict } from '../../engine/domain/verdict.ts';
import type { AnswerSentence } from './answer.ts';
import type { DecisionFacts } from './decision-facts.ts';
import { type FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';

const REASONS_SHOWN = 2;
const CONTRIBUTIONS_SHOWN = 2;

/** What the model gave, what it needed, and what moved it most. */
export function modelSentence(sheet: FactSheet, id: string, facts: DecisionFacts): AnswerSentence | null {
  const { model } = facts;
  if (model === null) return null;
  const name = {
    model: sheet.slot('term:model', `${id}#model.model.name`),
    version: sheet.slot('text', `${id}#model.model.version`),
  };
  if (model.outcome === 'abstained') {
    const slots = { ...name, reason: sheet.slot('reason', `${id}#model.reason`) };
    return sentence(
      'votes.model',
      phrase('{model} ({version}) abstained: {reason}.', '{model}({version}) 기권: {reason}.', slots),
    );
  }
  const met = (facts.derived.shortfall ?? 0) === 0;
  const slots = {
    ...name,
    stance: sheet.slot('term:stance', `${id}#derived.side`),
    probability: sheet.slot('percent', `${id}#derived.probability`),
    threshold: sheet.slot('percent', `${id}#derived.threshold`),
    gap: sheet.slot('points', `${id}#derived.${met ? 'margin' : 'shortfall'}`),
  };
  const vote = met
    ? phrase(
        '{model} ({version}) put {stance} at {probability}, {gap} above the {threshold} it needs',
        '{model}({version}): {stance} 확률 {probability}, 기준 {threshold}보다 {gap} 높음',
        slots,
      )
    : phrase(
        '{model} ({version}) put {stance} at {probability}, {gap} short of the {threshold} it needs',
        '{model}({version}): {stance} 확률 {probability}, 기준 {threshold}에 {gap} 모자람',
        slots,
      );
  const said = model.stance === facts.derived.side ? [] : [votePhrase(sheet, id)];
  const weights = contributionPhrases(sheet, id, model.contributions);
  if (weights.length === 0) return sentence('votes.model', closed(joinPhrases([vote, ...said], '')));
  const lead = phrase('; most weight: ', ' · 영향이 큰 지표: ');
  return sentence('votes.model', closed(joinPhrases([vote, ...said, lead, joinPhrases(weights, ', ')], '')));
}

/** The probability of the wanted side does not tell what the model voted when that was something else. */
function votePhrase(sheet: FactSheet, id: string): Phrase {
  return phrase(', and voted {vote}', ', 의견은 {vote}', { vote: sheet.slot('term:stance', `${id}#model.stance`) });
}

function contributionPhrases(
  sheet: FactSheet,
  id: string,
  contributions: readonly { readonly logOdds: number }[],
): readonly Phrase[] {
  return contributions
    .map((one, index) => ({ index, weight: Math.abs(one.logOdds) }))
    .sort((a, b) => b.weight - a.weight || a.index - b.index)
    .slice(0, CONTRIBUTIONS_SHOWN)
    .map(({ index }) => {
      const path = `${id}#model.contributions[${index}]`;
      const slots = {
        feature: sheet.slot('term:feature', `${path}.feature`),
        weight: sheet.slot('signed-number', `${path}.logOdds`),
      };
      return phrase('{feature} ({weight})', '{feature}({weight})', slots);
    });
}

/** Returns a reviewer's name as it is always shown: a rule says that it is one. */
export function labelOf({ kind, name }: ReviewerIdentity): string {
  return kind === 'rules' && !name.startsWith('rules:') ? `rules:${name}` : name;
}

/** One reviewer's verdict with its reasons. */
export function verdictPhrase(sheet: FactSheet, id: string, index: number, verdict: Verdict): Phrase {
  const path = `${id}#verdicts[${index}]`;
  const reviewer = sheet.slot('text', `${path}.reviewer.name`);
  // The label of a rule that was recorded without its prefix is completed in the sentence, not in the record.
  const label =
    verdict.reviewer.kind === 'rules' && !verdict.reviewer.name.startsWith('rules:')
      ? 'rules:{reviewer}'
      : '{reviewer}';
  if (verdict.outcome === 'abstained') {
    const slots = { reviewer, reason: sheet.slot('reason', `${path}.reason`) };
    return phrase(`${label} abstained: {reason}.`, `${label} 기권: {reason}.`, slots);
  }
  const stance = sheet.slot('term:stance', `${path}.stance`);
  const said = phrase(`${label} said {stance}`, `${label} 의견 {stance}`, { reviewer, stance });
  const reasons = verdict.reasons
    .slice(0, REASONS_SHOWN)
    .map((_, place) => phrase('{reason}', '{reason}', { reason: sheet.slot('reason', `${path}.reasons[${place}]`) }));
  const told = reasons.length === 0 ? said : joinPhrases([said, joinPhrases(reasons, '; ')], ': ');
  return closed(joinPhrases([told, ...notePhrases(sheet, path, verdict)], ' '));
}

/** A language model's own sentence: shown as its words, because nobody else stands by them. */
function notePhrases(sheet: FactSheet, path: string, { note = null }: { readonly note?: string | null }) {
  if (note === null || note === '') return [];
  return [phrase('(in its own words: “{note}”)', '(원문: “{note}”)', { note: sheet.slot('quote', `${path}.note`) })];
}

/** All verdicts as one claim. */
export function verdictsSentence(sheet: FactSheet, id: string, facts: DecisionFacts): AnswerSentence | null {
  if (facts.verdicts.length === 0) return null;
  return sentence(
    'votes.reviewers',
    facts.verdicts.map((verdict, index) => verdictPhrase(sheet, id, index, verdict)),
  );
}

export function closed(one: Phrase): Phrase {
  return { template: { en: `${one.template.en}.`, ko: `${one.template.ko}.` }, slots: one.slots };
}
