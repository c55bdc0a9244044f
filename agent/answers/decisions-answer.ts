import type { DeclineReason } from '../../engine/domain/approval.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import { recordFacts } from './decision-facts.ts';
import { citeDesk, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, phrase, sentence } from './fact-sheet.ts';
import { within } from './trade-answers.ts';

/** Which of them, counted from the newest. */
export interface Part {
  readonly skip: number;
  readonly limit: number;
}

const NEWEST: Part = { skip: 0, limit: 8 };

/** One line each: longer words are whole under `/why`. */
const SHORT = 60;

/** The latest decisions, one sentence each. */
export async function answerDecisions(
  { view, records }: Sources,
  topic: Topic,
  { skip, limit } = NEWEST,
): Promise<Draft> {
  const sheet = new FactSheet();
  const filter = { ...within(topic.span), symbol: topic.symbol ?? undefined };
  const found = await records.decisions({ ...filter, skip, limit });
  const given = await Promise.all(found.map((record) => givenFor(record, records)));
  const sentences = found.map((record, index) => {
    const why = given[index];
    const id = sheet.add(record.id, { ...recordFacts(record), ...(why && { given: why }) });
    const slots = {
      time: sheet.slot('time', `${id}#at`),
      side: sheet.slot('term:stance', `${id}#derived.side`),
      coin: sheet.slot('coin', `${id}#signal.symbol`),
      source: sheet.slot('term:source', `${id}#signal.source`),
      outcome: sheet.slot('term:outcome', `${id}#outcome`),
      reason: sheet.slot('reason', `${id}#reason`),
      ...(why && { why: givenSlot(sheet, id, why) }),
    };
    const end = why === undefined ? null : why.text === null ? '{why}' : '“{why}”';
    return sentence(
      `decisions.${id}`,
      phrase(
        `{time} {side} {coin} ({source}): {outcome}. {reason}.${end === null ? '' : ` Their reason: ${end}.`}`,
        `{time} {coin} {side}({source}): {outcome}. {reason}.${end === null ? '' : ` 거절 사유: ${end}.`}`,
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

/** Returns why a person said no, in short; undefined where nobody did, or did not say. */
async function givenFor(
  { id, outcome }: DecisionRecord,
  records: Pick<Sources['records'], 'decision'>,
): Promise<DeclineReason | undefined> {
  const given = outcome === 'declined' ? (await records.decision(id))?.given : undefined;
  if (given === undefined || given.text === null) return given;
  const signs = [...given.text];
  return signs.length <= SHORT ? given : { ...given, text: `${signs.slice(0, SHORT).join('').trimEnd()}…` };
}

function givenSlot(sheet: FactSheet, id: string, { text }: DeclineReason) {
  return text === null
    ? sheet.slot('term:decline-reason', `${id}#given.code`)
    : sheet.slot('quote', `${id}#given.text`);
}
