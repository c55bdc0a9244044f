import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { DecisionCase } from '../../engine/ports/records.ts';
import { advicePhrases } from './advice-phrases.ts';
import type { AnswerSentence } from './answer.ts';
import { actedPhrases } from './counterfactual.ts';
import { type DecisionFacts, decisionFacts, ownFills } from './decision-facts.ts';
import { citeCase, citeDesk, rangeOf } from './draft.ts';
import { type FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';
import { chosenFigures, valuePhrase } from './figures.ts';
import { publishersPhrases } from './news-facts.ts';
import { unitOfRule } from './rule-units.ts';
import { stoppedSentences, triggerSentence } from './stopped.ts';
import { closed, modelSentence, verdictsSentence } from './votes.ts';

const FIGURES_SHOWN = 3;

/** Why one decision was taken, from its record: what was done, on what grounds, and what came of it. */
export function whySentences(sheet: FactSheet, one: DecisionCase, view: DeskView): readonly AnswerSentence[] {
  const id = citeCase(sheet, one);
  const facts = decisionFacts(one);
  if (one.record.outcome !== 'acted') return stoppedSentences(sheet, id, facts);
  return [
    doneSentence(sheet, id, one),
    triggerOf(sheet, id),
    modelSentence(sheet, id, facts),
    verdictsSentence(sheet, id, facts),
    policySentence(sheet, id, facts),
    newsSentence(sheet, id, facts),
    sizeSentence(sheet, id, facts),
    resultSentence(sheet, id, one, view),
    limitsSentence(sheet, id, facts),
  ].filter((sentenceOrNone) => sentenceOrNone !== null);
}

const DONE = {
  'enter long': ['Bought', '매수했습니다'],
  'enter short': ['Sold short', '숏으로 진입했습니다'],
  'exit long': ['Sold', '매도했습니다'],
  'exit short': ['Bought back', '되사서 숏을 청산했습니다'],
} as const;

function doneSentence(sheet: FactSheet, id: string, one: DecisionCase): AnswerSentence {
  const { signal } = one.record;
  const [en, ko] = DONE[`${signal.action} ${signal.direction}`];
  const approval = approvalPhrase(sheet, id, one);
  const own = ownFills(one);
  if (own.length === 0) return sentence('why.done', [orderPhrase(sheet, id, one), ...approval]);
  const fills = sheet.add(
    rangeOf(
      'F',
      own.map(({ number }) => number),
    ),
    own.map(({ number, fill }) => ({ number, ...fill })),
  );
  const slots = {
    quantity: sheet.slot('quantity', `${id}#derived.filledQuantity`, signal.symbol),
    price: sheet.slot('price', `${id}#derived.averagePrice`, signal.symbol),
    notional: sheet.slot('money', `${id}#derived.filledNotional`),
    equity: sheet.slot('percent', `${id}#derived.equityFraction`),
    time: sheet.slot('time', `${id}#derived.firstFillAt`),
  };
  const done = phrase(
    `${en} {quantity} at {price}, {time}: {notional}, {equity} of equity.`,
    `{time}에 {quantity}{을/를} {price}에 ${ko}. 금액 {notional}, 자산의 {equity}.`,
    slots,
  );
  return sentence('why.done', [done, ...approval], id, fills);
}

function orderPhrase(sheet: FactSheet, id: string, one: DecisionCase): Phrase {
  const coin = sheet.slot('coin', `${id}#signal.symbol`);
  if (one.orders.length === 0)
    return phrase(
      'It was decided to trade {coin}; no order of it is recorded yet.',
      '{coin} 거래를 결정했지만 아직 기록된 주문이 없습니다.',
      { coin },
    );
  const state = sheet.slot('term:order-state', `${id}#orders[${one.orders.length - 1}].state`);
  return phrase(
    'The order in {coin} is {state}; nothing has been filled.',
    '{coin} 주문은 {state} 상태이며 체결된 것은 없습니다.',
    { coin, state },
  );
}

function approvalPhrase(sheet: FactSheet, id: string, { record }: DecisionCase): readonly Phrase[] {
  if (record.reason.code === 'approval.asleep-half' || record.reason.code === 'approval.asleep-auto') {
    return [phrase('{reason}.', '{reason}.', { reason: sheet.slot('reason', `${id}#reason`) })];
  }
  const answer = record.approval?.answer;
  if (answer !== 'approve' && answer !== 'half') return [];
  if (!sheet.has(`${id}#approval.by`)) return [];
  const slots = { by: sheet.slot('term:person', `${id}#approval.by`), time: sheet.slot('time', `${id}#approval.at`) };
  return answer === 'half'
    ? [phrase('{by} approved half at {time}.', '{by} 님이 {time}에 절반을 승인했습니다.', slots)]
    : [phrase('{by} approved at {time}.', '{by} 님이 {time}에 승인했습니다.', slots)];
}

function triggerOf(sheet: FactSheet, id: string): AnswerSentence {
  const source = phrase('Proposed by {source}.', '제안: {source}.', {
    source: sheet.slot('term:source', `${id}#signal.source`),
  });
  const trigger = triggerSentence(sheet, id);
  return sentence('why.trigger', [source, trigger]);
}

/** By what rule it was decided, where that is not that everybody had to assent. */
function policySentence(sheet: FactSheet, id: string, { consensus }: DecisionFacts): AnswerSentence | null {
  if (consensus === null || consensus.policy === 'unanimous') return null;
  return sentence(
    'why.policy',
    phrase('{reason}.', '{reason}.', { reason: sheet.slot('reason', `${id}#consensus.reason`) }),
  );
}

function newsSentence(sheet: FactSheet, id: string, facts: DecisionFacts): AnswerSentence | null {
  const first = facts.inputs.news[0];
  if (facts.signal.action === 'exit') return null;
  if (first === undefined) {
    const none = phrase('No news lay before the reviewers.', '검토자 앞에 놓인 뉴스는 없었습니다.');
    return sentence('why.news', [none, ...moodPhrases(sheet, id, facts), ...seriesPhrases(sheet, id, facts)], id);
  }
  const seen = phrase('News at hand: “{title}” ({source}, {time}', '당시 뉴스: “{title}” ({source}, {time}', {
    title: sheet.slot('title', `${first.id}#title`),
    source: sheet.slot('quote', `${first.id}#source`),
    time: sheet.slot('time', `${first.id}#publishedAt`),
  });
  const told = [seen, ...publishersPhrases(sheet, first.id, first), phrase(')', ')')];
  if (facts.inputs.news.length > 1) {
    const count = { count: sheet.slot('count', `${id}#derived.newsCount`) };
    told.push(phrase(', the first of {count}', ' 외, 모두 {count}건', count));
  }
  const world = [...moodPhrases(sheet, id, facts), ...seriesPhrases(sheet, id, facts)];
  return sentence('why.news', [closed(joinPhrases(told, '')), ...world], id);
}

function moodPhrases(sheet: FactSheet, id: string, { derived }: DecisionFacts): readonly Phrase[] {
  if (derived.mood === null) return [];
  const slots = {
    word: sheet.slot('term:mood', `${id}#derived.mood`),
    value: sheet.slot('signed-number', `${id}#inputs.sentiment.value`),
    stories: sheet.slot('count', `${id}#inputs.sentiment.stories`),
    publishers: sheet.slot('count', `${id}#inputs.sentiment.sources`),
  };
  return [
    phrase(
      'Mood of the news: {word} ({value}; stories: {stories}, publishers: {publishers}).',
      '뉴스 분위기: {word}({value}, 기사 {stories}건, 매체 {publishers}곳).',
      slots,
    ),
  ];
}

/** Figures of the market and of this coin; those of the whole economy move no single trade. */
function seriesPhrases(sheet: FactSheet, id: string, { inputs }: DecisionFacts): readonly Phrase[] {
  const { series = [] } = inputs;
  const near = chosenFigures(series, { coins: [inputs.instrument.base], kinds: ['sentiment', 'derivatives'] });
  if (near.length === 0) return [];
  const told = near.slice(0, FIGURES_SHOWN).map((figure) => {
    const path = `${id}#inputs.series[${series.indexOf(figure)}]`;
    const name = phrase('{name}', '{name}', { name: sheet.slot('term:series', `${path}.series`) });
    return joinPhrases([name, valuePhrase(sheet, figure.unit, `${path}.value`, `${path}.unit`)], ' ');
  });
  const lead = phrase('Figures at hand:', '당시 지표:');
  return [joinPhrases([lead, closed(joinPhrases(told, ', '))], ' ')];
}

/** The size, what held it down, and the rule that came nearest to saying no. */
function sizeSentence(sheet: FactSheet, id: string, facts: DecisionFacts): AnswerSentence | null {
  const phrases = [
    ...sizePhrases(sheet, id, facts),
    ...advicePhrases(sheet, id, facts),
    ...rulePhrases(sheet, id, facts),
  ];
  return phrases.length === 0 ? null : sentence('why.size', phrases);
}

function sizePhrases(sheet: FactSheet, id: string, { sizing, signal }: DecisionFacts): readonly Phrase[] {
  // The size of an exit is that of what is held: nothing was weighed.
  if (sizing === null || signal.action === 'exit') return [];
  const last = sizing.clamps.length - 1;
  const size =
    last < 0
      ? phrase('Size: {fraction} of equity, as asked', '규모: 자산의 {fraction}(요청대로)', {
          fraction: sheet.slot('percent', `${id}#sizing.fraction`),
        })
      : phrase(
          'Size: {asked} of equity asked, held down to {to} by {cap}',
          '규모: 자산의 {asked} 요청 → {cap}에 따라 {to}',
          {
            asked: sheet.slot('percent', `${id}#sizing.askedFraction`),
            to: sheet.slot('percent', `${id}#sizing.clamps[${last}].to`),
            cap: sheet.slot('term:cap', `${id}#sizing.clamps[${last}].cap`),
          },
        );
  if (sizing.stopPrice === null) return [closed(size)];
  const loss = phrase('; {loss} would be lost at the stop price, before slippage.', ', 손절가 기준 예상 손실 {loss}.', {
    loss: sheet.slot('money', `${id}#sizing.worstLoss`),
  });
  return [joinPhrases([size, loss], '')];
}

function rulePhrases(sheet: FactSheet, id: string, facts: DecisionFacts): readonly Phrase[] {
  const { closestRule, rulesAsked, rulesPassed } = facts.derived;
  if (rulesAsked === 0 || rulesPassed < rulesAsked || facts.signal.action === 'exit') return [];
  const passed = { count: sheet.slot('count', `${id}#derived.rulesPassed`) };
  if (closestRule === null)
    return [phrase('All {count} risk rules passed.', '위험 규칙 {count}개를 모두 통과했습니다.', passed)];
  const gate = facts.gates.length - 1;
  const path = `${id}#gates[${gate}].rules[${closestRule}]`;
  const unit = unitOfRule(facts.gates[gate]?.rules[closestRule]?.rule ?? '');
  const slots = {
    ...passed,
    rule: sheet.slot('term:rule', `${path}.rule`),
    value: sheet.slot(unit, `${path}.value`),
    limit: sheet.slot(unit, `${path}.limit`),
  };
  return [
    phrase(
      'All {count} risk rules passed; nearest to its limit: {rule}, {value} against {limit}.',
      '위험 규칙 {count}개 모두 통과, 한도에 가장 가까운 것은 {rule}: {value}(한도 {limit}).',
      slots,
    ),
  ];
}

/** What came of it: the closed trade, or the position as it stands, or what the price did. */
function resultSentence(sheet: FactSheet, id: string, one: DecisionCase, view: DeskView): AnswerSentence | null {
  if (one.trade !== null) return closedSentence(sheet, one.trade.number);
  const open = view
    .positions()
    .find(
      ({ position, entryDecisionIds }) =>
        position.symbol === one.record.signal.symbol &&
        (position.entryDecisionId === id || entryDecisionIds.includes(id)),
    );
  if (open?.unrealised != null) {
    const desk = citeDesk(sheet, view);
    const path = `${desk.id}#positions["${open.position.symbol}"]`;
    const slots = {
      profit: sheet.slot('signed-money', `${path}.unrealised`),
      price: sheet.slot('price', `${path}.price`, open.position.symbol),
    };
    return sentence(
      'why.result',
      phrase(
        'The position is still open: {profit} unrealised at {price}.',
        '아직 보유 중이며 현재가 {price} 기준 평가손익은 {profit}입니다.',
        slots,
      ),
      id,
    );
  }
  return horizonSentence(sheet, id, one);
}

function closedSentence(sheet: FactSheet, number: number): AnswerSentence {
  const id = `T-${number}`;
  const slots = {
    time: sheet.slot('time', `${id}#closedAt`),
    net: sheet.slot('signed-money', `${id}#net`),
    fees: sheet.slot('money', `${id}#fees`),
    reason: sheet.slot('reason', `${id}#exitReason`),
  };
  return sentence(
    'why.result',
    phrase(
      'Closed at {time} with {net} after {fees} of fees: {reason}.',
      '{time}에 청산, 수수료 {fees}{을/를} 빼고 {net}. 청산 이유: {reason}.',
      slots,
    ),
  );
}

function horizonSentence(sheet: FactSheet, id: string, { horizons }: DecisionCase): AnswerSentence | null {
  if (horizons.length === 0) return null;
  const path = `${id}#horizons[${horizons.length - 1}]`;
  const slots = {
    span: sheet.slot('duration', `${path}.horizonMs`),
    change: sheet.slot('signed-percent', `${path}.returnFraction`),
  };
  return sentence(
    'why.result',
    phrase('After {span} the price had moved {change}.', '{span} 뒤 가격 변동은 {change}였습니다.', slots),
  );
}

/** How near it was, and how far an explanation from the record can go. */
function limitsSentence(sheet: FactSheet, id: string, facts: DecisionFacts): AnswerSentence | null {
  const wasVoted = facts.consensus?.policy === 'unanimous' || facts.consensus?.policy === 'weighted';
  if (facts.model === null || !wasVoted) return null;
  const limits = phrase(
    "These are the recorded inputs that triggered the rule; the model's inner reasons cannot be observed.",
    '위 내용은 규칙을 움직인 기록상의 입력이며, 모델 내부의 이유는 관찰할 수 없습니다.',
  );
  return sentence('why.limits', [...actedPhrases(sheet, id, facts), limits], id);
}
