import type { Database } from './database.ts';

/** Platforms deliver again what they are not sure was taken, within minutes; a day is long enough to remember. */
const KEPT_MS = 86_400_000;
const SWEEP_EVERY_MS = 3_600_000;

/** Which messages have been acted on, so that none is acted on twice after a restart. */
export class DeliveryTable {
  readonly #database: Database;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Notes a message and returns true, or false if it was noted before; of several at once, one is the first. */
  async noteFirst(id: string, at: number): Promise<boolean> {
    if (at - this.#sweptAt >= SWEEP_EVERY_MS) {
      this.#sweptAt = at;
      await this.#database.query('delete from chat_delivery where at < $1', [at - KEPT_MS]);
    }
    const rows = await this.#database.query(
      'insert into chat_delivery (id, at) values ($1, $2) on conflict (id) do nothing returning id',
      [id, at],
    );
    return rows.length === 1;
  }
}
