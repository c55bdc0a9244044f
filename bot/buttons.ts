import type { Button, Choice } from './message.ts';

/** Gives each button its nonce and takes it back once. A nonce says nothing by itself: what it does is kept here. */
export interface Buttons {
  issue(choice: Choice, userId: string, at: number): Button;
  /** Returns the command of a live nonce of this user and forgets it; null for any other. */
  take(action: string, userId: string, at: number): string | null;
}

interface Issued {
  readonly command: string;
  readonly userId: string;
  readonly expiresAt: number;
}

const MAX_ISSUED = 2000;

export interface ButtonsOptions {
  /** Returns 128 random bits as text. */
  readonly newNonce: () => string;
  readonly expiresAfterMs: number;
}

/** Returns Buttons kept in memory: after a restart an old button is void, and its command can still be typed. */
export function createButtons(options: ButtonsOptions): Buttons {
  const issued = new Map<string, Issued>();
  return {
    issue: (choice, userId, at) => {
      const action = options.newNonce();
      issued.set(action, { command: choice.command, userId, expiresAt: at + options.expiresAfterMs });
      dropOldest(issued);
      return { ...choice, action };
    },
    take: (action, userId, at) => {
      const found = issued.get(action);
      if (found === undefined || found.userId !== userId) return null;
      issued.delete(action);
      return at < found.expiresAt ? found.command : null;
    },
  };
}

function dropOldest(issued: Map<string, Issued>): void {
  for (const action of issued.keys()) {
    if (issued.size <= MAX_ISSUED) return;
    issued.delete(action);
  }
}
