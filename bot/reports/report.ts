import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { Decimal } from '../../engine/domain/decimal.ts';
import type { DecisionOutcome } from '../../engine/domain/decision.ts';
import type { Reason } from '../../engine/domain/reason.ts';
import type { Direction } from '../../engine/domain/signal.ts';
import type { EquitySample } from '../../engine/performance/equity-curve.ts';
import type { Performance } from '../../engine/performance/performance.ts';
import type { Scoreboard } from '../../engine/performance/reviewer-score/scoreboard.ts';
import type { TradeStatistics } from '../../engine/performance/trade-statistics.ts';
import type { ModelScore, VoterScore } from '../../engine/performance/vote-scores.ts';

/** Half open, epoch ms: `to` is the first moment no longer in it. */
export interface ReportSpan {
  readonly from: number;
  readonly to: number;
}

/** How a span went, from the record alone. Money is exact, in quote currency. */
export interface Report {
  readonly span: ReportSpan;
  /** True while the span is not over: `span.to` is then the moment of the report. */
  readonly running: boolean;
  readonly quoteCurrency: string;
  /** How far below and above its profit real money might have come out; missing where nothing is paper. */
  readonly paperBand?: { readonly low: Decimal; readonly high: Decimal };
  /** As last measured at or before each end; the desk measures at each full hour. */
  readonly equityStart: Decimal;
  readonly equityEnd: Decimal;
  /** What the equity did: closed or not, after fees. */
  readonly profit: Decimal;
  /** Of every fill in the span, whether its trade has closed or not. */
  readonly fees: Decimal;
  /** Those that were taken in third currencies, such as BNB; beside `fees`, never in it. */
  readonly otherFees: ReadonlyMap<string, Decimal>;
  readonly slippage: Slippage;
  readonly fills: number;
  /** Its money is of the trades that closed in the span. */
  readonly performance: Performance;
  readonly best: ClosedTrade | null;
  readonly worst: ClosedTrade | null;
  readonly byStrategy: readonly ReportGroup[];
  readonly bySymbol: readonly ReportGroup[];
  readonly decisions: DecisionCounts;
  readonly approvals: ApprovalCounts;
  readonly reviewers: readonly VoterScore[];
  readonly models: readonly ModelScore[];
  /** The same voters more closely: calibration, time, cost, and what an assent adds. */
  readonly scoreboard: Scoreboard;
  readonly languageModels: LanguageModelUse;
  readonly incidents: readonly Incident[];
  readonly positions: readonly HeldPosition[];
  /** The measures that the curve is drawn from, with both ends. */
  readonly equity: readonly EquitySample[];
  /** The same money spread over all markets at the start and left alone, without fees, at the same moments. */
  readonly held: readonly EquitySample[];
  readonly trades: readonly ClosedTrade[];
}

/** What market orders paid beyond the price at which they were let through; below zero it was to our good. */
export interface Slippage {
  readonly cost: Decimal;
  /** Fills that it was measured on: those of resting orders have no such price. */
  readonly fills: number;
}

export interface ReportGroup {
  /** A source such as `strategy:turtle`, or a symbol. */
  readonly key: string;
  readonly statistics: TradeStatistics;
}

export interface DecisionCounts {
  readonly total: number;
  readonly byOutcome: Readonly<Partial<Record<DecisionOutcome, number>>>;
  /**
   * What kept the others from being done, the most frequent first: a rule that denied, the voter who said no, else a
   * code of a reason.
   */
  readonly keptBy: readonly {
    readonly what: 'rule' | 'voter' | 'reason';
    readonly key: string;
    readonly count: number;
  }[];
}

export interface ApprovalCounts {
  readonly asked: number;
  readonly approved: number;
  readonly declined: number;
  readonly expired: number;
  /** What the declined ones would have come to by their own plan; `saved` above zero: the vetoes kept it from being lost. */
  readonly vetoes: VetoScore;
}

export interface VetoScore {
  readonly count: number;
  /** Those whose plan has ended by now. */
  readonly measured: number;
  readonly saved: Decimal;
}

export interface LanguageModelUse {
  /** Votes, advice on sizes, news that was read, talk with the assistant. */
  readonly calls: number;
  /** In US dollars; null where the price of one of them is not known. */
  readonly costUsd: Decimal | null;
}

export type IncidentType = 'halt' | 'panic' | 'order' | 'restart' | 'noticed' | 'undelivered';

export interface Incident {
  readonly type: IncidentType;
  readonly at: number;
  readonly reason: Reason | null;
  readonly symbol: string | null;
  /** How many, where it is a sum: messages that could not be delivered. */
  readonly count: number;
  /** Who did it, or which state an order came to. */
  readonly detail: string | null;
}

export interface HeldPosition {
  readonly symbol: string;
  readonly direction: Direction;
  readonly quantity: Decimal;
  readonly entryPrice: Decimal;
  readonly openedAt: number;
  /** Null where the price at the end is not known. */
  readonly unrealised: Decimal | null;
}
