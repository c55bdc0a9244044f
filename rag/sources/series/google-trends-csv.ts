import { parse } from 'csv-parse/sync';

/** A column of an export: the interest in one search term. */
export interface TrendsColumn {
  /** The term as a name: `bitcoin`, `비트코인`. */
  readonly name: string;
  readonly rows: readonly TrendsRow[];
}

export interface TrendsRow {
  /** Line of the table, for people. */
  readonly line: number;
  /** When the period begins and ends, epoch ms. */
  readonly at: number;
  readonly end: number;
  /** The end of the newest period that went into the value. */
  readonly madeOfUntil: number;
  readonly written: string | number;
}

interface Line {
  readonly line: number;
  readonly at: number;
  readonly cells: readonly string[];
}

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** "<1" means some, though less than one; its middle. */
const LESS_THAN_ONE = 0.5;

/**
 * Reads the CSV that Google Trends exports ("Interest over time", in any language of its pages), what pytrends writes
 * (`date,bitcoin,isPartial`), and a table of `day_ts_ms` with columns of hits. Where such a table has a column
 * `…_monthly`, its daily values were made by scaling with the whole month: none of them was known before its end.
 * Returns null where there is no such table in the text. Throws what csv-parse throws on broken quotes.
 */
export function readTrendsCsv(text: string): readonly TrendsColumn[] | null {
  const table: string[][] = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  const first = table.findIndex((cells) => cells.length > 1 && timeIn(cells[0] ?? '') !== null);
  const header = table[first - 1];
  if (header === undefined) return null;
  const lines = wholeLines(table.slice(first), header, first + 1);
  const monthly = header.some(isMonthly);
  const endOf = monthly || /^\d{4}-\d{2}$/.test(lines[0]?.cells[0] ?? '') ? monthEnd : endAfter(stepOf(lines));
  return namedColumns(header).map(({ name, index, title }) => ({
    name,
    rows: lines.flatMap(({ line, at, cells }) =>
      rowOf(line, at, cells[index], { monthly, month: isMonthly(title), endOf }),
    ),
  }));
}

/** Returns a name that can stand in a series and in a chat: `bitcoin price` as `bitcoin-price`. */
export function slug(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  return (
    plain
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) || 'unnamed'
  );
}

/** Rows that the exporter itself calls partial are left out, and so are those without a time. */
function wholeLines(rows: readonly string[][], header: readonly string[], offset: number): readonly Line[] {
  const partial = header.findIndex(isPartialFlag);
  return rows.flatMap((cells, index) => {
    const at = timeIn(cells[0] ?? '');
    const skipped = at === null || (partial > 0 && /^true$/i.test(cells[partial] ?? ''));
    return skipped ? [] : [{ line: offset + index, at, cells }];
  });
}

function rowOf(
  line: number,
  at: number,
  cell: string | undefined,
  shape: {
    readonly monthly: boolean;
    readonly month: boolean;
    readonly endOf: (at: number) => number;
  },
): readonly TrendsRow[] {
  if (cell === undefined || cell === '') return [];
  // A monthly value stands on each day of its month; it is one value, of the month.
  if (shape.month && new Date(at).getUTCDate() !== 1) return [];
  const end = shape.monthly && !shape.month ? at + DAY_MS : shape.endOf(at);
  const written = cell === '<1' ? LESS_THAN_ONE : cell;
  return [{ line, at, end, madeOfUntil: shape.endOf(at), written }];
}

function namedColumns(header: readonly string[]) {
  const taken = new Map<string, number>();
  return header.flatMap((title, index) => {
    if (index === 0 || isPartialFlag(title)) return [];
    // `bitcoin: (Worldwide)`, `비트코인: (전 세계)`: the region is told by the file.
    const term = slug(title.replace(/:\s*\([^)]*\)\s*$/, ''));
    const before = taken.get(term) ?? 0;
    taken.set(term, before + 1);
    return [{ index, title, name: before === 0 ? term : `${term}-${before + 1}` }];
  });
}

function isPartialFlag(title: string): boolean {
  return /^ispartial$/i.test(title);
}

function isMonthly(title: string): boolean {
  return /_monthly$/i.test(title);
}

function timeIn(text: string): number | null {
  if (/^\d{12,13}$/.test(text)) return Number(text);
  const [, day, hour] = /^(\d{4}-\d{2}(?:-\d{2})?)(?:[T ](\d{2})(?::00){0,2})?$/.exec(text) ?? [];
  if (day === undefined) return null;
  const date = day.length === 7 ? `${day}-01` : day;
  const at = Date.parse(`${date}T${hour ?? '00'}:00:00Z`);
  // Date.parse takes 30 February for a day in March.
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(date) ? at : null;
}

/** The period of a row is told by the distance of rows, for the word that heads them is in the language of the page. */
function stepOf(lines: readonly Line[]): number {
  const gaps = lines.slice(1).map(({ at }, index) => at - (lines[index]?.at ?? at));
  const smallest = Math.min(...gaps.filter((gap) => gap > 0));
  return Number.isFinite(smallest) ? smallest : 7 * DAY_MS;
}

function endAfter(step: number): (at: number) => number {
  return step >= 28 * DAY_MS ? monthEnd : (at) => at + step;
}

function monthEnd(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
