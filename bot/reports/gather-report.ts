import type { Decimal } from '../../engine/domain/decimal.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { VoteMeasure } from '../../engine/performance/vote-scores.ts';
import type { PriceHistory } from '../../engine/ports/price-history.ts';
import type { NumberedFill, Records } from '../../engine/ports/records.ts';
import { INCIDENT_EVENTS } from './incidents.ts';
import type { CallsMade } from './language-model-use.ts';
import { makeReport } from './make-report.ts';
import type { Report, ReportSpan } from './report.ts';

/** Where the figures of a report come from; all but `account` is what is written down. */
export interface ReportSources {
  readonly records: Pick<Records, 'decision' | 'decisions' | 'fills' | 'trades' | 'equity' | 'entries' | 'approvals'>;
  readonly prices: PriceHistory;
  /** The desk's now. */
  readonly now: () => number;
  readonly account: () => {
    readonly quoteCurrency: string;
    readonly startingCash: Decimal;
    readonly equity: Decimal;
  };
  readonly takerFeeFraction: string;
  readonly modelMeasure: VoteMeasure;
  /** News read by language models in a span. */
  readonly newsReadings: (span: ReportSpan) => Promise<number>;
  /** Calls of language models in a span of real time, by purpose. */
  readonly callsMade: (span: ReportSpan) => Promise<readonly CallsMade[]>;
  /** How sure the profits of paper fills are; missing where nothing is paper. */
  readonly paperBand?: (since: number, until: number) => NonNullable<Report['paperBand']>;
  /** Messages about a span that reached nobody. */
  readonly undelivered: (span: ReportSpan) => Promise<number>;
}

/** Every report of this desk. */
export interface Reports {
  /**
   * Returns the report of a span, cut to what the desk has lived of it; null for one in which it did not run. A span
   * that is not over is reported up to now.
   */
  of(span: ReportSpan): Promise<Report | null>;
  /** When the desk began; null before it did. */
  began(): Promise<number | null>;
}

/** More than a desk writes in years; every sum stays whole. */
const ALL = 1_000_000;
const DAY_MS = 86_400_000;
/** The longest horizon is measured that much later; where the price was away, some minutes after. */
const MEASURED_WITHIN_MS = 6 * 3_600_000;

/** Returns the reports of a desk. */
export function createReports(sources: ReportSources): Reports {
  const { records } = sources;
  let begun: number | null = null;

  return { of, began };

  async function began(): Promise<number | null> {
    begun ??= (await records.entries({ types: ['desk.started'], limit: 1 })).at(0)?.at ?? null;
    return begun;
  }

  async function of(wanted: ReportSpan): Promise<Report | null> {
    const now = sources.now();
    const account = sources.account();
    const first = await began();
    if (first === null || wanted.to <= first || wanted.from >= now) return null;
    const running = wanted.to > now;
    const span = { from: Math.max(wanted.from, first), to: Math.min(wanted.to, now) };
    const within = { since: span.from, until: span.to };
    const [points, trades, fills, decisions] = [
      await pointsOf(span, first),
      await records.trades({ ...within, limit: ALL }),
      await records.fills({ until: span.to, limit: ALL }),
      await decisionsOf(span),
    ];
    const report = makeReport({
      span,
      running,
      quoteCurrency: account.quoteCurrency,
      startingCash: account.startingCash,
      points,
      equityNow: running ? account.equity : null,
      trades: [...trades].reverse(),
      fills: [...fills].reverse(),
      decisions,
      earlier: await earlierOf(fills, decisions, span),
      entries: await entriesOf(span),
      prices: sources.prices,
      takerFeeFraction: sources.takerFeeFraction,
      modelMeasure: sources.modelMeasure,
      newsReadings: await sources.newsReadings(span),
      callsMade: await sources.callsMade(span),
      undelivered: await sources.undelivered(span),
      cases: await records.approvals({ ...within, limit: ALL }),
    });
    const { paperBand } = sources;
    return paperBand === undefined ? report : { ...report, paperBand: paperBand(span.from, span.to) };
  }

  /** Mostly measured within the hour before; after a long time away the last one lies further back. */
  async function pointsOf({ from, to }: ReportSpan, first: number) {
    const near = await records.equity(from - DAY_MS, to + 1);
    const reachesBack = near.some(({ at }) => at <= from) || from - DAY_MS <= first;
    return reachesBack ? near : records.equity(first, to + 1);
  }

  /** A day at a time: a record holds all that its decision was made from, and a month of them is a great deal. */
  async function decisionsOf({ from, to }: ReportSpan): Promise<readonly DecisionRecord[]> {
    const days: DecisionRecord[][] = [];
    for (let since = from; since < to; since += DAY_MS) {
      const newest = await records.decisions({ since, until: Math.min(since + DAY_MS, to), limit: ALL });
      days.push(newest.map(withoutEvidence).reverse());
    }
    return days.flat();
  }

  async function earlierOf(
    fills: readonly NumberedFill[],
    decisions: readonly DecisionRecord[],
    { from }: ReportSpan,
  ): Promise<ReadonlyMap<string, DecisionRecord>> {
    const known = new Set(decisions.map(({ id }) => id));
    const wanted = fills.flatMap(({ decisionId, fill }) =>
      fill.at >= from && !known.has(decisionId) ? [decisionId] : [],
    );
    const found = new Map<string, DecisionRecord>();
    for (const id of new Set(wanted)) {
      const decision = await records.decision(id);
      if (decision !== null) found.set(id, withoutEvidence(decision.record));
    }
    return found;
  }

  async function entriesOf({ from, to }: ReportSpan) {
    const measured = await records.entries({
      types: ['outcome.measured'],
      since: from,
      until: to + MEASURED_WITHIN_MS,
      limit: ALL,
    });
    const told = await records.entries({
      types: [...INCIDENT_EVENTS, 'approval.requested', 'approval.answered'],
      since: from,
      until: to,
      limit: ALL,
    });
    return [...measured, ...told].sort((a, b) => a.seq - b.seq);
  }
}

/** Nothing of a report reads the news of a decision, and it is most of its size. */
function withoutEvidence(record: DecisionRecord): DecisionRecord {
  return { ...record, inputs: { ...record.inputs, news: [], series: [], features: null } };
}
