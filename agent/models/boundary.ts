import { createHash } from 'node:crypto';

/**
 * Returns a word to put before and after quoted text. It is made of the text itself: the same question is asked in the
 * same words again, and no text can hold its own hash, so none can close its quotation.
 */
export function boundaryOf(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 24);
}
