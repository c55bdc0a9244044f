import { InvariantError } from '../domain/errors.ts';

/**
 * Returns the one text of a value: keys sorted by code unit, absent fields left out, −0 as 0, no white space. Records
 * hash to the same bytes on every machine because of it; what has no such text (NaN, Infinity, a Date) is refused.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value, '$');
}

function textOf(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return numberText(value, path);
  if (Array.isArray(value)) return `[${value.map((item, index) => textOf(item, `${path}[${index}]`)).join(',')}]`;
  if (isPlainObject(value)) return objectText(value, path);
  throw new InvariantError(`${path} has no canonical text: ${typeof value}`);
}

function numberText(value: number, path: string): string {
  if (!Number.isFinite(value)) throw new InvariantError(`${path} has no canonical text: ${value}`);
  return JSON.stringify(value);
}

function objectText(value: Readonly<Record<string, unknown>>, path: string): string {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  keys.sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${textOf(value[key], `${path}.${key}`)}`).join(',')}}`;
}

/** Tells what can be written into the record; what cannot does not count either. */
export function isRecordable(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isPlainObject(value)) return false;
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}

/** Tells plain data from class instances, whose meaning a text would lose. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
