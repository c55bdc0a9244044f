import type { Approval, ApprovalTerms } from '../domain/approval.ts';
import { decimalText } from '../domain/decimal.ts';
import type { DecisionRecord } from '../domain/decision.ts';
import { InvariantError } from '../domain/errors.ts';
import { askWhom } from './approval-policy.ts';
import { recordHash } from './record-hash.ts';
import { exactly } from './trade-prices.ts';
import { wantedSide } from './wanted-side.ts';

/** Returns what a person is asked to assent to: the sizing of the record at the price of its last gate. */
export function approvalTerms(record: DecisionRecord): ApprovalTerms {
  const { signal, sizing } = record;
  const gate = record.gates.at(-1);
  if (record.outcome !== 'asked' || sizing === null || gate === undefined) {
    throw new InvariantError(`${record.id} is ${record.outcome}; only what is asked has terms`);
  }
  return {
    decisionId: record.id,
    symbol: signal.symbol,
    side: wantedSide(signal),
    quantity: sizing.quantity,
    notional: sizing.notional,
    equityFraction: sizing.fraction,
    worstLoss: sizing.worstLoss,
    stopPrice: sizing.stopPrice,
    targetPrice: sizing.targetPrice,
    priceAtProposal: decimalText(exactly(gate.price)),
  };
}

/** Returns the question as it is put; it expires by the settings that were in force at the proposal. */
export function openApproval(id: string, record: DecisionRecord): Approval {
  const terms = approvalTerms(record);
  const gate = record.gates.at(-1);
  const createdAt = gate?.at ?? record.at;
  const { settings } = gate?.inputs ?? record.inputs;
  const asking = askWhom(record.signal, terms.equityFraction, settings);
  const to = asking.outcome === 'ask' ? asking.to : null;
  return {
    id,
    terms,
    termsSha256: recordHash(terms),
    status: 'pending',
    createdAt,
    expiresAt: createdAt + settings.expiresAfterMs,
    answeredAt: null,
    answeredBy: null,
    ...(to !== null && { to }),
  };
}

/** Returns how far the price has moved since the proposal, as an absolute fraction of the price then. */
export function driftFraction(priceAtProposal: number, priceNow: number): number {
  return Math.abs(priceNow / priceAtProposal - 1);
}
