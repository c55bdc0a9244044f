import type { Approval, DeclineReason } from './approval.ts';
import type { ApprovalScore } from './approval-score.ts';
import type { ClosedTrade } from './closed-trade.ts';
import type { DecimalText } from './decimal.ts';
import type { DecisionRecord } from './decision.ts';
import type { ExternalAnswer, ExternalChange } from './external-change.ts';
import type { Fill } from './fill.ts';
import type { FundingPayment } from './funding.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { OrderIntent, OrderState } from './order.ts';
import type { PersonPolicy } from './person-policy.ts';
import type { Reason } from './reason.ts';

/** What happened, in the past tense. Portfolio, alerts, explanations and metrics are readings of these. */
export type JournalEvent =
  | {
      readonly type: 'desk.started';
      readonly mode: string;
      readonly account: string;
      readonly venue: string;
      readonly source: string;
      readonly seed: string;
      readonly configSha256: string;
      readonly startingCash: DecimalText;
      readonly quoteCurrency: string;
    }
  | {
      readonly type: 'desk.recovered';
      readonly adoptedFills: number;
      readonly resolvedOrders: number;
      readonly openOrders: number;
    }
  | { readonly type: 'decision.made'; readonly record: DecisionRecord; readonly sha256: string }
  | { readonly type: 'decision.resolved'; readonly record: DecisionRecord; readonly sha256: string }
  | { readonly type: 'approval.requested'; readonly approval: Approval }
  | { readonly type: 'approval.answered'; readonly approval: Approval }
  | { readonly type: 'order.intended'; readonly number: number; readonly intent: OrderIntent }
  | {
      readonly type: 'order.changed';
      readonly clientId: string;
      readonly decisionId: string;
      readonly symbol: InstrumentSymbol;
      readonly state: Exclude<OrderState, 'INTENT'>;
      readonly venueOrderId: string | null;
      readonly reason: Reason | null;
    }
  | {
      readonly type: 'order.filled';
      readonly number: number;
      readonly decisionId: string;
      readonly fill: Fill;
      /** Set where the trade was not ours and was adopted; `decisionId` is then that of the change, `X-3`. */
      readonly external?: true;
    }
  | { readonly type: 'trade.closed'; readonly trade: ClosedTrade }
  | {
      readonly type: 'protection.set';
      readonly symbol: InstrumentSymbol;
      readonly decisionId: string;
      readonly stopPrice: DecimalText | null;
      readonly targetPrice: DecimalText | null;
      readonly trailDistance: DecimalText | null;
      readonly exitBy: number | null;
      readonly reason: Reason;
    }
  | {
      readonly type: 'equity.measured';
      readonly equity: DecimalText;
      readonly cash: DecimalText;
      readonly exposure: DecimalText;
    }
  | {
      readonly type: 'outcome.measured';
      readonly decisionId: string;
      readonly symbol: InstrumentSymbol;
      readonly horizonMs: number;
      readonly price: number;
      readonly returnFraction: number;
    }
  | {
      /** Told at the first closed bar of a UTC day at which a limit of the whole account keeps entries out. */
      readonly type: 'limit.reached';
      readonly limit: AccountLimit;
      /** Fractions: of the equity at the day's start, or of its highest measure. */
      readonly value: number;
      readonly threshold: number;
    }
  | { readonly type: 'entries.paused'; readonly by: string }
  | {
      readonly type: 'entries.resumed';
      readonly by: string;
      /** Set when a person lets entries in again after the drawdown limit: it counts from this equity on. */
      readonly drawdownFrom?: DecimalText;
    }
  | { readonly type: 'entries.halted'; readonly reason: Reason }
  | { readonly type: 'panic.latched'; readonly by: string; readonly positions: number; readonly orders: number }
  | {
      readonly type: 'panic.flattened';
      readonly realised: DecimalText;
      readonly fees: DecimalText;
      readonly equity: DecimalText;
    }
  | { readonly type: 'panic.cleared'; readonly by: string }
  | {
      /** What the emergency path did in its own thread, handed over from its own journal; absent in replay. */
      readonly type: 'emergency.recorded';
      readonly incident: string;
      /** Places in that journal. */
      readonly fromSeq: number;
      readonly toSeq: number;
      readonly steps: readonly EmergencyRecord[];
    }
  | {
      /** Something around the desk went wrong, or is well again. */
      readonly type: 'desk.noticed';
      readonly kind: 'data-stall' | 'data-back' | 'venue-trouble' | 'venue-back' | 'external-change';
      readonly symbol: InstrumentSymbol | null;
      readonly reason: Reason;
    }
  | {
      /** Interest of a perpetual, once per payment id. */
      readonly type: 'funding.settled';
      readonly funding: FundingPayment;
    }
  | {
      /** What a spot account held when the desk began: only what changed since is the desk's. */
      readonly type: 'baseline.recorded';
      readonly balances: readonly { readonly currency: string; readonly total: DecimalText }[];
    }
  | { readonly type: 'external.found'; readonly change: ExternalChange }
  | {
      readonly type: 'external.answered';
      readonly id: string;
      readonly symbol: InstrumentSymbol;
      readonly answer: ExternalAnswer;
      readonly by: string;
      /** Signed base quantity at the venue that is nobody's business here: left alone, and not counted any more. */
      readonly offset?: DecimalText;
    }
  | {
      /** The rest of a position that is too small to sell, told once. */
      readonly type: 'dust.set-aside';
      readonly symbol: InstrumentSymbol;
      readonly quantity: DecimalText;
      readonly cost: DecimalText;
    }
  | { readonly type: 'command.refused'; readonly by: string; readonly command: string; readonly reason: Reason }
  | {
      readonly type: 'setting.changed';
      readonly key: string;
      readonly from: ReasonlessValue;
      readonly to: ReasonlessValue;
      readonly by: string;
      /** The `seq` of the change that this one takes back. */
      readonly undoes?: number;
    }
  | {
      readonly type: 'policy.changed';
      readonly userId: string;
      readonly from: PersonPolicy;
      readonly to: PersonPolicy;
      readonly by: string;
    }
  | { readonly type: 'approvers.changed'; readonly users: readonly string[]; readonly by: string }
  | {
      readonly type: 'approval.reason-given';
      readonly approvalId: string;
      readonly decisionId: string;
      readonly by: string;
      readonly given: DeclineReason;
    }
  | { readonly type: 'approval.scored'; readonly score: ApprovalScore };

/** One step of the emergency path, as far as people ask for it later. */
export interface EmergencyRecord {
  readonly at: number;
  /** `triggered`, `sending`, `send-answered`, `flat`, … */
  readonly what: string;
  readonly account: string | null;
  readonly symbol: InstrumentSymbol | null;
  readonly clientId: string | null;
  /** By whom, how much, with what outcome. */
  readonly detail: string | null;
}

/** A limit that concerns no single order. */
export type AccountLimit = 'daily-loss' | 'drawdown';

type ReasonlessValue = number | string | boolean;

export type JournalEventType = JournalEvent['type'];

export type JournalEventOf<Type extends JournalEventType> = Extract<JournalEvent, { type: Type }>;

/** An event with its place: `seq` counts from 1 without a gap, `hash` = sha256(previous hash + canonical body). */
export interface JournalEntry {
  readonly seq: number;
  readonly at: number;
  readonly event: JournalEvent;
  readonly hash: string;
}
