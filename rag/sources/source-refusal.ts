import { SourceRefusedError, SourceUnavailableError } from '../source-error.ts';

/** What to tell a person where the other side answered with one of these statuses. */
export type StatusSentences = Readonly<Record<number, string>>;

/**
 * Returns the error to throw for one that came out of the fetcher: with a sentence of the source's own for a status it
 * knows, and never with a secret. The cause is left behind where there is a secret, for an address may stand in it.
 */
export function asSourceError(error: unknown, sentences: StatusSentences, secret?: string): unknown {
  if (!(error instanceof SourceUnavailableError || error instanceof SourceRefusedError)) return error;
  const status = Number(/(\d{3})$/.exec(error.code)?.[1] ?? 0);
  const message = withoutSecret(sentences[status] ?? error.message, secret);
  const cause = secret === undefined ? error : undefined;
  if (error instanceof SourceRefusedError) return new SourceRefusedError(error.code, message, { cause });
  return new SourceUnavailableError(error.code, message, { cause, retryAfterMs: error.retryAfterMs });
}

function withoutSecret(message: string, secret: string | undefined): string {
  if (secret === undefined || secret === '') return message;
  return message.replaceAll(secret, '[hidden]').replaceAll(encodeURIComponent(secret), '[hidden]');
}
