import { quantile } from './sample.ts';

export type Row = Readonly<Record<string, string | number>>;

/** Prints rows under their keys; numbers with the digits that say something. */
export function printTable(rows: readonly Row[]): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))];
  const widths = columns.map((_, place) => Math.max(...cells.map((line) => line[place]?.length ?? 0)));
  for (const line of cells) {
    const padded = line.map((text, place) =>
      place === 0 ? text.padEnd(widths[place] ?? 0) : text.padStart(widths[place] ?? 0),
    );
    console.log(`  ${padded.join('  ').trimEnd()}`);
  }
}

/** Returns the smallest, the middle and the rare of a sample as columns. */
export function spread(sample: readonly number[]): Row {
  return { min: quantile(sample, 0), median: quantile(sample, 0.5), p99: quantile(sample, 0.99) };
}

/** Returns a ratio as it is read: `1.30x`. */
export function ratio(value: number, base: number): string {
  return `${(value / base).toFixed(2)}x`;
}

function cell(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
