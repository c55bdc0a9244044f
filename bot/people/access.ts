import { cleanText } from '../parse/clean-text.ts';
import { within } from '../within.ts';
import type { CodeResult } from './invite-codes.ts';
import { createInviteCodes } from './invite-codes.ts';

export const ROLES = ['viewer', 'trader', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const RANKS: Readonly<Record<Role, number>> = { viewer: 1, trader: 2, admin: 3 };

/** The person at the keyboard of the machine itself. */
export const TERMINAL_OWNER = 'terminal:owner';

/** What is kept of a person. */
export interface ChatUser {
  /** `telegram:123`: the platform's own numeric id. */
  readonly userId: string;
  readonly role: Role;
  /** What they call themselves, for people to read; nothing is ever decided by it. */
  readonly name: string;
  /** The user id of whoever gave the role, or `configuration`. */
  readonly addedBy: string;
  readonly addedAt: number;
  /** Null while they are in. */
  readonly removedAt: number | null;
}

/** Keeps the users beyond the process. */
export interface UserStore {
  load(): Promise<readonly ChatUser[]>;
  save(user: ChatUser): Promise<void>;
}

export type AccessChange =
  | { readonly outcome: 'changed'; readonly user: ChatUser }
  /** It was not written within seconds. A removal counts at once all the same; a role only once it is written. */
  | { readonly outcome: 'unwritten'; readonly user: ChatUser }
  | { readonly outcome: 'refused'; readonly why: 'not-an-id' | 'terminal-owner' | 'last-admin' | 'unknown-user' };

export interface Grant {
  readonly userId: string;
  readonly role: Role;
  readonly by: string;
  readonly at: number;
  readonly name?: string;
}

export interface Redeeming {
  readonly code: string;
  readonly userId: string;
  readonly name: string;
  readonly at: number;
}

/** Who is who. A user id is `surface:id of the platform`, never a name that people choose. */
export interface Access {
  /** Reads the users that are kept; again, what another process changed. Until then only the terminal's owner is known. */
  load(): Promise<void>;
  /** Null for a stranger, who is to learn nothing. Answers from memory, and a change counts from its first moment. */
  roleOf(surface: string, userId: string): Role | null;
  /** Everybody who is in, the terminal's owner aside, in the order in which they came. */
  users(): readonly ChatUser[];
  grant(grant: Grant): Promise<AccessChange>;
  remove(removal: { readonly userId: string; readonly by: string; readonly at: number }): Promise<AccessChange>;
  /** Returns a code that gives its first user the role; it is shown to `by` only. */
  newCode(role: Role, by: string, at: number): string;
  /** Binds the person who typed a code; a role that is higher already stays. */
  redeem(redeeming: Redeeming): Promise<AccessChange | Exclude<CodeResult<never>, { outcome: 'taken' }>>;
  /** Calls back when somebody's role changes; null: they are out. */
  onChange(listener: (userId: string, role: Role | null) => void): void;
}

export interface AccessParts {
  readonly store?: UserStore;
  /** Every change is told here, whoever asked for it. */
  readonly audit?: (fields: Readonly<Record<string, unknown>>, sentence: string) => void;
  readonly newCode?: () => string;
  /** So long a write is waited for. */
  readonly patienceMs?: number;
}

const USER_ID = /^(?!terminal:)[a-z]{1,20}:\d{1,20}$/;
const MAX_NAME_LENGTH = 40;
const PATIENCE_MS = 3_000;

/** Returns an Access that knows the terminal's owner, the users that the configuration names, and those that are kept. */
export function createAccess(configured: Readonly<Record<string, Role>> = {}, parts: AccessParts = {}): Access {
  const users = new Map(Object.entries(configured).map(([userId, role]) => [userId, configuredUser(userId, role)]));
  const listeners: ((userId: string, role: Role | null) => void)[] = [];
  const codes = createInviteCodes<{ readonly role: Role; readonly by: string }>(parts.newCode);
  const patienceMs = parts.patienceMs ?? PATIENCE_MS;
  // Changes are written one after the other, so that what is kept is what was said last.
  let written: Promise<unknown> = Promise.resolve();
  let changes = 0;
  const lastChange = new Map<string, number>();
  const unwritten = new Set<string>();

  return { load, roleOf, users: present, grant, remove, newCode, redeem, onChange: (told) => listeners.push(told) };

  async function load(): Promise<void> {
    for (const user of (await parts.store?.load()) ?? []) {
      // What was said here and is not written yet is newer.
      if (unwritten.has(user.userId)) continue;
      const before = users.get(user.userId);
      users.set(user.userId, user);
      if (before !== undefined && roleIn(before) !== roleIn(user)) tell(user);
    }
  }

  function roleOf(surface: string, userId: string): Role | null {
    // An id counts only on its own surface: nobody becomes the owner by sending that id from elsewhere.
    if (!userId.startsWith(`${surface}:`)) return null;
    if (userId === TERMINAL_OWNER) return 'admin';
    return roleIn(users.get(userId));
  }

  function present(): readonly ChatUser[] {
    return [...users.values()].filter(isIn).sort((a, b) => a.addedAt - b.addedAt);
  }

  async function grant({ userId, role, by, at, name }: Grant): Promise<AccessChange> {
    if (userId === TERMINAL_OWNER) return { outcome: 'refused', why: 'terminal-owner' };
    if (!isUserId(userId)) return { outcome: 'refused', why: 'not-an-id' };
    const before = users.get(userId);
    if (role !== 'admin' && leavesNoAdmin(userId, by)) return { outcome: 'refused', why: 'last-admin' };
    const known = before !== undefined && isIn(before) ? before : null;
    const user: ChatUser = {
      userId,
      role,
      name: displayName(name ?? before?.name ?? ''),
      addedBy: by,
      addedAt: known?.addedAt ?? at,
      removedAt: null,
    };
    // To take rights away counts at once; to give them, only once it is kept.
    const lowers = known !== null && !mayDo(role, known.role);
    if (lowers) settle(user, by);
    const change = nextChange(userId);
    const write = save(user, change).then(() => {
      if (!lowers && lastChange.get(userId) === change) settle(user, by);
    });
    return (await within(patienceMs, write)) === null ? { outcome: 'unwritten', user } : { outcome: 'changed', user };
  }

  async function remove(removal: { userId: string; by: string; at: number }): Promise<AccessChange> {
    const { userId, by, at } = removal;
    if (userId === TERMINAL_OWNER) return { outcome: 'refused', why: 'terminal-owner' };
    const before = users.get(userId);
    if (before === undefined || !isIn(before)) return { outcome: 'refused', why: 'unknown-user' };
    if (leavesNoAdmin(userId, by)) return { outcome: 'refused', why: 'last-admin' };
    const user: ChatUser = { ...before, removedAt: at };
    settle(user, by);
    const kept = await within(patienceMs, save(user, nextChange(userId))).catch(() => null);
    return kept === null ? { outcome: 'unwritten', user } : { outcome: 'changed', user };
  }

  /** The owner at the keyboard remains, and may put out a last admin whose phone was stolen. */
  function leavesNoAdmin(userId: string, by: string): boolean {
    if (by === TERMINAL_OWNER) return false;
    const admins = present().filter((user) => user.role === 'admin');
    return admins.length === 1 && admins[0]?.userId === userId;
  }

  function newCode(role: Role, by: string, at: number): string {
    parts.audit?.({ role, by }, 'an invitation was made');
    return codes.create({ role, by }, at);
  }

  async function redeem({ code, userId, name, at }: Redeeming): ReturnType<Access['redeem']> {
    if (!isUserId(userId)) return { outcome: 'refused', why: 'not-an-id' };
    const result = codes.take(code, userId, at);
    if (result.outcome !== 'taken') {
      parts.audit?.({ userId, outcome: result.outcome }, 'an invitation code was not accepted');
      return result;
    }
    const { role, by } = result.grant;
    const now = users.get(userId);
    const stays = now !== undefined && isIn(now) && mayDo(now.role, role);
    return stays ? { outcome: 'changed', user: now } : grant({ userId, role, by, at, name });
  }

  /** Writes what the change of that number says of a person. */
  function save(user: ChatUser, change: number): Promise<void> {
    unwritten.add(user.userId);
    const write = written.then(async () => {
      await parts.store?.save(user);
      if (lastChange.get(user.userId) === change) unwritten.delete(user.userId);
    });
    written = write.catch(() => undefined);
    return write;
  }

  function nextChange(userId: string): number {
    changes += 1;
    lastChange.set(userId, changes);
    return changes;
  }

  function settle(user: ChatUser, by: string): void {
    users.set(user.userId, user);
    const role = roleIn(user);
    parts.audit?.({ userId: user.userId, role, by }, role === null ? 'a user was removed' : 'a role was given');
    tell(user);
  }

  function tell(user: ChatUser): void {
    for (const listener of listeners) listener(user.userId, roleIn(user));
  }
}

function configuredUser(userId: string, role: Role): ChatUser {
  return { userId, role, name: '', addedBy: 'configuration', addedAt: 0, removedAt: null };
}

function isIn(user: ChatUser): boolean {
  return user.removedAt === null;
}

function roleIn(user: ChatUser | undefined): Role | null {
  return user === undefined || !isIn(user) ? null : user.role;
}

/** Tells whether a text has the form of a person's id on a platform. */
export function isUserId(text: string): boolean {
  return USER_ID.test(text);
}

/** Returns a name as it may be shown: one line, nothing invisible, not long. */
export function displayName(name: string): string {
  const clean = cleanText(name).replace(/\s+/g, ' ').trim();
  return [...clean].slice(0, MAX_NAME_LENGTH).join('');
}

/** Tells whether a role may do what is open to `needed` and above. */
export function mayDo(role: Role, needed: Role): boolean {
  return RANKS[role] >= RANKS[needed];
}
