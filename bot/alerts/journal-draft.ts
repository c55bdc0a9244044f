import type { Approval, DeclineReason } from '../../engine/domain/approval.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { AnsweredApproval } from '../approvals/declined-approval.ts';
import { proposalResult } from '../approvals/proposal-result.ts';
import type { ChatCore } from '../chat-core.ts';
import type { Outbound } from '../message.ts';
import type { Draft } from '../outbox/journal-feed.ts';
import { mayDo } from '../people/access.ts';
import type { AlertKind } from './alert-kinds.ts';
import { ALERT_HABITS } from './alert-kinds.ts';
import type { Recipient } from './recipients.ts';
import { tradeChartSource } from './trade-chart.ts';

export interface DraftParts {
  readonly core: Pick<ChatCore, 'alert' | 'present' | 'voiceOf'>;
  /** Returns who they are and where they are reached, or null for somebody who is told nothing. */
  readonly recipientOf: (userId: string) => Recipient | null;
  readonly pendingApprovals: () => readonly Approval[];
  /** Returns a proposal as it was declined, and when; null where it was not. */
  readonly declined: (approvalId: string) => Promise<AnsweredApproval | null>;
  /** Wall time. */
  readonly now: () => number;
}

/** Returns what makes a message for the outbox of an entry of the journal, for one person, or null. */
export function createJournalDraft(parts: DraftParts): (entry: JournalEntry, userId: string) => Promise<Draft | null> {
  const { core, now } = parts;

  return async (entry, userId) => {
    const recipient = parts.recipientOf(userId);
    if (recipient === null) return null;
    const { role } = recipient;
    const { event } = entry;
    switch (event.type) {
      case 'approval.requested':
        return mayDo(role, 'trader') && isAsked(event.approval, userId)
          ? proposal(entry, event.approval, recipient)
          : null;
      case 'approval.answered':
        return mayDo(role, 'trader') && isAsked(event.approval, userId)
          ? result({ approval: event.approval, at: entry.at }, recipient)
          : null;
      case 'approval.reason-given':
        return mayDo(role, 'trader') ? declined(event.approvalId, event.given, recipient) : null;
      case 'entries.paused':
      case 'entries.resumed':
      case 'panic.cleared':
      case 'panic.latched':
      case 'setting.changed':
        // Whoever did it has the answer.
        return event.by === userId ? null : alert(entry, recipient);
      default:
        return alert(entry, recipient);
    }
  };

  /** One that waits no longer, as after a night without a network, is told by its result alone. */
  async function proposal(entry: JournalEntry, { id }: Approval, recipient: Recipient): Promise<Draft | null> {
    if (!parts.pendingApprovals().some((pending) => pending.id === id)) return null;
    const told = await core.alert(entry, recipient.userId, now());
    if (told === null) return null;
    return { ...draftOf(recipient, told.kind, told.outbound), group: groupOf(id) };
  }

  /** First answer wins: every card that asks the same turns into what became of it. */
  async function result(
    { approval, at }: AnsweredApproval,
    recipient: Recipient,
    given: DeclineReason | null = null,
  ): Promise<Draft | null> {
    if (approval.status === 'pending') return null;
    const { userId } = recipient;
    const card = proposalResult(approval, at, await core.voiceOf(userId), given);
    const outbound = await core.present(card, userId, now());
    const parts = { group: groupOf(approval.id), inPlace: true, silent: true, money: false };
    return { ...draftOf(recipient, 'proposal', outbound), ...parts };
  }

  /** The same card once more, with why. */
  async function declined(approvalId: string, given: DeclineReason, recipient: Recipient): Promise<Draft | null> {
    const answered = await parts.declined(approvalId);
    return answered !== null && isAsked(answered.approval, recipient.userId)
      ? result(answered, recipient, given)
      : null;
  }

  async function alert(entry: JournalEntry, recipient: Recipient): Promise<Draft | null> {
    const told = await core.alert(entry, recipient.userId, now());
    if (told === null) return null;
    const { event } = entry;
    const attachments =
      event.type === 'trade.closed'
        ? [tradeChartSource(event.trade, recipient.userId, await core.voiceOf(recipient.userId))]
        : [];
    return { ...draftOf(recipient, told.kind, told.outbound), ...(attachments.length > 0 && { attachments }) };
  }
}

/** Whoever asked not to be asked gets neither the card nor its result. */
function isAsked({ to }: Approval, userId: string): boolean {
  return to === undefined || to.includes(userId);
}

function groupOf(approvalId: string): string {
  return `proposal:${approvalId}`;
}

function draftOf({ userId, route }: Recipient, kind: AlertKind, outbound: Outbound): Draft {
  return { userId, route, kind, money: ALERT_HABITS[kind].money, group: null, inPlace: false, outbound };
}
