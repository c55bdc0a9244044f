import type { DecisionOutcome, DecisionRecord } from '../../engine/domain/decision.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import type { DecisionFilter } from '../../engine/ports/records.ts';
import type { AnswerSentence } from './answer.ts';
import { counterfactualSentences } from './counterfactual.ts';
import { decisionFacts, recordFacts } from './decision-facts.ts';
import { citeCase, citeDesk, coinSlot, type Draft, rangeOf, type Sources, type Span, type Topic } from './draft.ts';
import { FactSheet, phrase, sentence } from './fact-sheet.ts';
import { nearestTo } from './find-decision.ts';
import { notTraded } from './not-traded.ts';
import { readingSentences } from './reading-sentences.ts';
import { candidateSentence, stoppedSentences } from './stopped.ts';
import { meantDecision } from './why-answer.ts';

const DAY_MS = 86_400_000;
/** "At 14:05" is taken as this long before and after. */
const REACH_MS = 15 * 60_000;
/** A reading is of the last closed bar: what lies further back cannot be read again. */
const READABLE_MS = 30 * 60_000;
/** How far back "why not?" looks when no time is named. */
const LATELY_MS = DAY_MS;
const MANY = 1_000;

/** Answers "why did you not buy SOL?": from the candidates of that time, or by saying that there were none. */
export async function answerWhyNot(sources: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, sources.view).id;
  if (topic.unknownCoin !== null)
    return { outcome: 'not-found', sentences: [notTraded(sheet, desk, topic.unknownCoin)], sheet };
  const stated = topic.reference === null ? null : await meantDecision(sources, topic);
  if (stated !== null) {
    return {
      outcome: 'answered',
      sentences: stoppedSentences(sheet, citeCase(sheet, stated), decisionFacts(stated)),
      sheet,
      subject: { decisionId: stated.record.id, symbol: stated.record.signal.symbol },
    };
  }
  const span = spanOf(topic, sources.view.now());
  const found = await sources.records.decisions({
    ...kindOf(topic),
    since: span.from,
    until: span.to,
    limit: MANY,
  });
  const traded = found.filter((record) => record.outcome === 'acted');
  const stopped = found.filter((record) => record.outcome !== 'acted');
  const chosen = nearestTo(stopped, topic.moment);
  const sentences: AnswerSentence[] = [];
  if (traded[0] !== undefined) sentences.push(didTrade(sheet, nearestTo(traded, topic.moment) ?? traded[0]));
  if (chosen === null) {
    if (traded.length === 0) sentences.push(...(await noCandidates(sources, sheet, desk, topic, span)));
    return {
      outcome: 'answered',
      sentences,
      sheet,
      subject: { decisionId: null, symbol: topic.symbol },
      suggestions: suggestionsOf(topic),
    };
  }
  if (stopped.length > 1) sentences.push(countSentence(sheet, stopped, span, topic.moment !== null));
  const one = await sources.records.decision(chosen.id);
  const id = one === null ? sheet.add(chosen.id, recordFacts(chosen)) : citeCase(sheet, one);
  sentences.push(...stoppedSentences(sheet, id, one === null ? recordFacts(chosen) : decisionFacts(one)));
  return {
    outcome: 'answered',
    sentences,
    sheet,
    subject: { decisionId: id, symbol: chosen.signal.symbol },
    suggestions: suggestionsOf(topic),
  };
}

/** Answers "what would have had to differ?" for the decision just spoken of, or the last one that came to nothing. */
export async function answerCounterfactual(sources: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, sources.view).id;
  if (topic.unknownCoin !== null)
    return { outcome: 'not-found', sentences: [notTraded(sheet, desk, topic.unknownCoin)], sheet };
  const one = await counterfactualCase(sources, topic);
  if (one === null) {
    const none = phrase(
      'No candidate is recorded that came to nothing.',
      '기록상 거래로 이어지지 않은 후보가 없습니다.',
    );
    return { outcome: 'not-found', sentences: [sentence('counterfactual.none', none, desk)], sheet };
  }
  const id = citeCase(sheet, one);
  const sentences = [candidateSentence(sheet, id), ...counterfactualSentences(sheet, id, decisionFacts(one))];
  return { outcome: 'answered', sentences, sheet, subject: { decisionId: id, symbol: one.record.signal.symbol } };
}

async function counterfactualCase(sources: Sources, topic: Topic) {
  const { records } = sources;
  if (topic.reference !== null) return meantDecision(sources, topic);
  const { decisionId, symbol } = topic.subject;
  if (decisionId !== null && (topic.symbol === null || topic.symbol === symbol)) return records.decision(decisionId);
  const outcomes: readonly DecisionOutcome[] = ['held', 'denied', 'declined', 'expired', 'blocked', 'skipped'];
  const [last] = await records.decisions({ symbol: topic.symbol ?? undefined, outcomes, limit: 1 });
  return last === undefined ? null : records.decision(last.id);
}

function kindOf({ side, symbol }: Topic): Omit<DecisionFilter, 'limit'> {
  if (side === 'close') return { symbol: symbol ?? undefined, action: 'exit' };
  if (side === 'sell') return { symbol: symbol ?? undefined };
  if (side === 'short') return { symbol: symbol ?? undefined, action: 'enter', direction: 'short' };
  return { symbol: symbol ?? undefined, action: 'enter', direction: side === 'buy' ? 'long' : undefined };
}

function spanOf({ moment, span }: Topic, now: number): Span {
  if (moment !== null) return { from: moment - REACH_MS, to: moment + REACH_MS + 1 };
  return span ?? { from: now - LATELY_MS, to: now + 1 };
}

function isReadable({ moment, span }: Topic, now: number): boolean {
  if (moment !== null) return moment <= now && moment >= now - READABLE_MS;
  return span === null || (span.from <= now && span.to > now);
}

function suggestionsOf({ language, symbol }: Topic): readonly string[] {
  const coin = symbol === null ? '' : ` ${baseOf(symbol)}`;
  return language === 'ko'
    ? ['뭐가 달랐으면 샀어?', `${coin} 뉴스`.trim()]
    : ['what would have had to differ?', `news${coin}`];
}

function didTrade(sheet: FactSheet, record: DecisionRecord): AnswerSentence {
  const id = sheet.add(record.id, recordFacts(record));
  const slots = {
    id: sheet.slot('text', `${id}#id`),
    time: sheet.slot('time', `${id}#at`),
    coin: sheet.slot('coin', `${id}#signal.symbol`),
    side: sheet.slot('term:stance', `${id}#derived.side`),
  };
  return sentence(
    'why-not.did',
    phrase(
      'It did: {id} went ahead ({side} {coin}, {time}).',
      '실제로는 거래했습니다: {id}({time} {coin} {side}).',
      slots,
    ),
  );
}

const OUTCOMES = ['held', 'denied', 'asked', 'declined', 'expired', 'blocked', 'skipped'] as const;

/** How many candidates there were, by what became of them. */
function countSentence(
  sheet: FactSheet,
  stopped: readonly DecisionRecord[],
  span: Span,
  isNear: boolean,
): AnswerSentence {
  const id = sheet.add(
    rangeOf(
      'D',
      stopped.map(({ number }) => number),
    ),
    {
      ...span,
      total: stopped.length,
      outcomes: OUTCOMES.map((outcome) => ({
        outcome,
        count: stopped.filter((one) => one.outcome === outcome).length,
      })).filter(({ count }) => count > 0),
    },
  );
  const total = { total: sheet.slot('count', `${id}#total`), from: sheet.slot('time', `${id}#from`) };
  const parts = OUTCOMES.filter((outcome) => stopped.some((one) => one.outcome === outcome)).map((_, index) =>
    phrase('{count} {outcome}', '{outcome} {count}', {
      outcome: sheet.slot('term:outcome', `${id}#outcomes[${index}].outcome`),
      count: sheet.slot('count', `${id}#outcomes[${index}].count`),
    }),
  );
  return sentence('why-not.count', [
    phrase(
      '{total} candidates since {from} came to nothing:',
      '{from} 이후 거래로 이어지지 않은 후보 {total}건:',
      total,
    ),
    ...parts.map((part, index) => (index === parts.length - 1 ? ended(part, '.') : ended(part, ','))),
    isNear
      ? phrase('The one nearest to that time:', '그 시각에 가장 가까운 후보:')
      : phrase('The latest of them:', '그중 가장 최근 것:'),
  ]);
}

function ended(part: ReturnType<typeof phrase>, mark: string): ReturnType<typeof phrase> {
  return { template: { en: part.template.en + mark, ko: part.template.ko + mark }, slots: part.slots };
}

/** No strategy spoke: there is no gate to name. Says so, and which candidate lies nearest in time. */
async function noCandidates(
  { records, view }: Sources,
  sheet: FactSheet,
  desk: string,
  topic: Topic,
  span: Span,
): Promise<readonly AnswerSentence[]> {
  // From one day into another both ends need their date.
  const unit = span.to - span.from >= DAY_MS ? 'date-time' : 'time';
  const time = {
    from: sheet.slot(unit, `${sheet.add('question', span)}#from`),
    to: sheet.slot(unit, 'question#to'),
  };
  const silent =
    topic.symbol === null
      ? phrase(
          'No strategy raised a signal between {from} and {to}, so there was nothing to vote on.',
          '{from}~{to} 사이에 신호를 낸 전략이 없어 투표할 것이 없었습니다.',
          time,
        )
      : phrase(
          'No strategy raised a signal for {coin} between {from} and {to}, so there was nothing to vote on.',
          '{from}~{to} 사이에 {coin} 신호를 낸 전략이 없어 투표할 것이 없었습니다.',
          {
            ...time,
            coin: coinSlot(sheet, desk, topic.symbol),
          },
        );
  const sentences = [sentence('why-not.silent', silent, desk)];
  if (isReadable(topic, view.now())) sentences.push(...readingSentences(sheet, view, topic));
  const before = await records.decisions({ ...kindOf(topic), until: span.from, limit: 1 });
  const after = await records.decisions({ ...kindOf(topic), since: span.to, limit: MANY });
  const near = nearestTo([...after.slice(-1), ...before], topic.moment ?? span.to);
  if (near === null) return sentences;
  const id = sheet.add(near.id, recordFacts(near));
  const slots = {
    id: sheet.slot('text', `${id}#id`),
    time: sheet.slot('time', `${id}#at`),
    side: sheet.slot('term:stance', `${id}#derived.side`),
    coin: sheet.slot('coin', `${id}#signal.symbol`),
    outcome: sheet.slot('term:outcome', `${id}#outcome`),
  };
  const nearest = phrase(
    'The nearest candidate is {id} ({side} {coin}, {time}): {outcome}.',
    '가장 가까운 후보는 {id}({time} {coin} {side})이며 결과는 {outcome}입니다.',
    slots,
  );
  return [...sentences, sentence('why-not.nearest', nearest)];
}
