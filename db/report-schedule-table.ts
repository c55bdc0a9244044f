import type { Database } from './database.ts';

/** When a person wants the reports of one sort, as it is kept. */
export interface ReportTimeRow {
  readonly sort: string;
  readonly enabled: boolean;
  readonly hour: number;
  readonly minute: number;
}

/** When each person wants their reports, and which they were given last. */
export class ReportScheduleTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns what a person chose; nothing of the sorts that they left as they are. */
  async times(userId: string): Promise<readonly ReportTimeRow[]> {
    return this.#database.query<ReportTimeRow>(
      'select sort, enabled, hour, minute from report_schedule where user_id = $1 order by sort',
      [userId],
    );
  }

  async setTime(userId: string, { sort, enabled, hour, minute }: ReportTimeRow): Promise<void> {
    await this.#database.query(
      `insert into report_schedule (user_id, sort, enabled, hour, minute) values ($1, $2, $3, $4, $5)
       on conflict (user_id, sort) do update set enabled = $3, hour = $4, minute = $5`,
      [userId, sort, enabled, hour, minute],
    );
  }

  /** Returns where the last period began that a person was given a report of; null before the first. */
  async cursor(userId: string, sort: string): Promise<number | null> {
    const [row] = await this.#database.query<{ period_start: number }>(
      'select period_start from report_cursor where user_id = $1 and sort = $2',
      [userId, sort],
    );
    return row?.period_start ?? null;
  }

  async setCursor(userId: string, sort: string, periodStart: number): Promise<void> {
    await this.#database.query(
      `insert into report_cursor (user_id, sort, period_start) values ($1, $2, $3)
       on conflict (user_id, sort) do update set period_start = $3`,
      [userId, sort, periodStart],
    );
  }
}
