import { parse } from 'csv-parse/sync';
import type { FileFinding } from './file-finding.ts';
import type { FileLine } from './file-lines.ts';
import { readRow } from './news-row.ts';

/** What a CSV file says of itself in its first line. */
export interface CsvHeader {
  readonly columns: readonly string[];
  readonly delimiter: string;
}

const DELIMITERS = [',', ';', '\t'] as const;

/** A quote that nobody closes must not swallow the file: so much belongs to one record at most. */
const MAX_RECORD_LINES = 1_000;
const MAX_RECORD_CHARACTERS = 4_000_000;

/**
 * Reads items from the lines of a CSV file (RFC 4180; separated by comma, semicolon or tab, whichever the first line
 * uses). Takes the first record for the header unless one is given, as where reading goes on in the middle of a file.
 * A record that cannot be read costs its first line, and reading goes on with the next.
 */
export async function* readCsv(lines: AsyncIterable<FileLine>, known?: CsvHeader): AsyncGenerator<FileFinding> {
  let header = known;
  for await (const record of csvRecords(lines)) {
    if (record.outcome === 'unreadable') {
      yield record;
    } else if (header === undefined) {
      header = csvHeader(record.text);
      const problem = headerProblem(header);
      if (problem === null) continue;
      yield { ...record, outcome: 'unreadable', problem };
      return;
    } else {
      yield { ...record, ...rowOf(record.text, header) };
    }
  }
}

/** Returns the header of a CSV file, or null where it has none. */
export async function readCsvHeader(lines: AsyncIterable<FileLine>): Promise<CsvHeader | null> {
  for await (const record of csvRecords(lines)) return record.outcome === 'record' ? csvHeader(record.text) : null;
  return null;
}

function csvHeader(text: string): CsvHeader {
  const delimiter = DELIMITERS.reduce((best, one) => (count(text, one) > count(text, best) ? one : best));
  const columns = (fieldsOf(text, delimiter) ?? []).map((name) => name.trim().toLowerCase());
  return { columns, delimiter };
}

function headerProblem({ columns }: CsvHeader): string | null {
  const named = columns.some((name) => name === 'title' || name === 'headline');
  return named
    ? null
    : 'names no column "title"; the first line of a CSV file names its columns, such as published,title,body';
}

function rowOf(text: string, { columns, delimiter }: CsvHeader) {
  const fields = fieldsOf(text, delimiter);
  if (fields === null) return { outcome: 'unreadable', problem: 'has quotes that do not match' } as const;
  if (fields.length !== columns.length) {
    const problem = `has ${fields.length} fields where the first line names ${columns.length}`;
    return { outcome: 'unreadable', problem } as const;
  }
  return readRow(Object.fromEntries(columns.map((name, index) => [name, fields[index]])));
}

/** Returns null where the text is not exactly one record. */
function fieldsOf(text: string, delimiter: string | readonly string[]): readonly string[] | null {
  // Most records hold no quote, and need no parser to be taken apart.
  if (typeof delimiter === 'string' && !text.includes('"')) return text.split(delimiter);
  try {
    const records = parse(text, {
      delimiter: [delimiter].flat(),
      relax_column_count: true,
      record_delimiter: ['\n', '\r\n'],
    });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}

type CsvRecord = Omit<Extract<FileFinding, { outcome: 'unreadable' }>, 'outcome' | 'problem'> &
  (
    | { readonly outcome: 'record'; readonly text: string }
    | { readonly outcome: 'unreadable'; readonly problem: string }
  );

/** Joins lines to records: one that opens a quote goes on until it is closed. */
async function* csvRecords(lines: AsyncIterable<FileLine>): AsyncGenerator<CsvRecord> {
  let record: FileLine[] = [];
  let [open, brokenOff] = [false, false];
  function* add(line: FileLine, last: boolean): Generator<CsvRecord> {
    const waiting = [line];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      record.push(next);
      if (next.text !== null && count(next.text, '"') % 2 === 1) open = !open;
      const final = last && waiting.length === 0;
      if (open && next.text !== null && !final && !isTooLarge(record)) continue;
      brokenOff ||= final && open;
      const whole = !open && next.text !== null && isOneRecord(record);
      if (!whole) waiting.unshift(...record.slice(1));
      yield* recordOf(whole ? record : record.slice(0, 1), whole, brokenOff);
      [record, open] = [[], false];
    }
  }
  let held: FileLine | undefined;
  for await (const line of lines) {
    if (held !== undefined) yield* add(held, false);
    held = line;
  }
  if (held !== undefined) yield* add(held, true);
}

/** Two lines with a stray quote each look like one record; that they are none shows when they are taken apart. */
function isOneRecord(lines: readonly FileLine[]): boolean {
  return lines.length === 1 || fieldsOf(textOf(lines), DELIMITERS) !== null;
}

function* recordOf(lines: readonly FileLine[], whole: boolean, brokenOff: boolean): Generator<CsvRecord> {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return;
  const next = { bytes: last.end, lines: last.number };
  const at = { line: first.number, next, ended: last.ended && !brokenOff };
  if (first.text === null) yield { ...at, outcome: 'unreadable', problem: 'is longer than 16 MB' };
  else if (!whole) yield { ...at, outcome: 'unreadable', problem: 'opens a quote that is never closed' };
  else if (textOf(lines).trim() !== '') yield { ...at, outcome: 'record', text: textOf(lines) };
}

function textOf(lines: readonly FileLine[]): string {
  return lines.map(({ text }) => text ?? '').join('\n');
}

function isTooLarge(record: readonly FileLine[]): boolean {
  if (record.length >= MAX_RECORD_LINES) return true;
  return record.length > 1 && record.reduce((sum, { text }) => sum + (text?.length ?? 0), 0) > MAX_RECORD_CHARACTERS;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}
