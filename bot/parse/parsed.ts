import type { Reason, ReasonValue } from '../../engine/domain/reason.ts';
import { reason } from '../../engine/domain/reason.ts';

/** What was read from a person's text, or why it could not be read. */
export type Parsed<T> =
  | { readonly outcome: 'parsed'; readonly value: T }
  | { readonly outcome: 'refused'; readonly reason: Reason };

export function parsed<T>(value: T): Parsed<T> {
  return { outcome: 'parsed', value };
}

/** Returns a refusal; `code` is one of the `parse.…` rows of the reason catalogue. */
export function unreadable(
  code: string,
  values: Readonly<Record<string, ReasonValue>> = {},
): { readonly outcome: 'refused'; readonly reason: Reason } {
  return { outcome: 'refused', reason: reason(code, values) };
}

/** How much of a person's text is shown back to them. */
const ECHO_LENGTH = 40;

/** Returns the text shortened for an echo. */
export function echoOf(text: string): string {
  const points = [...text];
  return points.length <= ECHO_LENGTH ? text : `${points.slice(0, ECHO_LENGTH).join('')}…`;
}
