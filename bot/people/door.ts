import type { ChatCommand } from '../commands/command.ts';
import type { ChatPlace } from '../inbound.ts';
import type { Role } from './access.ts';
import { mayDo } from './access.ts';

/** A person meant the market that they saw; after this it is another one. */
export const FRESH_FOR_MS = 60_000;

/** What gets out, or keeps out: as good late as in time, and twice as once. Whatever else acts must come in time. */
const GOOD_LATE: ReadonlySet<string> = new Set(['panic', 'pause', 'cancel', 'decline']);

/** Passes every queue and limit, and waits for no database. */
const EMERGENCIES: ReadonlySet<string> = new Set(['panic']);

export interface Visit {
  readonly role: Role;
  readonly place: ChatPlace;
  /** How long ago it was said. */
  readonly ageMs: number;
}

export type DoorRefusal =
  | { readonly why: 'role'; readonly needed: Role }
  | { readonly why: 'group' }
  | { readonly why: 'late'; readonly ageMs: number };

/** Returns why a command is not to be run for this person, here and now, or null. */
export function refusalAtDoor(command: ChatCommand, args: string, visit: Visit): DoorRefusal | null {
  const needed = roleNeeded(command, args);
  if (!mayDo(visit.role, needed)) return { why: 'role', needed };
  if (needed === 'viewer') return null;
  // A group may look. Getting out is allowed to whoever may, wherever they are.
  if (visit.place.kind === 'group' && !isEmergency(command)) return { why: 'group' };
  const late = visit.ageMs > FRESH_FOR_MS && !GOOD_LATE.has(command.name);
  return late ? { why: 'late', ageMs: visit.ageMs } : null;
}

/** Returns the role that a command asks for with these arguments. */
export function roleNeeded(command: ChatCommand, args: string): Role {
  return command.roleFor?.(args) ?? command.role;
}

/** Tells whether a command does something, and something that must not be done twice. */
export function mustBeDoneOnce(command: ChatCommand, args: string): boolean {
  return roleNeeded(command, args) !== 'viewer' && !GOOD_LATE.has(command.name);
}

export function isEmergency(command: ChatCommand): boolean {
  return EMERGENCIES.has(command.name);
}
