import type { Figure } from '../../engine/performance/figure.ts';
import { LIFT_FLOOR, type Lift } from '../../engine/performance/reviewer-score/lift.ts';
import { REGIMES } from '../../engine/performance/reviewer-score/regime.ts';
import type { HorizonScore, Scoreboard, VoterBoard } from '../../engine/performance/reviewer-score/scoreboard.ts';
import { VOTES_FLOOR } from '../../engine/performance/vote-scores.ts';
import { MODEL_WORDS } from '../i18n/model-words.ts';
import { termOf } from '../i18n/template.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Block } from '../message.ts';
import { lines, table } from '../message.ts';

type Row = readonly string[];

/** Returns how often each voter voted, and was right. */
export function voteBlocks(board: Scoreboard, voice: Voice): readonly Block[] {
  const words = MODEL_WORDS[voice.language];
  const { format } = voice;
  const rows = board.voters.map((voter) => [
    voter.key,
    format.count(voter.voted),
    format.count(voter.assented),
    rate(voter.abstention, voice),
    rate(mainScore(voter, board)?.hitRate, voice),
  ]);
  const idle = board.idle.value === null ? null : format.percent(board.idle.value, 0);
  const note = words.rightNote({ move: format.percent(board.moveFraction), idle, floor: format.count(VOTES_FLOOR) });
  return [voterTable([words.votes, words.saidYes, words.abstained, words.right], rows, voice), lines(note)];
}

/** Returns how far each voter's word can be taken at its number, and what it takes to ask it. */
export function careBlocks(board: Scoreboard, voice: Voice): readonly Block[] {
  const words = MODEL_WORDS[voice.language];
  const rows = board.voters.map((voter) => {
    const calibration = mainScore(voter, board)?.calibration;
    return [
      voter.key,
      number(calibration?.brier, 3, voice),
      rate(calibration?.error, voice),
      rate(voter.timeouts, voice),
      rate(voter.invalid, voice),
      latencyOf(voter, voice),
      costOf(voter, voice),
    ];
  });
  const headers = [words.brier, words.calibration, words.late, words.invalid, words.latency, words.cost];
  return [voterTable(headers, rows, voice), lines(words.careNote)];
}

/** Returns how often each voter was right after each horizon, and in each kind of market. */
export function marketBlocks(board: Scoreboard, voice: Voice): readonly Block[] {
  const words = MODEL_WORDS[voice.language];
  const { format } = voice;
  const [first] = board.voters;
  const horizons = first?.horizons.map(({ horizonMs }) => horizonMs) ?? [];
  const byHorizon = board.voters.map((voter) => [
    voter.key,
    ...horizons.map((horizonMs) => rate(scoreAt(voter, horizonMs)?.hitRate, voice)),
  ]);
  const byMarket = REGIMES.map((regime) => [
    words.regimes[regime],
    ...board.voters.map((voter) => rate(voter.regimes.find((one) => one.regime === regime)?.hitRate, voice)),
  ]);
  return [
    voterTable(
      horizons.map((horizonMs) => format.duration(horizonMs)),
      byHorizon,
      voice,
    ),
    table([words.market, ...board.voters.map(({ voter }) => `>${voter}`)], byMarket),
    lines(words.marketNote),
  ];
}

/** Returns what the reviewers' assent was worth beside the model's, and how much each voice weighs. */
export function liftBlocks(board: Scoreboard, voice: Voice): readonly Block[] {
  const words = MODEL_WORDS[voice.language];
  const { format } = voice;
  const rows = board.lifts.map((lift) => [
    lift.voters.join(' + '),
    format.count(lift.together.trades),
    `${signed(lift.together.net, voice)} / ${signed(lift.alone.net, voice)}`,
    signed(lift.lift, voice),
    intervalOf(lift, voice),
  ]);
  const headers = [words.asked, `>${words.trades}`, `>${words.net} / ${words.modelAnd}`];
  const note = words.liftNote({ floor: format.count(LIFT_FLOOR) });
  const lifted = rows.length === 0 ? [] : [table([...headers, `>${words.lift}`, `>${words.interval}`], rows)];
  return [...lifted, ...weightBlocks(board, voice), lines(note)];
}

function weightBlocks({ ensemble }: Scoreboard, voice: Voice): readonly Block[] {
  if (ensemble === null) return [];
  const words = MODEL_WORDS[voice.language];
  const { format } = voice;
  const { members, threshold, quorum } = ensemble.weights;
  const rows = members.map(({ seat, voter, weight }) => [termOf(seat, format), voter, format.percent(weight, 1)]);
  const figures = { threshold: format.number(threshold, 2), quorum: format.count(quorum) };
  return [
    table([words.seat, words.voter, `>${words.weight}`], rows),
    lines(words.weightNote({ decision: ensemble.decisionId, ...figures })),
  ];
}

function voterTable(headers: readonly string[], rows: readonly Row[], { language }: Voice): Block {
  return table([MODEL_WORDS[language].voter, ...headers.map((header) => `>${header}`)], rows);
}

function mainScore(voter: VoterBoard, { mainHorizonMs }: Scoreboard): HorizonScore | undefined {
  return scoreAt(voter, mainHorizonMs);
}

function scoreAt({ horizons }: VoterBoard, horizonMs: number): HorizonScore | undefined {
  return horizons.find((score) => score.horizonMs === horizonMs);
}

function rate(figure: Figure | undefined, { text, format }: Voice): string {
  return figure?.value == null ? text.notEnough : format.percent(figure.value, 0);
}

function number(figure: Figure | undefined, digits: number, { text, format }: Voice): string {
  return figure?.value == null ? text.notEnough : format.number(figure.value, digits);
}

function signed(figure: Figure, { text, format }: Voice): string {
  return figure.value === null ? text.notEnough : format.signedPercent(figure.value, 3);
}

function intervalOf({ low, high }: Lift, { text, format }: Voice): string {
  if (low === null || high === null) return text.notEnough;
  return `${format.signedPercent(low, 3)} … ${format.signedPercent(high, 3)}`;
}

/** Rules answer at once, and for nothing. */
function latencyOf({ kind, latencyMs }: VoterBoard, voice: Voice): string {
  const { text, format } = voice;
  if (kind !== 'language-model') return text.dash;
  const seconds = ({ value }: Figure) => (value === null ? text.notEnough : `${format.number(value / 1_000, 1)}s`);
  return `${seconds(latencyMs.p50)} / ${seconds(latencyMs.p95)}`;
}

function costOf({ kind, costPerDecisionUsd }: VoterBoard, { text, format }: Voice): string {
  if (kind !== 'language-model') return text.dash;
  return costPerDecisionUsd.value === null ? text.notEnough : `${format.number(costPerDecisionUsd.value, 5)} USD`;
}
