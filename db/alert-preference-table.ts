import type { Database } from './database.ts';

/** What one person wants to hear of one kind of alert, as it is kept. */
export interface AlertPreferenceRow {
  readonly userId: string;
  readonly kind: string;
  readonly mode: 'on' | 'silent' | 'off';
}

/** Chosen modes of alerts; there are a few for each person. */
export class AlertPreferenceTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async load(): Promise<readonly AlertPreferenceRow[]> {
    return this.#database.query<AlertPreferenceRow>(
      'select user_id as "userId", kind, mode from alert_preference order by user_id, kind',
      [],
    );
  }

  /** All of them or none. */
  async save(rows: readonly AlertPreferenceRow[], at: number): Promise<void> {
    if (rows.length === 0) return;
    await this.#database.query(
      `insert into alert_preference (user_id, kind, mode, changed_at)
       select user_id, kind, mode, $2 from jsonb_to_recordset($1::jsonb) as rows(user_id text, kind text, mode text)
       on conflict (user_id, kind) do update set mode = excluded.mode, changed_at = excluded.changed_at`,
      [JSON.stringify(rows.map(({ userId, kind, mode }) => ({ user_id: userId, kind, mode }))), at],
    );
  }
}
