import { openApproval } from '../decision/approval-terms.ts';
import type { Made } from '../decision/decide.ts';
import type { Approval, ApprovalAnswer, ApprovalStatus } from '../domain/approval.ts';
import type { DecisionRecord } from '../domain/decision.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { DeskState } from './desk-state.ts';

/** An approval that still waits, with the decision that it belongs to. */
export interface PendingApproval {
  readonly approval: Approval;
  readonly record: DecisionRecord;
}

/** Returns the waiting approval of that id, or null: answered ones are gone, so none is answered twice. */
export function pendingApproval(state: DeskState, approvalId: string): PendingApproval | null {
  const approval = state.approvals.get(approvalId);
  if (approval === undefined) return null;
  const record = state.asked.get(approval.terms.decisionId);
  return record === undefined ? null : { approval, record };
}

/** Returns those whose time has passed. */
export function expiredApprovals(state: DeskState, now: number): readonly PendingApproval[] {
  const expired: PendingApproval[] = [];
  for (const approval of state.approvals.values()) {
    if (now < approval.expiresAt) continue;
    const pending = pendingApproval(state, approval.id);
    if (pending !== null) expired.push(pending);
  }
  return expired;
}

/** Returns the event that puts a question to a person. */
export function askEvent(state: DeskState, record: DecisionRecord): JournalEvent {
  return { type: 'approval.requested', approval: openApproval(`A-${state.counters.approval + 1}`, record) };
}

/** Returns the events of an answer: what became of the question, then what became of the decision. */
export function answerEvents(
  state: DeskState,
  approval: Approval,
  answer: ApprovalAnswer | 'expired' | 'voided',
  by: string | null,
  at: number,
  made: Made,
): readonly JournalEvent[] {
  const requoted = made.record.outcome === 'asked';
  const answered: JournalEvent = {
    type: 'approval.answered',
    approval: { ...approval, status: requoted ? 'requoted' : STATUS[answer], answeredAt: at, answeredBy: by },
  };
  const resolved: JournalEvent = { type: 'decision.resolved', record: made.record, sha256: made.sha256 };
  return requoted ? [answered, resolved, askEvent(state, made.record)] : [answered, resolved];
}

const STATUS: Readonly<Record<ApprovalAnswer | 'expired' | 'voided', ApprovalStatus>> = {
  approve: 'approved',
  half: 'halved',
  decline: 'declined',
  expired: 'expired',
  voided: 'voided',
};
