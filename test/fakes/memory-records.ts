import type { ApprovalCase } from '../../engine/domain/approval-case.ts';
import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { DecisionOutcome, DecisionRecord } from '../../engine/domain/decision.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { Order } from '../../engine/domain/order.ts';
import type {
  ApprovalFilter,
  DecisionCase,
  DecisionFilter,
  EquityPoint,
  NumberedFill,
  Records,
} from '../../engine/ports/records.ts';

interface Span {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** Records over plain lists: what the port says, newest first. */
export class MemoryRecords implements Records {
  cases: DecisionCase[] = [];
  allTrades: ClosedTrade[] = [];
  allEntries: JournalEntry[] = [];
  points: EquityPoint[] = [];
  allApprovals: ApprovalCase[] = [];

  add(record: DecisionRecord, rest: Partial<Omit<DecisionCase, 'record'>> = {}): this {
    this.cases.push({ record, sha256: 'c'.repeat(64), orders: [], fills: [], horizons: [], trade: null, ...rest });
    return this;
  }

  async decision(id: string): Promise<DecisionCase | null> {
    return this.cases.find(({ record }) => record.id === id) ?? null;
  }

  async decisions(filter: DecisionFilter): Promise<readonly DecisionRecord[]> {
    const { skip = 0, limit } = filter;
    return this.#matching(filter).slice(skip, skip + limit);
  }

  async countDecisions(filter: Omit<DecisionFilter, 'limit'>): Promise<Partial<Record<DecisionOutcome, number>>> {
    const counts: Partial<Record<DecisionOutcome, number>> = {};
    for (const { outcome } of this.#matching(filter)) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  }

  async orders(limit: number): Promise<readonly Order[]> {
    const all = this.cases.flatMap(({ orders }) => orders);
    return all.sort((a, b) => b.number - a.number).slice(0, limit);
  }

  async fills(filter: Span & { readonly limit: number }): Promise<readonly NumberedFill[]> {
    const all = this.cases.flatMap(({ fills }) => fills).filter(({ fill }) => within(fill.at, filter));
    return all.sort((a, b) => b.number - a.number).slice(0, filter.limit);
  }

  async trades(
    filter: Span & { readonly symbol?: string | undefined; readonly limit: number },
  ): Promise<readonly ClosedTrade[]> {
    return this.allTrades
      .filter(
        (trade) => within(trade.closedAt, filter) && (filter.symbol === undefined || trade.symbol === filter.symbol),
      )
      .sort((a, b) => b.number - a.number)
      .slice(0, filter.limit);
  }

  async approvals({ by, before, limit, ...span }: ApprovalFilter): Promise<readonly ApprovalCase[]> {
    return this.allApprovals
      .filter((one) => within(one.at, span) && (by === undefined || one.by === by))
      .filter(({ number }) => before === undefined || number < before)
      .sort((a, b) => b.number - a.number)
      .slice(0, limit);
  }

  async equity(since: number, until: number): Promise<readonly EquityPoint[]> {
    return this.points.filter(({ at }) => at >= since && at < until);
  }

  async entries({
    types,
    decisionId,
    limit,
    ...span
  }: Parameters<Records['entries']>[0]): Promise<readonly JournalEntry[]> {
    const wanted = this.allEntries.filter(
      ({ event, at }) =>
        (types === undefined || types.includes(event.type)) &&
        (decisionId === undefined || ('decisionId' in event && event.decisionId === decisionId)) &&
        within(at, span),
    );
    return wanted.sort((a, b) => b.seq - a.seq).slice(0, limit);
  }

  #matching({
    symbol,
    outcomes,
    action,
    direction,
    since,
    until,
  }: Omit<DecisionFilter, 'limit'>): readonly DecisionRecord[] {
    return this.cases
      .map(({ record }) => record)
      .filter(({ signal, outcome, at }) => {
        if (symbol !== undefined && signal.symbol !== symbol) return false;
        if (outcomes !== undefined && !outcomes.includes(outcome)) return false;
        if (action !== undefined && signal.action !== action) return false;
        return (direction === undefined || signal.direction === direction) && within(at, { since, until });
      })
      .sort((a, b) => b.at - a.at || b.number - a.number);
  }
}

function within(at: number, { since, until }: Span): boolean {
  return at >= (since ?? Number.NEGATIVE_INFINITY) && at < (until ?? Number.POSITIVE_INFINITY);
}
