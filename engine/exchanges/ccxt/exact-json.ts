import { Decimal as DecimalJs } from 'decimal.js';
import { z } from 'zod';
import type { Decimal, DecimalText } from '../../domain/decimal.ts';
import { decimal, decimalText } from '../../domain/decimal.ts';
import { UnavailableError } from '../../domain/errors.ts';

/** Numbers that stand bare in JSON keep all their digits as text; a float would lose money's last ones. */
const BARE_NUMBER = /("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** Returns what a text says with every number as text, or undefined for what is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(BARE_NUMBER, (whole, quoted: string | undefined) => quoted ?? `"${whole}"`));
  } catch {
    return undefined;
  }
}

/** Plain digits from whatever form a venue writes a number in, exponents included. */
export const exactNumber = z.union([z.string(), z.number()]).transform((value, context): DecimalText => {
  try {
    const exact = new DecimalJs(value);
    if (exact.isFinite()) return decimalText(decimal(exact.toFixed()));
  } catch {
    // Falls through: not a number in any form.
  }
  context.addIssue({ code: 'custom', message: 'is no number' });
  return z.NEVER;
});

/** A moment or a count. */
export const wholeNumber = z.union([z.string(), z.number()]).transform((value, context): number => {
  const count = Number(value);
  if (value !== '' && Number.isSafeInteger(count)) return count;
  context.addIssue({ code: 'custom', message: 'is no whole number' });
  return z.NEVER;
});

/** An id that a venue writes as a number or as text. */
export const idText = z.union([z.string(), z.number()]).transform(String);

/** A date such as `2026-07-04T14:39:04+09:00` as UTC epoch milliseconds. */
export const isoMoment = z.string().transform((value, context): number => {
  const at = Date.parse(value);
  if (Number.isFinite(at)) return at;
  context.addIssue({ code: 'custom', message: 'is no date' });
  return z.NEVER;
});

/** Returns the answer in the shape it must have; a malformed one is no answer at all. */
export function shaped<T>(venue: string, schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new UnavailableError(`${venue} answered in a shape that is not its own (${where.slice(0, 60)}).`);
}

/** Returns a sum of exact texts. */
export function total(values: readonly DecimalText[]): Decimal {
  return values.reduce((sum, value) => sum.plus(decimal(value)), decimal('0'));
}
