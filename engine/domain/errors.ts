/** Sorted by what the caller does next, not by where the fault arose. */
export type ErrorCode = 'CONFIG' | 'UNAVAILABLE' | 'REFUSED' | 'OUTCOME_UNKNOWN' | 'INVARIANT';

export interface ErrorOptions {
  readonly cause?: unknown;
  /** What the person should do about it, as one sentence. */
  readonly hint?: string;
}

/** The base of every planned fault. Messages carry no secret: they reach logs and chat. */
export abstract class AssentError extends Error {
  abstract readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
  }
}

/** The set-up is wrong: print every problem and exit with 78. */
export class ConfigError extends AssentError {
  readonly code = 'CONFIG';
}

/** Away or limited: back off, abstain, wait. */
export class UnavailableError extends AssentError {
  readonly code = 'UNAVAILABLE';
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: ErrorOptions & { readonly retryAfterMs?: number } = {}) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The other side said no for good: journal it and tell. */
export class RefusedError extends AssentError {
  readonly code = 'REFUSED';
}

/** It may have happened: never repeat, resolve by query. */
export class OutcomeUnknownError extends AssentError {
  readonly code = 'OUTCOME_UNKNOWN';
}

/** Our own data contradicts itself: halt entries, alert, keep the evidence. */
export class InvariantError extends AssentError {
  readonly code = 'INVARIANT';
}
