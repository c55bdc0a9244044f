import type { Database } from './database.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a report tells that is in no journal: deliveries that failed, news that language models read. */
export class ReportFacts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns how many messages about entries of the journal in a span, in the desk's time, reached nobody. */
  async undelivered({ from, to }: Span): Promise<number> {
    // What is told of an entry begins its key with the number of the entry.
    const [row] = await this.#database.query<{ count: number }>(
      `select count(*) as count from outbox o join journal j
         on j.seq = case when o.dedupe_key ~ '^[0-9]{1,15}:' then split_part(o.dedupe_key, ':', 1)::bigint end
       where o.state in ('refused', 'expired') and o.copy_of is null and j.at >= $1 and j.at < $2`,
      [from, to],
    );
    return row?.count ?? 0;
  }

  /** Returns how many documents language models read in a span of real time. */
  async newsReadings({ from, to }: Span): Promise<number> {
    const [row] = await this.#database.query<{ count: number }>(
      'select count(*) as count from news_reading where read_at >= $1 and read_at < $2',
      [from, to],
    );
    return row?.count ?? 0;
  }

  /** Returns the calls of language models in a span of real time, by purpose; null where one of them has no price. */
  async callsMade({
    from,
    to,
  }: Span): Promise<readonly { readonly purpose: string; readonly calls: number; readonly costUsd: number | null }[]> {
    return this.#database.query(
      `select purpose, count(*) as calls, case when count(cost_usd) = count(*) then sum(cost_usd) end as "costUsd"
       from model_call where at >= $1 and at < $2 and outcome = 'answered' group by purpose order by purpose`,
      [from, to],
    );
  }
}
