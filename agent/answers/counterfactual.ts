import type { AnswerSentence } from './answer.ts';
import { type DecisionFacts, sideOf } from './decision-facts.ts';
import { type FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';
import { unitOfRule } from './rule-units.ts';

/** Which gate would have had to differ, and by how much: from the record alone. */
export function counterfactualSentences(sheet: FactSheet, id: string, facts: DecisionFacts): readonly AnswerSentence[] {
  switch (facts.outcome) {
    case 'acted':
      return actedSentences(sheet, id, facts);
    case 'held':
      return heldSentences(sheet, id, facts);
    case 'denied':
      return deniedSentences(sheet, id, facts);
    case 'asked':
      return [told(id, 'asked', 'It goes ahead only if you approve it.', '승인하시면 진행됩니다.')];
    case 'declined':
      return [
        told(
          id,
          'declined',
          'The person who was asked would have had to approve it.',
          '질문받은 사람이 승인했어야 합니다.',
        ),
      ];
    case 'expired':
      return [told(id, 'expired', 'The answer would have had to come in time.', '제시간에 답이 있었어야 합니다.')];
    case 'blocked':
      return [told(id, 'blocked', 'Entries would have had to be open.', '신규 진입이 열려 있었어야 합니다.')];
    case 'skipped':
      return [
        told(
          id,
          'skipped',
          'What the reason names would have had to differ; no vote stood in the way.',
          '위 이유가 달랐어야 합니다. 투표가 막은 것은 아닙니다.',
        ),
      ];
  }
}

function told(id: string, what: string, en: string, ko: string): AnswerSentence {
  return sentence(`counterfactual.${what}`, phrase(en, ko), id);
}

function actedSentences(sheet: FactSheet, id: string, facts: DecisionFacts): readonly AnswerSentence[] {
  return actedPhrases(sheet, id, facts).map((one) => sentence('counterfactual.acted', one));
}

/** What would have kept the engine from acting; nothing where no votes were needed. */
export function actedPhrases(sheet: FactSheet, id: string, facts: DecisionFacts): readonly Phrase[] {
  if (facts.consensus?.policy === 'weighted') return weightedPhrases(sheet, id);
  if (facts.consensus?.policy !== 'unanimous' || facts.derived.shortfall !== 0) return [];
  const slots = {
    threshold: sheet.slot('percent', `${id}#derived.threshold`),
    margin: sheet.slot('points', `${id}#derived.margin`),
  };
  return [
    phrase(
      "It would have held below {threshold} ({margin} to spare), or at one reviewer's no.",
      '모델 확률이 {threshold} 미만이었거나(여유 {margin}) 검토자 하나라도 반대했다면 보류했을 것입니다.',
      slots,
    ),
  ];
}

/** Of a weighed decision no single yes was needed: it would have held below the score, or at the risk seat's no. */
function weightedPhrases(sheet: FactSheet, id: string): readonly Phrase[] {
  const slots = scoreSlots(sheet, id);
  return [
    phrase(
      'It would have held with weighted votes below {threshold} (they came to {score}), or at a no of the seat for risk.',
      '가중 점수가 {threshold} 미만이었거나(실제 {score}) 위험 담당이 반대했다면 보류했을 것입니다.',
      slots,
    ),
  ];
}

function heldByWeight(sheet: FactSheet, id: string, { consensus }: DecisionFacts): readonly AnswerSentence[] {
  if (consensus?.ensemble === undefined) return [];
  if (consensus.reason.code !== 'consensus.outweighed') {
    const reason = { reason: sheet.slot('reason', `${id}#consensus.reason`) };
    const one = phrase('This would have had to differ: {reason}.', '이것이 달랐어야 합니다: {reason}.', reason);
    return [sentence('counterfactual.held', one)];
  }
  const one = phrase(
    'The weighted votes would have had to reach {threshold}: they came to {score}.',
    '가중 점수가 {threshold} 이상이어야 했는데 {score}였습니다.',
    scoreSlots(sheet, id),
  );
  return [sentence('counterfactual.held', one)];
}

function scoreSlots(sheet: FactSheet, id: string) {
  return {
    threshold: sheet.slot('number', `${id}#consensus.ensemble.threshold`),
    score: sheet.slot('number', `${id}#consensus.ensemble.score`),
  };
}

/** All that was missing as one claim: every vote that fell short, and by how much. */
function heldSentences(sheet: FactSheet, id: string, facts: DecisionFacts): readonly AnswerSentence[] {
  if (facts.consensus?.policy === 'weighted') return heldByWeight(sheet, id, facts);
  const wanted = facts.consensus?.wanted ?? sideOf(facts);
  const missing = [...modelGap(sheet, id, facts, wanted), ...reviewerGaps(sheet, id, facts, wanted)];
  if (missing.length === 0) return [];
  const lead = phrase('It would have taken', '필요했던 것:');
  const list = joinPhrases(missing, ', ');
  const phrases = [lead, { template: { en: `${list.template.en}.`, ko: `${list.template.ko}.` }, slots: list.slots }];
  if (facts.gates.length === 0) {
    phrases.push(
      phrase(
        'Size and risk rules come after the votes: whether they would have let it pass is not recorded.',
        '규모와 위험 규칙은 투표 뒤에 확인하므로 통과했을지는 기록에 없습니다.',
      ),
    );
  }
  return [sentence('counterfactual.held', phrases, id)];
}

function modelGap(sheet: FactSheet, id: string, facts: DecisionFacts, wanted: string): readonly Phrase[] {
  const { model, derived } = facts;
  if (model === null || (model.outcome === 'voted' && model.stance === wanted)) return [];
  if (model.outcome === 'abstained' || derived.shortfall === null || derived.shortfall === 0) {
    return [phrase("the model's vote", '모델의 동의')];
  }
  const slots = {
    threshold: sheet.slot('percent', `${id}#derived.threshold`),
    shortfall: sheet.slot('points', `${id}#derived.shortfall`),
  };
  return [
    phrase('{threshold} from the model ({shortfall} more)', '모델 확률 {threshold} 이상({shortfall} 부족)', slots),
  ];
}

function reviewerGaps(sheet: FactSheet, id: string, facts: DecisionFacts, wanted: string): readonly Phrase[] {
  return facts.verdicts.flatMap((verdict, index) => {
    if (verdict.outcome === 'voted' && verdict.stance === wanted) return [];
    const path = `${id}#verdicts[${index}]`;
    const reviewer = sheet.slot('text', `${path}.reviewer.name`);
    const side = sheet.slot('term:stance', `${id}#derived.side`);
    if (verdict.outcome === 'abstained') {
      return [
        phrase('a {side} from {reviewer} instead of an abstention', '{reviewer}의 {side} 의견(기권 대신)', {
          reviewer,
          side,
        }),
      ];
    }
    const stance = sheet.slot('term:stance', `${path}.stance`);
    return [
      phrase('a {side} from {reviewer} instead of {stance}', '{reviewer}의 {side} 의견({stance} 대신)', {
        reviewer,
        side,
        stance,
      }),
    ];
  });
}

function deniedSentences(sheet: FactSheet, id: string, facts: DecisionFacts): readonly AnswerSentence[] {
  const index = facts.derived.deniedRule;
  if (index === null) return [];
  const path = `${id}#gates[${facts.gates.length - 1}].rules[${index}]`;
  const rule = facts.gates.at(-1)?.rules[index];
  const name = sheet.slot('term:rule', `${path}.rule`);
  if (rule === undefined || rule.value === null || rule.limit === null) {
    return [
      sentence(
        'counterfactual.rule',
        phrase('The rule on {rule} would have had to pass.', '위험 규칙({rule}){을/를} 통과했어야 합니다.', {
          rule: name,
        }),
      ),
    ];
  }
  const unit = unitOfRule(rule.rule);
  const slots = {
    rule: name,
    value: sheet.slot(unit, `${path}.value`),
    limit: sheet.slot(unit, `${path}.limit`),
    excess: sheet.slot(unit === 'percent' ? 'points' : unit, `${id}#derived.excess`),
  };
  const tooLow = rule.value < rule.limit;
  const one = tooLow
    ? phrase(
        '{rule} would have had to be at least {limit}: it was {value}, {excess} too little.',
        '{rule} 값이 {limit} 이상이어야 했는데 {value}{으로/로} {excess} 모자랐습니다.',
        slots,
      )
    : phrase(
        '{rule} would have had to stay within {limit}: it was {value}, {excess} too much.',
        '{rule} 값이 {limit} 이내여야 했는데 {value}{으로/로} {excess} 넘었습니다.',
        slots,
      );
  return [sentence('counterfactual.rule', one)];
}
