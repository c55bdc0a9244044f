import { approvalWatch } from '../decision/approval-watch.ts';
import type { Approval } from '../domain/approval.ts';
import type { ApprovalScore } from '../domain/approval-score.ts';
import type { ClosedTrade } from '../domain/closed-trade.ts';
import type { DecisionRecord } from '../domain/decision.ts';
import type { DeskState } from './desk-state.ts';

/** What is followed or awaited at most; the oldest is given up. */
const FOLLOWED = 500;

/** Begins to follow what came of a proposal, once it was answered. */
export function foldWatch(state: DeskState, record: DecisionRecord): void {
  const watch = approvalWatch(record);
  if (watch === null) return;
  const { approvalId, decisionId, made, missed } = watch;
  if (made) state.made.set(decisionId, { approvalId, symbol: record.signal.symbol });
  if (missed !== null) state.missed.set(decisionId, { approvalId, trade: missed });
  keepNewest(state.made);
  keepNewest(state.missed);
}

/** Takes in an answer: the question is gone, and of a no the reason may still come. */
export function foldAnswer(state: DeskState, { id, status, terms, answeredBy }: Approval): void {
  state.approvals.delete(id);
  if (status !== 'declined' || answeredBy === null) return;
  state.declined.set(id, { decisionId: terms.decisionId, by: answeredBy });
  keepNewest(state.declined);
}

/** A trade that closed is told of with its scores; nothing of it is followed on. */
export function foldClosedWatches(state: DeskState, trade: ClosedTrade): void {
  const closing = state.closings.find(
    ({ fill, position }) => fill.symbol === trade.symbol && position.openedAt === trade.openedAt,
  );
  for (const decisionId of closing?.holding?.entryDecisionIds ?? []) state.made.delete(decisionId);
}

export function foldScore(state: DeskState, { decisionId, part }: ApprovalScore): void {
  if (part === 'made') state.made.delete(decisionId);
  else state.missed.delete(decisionId);
}

function keepNewest(map: Map<string, unknown>): void {
  for (const oldest of map.keys()) {
    if (map.size <= FOLLOWED) return;
    map.delete(oldest);
  }
}
