import { recordFacts } from './decision-facts.ts';
import { citeDesk, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, phrase, sentence } from './fact-sheet.ts';
import { within } from './trade-answers.ts';

const SHOWN = 8;

/** The latest decisions, one sentence each. */
export async function answerDecisions({ view, records }: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const found = await records.decisions({ ...within(topic.span), symbol: topic.symbol ?? undefined, limit: SHOWN });
  const sentences = found.map((record) => {
    const id = sheet.add(record.id, recordFacts(record));
    const slots = {
      time: sheet.slot('time', `${id}#at`),
      side: sheet.slot('term:stance', `${id}#derived.side`),
      coin: sheet.slot('coin', `${id}#signal.symbol`),
      source: sheet.slot('term:source', `${id}#signal.source`),
      outcome: sheet.slot('term:outcome', `${id}#outcome`),
      reason: sheet.slot('reason', `${id}#reason`),
    };
    return sentence(
      `decisions.${id}`,
      phrase(
        '{time} {side} {coin} ({source}): {outcome}. {reason}.',
        '{time} {coin} {side}({source}): {outcome}. {reason}.',
        slots,
      ),
    );
  });
  if (found.length === 0) {
    sentences.push(
      sentence(
        'decisions.none',
        phrase('No decision is recorded for that.', '해당하는 결정 기록이 없습니다.'),
        citeDesk(sheet, view).id,
      ),
    );
  }
  return {
    outcome: found.length === 0 ? 'not-found' : 'answered',
    sentences,
    sheet,
    subject: { decisionId: found[0]?.id ?? null, symbol: topic.symbol },
  };
}
