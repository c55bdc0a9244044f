import type { AdvisedTerms } from '../../engine/domain/sizing.ts';
import type { DecisionFacts } from './decision-facts.ts';
import { type FactSheet, joinPhrases, type Phrase, phrase } from './fact-sheet.ts';

/** What a language model advised about the size, its reasoning as its own words; nothing where rules advised. */
export function advicePhrases(sheet: FactSheet, id: string, { sizing, signal }: DecisionFacts): readonly Phrase[] {
  const advised = sizing?.advised;
  if (advised === undefined || signal.action === 'exit') return [];
  if (advised.outcome === 'advised') return [givenPhrase(sheet, id, advised)];
  const slots = {
    advisor: sheet.slot('term:model', `${id}#sizing.advised.advisor`),
    reason: sheet.slot('reason', `${id}#sizing.advised.reason`),
  };
  return [phrase('No ratio from {advisor}: {reason}.', '비중 조언 없음({advisor}): {reason}.', slots)];
}

function givenPhrase(sheet: FactSheet, id: string, { note }: AdvisedTerms): Phrase {
  const given = phrase(
    'Advice of {advisor}: {ratio} of equity, a loss of at most {loss} of it, and a target {target} away',
    '비중 조언({advisor}): 자산의 {ratio}, 감수할 손실은 자산의 {loss} 이내, 목표가까지 {target}',
    {
      advisor: sheet.slot('term:model', `${id}#sizing.advisor`),
      ratio: sheet.slot('percent', `${id}#sizing.advisedFraction`),
      loss: sheet.slot('percent', `${id}#sizing.advised.maxLossFraction`),
      target: sheet.slot('percent', `${id}#sizing.advised.takeProfitFraction`),
    },
  );
  if (note === null) return joinPhrases([given, phrase('.', '.')], '');
  const said = phrase(': “{note}”', ': “{note}”', { note: sheet.slot('quote', `${id}#sizing.advised.note`) });
  return joinPhrases([given, said], '');
}
