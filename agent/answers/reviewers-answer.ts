import type { AnswerSentence } from './answer.ts';
import { decisionFacts } from './decision-facts.ts';
import { citeCase, citeDesk, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, phrase, sentence } from './fact-sheet.ts';
import { candidateSentence } from './stopped.ts';
import { modelSentence, verdictsSentence } from './votes.ts';
import { meantDecision } from './why-answer.ts';

/** Who voted how on a decision: the one meant, the one just spoken of, or the last one that was voted on. */
export async function answerReviewers(sources: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const one = await votedCase(sources, topic);
  if (one === null) {
    const desk = citeDesk(sheet, sources.view).id;
    return {
      outcome: 'not-found',
      sentences: [
        sentence('votes.none', phrase('No vote is recorded for that.', '그에 대한 투표 기록이 없습니다.'), desk),
      ],
      sheet,
    };
  }
  const id = citeCase(sheet, one);
  const facts = decisionFacts(one);
  const sentences: (AnswerSentence | null)[] = [
    candidateSentence(sheet, id),
    modelSentence(sheet, id, facts),
    verdictsSentence(sheet, id, facts),
  ];
  if (facts.consensus !== null) {
    sentences.push(
      sentence(
        'votes.consensus',
        phrase('{reason}.', '{reason}.', { reason: sheet.slot('reason', `${id}#consensus.reason`) }),
      ),
    );
  }
  return {
    outcome: 'answered',
    sentences: sentences.filter((each) => each !== null),
    sheet,
    subject: { decisionId: id, symbol: one.record.signal.symbol },
  };
}

async function votedCase(sources: Sources, topic: Topic) {
  const { records } = sources;
  if (topic.reference !== null) return meantDecision(sources, topic);
  if (topic.unknownCoin !== null) return null;
  const { decisionId, symbol } = topic.subject;
  if (decisionId !== null && (topic.symbol === null || topic.symbol === symbol)) return records.decision(decisionId);
  const recent = await records.decisions({ symbol: topic.symbol ?? undefined, action: 'enter', limit: 50 });
  const asksDissent = /반대|기권|disagree|against|object|dissent|abstain|\bno\b/i.test(topic.question);
  // A person's own order is not put to the vote; of the others, "who disagreed?" means one where someone did.
  const decided = recent.filter(
    ({ consensus }) => consensus?.policy === 'unanimous' || consensus?.policy === 'weighted',
  );
  const voted = decided.find(({ consensus }) => !asksDissent || consensus?.outcome === 'hold') ?? decided[0];
  return voted === undefined ? null : records.decision(voted.id);
}
