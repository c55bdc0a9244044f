import type { Command } from '../../engine/domain/command.ts';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { ChatPlace } from '../inbound.ts';
import type { Role } from './access.ts';

/** A change of who may do what; the engine knows nothing of people. */
export interface RoleCommand {
  readonly type: 'role.grant';
  readonly by: string;
  readonly userId: string;
  readonly role: Role;
}

/** A command that was shown back and waits for its code. */
export interface PendingConfirmation {
  readonly command: Command | RoleCommand;
  readonly role: Role;
  /** The price it was shown at; a different market asks again. */
  readonly quoted: { readonly symbol: InstrumentSymbol; readonly price: number } | null;
  /** The line that asked for it, to show it anew. */
  readonly line: string;
}

export type ConfirmationResult =
  | { readonly outcome: 'confirmed'; readonly pending: PendingConfirmation }
  | { readonly outcome: 'none' | 'wrong' | 'expired' };

/** Who was asked, and in which chat: the code counts there only. */
export interface Asked {
  readonly userId: string;
  readonly place: ChatPlace;
}

/** Holds at most one waiting command per person and chat; a newer one replaces it. */
export interface Confirmations {
  /** Returns the code to type. */
  ask(asked: Asked, pending: PendingConfirmation, at: number): string;
  /** Takes the waiting command if the code is right; three wrong codes void it. */
  answer(asked: Asked, code: string, at: number): ConfirmationResult;
  /** Tells whether something waits for a code of this person here. */
  waits(asked: Asked, at: number): boolean;
  /** Drops what waits for this person in this chat. */
  drop(asked: Asked): void;
  /** Drops whatever waits for this person. */
  forget(userId: string): void;
}

export interface ConfirmationsOptions {
  /** Returns four random digits. */
  readonly newCode: () => string;
  readonly expiresAfterMs: number;
}

const MAX_WRONG_CODES = 3;

interface Waiting {
  readonly userId: string;
  readonly pending: PendingConfirmation;
  readonly code: string;
  readonly expiresAt: number;
  wrong: number;
}

export function createConfirmations(options: ConfirmationsOptions): Confirmations {
  const waiting = new Map<string, Waiting>();
  const keyOf = ({ userId, place }: Asked) => `${userId} ${place.chatId}`;
  return {
    ask: (asked, pending, at) => {
      const code = options.newCode();
      const expiresAt = at + options.expiresAfterMs;
      waiting.set(keyOf(asked), { userId: asked.userId, pending, code, expiresAt, wrong: 0 });
      return code;
    },
    answer: (asked, code, at) => {
      const key = keyOf(asked);
      const found = waiting.get(key);
      if (found === undefined) return { outcome: 'none' };
      if (at >= found.expiresAt) {
        waiting.delete(key);
        return { outcome: 'expired' };
      }
      if (code !== found.code) {
        found.wrong += 1;
        if (found.wrong >= MAX_WRONG_CODES) waiting.delete(key);
        return { outcome: 'wrong' };
      }
      waiting.delete(key);
      return { outcome: 'confirmed', pending: found.pending };
    },
    waits: (asked, at) => {
      const found = waiting.get(keyOf(asked));
      return found !== undefined && at < found.expiresAt;
    },
    drop: (asked) => void waiting.delete(keyOf(asked)),
    forget: (userId) => {
      for (const [key, one] of waiting) if (one.userId === userId) waiting.delete(key);
    },
  };
}
