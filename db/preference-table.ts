import type { Database } from './database.ts';

/** How a person wants to be spoken to, as it is kept. */
export interface PreferenceRow {
  readonly language: string | null;
  readonly fixed: boolean;
  readonly zone: string | null;
}

/** Preferences by user id. */
export class PreferenceTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async load(userId: string): Promise<PreferenceRow | null> {
    const [row] = await this.#database.query<{ language: string | null; language_fixed: boolean; zone: string | null }>(
      'select language, language_fixed, zone from user_preference where user_id = $1',
      [userId],
    );
    return row === undefined ? null : { language: row.language, fixed: row.language_fixed, zone: row.zone };
  }

  async save(userId: string, { language, fixed, zone }: PreferenceRow): Promise<void> {
    await this.#database.query(
      `insert into user_preference (user_id, language, language_fixed, zone) values ($1, $2, $3, $4)
       on conflict (user_id) do update set language = $2, language_fixed = $3, zone = $4`,
      [userId, language, fixed, zone],
    );
  }
}
