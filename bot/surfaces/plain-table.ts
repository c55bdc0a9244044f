import type { Column } from '../message.ts';
import { displayWidth, padDisplay } from './display-width.ts';

const GAP = '  ';

/** Returns the rows under their headers in columns, for monospaced text. The cells are expected to be clean. */
export function plainTable(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const headers = columns.map(({ header }) => header);
  const cells = [headers, ...rows].map((row) => columns.map((_, index) => row[index] ?? ''));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => displayWidth(row[index] ?? ''))));
  return cells.map((row) =>
    row
      .map((cell, index) => padDisplay(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join(GAP)
      .trimEnd(),
  );
}
