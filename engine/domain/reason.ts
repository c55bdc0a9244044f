/** A value that a reason carries; formatted once, by the surface that shows it. */
export type ReasonValue = string | number | boolean | null;

/**
 * Why something was done or not done, as a code and its values, never as a sentence: people read it in their own
 * language, and every number they see is the record's own.
 */
export interface Reason {
  readonly code: string;
  readonly values: Readonly<Record<string, ReasonValue>>;
}

/** Returns a Reason; a short form for the many places that give one. */
export function reason(code: string, values: Readonly<Record<string, ReasonValue>> = {}): Reason {
  return { code, values };
}
