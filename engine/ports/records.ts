import type { DeclineReason } from '../domain/approval.ts';
import type { ApprovalCase } from '../domain/approval-case.ts';
import type { ClosedTrade } from '../domain/closed-trade.ts';
import type { DecisionOutcome, DecisionRecord } from '../domain/decision.ts';
import type { Fill } from '../domain/fill.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { JournalEntry, JournalEventType } from '../domain/journal-entry.ts';
import type { Order } from '../domain/order.ts';

/** A decision with what came of it later. */
export interface DecisionCase {
  readonly record: DecisionRecord;
  readonly sha256: string;
  readonly orders: readonly Order[];
  /** What the decision itself bought or sold. The fill of a protective stop shows in the closed trade. */
  readonly fills: readonly NumberedFill[];
  readonly horizons: readonly {
    readonly horizonMs: number;
    readonly at: number;
    readonly price: number;
    readonly returnFraction: number;
  }[];
  /** The closed trade that it opened or closed, when there is one. */
  readonly trade: ClosedTrade | null;
  /** Why somebody declined it, where they said. */
  readonly given?: DeclineReason;
}

export interface NumberedFill {
  /** `F-7` as cited. */
  readonly number: number;
  readonly decisionId: string;
  readonly fill: Fill;
}

export interface DecisionFilter {
  readonly symbol?: InstrumentSymbol | undefined;
  readonly outcomes?: readonly DecisionOutcome[] | undefined;
  readonly action?: 'enter' | 'exit' | undefined;
  readonly direction?: 'long' | 'short' | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** So many of the newest are left out, and not read. */
  readonly skip?: number | undefined;
  readonly limit: number;
}

/** `since` and `until` count by the answer; `before` is the number of a decision: the next page. */
export interface ApprovalFilter {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Only what this person answered. */
  readonly by?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface EquityPoint {
  readonly at: number;
  readonly equity: string;
  readonly cash: string;
  readonly exposure: string;
}

/** What is written down, newest first unless said otherwise; `since` counts in, `until` does not. Every read sees all that was journalled before the call. */
export interface Records {
  decision(id: string): Promise<DecisionCase | null>;
  decisions(filter: DecisionFilter): Promise<readonly DecisionRecord[]>;
  countDecisions(filter: Omit<DecisionFilter, 'limit'>): Promise<Readonly<Partial<Record<DecisionOutcome, number>>>>;
  orders(limit: number): Promise<readonly Order[]>;
  fills(filter: {
    readonly since?: number | undefined;
    readonly until?: number | undefined;
    readonly limit: number;
  }): Promise<readonly NumberedFill[]>;
  trades(filter: {
    readonly since?: number | undefined;
    readonly until?: number | undefined;
    readonly symbol?: InstrumentSymbol | undefined;
    readonly limit: number;
  }): Promise<readonly ClosedTrade[]>;
  /** The desk's own proposals that wait no longer. */
  approvals(filter: ApprovalFilter): Promise<readonly ApprovalCase[]>;
  /** Oldest first. */
  equity(since: number, until: number): Promise<readonly EquityPoint[]>;
  entries(filter: {
    readonly types?: readonly JournalEventType[] | undefined;
    /** Only what was done for this decision. */
    readonly decisionId?: string | undefined;
    readonly since?: number | undefined;
    readonly until?: number | undefined;
    readonly limit: number;
  }): Promise<readonly JournalEntry[]>;
}
