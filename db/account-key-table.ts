import type { Database } from './database.ts';

/** What a key is used for in this database. */
export interface AccountKeyRow {
  readonly fingerprint: string;
  readonly venue: string;
  readonly account: string;
  readonly mode: 'paper' | 'live';
  readonly boundAt: number;
}

/** Which keys trade paper and which real money. */
export class AccountKeyTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The key itself, and whichever key was used live for the same account before. */
  async related(fingerprint: string, venue: string, account: string): Promise<readonly AccountKeyRow[]> {
    return this.#database.query(
      `select fingerprint, venue, account, mode, bound_at as "boundAt" from account_key
       where fingerprint = $1 or (venue = $2 and account = $3 and mode = 'live') order by bound_at, fingerprint`,
      [fingerprint, venue, account],
    );
  }

  /** Binds a key, and takes from the account those that were bound to it before. */
  async bind(row: AccountKeyRow): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await tx.query('delete from account_key where venue = $1 and account = $2 and mode = $3 and fingerprint <> $4', [
        row.venue,
        row.account,
        row.mode,
        row.fingerprint,
      ]);
      await tx.query(
        `insert into account_key (fingerprint, venue, account, mode, bound_at) values ($1, $2, $3, $4, $5)
         on conflict (fingerprint) do update set venue = $2, account = $3, mode = $4, bound_at = $5`,
        [row.fingerprint, row.venue, row.account, row.mode, row.boundAt],
      );
    });
  }
}
