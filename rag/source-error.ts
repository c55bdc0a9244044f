/** Why a source gave nothing, by what to do next: try again later, or have a person mend it. */
export class SourceUnavailableError extends Error {
  override readonly name = 'SourceUnavailableError';
  readonly code: string;
  /** What the other side asked for, where it did. */
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, options: { cause?: unknown; retryAfterMs?: number | undefined } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The source said no for good, or may not be asked: another try would give the same. */
export class SourceRefusedError extends Error {
  override readonly name = 'SourceRefusedError';
  readonly code: string;

  constructor(code: string, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
  }
}
