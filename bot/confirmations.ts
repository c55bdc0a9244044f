import type { Command } from '../engine/domain/command.ts';
import type { InstrumentSymbol } from '../engine/domain/instrument.ts';
import type { Role } from './access.ts';

/** A command that was shown back and waits for its code. */
export interface PendingConfirmation {
  readonly command: Command;
  readonly role: Role;
  /** The price it was shown at; a different market asks again. */
  readonly quoted: { readonly symbol: InstrumentSymbol; readonly price: number } | null;
  /** The line that asked for it, to show it anew. */
  readonly line: string;
}

export type ConfirmationResult =
  | { readonly outcome: 'confirmed'; readonly pending: PendingConfirmation }
  | { readonly outcome: 'none' | 'wrong' | 'expired' };

/** Holds at most one waiting command per person; a newer one replaces it. */
export interface Confirmations {
  /** Returns the code to type. */
  ask(userId: string, pending: PendingConfirmation, at: number): string;
  /** Takes the waiting command if the code is right; three wrong codes void it. */
  answer(userId: string, code: string, at: number): ConfirmationResult;
  /** Tells whether something waits for a code of this person. */
  waits(userId: string, at: number): boolean;
}

export interface ConfirmationsOptions {
  /** Returns four random digits. */
  readonly newCode: () => string;
  readonly expiresAfterMs: number;
}

const MAX_WRONG_CODES = 3;

interface Waiting {
  readonly pending: PendingConfirmation;
  readonly code: string;
  readonly expiresAt: number;
  wrong: number;
}

export function createConfirmations(options: ConfirmationsOptions): Confirmations {
  const waiting = new Map<string, Waiting>();
  return {
    ask: (userId, pending, at) => {
      const code = options.newCode();
      waiting.set(userId, { pending, code, expiresAt: at + options.expiresAfterMs, wrong: 0 });
      return code;
    },
    answer: (userId, code, at) => {
      const found = waiting.get(userId);
      if (found === undefined) return { outcome: 'none' };
      if (at >= found.expiresAt) {
        waiting.delete(userId);
        return { outcome: 'expired' };
      }
      if (code !== found.code) {
        found.wrong += 1;
        if (found.wrong >= MAX_WRONG_CODES) waiting.delete(userId);
        return { outcome: 'wrong' };
      }
      waiting.delete(userId);
      return { outcome: 'confirmed', pending: found.pending };
    },
    waits: (userId, at) => {
      const found = waiting.get(userId);
      return found !== undefined && at < found.expiresAt;
    },
  };
}
