import type { Database } from './database.ts';

/** How far each person has been told what is in the journal. */
export class OutboxCursors {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns the number of the last entry that was told, or null for somebody new. */
  async load(userId: string): Promise<number | null> {
    const [row] = await this.#database.query<{ seq: number }>('select seq from outbox_cursor where user_id = $1', [
      userId,
    ]);
    return row?.seq ?? null;
  }

  async save(userId: string, seq: number): Promise<void> {
    await this.#database.query(
      `insert into outbox_cursor (user_id, seq) values ($1, $2)
       on conflict (user_id) do update set seq = greatest(outbox_cursor.seq, $2)`,
      [userId, seq],
    );
  }
}
