import { estimateOf } from '../../engine/domain/decimal.ts';
import { readMeasured, scoreboardOf } from '../../engine/performance/reviewer-score/read-scoreboard.ts';
import type { Scoreboard, VoterBoard } from '../../engine/performance/reviewer-score/scoreboard.ts';
import { higherOf } from '../../engine/performance/reviewer-score/tell-apart.ts';
import type { AnswerSentence } from './answer.ts';
import { citeDesk, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';
import { closed } from './votes.ts';

const SCORED_MS = 30 * 86_400_000;
const VOTERS_SHOWN = 6;
const ALL = 'V-all';

/** How right each voter has been on entries, lately or in the span that was named, and whether one was more so. */
export async function answerScores({ view, records }: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const now = view.now();
  const since = topic.span?.from ?? now - SCORED_MS;
  const until = Math.min(topic.span?.to ?? now + 1, now + 1);
  const measured = await readMeasured(records, { since, until });
  const own = topic.symbol === null ? measured : measured.filter(({ record }) => record.signal.symbol === topic.symbol);
  const fee = estimateOf(view.instruments()[0]?.takerFeeFraction ?? '0');
  const board = scoreboardOf(own, fee);
  if (board.decisions === 0) {
    const desk = citeDesk(sheet, view).id;
    const none = phrase('Nothing was put to the vote in that time.', '그 기간에 투표한 후보가 없습니다.');
    return { outcome: 'not-found', sentences: [sentence('scores.none', none, desk)], sheet };
  }
  const { decisions, measured: known, idle, moveFraction, mainHorizonMs } = board;
  sheet.add(ALL, { since, decisions, measured: known, idle, moveFraction, mainHorizonMs });
  const shown = [...board.voters].sort((a, b) => b.asked - a.asked).slice(0, VOTERS_SHOWN);
  const cited = shown.map((voter, index) => ({ voter, id: sheet.add(`V-${index + 1}`, factsOf(voter, board)) }));
  return {
    outcome: 'answered',
    sentences: [
      countSentence(sheet, board),
      ...cited.map(({ voter, id }) => voterSentence(sheet, id, rateOf(voter, board).value !== null)),
      ...comparison(sheet, cited, board),
    ],
    sheet,
    suggestions: topic.language === 'ko' ? ['누가 반대했어?', '/models'] : ['who disagreed?', '/models'],
  };
}

/** What an answer may cite of a voter: `V-1`. */
function factsOf(voter: VoterBoard, board: Scoreboard) {
  const { key, kind, asked, voted, assented, chanceRight, abstention, timeouts, invalid, costPerDecisionUsd } = voter;
  return {
    ...{ key, kind, asked, voted, assented, chanceRight, abstention, timeouts, invalid, costPerDecisionUsd },
    derived: { abstained: asked - voted },
    hitRate: rateOf(voter, board),
    brier: mainScore(voter, board)?.calibration.brier ?? null,
  };
}

function mainScore({ horizons }: VoterBoard, { mainHorizonMs }: Scoreboard) {
  return horizons.find(({ horizonMs }) => horizonMs === mainHorizonMs);
}

function rateOf(voter: VoterBoard, board: Scoreboard) {
  return mainScore(voter, board)?.hitRate ?? { value: null, sample: 0, floor: 0 };
}

function countSentence(sheet: FactSheet, { idle }: Scoreboard): AnswerSentence {
  const slots = {
    since: sheet.slot('date', `${ALL}#since`),
    decisions: sheet.slot('count', `${ALL}#decisions`),
    measured: sheet.slot('count', `${ALL}#measured`),
    span: sheet.slot('duration', `${ALL}#mainHorizonMs`),
  };
  const counted = phrase(
    'Since {since} {decisions} candidates were voted on, and of {measured} it is known where the price stood {span} later.',
    '{since} 이후 투표한 후보는 {decisions}건이고, {span} 뒤 가격을 아는 것은 {measured}건입니다.',
    slots,
  );
  const move = { move: sheet.slot('percent', `${ALL}#moveFraction`) };
  const right = phrase(
    'A yes was right when the price had moved the wanted way by {move} or more, both fees; a no when it had not.',
    '찬성은 가격이 원하던 방향으로 {move}(왕복 수수료) 이상 움직였을 때, 반대는 그러지 않았을 때 맞은 것으로 셉니다.',
    move,
  );
  if (idle.value === null) return sentence('scores.count', [counted, right]);
  const always = phrase(
    'Who always says no would have been right in {idle}.',
    '항상 반대했다면 {idle} 맞았을 것입니다.',
    {
      idle: sheet.slot('percent', `${ALL}#idle.value`),
    },
  );
  return sentence('scores.count', [counted, right, always]);
}

function voterSentence(sheet: FactSheet, id: string, isRated: boolean): AnswerSentence {
  const voter = sheet.slot('text', `${id}#key`);
  const sample = sheet.slot('count', `${id}#hitRate.sample`);
  if (!isRated) {
    const few = phrase(
      '{voter} has {sample} measured votes: too few to tell, it takes {floor}.',
      '{voter}: 결과를 아는 투표가 {sample}건뿐이라 판단할 수 없습니다({floor}건 필요).',
      { voter, sample, floor: sheet.slot('count', `${id}#hitRate.floor`) },
    );
    return sentence('scores.voter', few);
  }
  const rate = { voter, sample, rate: sheet.slot('percent', `${id}#hitRate.value`) };
  const abstained = { count: sheet.slot('count', `${id}#derived.abstained`) };
  const parts: Phrase[] = [
    phrase('{voter} was right in {rate} of {sample} votes', '{voter}: 투표 {sample}건 중 {rate} 적중', rate),
    phrase('abstained {count} times', '기권 {count}회', abstained),
  ];
  if (sheet.has(`${id}#brier.value`)) {
    const brier = { brier: sheet.slot('number', `${id}#brier.value`) };
    parts.push(phrase('Brier score {brier} (zero is perfect)', 'Brier 점수 {brier}(낮을수록 좋음)', brier));
  }
  return sentence('scores.voter', closed(joinPhrases(parts, ', ')));
}

/** Of two reviewers that both have a rate, the two that were asked most. */
function comparison(
  sheet: FactSheet,
  cited: readonly { readonly voter: VoterBoard; readonly id: string }[],
  board: Scoreboard,
): readonly AnswerSentence[] {
  const rated = cited.filter(({ voter }) => voter.kind !== 'model' && rateOf(voter, board).value !== null);
  const [first, second] = rated;
  if (first === undefined || second === undefined) return [];
  const names = { a: sheet.slot('text', `${first.id}#key`), b: sheet.slot('text', `${second.id}#key`) };
  const higher = higherOf(rateOf(first.voter, board), rateOf(second.voter, board));
  if (higher === null) {
    const same = phrase(
      'So few votes, and rates so near to each other, do not tell {a} and {b} apart.',
      '이 정도 표본과 차이로는 {a}, {b} 중 어느 쪽이 나은지 알 수 없습니다.',
      names,
    );
    return [sentence('scores.compared', same)];
  }
  const [better, other] = higher === 'first' ? [names.a, names.b] : [names.b, names.a];
  const told = phrase(
    '{better} was right more often than {other}, by more than chance explains.',
    '{better} 쪽이 {other} 쪽보다 우연이라 보기 어려울 만큼 더 자주 맞았습니다.',
    { better, other },
  );
  return [sentence('scores.compared', told)];
}
