import { expect, it } from 'vitest';
import { trainingFormat } from '../../../bot/reports/training-file.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { votedDecisions } from '../../../engine/performance/reviewer-score/cast-votes.ts';
import { type TrainingRow, trainingRow } from '../../../engine/performance/reviewer-score/training-row.ts';
import { abstention, decisionRecord, modelVote, SOL, verdict } from '../../fixtures/decision-record.ts';

const HOUR = 3_600_000;

function rowOf(): TrainingRow {
  const plain = decisionRecord(7, {
    model: modelVote('buy', 0.61, 0.21),
    verdicts: [
      verdict('rules:technical', 'buy', reason('technical.trend-agrees'), reason('technical.volume-alive')),
      abstention('groq:a "b", c', reason('reviewer.late')),
    ],
  });
  const features = {
    featureSet: 'x@1',
    symbol: SOL.symbol,
    asOf: plain.at,
    names: ['rsi14', 'return5'],
    values: [0.4, -1],
  };
  const record = { ...plain, inputs: { ...plain.inputs, features } };
  const [voted] = votedDecisions([
    {
      record,
      returns: new Map([
        [HOUR, 0.0125],
        [600_000, -0.001],
      ]),
    },
  ]);
  const row = voted === undefined ? null : trainingRow(voted);
  if (row === null) throw new RangeError('it was voted on');
  return row;
}

it('a line of JSON holds the whole decision, its votes and what came', () => {
  const { head, lines } = trainingFormat('votes.jsonl');
  const row = rowOf();
  expect(head(row)).toBe('');
  expect(JSON.parse(lines(row))).toMatchObject({
    ...{ version: 1, decision: 'D-7', at: '2025-05-21T14:05:00.000Z', featureSet: 'x@1' },
    features: { rsi14: 0.4, return5: -1 },
    returns: { 600000: -0.001, 3600000: 0.0125 },
    votes: [
      { voter: 'baseline', kind: 'model', stance: 'buy', assents: true, forecast: 0.61, reasons: [] },
      { voter: 'rules:technical', assents: true, reasons: ['technical.trend-agrees', 'technical.volume-alive'] },
      { voter: 'groq:a "b", c', stance: null, assents: false, failure: 'late', reasons: ['reviewer.late'] },
    ],
  });
  expect(lines(row)).toMatch(/^[^\n]+\n$/);
});

it('of CSV every vote is a row under the same columns, and a name cannot end its cell', () => {
  const format = trainingFormat('votes.CSV');
  const row = rowOf();
  const [header = [], ...votes] = `${format.head(row)}${format.lines(row)}`.trimEnd().split('\n').map(cellsOf);
  const cell = (vote: readonly string[] | undefined, column: string) => vote?.[header.indexOf(column)];
  expect(votes.map((vote) => vote.length)).toEqual([header.length, header.length, header.length]);
  expect(new Set(header).size).toBe(header.length);
  expect(votes.map((vote) => cell(vote, 'voter'))).toEqual(['baseline', 'rules:technical', 'groq:a "b", c']);
  expect(votes.map((vote) => cell(vote, 'stance'))).toEqual(['buy', 'buy', '']);
  expect(['return_10m', 'return_1h', 'return_4h', 'f_rsi14', 'f_return5'].map((name) => cell(votes[1], name))).toEqual([
    ...['-0.001', '0.0125', '', '0.4', '-1'],
  ]);
  expect(cell(votes[1], 'reasons')).toBe('technical.trend-agrees technical.volume-alive');
});

/** Reads one line of CSV as RFC 4180 has it. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
