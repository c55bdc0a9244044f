import { SourceRefusedError, SourceUnavailableError } from '../../../rag/source-error.ts';

export interface Failure {
  /** `refused` for good, or `unavailable` for now. */
  readonly kind: 'refused' | 'unavailable';
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

/** Returns the failure that a promise ends in; a promise that is kept, or broken in another way, fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    (value) => new Error(`nothing failed: ${JSON.stringify(value).slice(0, 200)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof SourceRefusedError) return { kind: 'refused', code: error.code, message: error.message };
  if (!(error instanceof SourceUnavailableError)) throw error;
  const { code, message, retryAfterMs } = error;
  return { kind: 'unavailable', code, message, retryAfterMs };
}
