import { z } from 'zod';
import { SourceRefusedError, SourceUnavailableError } from '../../source-error.ts';
import type { Unreadable, Visit } from '../source.ts';

/** An amount as sites send it: most write numbers as text, so that no digit is lost. */
export const written = z.union([z.string(), z.number()]);

/** Epoch milliseconds as a number or as text, as the two halves of Binance's interface write them. */
export const epochMs = z
  .union([z.number(), z.string().regex(/^\d{10,15}$/)])
  .transform(Number)
  .pipe(z.number().int().min(0).max(8.64e15));

/**
 * Asks an interface made for programs and returns its answer, checked against `schema`.
 * Throws SourceUnavailableError and SourceRefusedError as the fetcher does, and SourceUnavailableError with
 * `source.malformed` where the answer is not JSON or has another form.
 * A `secret` in the address never shows: errors are rebuilt without it and without their cause.
 */
export async function askJson<T>(visit: Visit, url: string, schema: z.ZodType<T>, secret?: string): Promise<T> {
  const body = await ask(visit, url, secret);
  const answer = schema.safeParse(parsed(body));
  if (answer.success) return answer.data;
  throw new SourceUnavailableError(
    'source.malformed',
    `The answer has another form than documented, at ${pathOf(answer.error, 'the whole answer')}. The site may have changed; nothing of it was used.`,
  );
}

/** Yields what `read` makes of each row that fits the schema, and a complaint for every other. */
export function* eachRow<T, U>(
  rows: readonly unknown[],
  schema: z.ZodType<T>,
  place: string,
  read: (row: T, place: string, index: number) => Iterable<U>,
): Generator<U | Unreadable> {
  for (const [index, row] of rows.entries()) {
    const fitting = schema.safeParse(row);
    const here = `${place}, row ${index + 1}`;
    if (fitting.success) yield* read(fitting.data, here, index);
    else
      yield {
        place: here,
        problem: `It has another form than documented, at ${pathOf(fitting.error, 'the whole row')}.`,
      };
  }
}

async function ask(visit: Visit, url: string, secret: string | undefined): Promise<Buffer> {
  try {
    const answer = await visit.fetcher.get(url, { accept: 'application/json', robots: 'api', signal: visit.signal });
    if (answer.outcome === 'fetched') return answer.body;
  } catch (error) {
    throw secret === undefined ? error : withoutSecret(error, secret);
  }
  throw new SourceUnavailableError(
    'source.malformed',
    'The site said "unchanged" though nothing was asked to compare.',
  );
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new SourceUnavailableError(
      'source.malformed',
      'The answer is not JSON. The site may show an error page for people; it is asked again later.',
    );
  }
}

function withoutSecret(error: unknown, secret: string): Error {
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(secret, '***');
  if (error instanceof SourceRefusedError) return new SourceRefusedError(error.code, message);
  if (error instanceof SourceUnavailableError) {
    return new SourceUnavailableError(error.code, message, { retryAfterMs: error.retryAfterMs });
  }
  const other = new Error(message);
  if (error instanceof Error) other.name = error.name;
  return other;
}

/** The names on the way are a stranger's too. */
function pathOf(error: z.ZodError, otherwise: string): string {
  const path = (error.issues[0]?.path ?? []).join('.');
  return path === '' ? otherwise : path.replace(/[^\w.]/g, '?').slice(0, 60);
}
