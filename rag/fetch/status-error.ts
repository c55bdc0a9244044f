import { SourceRefusedError, SourceUnavailableError } from '../source-error.ts';

const SENTENCES: Readonly<Record<number, string>> = {
  400: 'does not understand what it was asked (400)',
  401: 'wants a key, or another one (401): check the key in the configuration',
  402: 'wants to be paid for (402)',
  403: 'may not be read by us (403)',
  404: 'is not there (404): its address may have changed',
  410: 'is gone for good (410): remove it from the sources',
  418: 'was asked too often and shuts us out for a while (418)',
  429: 'was asked too often (429)',
  451: 'may not be shown here for reasons of law (451)',
};

/**
 * Answers below 500 that another time may be others: a request that took too long, one too early, one too many; with
 * 418 Binance bans whoever goes on asking after 429, for up to three days.
 */
const PASSING = new Set([408, 418, 425, 429]);
const LONGEST_WAIT_MS = 3 * 24 * 3_600_000;

/** Returns the error for an answer that is none of success, of redirection, or of "not changed". Its code is `status-404`. */
export function statusError(
  status: number,
  page: string,
  retryAfterMs: number | undefined,
): SourceRefusedError | SourceUnavailableError {
  const message = `${page} ${SENTENCES[status] ?? (status >= 500 ? `is out of order (${status})` : `answered ${status}`)}.`;
  const forGood = status >= 400 && status <= 499 && !PASSING.has(status);
  if (forGood) return new SourceRefusedError(`status-${status}`, message);
  return new SourceUnavailableError(`status-${status}`, message, { retryAfterMs });
}

/**
 * Returns how long a `Retry-After` (RFC 9110, 10.2.3: seconds or a date) asks to wait, in ms, three days at most;
 * undefined where there is none or it says nothing.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : /[a-z]/i.test(text) ? Date.parse(text) - now : Number.NaN;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}
