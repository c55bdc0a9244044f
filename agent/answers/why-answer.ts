import type { DecisionRecord } from '../../engine/domain/decision.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import type { DecisionCase } from '../../engine/ports/records.ts';
import type { AnswerSentence } from './answer.ts';
import { decisionFacts } from './decision-facts.ts';
import { citeCase, citeDesk, coinSlot, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, phrase, sentence } from './fact-sheet.ts';
import { findActed, findReferred } from './find-decision.ts';
import { notTraded } from './not-traded.ts';
import { restingExit, restingExitSentences } from './resting-exit.ts';
import { stoppedSentences } from './stopped.ts';
import { whySentences } from './why.ts';

/** Answers "why did you buy?": from the decision that is meant, or by saying that there is none such. */
export async function answerWhy(sources: Sources, topic: Topic): Promise<Draft> {
  const meant = await meantDecision(sources, topic);
  const resting = await restingExit(sources.records, topic, meant);
  if (resting !== null) {
    const sheet = new FactSheet();
    const sentences = restingExitSentences(sheet, resting);
    const { id, signal } = resting.entry.record;
    return { outcome: 'answered', sentences, sheet, subject: { decisionId: id, symbol: signal.symbol } };
  }
  return meant === null ? noSuchDecision(sources, topic) : explain(sources, meant, topic);
}

export function explain(sources: Sources, one: DecisionCase, topic: Pick<Topic, 'language'>): Draft {
  const sheet = new FactSheet();
  const { id, signal } = one.record;
  const coin = baseOf(signal.symbol);
  return {
    outcome: 'answered',
    sentences: whySentences(sheet, one, sources.view),
    sheet,
    subject: { decisionId: id, symbol: signal.symbol },
    suggestions:
      topic.language === 'ko'
        ? [`${id} 누가 반대했어?`, `${coin} 뉴스`, '뭐가 달랐으면 샀어?']
        : [`who disagreed on ${id}?`, `news on ${coin}`, 'what would have had to differ?'],
  };
}

/** The decision that a question means: by its number, by symbol, side and time, or the one just spoken of. */
export async function meantDecision(sources: Sources, topic: Topic): Promise<DecisionCase | null> {
  const { records } = sources;
  if (topic.reference !== null) return findReferred(sources, topic.reference);
  if (topic.unknownCoin !== null) return null;
  const { decisionId } = topic.subject;
  if (decisionId !== null && refersBack(topic)) return records.decision(decisionId);
  const found = await findActed(records, topic);
  return found === null ? null : records.decision(found.id);
}

/** "Why that?" names nothing of its own. */
function refersBack({ symbol, side, span, moment }: Topic): boolean {
  return symbol === null && side === null && span === null && moment === null;
}

/** The question took something for granted that the record does not hold: says so, and the nearest truth. */
async function noSuchDecision(sources: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, sources.view).id;
  const sentences: AnswerSentence[] = [missingSentence(sheet, desk, topic)];
  if (topic.reference !== null || topic.unknownCoin !== null) {
    return { outcome: 'not-found', sentences, sheet, suggestions: suggestionsOf(topic) };
  }
  const near = (await findActed(sources.records, topic, false)) ?? null;
  if (near !== null) sentences.push(await nearestTrade(sources, sheet, near));
  else sentences.push(...(await nearestCandidate(sources, sheet, desk, topic)));
  return {
    outcome: 'not-found',
    sentences,
    sheet,
    subject: { decisionId: near?.id ?? null, symbol: topic.symbol },
    suggestions: suggestionsOf(topic),
  };
}

function suggestionsOf({ language, symbol }: Topic): readonly string[] {
  const coin = symbol === null ? 'SOL' : baseOf(symbol);
  return language === 'ko'
    ? [`왜 ${coin} 안 샀어?`, '뭐 들고 있어?']
    : [`why did you not buy ${coin}?`, 'what do you hold?'];
}

const NEVER = {
  buy: ['The record holds no purchase', '매수한 기록이 없습니다'],
  sell: ['The record holds no sale', '매도한 기록이 없습니다'],
  short: ['The record holds no short sale', '숏으로 진입한 기록이 없습니다'],
  close: ['The record holds no closing of a position', '포지션을 청산한 기록이 없습니다'],
  any: ['The record holds no trade', '거래한 기록이 없습니다'],
} as const;

function missingSentence(sheet: FactSheet, desk: string, topic: Topic): AnswerSentence {
  if (topic.reference !== null) {
    const reference = sheet.slot('quote', `${sheet.add('question', { reference: topic.reference })}#reference`);
    return sentence(
      'why.no-reference',
      phrase('The record holds no {reference}.', '기록에 {reference}{이/가} 없습니다.', { reference }),
      desk,
    );
  }
  if (topic.unknownCoin !== null) return notTraded(sheet, desk, topic.unknownCoin);
  const [en, ko] = NEVER[topic.side ?? 'any'];
  const timed = topic.span !== null || topic.moment !== null;
  const whenEn = timed ? ' at that time' : '';
  const whenKo = timed ? '그때 ' : '';
  if (topic.symbol === null) return sentence('why.never', phrase(`${en}${whenEn}.`, `${whenKo}${ko}.`), desk);
  const place = coinSlot(sheet, desk, topic.symbol);
  return sentence('why.never', phrase(`${en} of {coin}${whenEn}.`, `${whenKo}{coin}{을/를} ${ko}.`, { coin: place }));
}

async function nearestTrade({ records }: Sources, sheet: FactSheet, near: DecisionRecord): Promise<AnswerSentence> {
  const one = await records.decision(near.id);
  const id = one === null ? sheet.add(near.id, near) : citeCase(sheet, one);
  const slots = {
    id: sheet.slot('text', `${id}#id`),
    time: sheet.slot('time', `${id}#at`),
    coin: sheet.slot('coin', `${id}#signal.symbol`),
    side: sheet.slot('term:stance', `${id}#derived.side`),
  };
  return sentence(
    'why.nearest',
    phrase('The nearest is {id}: {side} {coin}, {time}.', '가장 가까운 것은 {id}({time} {coin} {side})입니다.', slots),
  );
}

/** Nothing of the kind was ever traded: what was considered, and what stopped the last of it. */
async function nearestCandidate(
  sources: Sources,
  sheet: FactSheet,
  desk: string,
  topic: Topic,
): Promise<readonly AnswerSentence[]> {
  const action = topic.side === 'close' ? 'exit' : 'enter';
  const [last] = await sources.records.decisions({ symbol: topic.symbol ?? undefined, action, limit: 1 });
  if (last === undefined) {
    return [
      sentence(
        'why.no-candidate',
        phrase('No strategy has raised a signal for it either.', '전략이 신호를 낸 적도 없습니다.'),
        desk,
      ),
    ];
  }
  const one = await sources.records.decision(last.id);
  if (one === null || last.outcome === 'acted') return [];
  const id = citeCase(sheet, one);
  const lead = sentence('why.considered', phrase('It was considered, though:', '다만 검토한 적은 있습니다:'), id);
  return [lead, ...stoppedSentences(sheet, id, decisionFacts(one))];
}
