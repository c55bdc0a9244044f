import type { Button, Choice } from '../message.ts';
import type { Patience } from '../within.ts';

/** Whose a button is: it counts for this user in this chat and nowhere else. */
export interface ButtonHolder {
  readonly userId: string;
  readonly chatId: string;
}

/** What a nonce stands for. */
export interface ButtonRow extends ButtonHolder {
  readonly nonce: string;
  readonly command: string;
  /** Of the proposal that the button answers; null for any other. */
  readonly termsSha256: string | null;
  readonly expiresAt: number;
}

/** Keeps buttons beyond the process. */
export interface ButtonStore {
  /** Adds all in one statement. */
  add(rows: readonly ButtonRow[]): Promise<void>;
  /** Uses a live nonce up, in one statement, and returns what it stands for; null for any other. */
  use(use: ButtonHolder & { readonly nonce: string; readonly at: number }): Promise<ButtonAction | null>;
  /** Voids whatever a user holds. */
  forget(userId: string): Promise<void>;
  /** Drops what is over, and the oldest beyond a bound. */
  sweep(at: number): Promise<void>;
}

export interface ButtonAction {
  readonly command: string;
  readonly termsSha256: string | null;
}

export type Tap =
  | { readonly outcome: 'taken'; readonly command: string }
  | { readonly outcome: 'void' }
  /** The proposal is not what it was when the button was shown. */
  | { readonly outcome: 'changed' }
  /** The store does not answer: nothing was done, and the button may still be good. */
  | { readonly outcome: 'unavailable' };

/** Gives each button its nonce and takes it back once. A nonce says nothing by itself: what it does is kept here. */
export interface Buttons {
  /** Returns the buttons of one message; while the store does not answer, only those of an emergency. */
  issue(choices: readonly Choice[], holder: ButtonHolder, at: number): Promise<readonly Button[]>;
  take(action: string, holder: ButtonHolder, at: number): Promise<Tap>;
  /** Returns the command of an emergency button that this process showed, at once and whatever the store does. */
  takeEmergency(action: string, holder: ButtonHolder, at: number): string | null;
  forget(userId: string): Promise<void>;
}

export interface ButtonsOptions {
  readonly store: ButtonStore;
  /** Returns 128 random bits as text. */
  readonly newNonce: () => string;
  readonly expiresAfterMs: number;
  /** Tells what must work whatever else does not. */
  readonly isEmergency: (command: string) => boolean;
  /** Returns the hash of what the command answers as it stands now, or null if it answers nothing. */
  readonly termsOf: (command: string) => string | null;
  /** How long the store is waited for. */
  readonly patience: Patience;
}

const MAX_EMERGENCIES = 1_000;
const SWEEP_EVERY_MS = 600_000;

export function createButtons(options: ButtonsOptions): Buttons {
  const { store, patience } = options;
  const emergencies = new Map<string, ButtonRow>();
  let sweptAt = Number.NEGATIVE_INFINITY;

  return { issue, take, takeEmergency, forget };

  async function issue(choices: readonly Choice[], holder: ButtonHolder, at: number): Promise<readonly Button[]> {
    if (choices.length === 0) return [];
    const shown = choices.map((choice) => ({ choice, row: rowOf(choice.command, holder, at) }));
    for (const { row } of shown) if (options.isEmergency(row.command)) emergencies.set(row.nonce, row);
    dropOldest(emergencies);
    sweepSometimes(at);
    const kept = await patience(store.add(shown.map(({ row }) => row)), 'buttons could not be kept');
    return shown
      .filter(({ row }) => kept !== null || emergencies.has(row.nonce))
      .map(({ choice, row }) => ({ ...choice, action: row.nonce }));
  }

  function rowOf(command: string, holder: ButtonHolder, at: number): ButtonRow {
    return {
      nonce: options.newNonce(),
      userId: holder.userId,
      chatId: holder.chatId,
      command,
      termsSha256: options.termsOf(command),
      expiresAt: at + options.expiresAfterMs,
    };
  }

  async function take(action: string, { userId, chatId }: ButtonHolder, at: number): Promise<Tap> {
    const used = await patience(store.use({ nonce: action, userId, chatId, at }), 'a button could not be looked up');
    if (used === null) return { outcome: 'unavailable' };
    const found = used.value;
    if (found === null) return { outcome: 'void' };
    // Both sides are null where nothing is answered; a proposal that no longer waits has no terms any more.
    const same = options.termsOf(found.command) === found.termsSha256;
    const answersGone = found.termsSha256 === null && isAnswer(found.command);
    return same && !answersGone ? { outcome: 'taken', command: found.command } : { outcome: 'changed' };
  }

  function takeEmergency(action: string, { userId, chatId }: ButtonHolder, at: number): string | null {
    const row = emergencies.get(action);
    if (row === undefined || row.userId !== userId || row.chatId !== chatId) return null;
    emergencies.delete(action);
    if (at >= row.expiresAt) return null;
    // Used up where it is kept, too, whenever that answers.
    void patience(store.use({ nonce: action, userId, chatId, at }), 'an emergency button could not be used up');
    return row.command;
  }

  async function forget(userId: string): Promise<void> {
    for (const row of emergencies.values()) if (row.userId === userId) emergencies.delete(row.nonce);
    await patience(store.forget(userId), 'the buttons of a user could not be voided');
  }

  function sweepSometimes(at: number): void {
    if (at - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = at;
    void patience(store.sweep(at), 'old buttons could not be swept');
  }
}

/** What answers a proposal: it counts for the terms that were shown with it. */
const ANSWER = /^\/(?:approve|half|decline) (A-\d+)$/;

/** Returns the id of the proposal that a button's command answers, or null. */
export function answeredApproval(command: string): string | null {
  return ANSWER.exec(command)?.[1] ?? null;
}

function isAnswer(command: string): boolean {
  return answeredApproval(command) !== null;
}

/** Returns a ButtonStore that lasts as long as the process: for tests, and where nothing is to outlive it. */
export function createMemoryButtons(maxRows = 20_000): ButtonStore {
  const rows = new Map<string, ButtonRow>();
  return {
    add: async (added) => {
      for (const row of added) rows.set(row.nonce, row);
    },
    use: async ({ nonce, userId, chatId, at }) => {
      const row = rows.get(nonce);
      if (row === undefined || row.userId !== userId || row.chatId !== chatId || at >= row.expiresAt) return null;
      rows.delete(nonce);
      return { command: row.command, termsSha256: row.termsSha256 };
    },
    forget: async (userId) => {
      for (const row of rows.values()) if (row.userId === userId) rows.delete(row.nonce);
    },
    sweep: async (at) => {
      for (const row of rows.values()) if (at >= row.expiresAt) rows.delete(row.nonce);
      dropOldest(rows, maxRows);
    },
  };
}

function dropOldest(rows: Map<string, ButtonRow>, max = MAX_EMERGENCIES): void {
  for (const nonce of rows.keys()) {
    if (rows.size <= max) return;
    rows.delete(nonce);
  }
}
