/** What must be written to trade real money. */
export const ARMING_PHRASE = 'TRADE REAL MONEY';

/** How somebody says that real money may be traded. */
export interface Arming {
  /** What stood behind `--arm`; null without it. */
  readonly written: string | null;
  /** Asks the person at the terminal; null where nobody sits there. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** Whether a key that was bound to something else is bound to this account from now on. */
  readonly bind: boolean;
}

export const NOT_ARMED: Arming = { written: null, ask: null, bind: false };

/** The right to trade one account, held by one engine at a time. */
export interface Licence {
  /** Grows with every engine that took the account over. */
  readonly epoch: number;
  /**
   * `unsure`: the database does not answer, with `patienceMs` not within it, and nobody else is known to own the
   * account.
   */
  verify(patienceMs?: number): Promise<'held' | 'unsure' | 'lost'>;
  /** Rejects with a ConfigError once another engine owns the account. */
  readonly lost: Promise<never>;
  close(): Promise<void>;
}
