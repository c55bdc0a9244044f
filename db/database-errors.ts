import {
  AssentError,
  ConfigError,
  InvariantError,
  OutcomeUnknownError,
  UnavailableError,
} from '../engine/domain/errors.ts';

const SHORT_MESSAGE_LENGTH = 300;

/** Returns the five-character SQLSTATE behind an error, translated or not. */
export function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = errorCode(at);
    if (code && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E')) return code;
  }
  return undefined;
}

/** Whether the same transaction, run again, may well succeed. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/** The first line of an error's message, short: PGlite's own errors print 20 kB of minified source. */
export function shortMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > SHORT_MESSAGE_LENGTH ? `${line.slice(0, SHORT_MESSAGE_LENGTH)}…` : line;
}

/** Translates what `pg` throws, sorted by what the caller does next. `where` names the database without its password. */
export function translateDatabaseError(error: unknown, where: string): AssentError {
  if (error instanceof AssentError) return error;
  const cause = slimCause(error);
  const message = shortMessage(error);
  const state = sqlState(error);
  if (!state) return connectionError(error, message, where, cause);
  if (state === '28P01' || state === '28000') {
    return new ConfigError(`${where} refuses this user or password.`, {
      cause,
      hint: 'Check user and password in the database URL.',
    });
  }
  if (state === '3D000') {
    return new ConfigError(`The database does not exist: ${where}.`, {
      cause,
      hint: 'Create it (createdb) or name another one in the database URL.',
    });
  }
  if (state === '42501' || state === '25006') {
    return new ConfigError(`${where} does not allow this: ${message}`, {
      cause,
      hint: 'Give the user the right to write and create here, or use another database.',
    });
  }
  if (state === '53100') {
    return new UnavailableError(`The disk of ${where} is full.`, { cause, hint: 'Free some space.' });
  }
  if (/^(08|53|57|40|55)/.test(state) || state === '58030') {
    return new UnavailableError(`${where} is not available: ${message}`, { cause, retryAfterMs: 1000 });
  }
  return new InvariantError(`${where} refused a statement (${state}): ${message}`, { cause });
}

/** The connection was lost while COMMIT was on its way: nobody here knows whether it happened. */
export function commitOutcomeUnknown(error: unknown, where: string): OutcomeUnknownError {
  return new OutcomeUnknownError(`${where} went away during a commit: ${shortMessage(error)}`, {
    cause: slimCause(error),
    hint: 'Read the rows by their keys before writing them again.',
  });
}

function connectionError(error: unknown, message: string, where: string, cause: Error): AssentError {
  const code = errorCode(error);
  if (message.includes('SSL') || message.includes('certificate')) {
    return new ConfigError(`The encrypted connection to ${where} fails: ${message}`, {
      cause,
      hint: 'Check sslmode in the database URL.',
    });
  }
  const hint = code
    ? 'Check that the server runs and that host and port in the database URL are right.'
    : 'The connection was lost or did not answer in time.';
  return new UnavailableError(`Cannot reach ${where}: ${message || code || 'no answer'}`, {
    cause,
    hint,
    retryAfterMs: 1000,
  });
}

/** Keeps message and code only: neither the stack of minified code nor the parameters of the statement. */
function slimCause(error: unknown): Error {
  const slim = Object.assign(new Error(shortMessage(error)), { code: errorCode(error) });
  slim.stack = `${slim.name}: ${slim.message}`;
  return slim;
}

function errorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError && !('code' in error && error.code)) return errorCode(error.errors[0]);
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
