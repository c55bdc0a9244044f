import { isAssistants, isHuman } from '../../engine/decision/wanted-side.ts';
import type { ApprovalAnswer } from '../../engine/domain/approval.ts';
import type { Command } from '../../engine/domain/command.ts';
import type { JournalEntry, JournalEventType } from '../../engine/domain/journal-entry.ts';
import type { Signal } from '../../engine/domain/signal.ts';

/** What people did to the desk, to be done again at its time. */
export type RecordedDeed = { readonly at: number } & (
  | { readonly type: 'command'; readonly command: Command }
  /** An order of a person, or a proposal of the assistant: the same signal again. */
  | { readonly type: 'signal'; readonly signal: Signal }
  /** An answer to the proposal that came of this signal, whatever its number is this time. */
  | { readonly type: 'answer'; readonly signalId: string; readonly answer: ApprovalAnswer; readonly by: string }
);

/** The entries that tell of deeds, and those that deeds refer to. */
export const DEED_TYPES: readonly JournalEventType[] = [
  'decision.made',
  'approval.answered',
  'entries.paused',
  'entries.resumed',
  'panic.latched',
  'panic.cleared',
  'setting.changed',
  'policy.changed',
  'approvers.changed',
];

/** A tap that came too late for its price said yes as well. */
const ANSWERS: Readonly<Record<string, ApprovalAnswer>> = {
  approved: 'approve',
  requoted: 'approve',
  halved: 'half',
  declined: 'decline',
};

/** Returns what people did, oldest first. Orders that they took back are not told in the journal as theirs. */
export function recordedDeeds(entries: readonly JournalEntry[]): readonly RecordedDeed[] {
  const signals = new Map<string, string>();
  return entries.flatMap((entry): readonly RecordedDeed[] => {
    const { at, event } = entry;
    if (event.type === 'decision.made') {
      const { id, signal } = event.record;
      signals.set(id, signal.id);
      return isHuman(signal) || isAssistants(signal) ? [{ at: signal.at, type: 'signal', signal }] : [];
    }
    if (event.type === 'approval.answered') {
      const { terms, status, answeredBy } = event.approval;
      const answer = ANSWERS[status];
      const signalId = signals.get(terms.decisionId);
      if (answer === undefined || signalId === undefined || answeredBy === null) return [];
      return [{ at, type: 'answer', signalId, answer, by: answeredBy }];
    }
    const command = commandOf(entry);
    return command === null ? [] : [{ at, type: 'command', command }];
  });
}

function commandOf({ event }: JournalEntry): Command | null {
  switch (event.type) {
    case 'entries.paused':
      return { type: 'entries.pause', by: event.by };
    case 'entries.resumed':
      return { type: 'entries.resume', by: event.by };
    case 'panic.latched':
      return { type: 'panic.latch', by: event.by };
    case 'panic.cleared':
      return { type: 'panic.clear', by: event.by };
    case 'setting.changed':
      return { type: 'setting.change', key: event.key, value: event.to, by: event.by };
    case 'policy.changed':
      return { type: 'policy.change', userId: event.userId, change: event.to, confirmed: true, by: event.by };
    case 'approvers.changed':
      return { type: 'approvers.set', users: event.users, by: event.by };
    default:
      return null;
  }
}
