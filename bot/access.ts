export type Role = 'viewer' | 'trader' | 'admin';

const RANKS: Readonly<Record<Role, number>> = { viewer: 1, trader: 2, admin: 3 };

/** The person at the keyboard of the machine itself. */
export const TERMINAL_OWNER = 'terminal:owner';

/** Who is who. A user id is `surface:id of the platform`, never a name that people choose. */
export interface Access {
  /** Null for a stranger, who is to learn nothing. */
  roleOf(surface: string, userId: string): Role | null;
}

/** Returns an Access that knows the terminal's owner and the users that the configuration names, and nobody else. */
export function createAccess(roles: Readonly<Record<string, Role>> = {}): Access {
  const granted = new Map(Object.entries(roles));
  return {
    roleOf: (surface, userId) => {
      // An id counts only on its own surface: nobody becomes the owner by sending that id from elsewhere.
      if (!userId.startsWith(`${surface}:`)) return null;
      if (userId === TERMINAL_OWNER) return 'admin';
      return granted.get(userId) ?? null;
    },
  };
}

/** Tells whether a role may do what is open to `needed` and above. */
export function mayDo(role: Role, needed: Role): boolean {
  return RANKS[role] >= RANKS[needed];
}
