import type { Transaction } from './database.ts';

/** Column name → SQL type. */
export type Columns = Readonly<Record<string, string>>;

/** Inserts rows in one statement, whatever their number: they travel as one JSON parameter. */
export async function insertRows(
  tx: Transaction,
  table: string,
  columns: Columns,
  rows: readonly unknown[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(insertStatement(table, columns), [JSON.stringify(rows)]);
}

/** Inserts rows or replaces those with the same key; a key may occur only once among them. */
export async function upsertRows(
  tx: Transaction,
  table: string,
  columns: Columns,
  key: string,
  rows: readonly unknown[],
): Promise<void> {
  if (rows.length === 0) return;
  const updates = Object.keys(columns)
    .filter((column) => column !== key)
    .map((column) => `"${column}" = excluded."${column}"`)
    .join(', ');
  await tx.query(`${insertStatement(table, columns)} on conflict ("${key}") do update set ${updates}`, [
    JSON.stringify(rows),
  ]);
}

function insertStatement(table: string, columns: Columns): string {
  const names = Object.keys(columns)
    .map((column) => `"${column}"`)
    .join(', ');
  const typed = Object.entries(columns)
    .map(([column, type]) => `"${column}" ${type}`)
    .join(', ');
  return `insert into ${table} (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as rows(${typed})`;
}
