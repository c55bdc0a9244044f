import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** Returns sha256 of the canonical text as 64 hex digits: for decision records, approval terms, journal bodies. */
export function recordHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}
