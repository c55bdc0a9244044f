import type { ApprovalCase } from '../../engine/domain/approval-case.ts';
import { decimal } from '../../engine/domain/decimal.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { approvalScores } from '../../engine/performance/approval-score.ts';
import type { ApprovalCounts, ReportSpan } from './report.ts';

/** Returns what people were asked in a span, how they answered, and what their vetoes came to. */
export function approvalCounts(
  entries: readonly JournalEntry[],
  { from, to }: ReportSpan,
  cases: readonly ApprovalCase[],
): ApprovalCounts {
  const asked = entries.filter(({ at, event }) => event.type === 'approval.requested' && at >= from && at < to);
  const count = (...fates: readonly ApprovalCase['fate'][]): number =>
    cases.filter(({ fate }) => fates.includes(fate)).length;
  const { vetoes } = approvalScores(cases).all;
  return {
    // A proposal that was quoted anew is asked again.
    asked: asked.length,
    approved: count('approved', 'halved'),
    declined: count('declined'),
    expired: count('expired'),
    vetoes: { count: vetoes.count, measured: vetoes.scored, saved: decimal(vetoes.net).negated() },
  };
}
