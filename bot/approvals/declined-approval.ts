import type { Approval } from '../../engine/domain/approval.ts';
import type { Records } from '../../engine/ports/records.ts';

/** A proposal as it was answered, and when. */
export interface AnsweredApproval {
  readonly approval: Approval;
  readonly at: number;
}

/** Answers that are looked through: a reason comes minutes after its no. */
const ANSWERS = 500;

/** Returns a proposal as it was declined; null where it was not, or so long ago that nobody gives a reason any more. */
export async function declinedApproval(
  approvalId: string,
  records: Pick<Records, 'entries'>,
): Promise<AnsweredApproval | null> {
  for (const { at, event } of await records.entries({ types: ['approval.answered'], limit: ANSWERS })) {
    if (event.type !== 'approval.answered') continue;
    const { approval } = event;
    if (approval.id === approvalId && approval.status === 'declined') return { approval, at };
  }
  return null;
}
