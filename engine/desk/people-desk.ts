import type { DeclineReason } from '../domain/approval.ts';
import { DECLINE_CODES } from '../domain/approval.ts';
import type { Command, CommandOutcome } from '../domain/command.ts';
import type { AskingSettings, PersonSettings } from '../domain/decision.ts';
import type { PersonPolicy, QuietHours } from '../domain/person-policy.ts';
import { isLaxer, isSamePolicy, NO_POLICY, quietUntil } from '../domain/person-policy.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import { isZone } from '../domain/zone.ts';
import type { DeskLedger } from './desk-ledger.ts';
import type { DeskState } from './desk-state.ts';

/** Characters of a person's own words that are kept. */
export const MAX_REASON_LENGTH = 200;

type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** Returns what those who may answer have set for themselves, as a decision of that moment keeps it. */
export function peopleAt(state: DeskState, at: number): Pick<AskingSettings, 'people'> {
  const policies = state.approvers.map((userId) => [userId, state.policies.get(userId) ?? NO_POLICY] as const);
  if (policies.every(([, policy]) => isSamePolicy(policy, NO_POLICY))) return {};
  return { people: policies.map(([userId, policy]) => personSettings(userId, policy, at)) };
}

function personSettings(userId: string, policy: PersonPolicy, at: number): PersonSettings {
  const { mode, askAboveFraction, asleep, quietHours } = policy;
  return { userId, mode, askAboveFraction, asleep, quietUntil: quietHours && quietUntil(quietHours, at) };
}

/** Changes how a person is asked: their own doing, or the end of their role. */
export function changePolicy(
  ledger: DeskLedger,
  { userId, change, confirmed, by }: CommandOf<'policy.change'>,
): CommandOutcome {
  const from = ledger.state.policies.get(userId) ?? NO_POLICY;
  const to = withChange(from, change);
  const problem = problemOf(to);
  if (problem !== null) return refused(problem, { userId });
  if (isSamePolicy(from, to)) return refused('policy.unchanged');
  if (asksForApprovals(to) && !ledger.state.approvers.includes(userId)) return refused('policy.not-an-approver');
  // What somebody set who may answer no more counts for nothing, and can be ended without them.
  const counts = ledger.state.approvers.includes(userId);
  if (counts && isLaxer(from, to) && confirmed !== true) return refused('policy.needs-code');
  ledger.record([{ type: 'policy.changed', userId, from, to, by }], { durable: true });
  return accepted('policy.changed');
}

function withChange(from: PersonPolicy, change: Partial<PersonPolicy>): PersonPolicy {
  const to = { ...from, ...change };
  return { ...to, askAboveFraction: to.mode === 'ask-above' ? to.askAboveFraction : null };
}

/** Quiet hours are everybody's; the rest is of those who may answer. */
function asksForApprovals({ mode, asleep }: PersonPolicy): boolean {
  return mode !== null || asleep !== 'skip';
}

function problemOf({ mode, askAboveFraction, asleep, quietHours }: PersonPolicy): string | null {
  const modes: readonly (string | null)[] = ['auto', 'ask-above', 'ask-always', null];
  if (!modes.includes(mode) || !['skip', 'half', 'auto'].includes(asleep)) return 'policy.not-understood';
  if (askAboveFraction !== null && !(askAboveFraction >= 0 && askAboveFraction <= 1)) return 'policy.not-a-share';
  return quietHours === null || isQuietHours(quietHours) ? null : 'policy.not-hours';
}

function isQuietHours({ from, to, zone }: QuietHours): boolean {
  const isMinute = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute < 24 * 60;
  return isMinute(from) && isMinute(to) && from !== to && isZone(zone);
}

/** Takes in who may answer from now on. */
export function setApprovers(ledger: DeskLedger, { users, by }: CommandOf<'approvers.set'>): CommandOutcome {
  const before = ledger.state.approvers;
  const after = [...new Set(users)];
  if (before.length === after.length && after.every((userId, index) => before[index] === userId)) {
    return refused('approvers.unchanged');
  }
  ledger.record([{ type: 'approvers.changed', users: after, by }], { durable: true });
  return accepted('approvers.changed', { people: after.length });
}

/** Keeps why a person said no: once for each proposal, and from that person only. */
export function giveReason(
  ledger: DeskLedger,
  { approvalId, given, by }: CommandOf<'approval.give-reason'>,
): CommandOutcome {
  const declined = ledger.state.declined.get(approvalId);
  if (declined === undefined || declined.by !== by) return refused('approval.no-reason-asked', { approvalId });
  const problem = reasonProblem(given);
  if (problem !== null) return refused(problem, { limit: MAX_REASON_LENGTH });
  const { decisionId } = declined;
  ledger.record([{ type: 'approval.reason-given', approvalId, decisionId, by, given }], { durable: true });
  return accepted('approval.reason-kept', { approvalId });
}

function reasonProblem({ code, text }: DeclineReason): string | null {
  if (!DECLINE_CODES.includes(code)) return 'approval.reason-unknown';
  if (code === 'other' && (text === null || text.trim() === '')) return 'approval.reason-empty';
  return text !== null && [...text].length > MAX_REASON_LENGTH ? 'approval.reason-too-long' : null;
}

function accepted(code: string, values: Reason['values'] = {}): CommandOutcome {
  return { outcome: 'accepted', reason: reason(code, values), decisionIds: [], orderNumbers: [] };
}

function refused(code: string, values: Reason['values'] = {}): CommandOutcome {
  return { outcome: 'refused', reason: reason(code, values) };
}
