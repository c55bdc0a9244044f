import type { Approval } from '../domain/approval.ts';
import type { Decimal } from '../domain/decimal.ts';
import { ZERO } from '../domain/decimal.ts';
import type { DecisionRecord } from '../domain/decision.ts';
import type { Fill } from '../domain/fill.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { AccountLimit, JournalEvent } from '../domain/journal-entry.ts';
import type { Order } from '../domain/order.ts';
import type { PersonPolicy } from '../domain/person-policy.ts';
import type { Portfolio } from '../domain/portfolio.ts';
import { emptyPortfolio } from '../domain/portfolio.ts';
import type { Position } from '../domain/position.ts';
import type { Protection } from '../domain/protection.ts';
import type { Reason } from '../domain/reason.ts';
import type { PaperTrade } from '../performance/paper-trade.ts';
import type { FillCursor } from '../ports/execution.ts';
import type { AccountMemory } from './fold-external.ts';
import { emptyAccountMemory } from './fold-external.ts';
import type { NoticeState } from './fold-notices.ts';
import { emptyNotices } from './fold-notices.ts';

/** What the desk knows of an open position beyond its fills. */
export interface Holding {
  readonly source: string;
  readonly units: number;
  readonly lastEntryPrice: number;
  readonly entryDecisionIds: readonly string[];
  readonly protection: Protection | null;
}

/** A position that went flat and whose closed trade is not journalled yet. */
export interface Closing {
  readonly position: Position;
  readonly holding: Holding | null;
  readonly fill: Fill;
  readonly exitDecisionId: string;
  /** The order whose fill closed it, as it was with that fill. */
  readonly exitOrder: Order | null;
}

/** What is needed of a decision once its order fills. */
export interface ActedDecision {
  readonly source: string;
  readonly unit: number;
  readonly exitReason: Reason;
  readonly protection: Protection | null;
}

/** A decision whose price is looked at again after each horizon. */
export interface HorizonWatch {
  readonly decisionId: string;
  readonly symbol: InstrumentSymbol;
  readonly at: number;
  readonly price: number;
  readonly horizonMs: number;
}

/** Results that the risk rules look back on. */
export interface TrackRecord {
  equityPeak: Decimal;
  maxDrawdownFraction: number;
  day: number;
  dayStartEquity: Decimal;
  lastMeasuredAt: number;
  /** The UTC day on which each limit of the account was last reached. */
  readonly limitDays: Map<AccountLimit, number>;
  lossStreak: number;
  winStreak: number;
  readonly lastLossAt: Map<InstrumentSymbol, number>;
  readonly lastEntryAt: Map<InstrumentSymbol, number>;
  /** Times of order intents of the last minute and later; older ones are dropped as time goes on. */
  recentOrders: number[];
  ordersToday: { day: number; count: number };
  /** Value of the entries decided on that UTC day, in quote currency. */
  notionalToday: { day: number; sum: Decimal };
  /** Times of entry orders of the last minute, by symbol. */
  readonly recentEntries: Map<InstrumentSymbol, readonly number[]>;
}

export interface Counters {
  decision: number;
  order: number;
  fill: number;
  trade: number;
  approval: number;
}

/** Everything the engine knows that is not market data: a fold over the journal and nothing else. One writer. */
export interface DeskState {
  started: Extract<JournalEvent, { type: 'desk.started' }> | null;
  portfolio: Portfolio;
  readonly orders: Map<string, Order>;
  /** Client ids of orders that are not in a terminal state, oldest first. */
  readonly openOrderIds: Set<string>;
  readonly holdings: Map<InstrumentSymbol, Holding>;
  readonly approvals: Map<string, Approval>;
  /** Decisions that wait for a person, by decision id. */
  readonly asked: Map<string, DecisionRecord>;
  /** What each decision that made an order meant, by decision id. */
  readonly sources: Map<string, ActedDecision>;
  readonly decidedSignals: Set<string>;
  readonly seenFills: Set<string>;
  /** The newest fill in the journal: what is asked of the venue after a restart begins behind it. */
  lastFill: FillCursor | null;
  horizons: HorizonWatch[];
  closings: Closing[];
  readonly counters: Counters;
  paused: boolean;
  panicked: boolean;
  /** Set from the latch until the receipt: the emergency exit is not finished. */
  flattening: boolean;
  halted: Reason | null;
  /** What people have set for themselves, by user id. */
  readonly policies: Map<string, PersonPolicy>;
  /** Who may answer proposals, by user id. */
  approvers: readonly string[];
  /** Declined proposals whose reason was not given yet, by approval id. */
  readonly declined: Map<string, { readonly decisionId: string; readonly by: string }>;
  /** Answered proposals that are in the market, by decision id. */
  readonly made: Map<string, { readonly approvalId: string | null; readonly symbol: InstrumentSymbol }>;
  /** What was let go of proposals and is followed to its end, by decision id. */
  readonly missed: Map<string, { readonly approvalId: string | null; readonly trade: PaperTrade }>;
  /** How many proposals the assistant made for each person on the UTC day of the last of them. */
  readonly proposals: Map<string, { readonly day: number; readonly count: number }>;
  readonly notices: NoticeState;
  readonly account: AccountMemory;
  readonly track: TrackRecord;
}

export const HORIZONS_MS = [600_000, 3_600_000, 14_400_000] as const;

export function emptyDeskState(): DeskState {
  return {
    started: null,
    portfolio: emptyPortfolio(ZERO),
    orders: new Map(),
    openOrderIds: new Set(),
    holdings: new Map(),
    approvals: new Map(),
    asked: new Map(),
    sources: new Map(),
    decidedSignals: new Set(),
    seenFills: new Set(),
    lastFill: null,
    horizons: [],
    closings: [],
    counters: { decision: 0, order: 0, fill: 0, trade: 0, approval: 0 },
    paused: false,
    panicked: false,
    flattening: false,
    halted: null,
    policies: new Map(),
    approvers: [],
    declined: new Map(),
    made: new Map(),
    missed: new Map(),
    proposals: new Map(),
    notices: emptyNotices(),
    account: emptyAccountMemory(),
    track: {
      equityPeak: ZERO,
      maxDrawdownFraction: 0,
      day: -1,
      dayStartEquity: ZERO,
      lastMeasuredAt: 0,
      limitDays: new Map(),
      lossStreak: 0,
      winStreak: 0,
      lastLossAt: new Map(),
      lastEntryAt: new Map(),
      recentOrders: [],
      ordersToday: { day: -1, count: 0 },
      notionalToday: { day: -1, sum: ZERO },
      recentEntries: new Map(),
    },
  };
}
