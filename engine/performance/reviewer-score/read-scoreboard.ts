import { HORIZONS_MS } from '../../desk/desk-state.ts';
import type { DecisionRecord } from '../../domain/decision.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import type { Records } from '../../ports/records.ts';
import { MODEL_MEASURE } from '../model-measure.ts';
import type { MeasuredDecision } from '../vote-scores.ts';
import { makeScoreboard, type Scoreboard } from './scoreboard.ts';

export interface ScoredSpan {
  readonly since: number;
  readonly until: number;
}

/** More than a desk decides in a day. */
const ALL = 1_000_000;
const DAY_MS = 86_400_000;
/** The longest horizon is measured that much later; where the price was away, some minutes after. */
const MEASURED_WITHIN_MS = 6 * 3_600_000;

type ScoreRecords = Pick<Records, 'decisions' | 'entries'>;

/** Returns how good the voters were on the entries of a span, from what is written down. */
export async function readScoreboard(
  records: ScoreRecords,
  span: ScoredSpan,
  takerFeeFraction: number,
): Promise<Scoreboard> {
  return scoreboardOf(await readMeasured(records, span), takerFeeFraction);
}

/** Returns the scoreboard of these decisions at the horizons that the desk measures. */
export function scoreboardOf(measured: readonly MeasuredDecision[], takerFeeFraction: number): Scoreboard {
  return makeScoreboard(measured, { horizonsMs: HORIZONS_MS, takerFeeFraction, modelMeasure: MODEL_MEASURE });
}

/** Returns the entries that were decided in a span with what the price did after each, oldest first. */
export async function readMeasured(
  records: ScoreRecords,
  { since, until }: ScoredSpan,
  keep: (record: DecisionRecord) => DecisionRecord = withoutEvidence,
): Promise<readonly MeasuredDecision[]> {
  const entries = await records.entries({
    ...{ types: ['outcome.measured'] as const, since, until: until + MEASURED_WITHIN_MS },
    limit: ALL,
  });
  const days: DecisionRecord[][] = [];
  // A day at a time: a record holds all that its decision was made from, and a month of them is a great deal.
  for (let from = since; from < until; from += DAY_MS) {
    const to = Math.min(from + DAY_MS, until);
    const newest = await records.decisions({ action: 'enter', since: from, until: to, limit: ALL });
    days.push(newest.map(keep).reverse());
  }
  return withOutcomes(days.flat(), entries);
}

/** Joins decisions with their measured outcomes. */
export function withOutcomes(
  decisions: readonly DecisionRecord[],
  entries: readonly JournalEntry[],
): readonly MeasuredDecision[] {
  const returns = new Map<string, Map<number, number>>();
  for (const { event } of entries) {
    if (event.type !== 'outcome.measured') continue;
    const known = returns.get(event.decisionId) ?? new Map<number, number>();
    returns.set(event.decisionId, known.set(event.horizonMs, event.returnFraction));
  }
  return decisions.map((record) => ({ record, returns: returns.get(record.id) ?? new Map<number, number>() }));
}

/** No score reads the news of a decision, and it is most of its size. */
function withoutEvidence(record: DecisionRecord): DecisionRecord {
  return { ...record, inputs: { ...record.inputs, news: [], series: [], features: null } };
}
