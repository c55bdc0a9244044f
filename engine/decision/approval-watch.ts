import type { DecisionRecord } from '../domain/decision.ts';
import type { PaperTrade } from '../performance/paper-trade.ts';
import { asleepRuleOf } from './approval-policy.ts';
import { isHuman } from './wanted-side.ts';

/** What is to be measured of a proposal once it was answered, or decided by a rule while all were asleep. */
export interface ApprovalWatch {
  /** Null where nobody was asked. */
  readonly approvalId: string | null;
  readonly decisionId: string;
  /** True where an order was sent: its share of the closed trade is the score. */
  readonly made: boolean;
  /** The trade, or the half of it, that was let go. */
  readonly missed: PaperTrade | null;
}

/**
 * Returns what is to be measured after this decision, or null: nobody was asked, it was a person's own order, or it
 * was withdrawn. Where somebody answered, what was let go is measured from the answer, at the price of then; where
 * nobody did, from the proposal.
 */
export function approvalWatch(record: DecisionRecord): ApprovalWatch | null {
  const { id: decisionId, approval, outcome, signal } = record;
  if (signal.action === 'exit' || isHuman(signal)) return null;
  const made = outcome === 'acted';
  if (approval === null) {
    const rule = asleepRuleOf(record.reason);
    if (rule === null) return null;
    const missed = rule === 'auto' ? null : letGo(record, null);
    return { approvalId: null, decisionId, made, missed };
  }
  const { approvalId, answer } = approval;
  switch (answer) {
    case 'approve':
      return made ? { approvalId, decisionId, made, missed: null } : null;
    case 'half':
      return made ? { approvalId, decisionId, made, missed: letGo(record, approval) } : null;
    case 'decline':
      return { approvalId, decisionId, made: false, missed: letGo(record, approval) };
    case 'expired':
      return { approvalId, decisionId, made: false, missed: letGo(record, null) };
    case 'voided':
      return null;
  }
}

/** The other half is as large as the half that was taken. */
function letGo(record: DecisionRecord, answer: DecisionRecord['approval']): PaperTrade | null {
  const { sizing, signal, inputs } = record;
  const gate = record.gates[0];
  const proposed = record.approval?.priceAtProposal ?? gate?.price ?? inputs.market.price;
  const { maxHoldMs } = signal.plan;
  if (sizing === null) return null;
  return {
    symbol: signal.symbol,
    direction: signal.direction,
    quantity: sizing.quantity,
    entryPrice: answer?.priceAtAnswer ?? String(proposed),
    at: answer?.at ?? gate?.at ?? record.at,
    stopPrice: sizing.stopPrice,
    targetPrice: sizing.targetPrice,
    trailDistance: sizing.trailDistance,
    exitBy: maxHoldMs === null ? null : record.at + maxHoldMs,
    feeFraction: inputs.instrument.takerFeeFraction,
  };
}
