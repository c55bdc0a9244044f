import type { Row } from './message-rows.ts';
import { markdownOf } from './message-rows.ts';

const FENCE = '```';
const FENCES = `${FENCE}\n\n${FENCE}\n`.length;

/** Returns the rows in runs, each short enough once it is written. A run is broken between blocks where that costs little. */
export function pagesOf(rows: readonly Row[], limit: number): readonly (readonly Row[])[] {
  const pages: Row[][] = [];
  let page: Row[] = [];
  let length = 0;
  for (const row of rows) {
    const cost = markdownOf(row).length + 1 + (row.type === 'pre' && page.at(-1)?.type !== 'pre' ? FENCES : 0);
    if (length + cost > limit && page.length > 0) {
      const later = tailAfterGap(page);
      pages.push(page.slice(0, page.length - later.length));
      page = [...later];
      length = later.reduce((sum, one) => sum + markdownOf(one).length + 1, later[0]?.type === 'pre' ? FENCES : 0);
    }
    page.push(row);
    length += cost;
  }
  return [...pages, page].map(trimmed).filter((one) => one.length > 0);
}

/** Returns what stands after the last blank row, when it is little; it goes along to the next page. */
function tailAfterGap(page: readonly Row[]): readonly Row[] {
  const gap = page.findLastIndex(isBlank);
  const tail = gap <= 0 ? [] : page.slice(gap + 1);
  const oneKind = tail.every(({ type }) => (type === 'pre') === (tail[0]?.type === 'pre'));
  return oneKind && tail.reduce((sum, row) => sum + markdownOf(row).length + 1, 0) <= 500 ? tail : [];
}

function trimmed(page: readonly Row[]): readonly Row[] {
  const first = page.findIndex((row) => !isBlank(row));
  return first < 0 ? [] : page.slice(first, page.findLastIndex((row) => !isBlank(row)) + 1);
}

export function isBlank(row: Row): boolean {
  return row.text.trim() === '' && row.type !== 'pair';
}

/** Returns rows as Discord's markdown; rows of code that follow each other share a fence. */
export function writeRows(rows: readonly Row[]): string {
  const lines: string[] = [];
  for (const [index, row] of rows.entries()) {
    if (row.type === 'pre' && rows[index - 1]?.type !== 'pre') lines.push(FENCE);
    lines.push(markdownOf(row));
    if (row.type === 'pre' && rows[index + 1]?.type !== 'pre') lines.push(FENCE);
  }
  return lines.join('\n');
}
