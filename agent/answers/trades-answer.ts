import { citeDesk, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, phrase, sentence } from './fact-sheet.ts';
import { citeTrades, spanOf, within } from './trade-answers.ts';
import { tradeSentence } from './trade-sentence.ts';

const SHOWN = 8;
const MANY = 10_000;

/** Closed trades, the newest first; how many there are in all where not all are shown. */
export async function answerTrades({ view, records }: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const trades = await records.trades({ ...within(spanOf(topic)), symbol: topic.symbol ?? undefined, limit: MANY });
  const shown = trades.slice(0, SHOWN);
  const sentences = shown.map((trade) => tradeSentence(sheet, trade, 'trade.closed'));
  if (trades.length === 0) {
    const none = phrase('No trade has been closed in that time.', '그 기간에 청산된 거래가 없습니다.');
    sentences.push(sentence('trade.none', none, desk));
  }
  if (trades.length > shown.length) {
    const id = citeTrades(sheet, trades);
    const slots = {
      count: sheet.slot('count', `${id}#count`),
      net: sheet.slot('signed-money', `${id}#net`),
    };
    const all = phrase(
      'These are the newest; in all {count} trades, together {net}.',
      '최근 거래만 보여 드렸습니다. 모두 {count}건, 합계 {net}.',
      slots,
    );
    sentences.unshift(sentence('trade.all', all));
  }
  return {
    outcome: trades.length === 0 ? 'not-found' : 'answered',
    sentences,
    sheet,
    subject: { decisionId: shown[0]?.entryDecisionId ?? null, symbol: topic.symbol },
  };
}
