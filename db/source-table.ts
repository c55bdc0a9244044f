import type { SourceJournal, SourceStanding } from '../rag/source-journal.ts';
import type { SourceMemory } from '../rag/sources/source.ts';
import type { Database } from './database.ts';

interface SourceRow {
  readonly name: string;
  readonly memory: SourceMemory;
  readonly last_visit_at: number | null;
  readonly last_success_at: number | null;
  readonly last_new: number;
  readonly failures: number;
  readonly problem: string | null;
  readonly next_visit_at: number;
}

/** How it goes with each source, kept across restarts so that a restart does not ask everybody everything again. */
export class SourceTable implements SourceJournal {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async load(): Promise<readonly SourceStanding[]> {
    const rows = await this.#database.query<SourceRow>('select * from news_source order by name');
    return rows.map((row) => ({
      name: row.name,
      memory: row.memory,
      lastVisitAt: row.last_visit_at,
      lastSuccessAt: row.last_success_at,
      lastNew: row.last_new,
      failures: row.failures,
      problem: row.problem,
      nextVisitAt: row.next_visit_at,
    }));
  }

  async save(standing: SourceStanding): Promise<void> {
    await this.#database.query(
      `insert into news_source (name, memory, last_visit_at, last_success_at, last_new, failures, problem, next_visit_at)
       values ($1, $2::jsonb, $3, $4, $5, $6, $7, $8)
       on conflict (name) do update set memory = $2::jsonb, last_visit_at = $3, last_success_at = $4, last_new = $5,
         failures = $6, problem = $7, next_visit_at = $8`,
      [
        standing.name,
        JSON.stringify(standing.memory),
        standing.lastVisitAt,
        standing.lastSuccessAt,
        standing.lastNew,
        standing.failures,
        standing.problem,
        standing.nextVisitAt,
      ],
    );
  }
}
