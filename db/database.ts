/** What a statement can be sent to: the database itself, or one transaction of it. */
export interface Transaction {
  /**
   * Runs one statement and returns its rows. `numeric` arrives as a string (exact), `bigint` as a number where that is
   * safe and as a bigint beyond, `jsonb` parsed. An array parameter is a Postgres array; for a jsonb array pass its JSON text.
   */
  query<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** One Postgres, embedded or on a server. */
export interface Database extends Transaction {
  /** Whether an acknowledged commit survives a power cut (fsync). Live trading demands it. */
  readonly durable: boolean;
  /**
   * Commits what `work` did, or rolls it back when it throws. It runs again after a deadlock, so it holds no call to the
   * outside; statements go to its argument: asking the database itself from inside is refused, it would wait for ever.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** One line for people: which server, where; never a password. */
  describe(): string;
  close(): Promise<void>;
}
