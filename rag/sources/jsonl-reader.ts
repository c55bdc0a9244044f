import type { FileFinding } from './file-finding.ts';
import type { FileLine } from './file-lines.ts';
import { readRow } from './news-row.ts';

/** Reads items from lines of JSON, one object a line; empty lines are passed over. */
export async function* readJsonl(lines: AsyncIterable<FileLine>): AsyncGenerator<FileFinding> {
  for await (const { text, number, end, ended } of lines) {
    const found = text === null ? TOO_LONG : readLine(text);
    if (found !== null) yield { ...found, line: number, next: { bytes: end, lines: number }, ended };
  }
}

const TOO_LONG = { outcome: 'unreadable', problem: 'is longer than 16 MB' } as const;

function readLine(text: string) {
  if (text.trim() === '') return null;
  const value = parsed(text);
  if (isRow(value)) return readRow(value);
  return { outcome: 'unreadable', problem: 'is not a JSON object' } as const;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
