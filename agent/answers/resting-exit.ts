import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { DecisionCase, Records } from '../../engine/ports/records.ts';
import type { AnswerSentence } from './answer.ts';
import { citeCase, type Topic } from './draft.ts';
import { type FactSheet, phrase, sentence } from './fact-sheet.ts';
import { placeOf } from './find-decision.ts';
import { tradeSentence } from './trade-sentence.ts';

const MANY = 1_000;

/** A trade that a stop at the venue ended: no decision was made then, the one of the entry had made it already. */
export interface RestingExit {
  readonly trade: ClosedTrade;
  readonly entry: DecisionCase;
}

/** Returns the exit without a decision of its own that a question means, unless a decided one lies nearer. */
export async function restingExit(
  records: Records,
  topic: Topic,
  decided: DecisionCase | null,
): Promise<RestingExit | null> {
  if (topic.side === null || topic.side === 'short' || topic.reference !== null || topic.unknownCoin !== null)
    return null;
  // "Why did you buy?" is about an entry even where a buy ended a short.
  if (topic.side === 'buy') return null;
  const { symbol, since, until } = placeOf(topic, true);
  const all = await records.trades({ symbol, since, until, limit: MANY });
  // "Why were you stopped out?" means a stop, even where something else was closed since.
  const isStop = /손절|stopped out|stop[- ]loss/i.test(topic.question);
  const trades = isStop ? all.filter(({ exitReason }) => exitReason.code.includes('stop')) : all;
  const closer = (trade: ClosedTrade) =>
    topic.side === 'close' || trade.direction === 'long'
      ? isStop || decided === null || distance(trade.closedAt, topic) < distance(decided.record.at, topic)
      : false;
  const nearest = trades.filter(closer).sort((a, b) => distance(a.closedAt, topic) - distance(b.closedAt, topic))[0];
  if (nearest === undefined) return null;
  const ended = await records.decision(nearest.exitDecisionId);
  return ended === null || ended.record.signal.action === 'exit' ? null : { trade: nearest, entry: ended };
}

/** Without a moment the newest is the nearest. */
function distance(at: number, { moment }: Topic): number {
  return moment === null ? -at : Math.abs(at - moment);
}

export function restingExitSentences(sheet: FactSheet, { trade, entry }: RestingExit): readonly AnswerSentence[] {
  const id = citeCase(sheet, entry);
  const sentences = [tradeSentence(sheet, trade, 'trade.closed')];
  if (entry.record.sizing?.stopPrice == null) return sentences;
  const slots = {
    id: sheet.slot('text', `${id}#id`),
    time: sheet.slot('time', `${id}#at`),
    stop: sheet.slot('price', `${id}#sizing.stopPrice`, trade.symbol),
    loss: sheet.slot('money', `${id}#sizing.worstLoss`),
  };
  const set = phrase(
    'The stop had been set with the entry {id} ({time}) at {stop}, for a loss of at most {loss} at that price; it rests at the venue and waits for no vote.',
    '손절가는 진입 결정 {id}({time})에서 {stop}{으로/로} 정해졌고 그 가격 기준 최대 손실은 {loss}였습니다. 거래소에 걸려 있어 투표를 기다리지 않습니다.',
    slots,
  );
  return [...sentences, sentence('why.stop', set)];
}
