import type { Approval } from '../engine/domain/approval.ts';
import type { JournalEntry, JournalEvent } from '../engine/domain/journal-entry.ts';
import type { Access } from './access.ts';
import { mayDo } from './access.ts';
import type { ChatCore } from './chat-core.ts';
import type { Outbound } from './message.ts';
import type { Draft } from './outbox/journal-feed.ts';
import { proposalResult } from './proposal-result.ts';

export interface DraftParts {
  readonly core: Pick<ChatCore, 'alert' | 'present' | 'voiceOf'>;
  readonly access: Pick<Access, 'roleOf' | 'users'>;
  readonly pendingApprovals: () => readonly Approval[];
  /** Wall time. */
  readonly now: () => number;
}

/** Told even where the first way is closed. */
const MONEY: ReadonlySet<JournalEvent['type']> = new Set([
  'trade.closed',
  'order.changed',
  'entries.halted',
  'panic.latched',
  'panic.flattened',
]);

/** Returns what makes a message for the outbox of an entry of the journal, for one person, or null. */
export function createJournalDraft(parts: DraftParts): (entry: JournalEntry, userId: string) => Promise<Draft | null> {
  const { core, access, now } = parts;

  return async (entry, userId) => {
    const role = access.roleOf(userId.slice(0, userId.indexOf(':')), userId);
    if (role === null) return null;
    const { event } = entry;
    switch (event.type) {
      case 'approval.requested':
        return mayDo(role, 'trader') ? proposal(entry, event.approval, userId) : null;
      case 'approval.answered':
        return mayDo(role, 'trader') ? result(entry, event.approval, userId) : null;
      case 'decision.made':
      case 'decision.resolved':
        // Candidates that were let go are asked for with /decisions; there are dozens a day.
        return event.record.outcome === 'acted' ? alert(entry, userId) : null;
      case 'entries.paused':
      case 'entries.resumed':
      case 'panic.cleared':
      case 'setting.changed':
        // Whoever did it has the answer.
        return event.by === userId ? null : alert(entry, userId);
      default:
        return alert(entry, userId);
    }
  };

  /** One that waits no longer, as after a night without a network, is told by its result alone. */
  async function proposal(entry: JournalEntry, { id }: Approval, userId: string): Promise<Draft | null> {
    if (!parts.pendingApprovals().some((pending) => pending.id === id)) return null;
    const outbound = await core.alert(entry, userId, now());
    if (outbound === null) return null;
    return { ...draftOf(userId, 'proposal', outbound), money: true, group: groupOf(id) };
  }

  /** First answer wins: every card that asks the same turns into what became of it. */
  async function result({ at }: JournalEntry, approval: Approval, userId: string): Promise<Draft | null> {
    if (approval.status === 'pending') return null;
    const card = proposalResult(approval, at, await core.voiceOf(userId), nameOf);
    const outbound = await core.present(card, userId, now());
    return { ...draftOf(userId, 'proposal', outbound), group: groupOf(approval.id), inPlace: true, silent: true };
  }

  async function alert(entry: JournalEntry, userId: string): Promise<Draft | null> {
    const { type } = entry.event;
    const outbound = await core.alert(withName(entry), userId, now());
    if (outbound === null) return null;
    return { ...draftOf(userId, `alert.${type.replace('.', '-')}`, outbound), money: MONEY.has(type) };
  }

  /** People know each other by name, not by number. */
  function withName(entry: JournalEntry): JournalEntry {
    const { event } = entry;
    return 'by' in event && typeof event.by === 'string'
      ? { ...entry, event: { ...event, by: nameOf(event.by) } as JournalEvent }
      : entry;
  }

  function nameOf(who: string): string {
    const name = access.users().find(({ userId }) => userId === who)?.name ?? '';
    // People choose their names: one that looks like an id of ours is not shown in its place.
    return name === '' || name.includes(':') ? who : name;
  }
}

function groupOf(approvalId: string): string {
  return `proposal:${approvalId}`;
}

function draftOf(userId: string, kind: string, outbound: Outbound): Draft {
  return { userId, route: [userId], kind, money: false, group: null, inPlace: false, outbound };
}
