import type { SeriesPoint } from '../rag/series-point.ts';
import type { SeriesReading, SeriesStore } from '../rag/series-store.ts';
import type { Database } from './database.ts';

interface SeriesRow {
  readonly series: string;
  readonly at: number;
  readonly known_at: number;
  readonly ingested_at: number;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly previous: number | null;
}

/** Series in the database; as with documents, the as-of rule stands in the query. */
export class SeriesTable implements SeriesStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insert(points: readonly SeriesPoint[], ingestedAt: number): Promise<number> {
    if (points.length === 0) return 0;
    const inserted = await this.#database.query(
      `insert into series_point (series, at, known_at, ingested_at, value, unit, source)
       select series, at, "knownAt", $2, value, unit, source
       from jsonb_to_recordset($1::jsonb) as rows(series text, at bigint, "knownAt" bigint, value double precision,
         unit text, source text)
       on conflict do nothing returning series`,
      [JSON.stringify(points), ingestedAt],
    );
    return inserted.length;
  }

  async latest(prefix: string, asOf: number): Promise<readonly SeriesReading[]> {
    const rows = await this.#database.query<SeriesRow>(
      `select * from (
         select distinct on (series) *, lead(value) over latest as previous
         from (
           -- Of one moment only what was told last counts: a revision replaces the value, it does not follow it.
           select distinct on (series, at) * from series_point
           where starts_with(series, $1) and known_at <= $2 and ingested_at <= $2
           order by series, at, known_at desc
         ) as told
         window latest as (partition by series order by at desc)
         order by series, at desc
       ) as latest order by series`,
      [prefix, asOf],
    );
    return rows.map((row) => ({
      series: row.series,
      at: row.at,
      knownAt: row.known_at,
      ingestedAt: row.ingested_at,
      value: row.value,
      unit: row.unit,
      source: row.source,
      previous: row.previous,
    }));
  }
}
