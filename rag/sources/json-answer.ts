import type { z } from 'zod';
import { decodeText } from '../fetch/decode-text.ts';
import { SourceUnavailableError } from '../source-error.ts';
import type { Unreadable } from './source.ts';

export interface Page {
  readonly body: Buffer;
  readonly contentType: string;
}

/** Returns an answer as the schema has it. Throws SourceUnavailableError where it is not JSON, or of another form. */
export function readJson<T>(page: Page, schema: z.ZodType<T>, who: string): T {
  const value = parsed(page);
  if (value === undefined) throw new SourceUnavailableError('answer-not-json', `${who} answered what is not JSON`);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problem = `${who} answered in another form than it documents: ${faultOf(result.error)}`;
  throw new SourceUnavailableError('answer-of-another-form', problem);
}

export interface ReadEntries<T> {
  readonly entries: readonly T[];
  readonly unreadable: readonly Unreadable[];
}

/** Reads a list entry by entry; one that is broken is told by its place and costs no other. */
export function readEntries<T>(list: readonly unknown[], schema: z.ZodType<T>, what: string): ReadEntries<T> {
  const results = list.map((entry) => schema.safeParse(entry));
  return {
    entries: results.flatMap((result) => (result.success ? [result.data] : [])),
    unreadable: results.flatMap((result, index) =>
      result.success ? [] : [{ place: `${what} ${index + 1}`, problem: faultOf(result.error) }],
    ),
  };
}

/** Names the field and never its value: what came in may be anything. */
function faultOf(error: z.ZodError): string {
  const path = error.issues[0]?.path.map(String).join('.') ?? '';
  return path === '' ? 'it is not what was expected' : `its "${path.slice(0, 60)}" is missing or cannot be used`;
}

function parsed({ body, contentType }: Page): unknown {
  try {
    return JSON.parse(decodeText(body, contentType).text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
