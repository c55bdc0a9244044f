import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What is wrong with a token, in the order in which the venues look. */
export type TokenFault = 'missing' | 'unreadable' | 'unknown-key' | 'bad-signature' | 'used-nonce' | 'bad-query-hash';

export interface OpenedToken {
  readonly apiKey: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What a token is checked against. */
export interface TokenCheck {
  /** `Bearer HEADER.PAYLOAD.SIGNATURE`. */
  readonly authorization: string | undefined;
  readonly secretOf: (apiKey: string) => string | undefined;
  /** Nonces seen so far; a good token's is added. */
  readonly usedNonces: Set<string>;
  /** Every spelling of the parameters whose SHA512 is accepted; none: the request has no parameters. */
  readonly signed: readonly string[];
}

const HASHES: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

/** Opens a JWT as Upbit and Bithumb do: own key, own secret, a nonce never seen before, the hash of what is asked. */
export function openToken(check: TokenCheck): OpenedToken | { readonly fault: TokenFault } {
  const token = /^Bearer (\S+)$/.exec(check.authorization ?? '')?.[1];
  if (token === undefined) return { fault: 'missing' };
  const [header = '', payload = '', signature = ''] = token.split('.');
  const read = { header: readPart(header), payload: readPart(payload) };
  const hash = HASHES[String(read.header?.alg)];
  if (read.payload === null || hash === undefined) return { fault: 'unreadable' };

  const { access_key: apiKey, nonce } = read.payload;
  const secret = typeof apiKey === 'string' ? check.secretOf(apiKey) : undefined;
  if (typeof apiKey !== 'string' || secret === undefined) return { fault: 'unknown-key' };
  const own = createHmac(hash, secret).update(`${header}.${payload}`).digest();
  if (!isSame(own, Buffer.from(signature, 'base64url'))) return { fault: 'bad-signature' };
  if (typeof nonce !== 'string' || nonce === '') return { fault: 'unreadable' };
  if (check.usedNonces.has(nonce)) return { fault: 'used-nonce' };
  if (!isHashOf(read.payload, check.signed)) return { fault: 'bad-query-hash' };
  check.usedNonces.add(nonce);
  return { apiKey, payload: read.payload };
}

function readPart(part: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(read) ? read : null;
  } catch {
    return null;
  }
}

function isSame(own: Buffer, told: Buffer): boolean {
  return own.length === told.length && timingSafeEqual(own, told);
}

function isHashOf(payload: Readonly<Record<string, unknown>>, signed: readonly string[]): boolean {
  if (signed.length === 0) return true;
  if (payload.query_hash_alg !== 'SHA512') return false;
  return signed.some((text) => createHash('sha512').update(text).digest('hex') === payload.query_hash);
}

/** Returns whether a value is an object with fields, as parsed from JSON. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns the spellings of a query and a JSON body that clients hash: as they stand in the address and unescaped
 * (Upbit asks for the latter, Bithumb takes the former).
 */
export function signedTexts(rawQuery: string, body: Readonly<Record<string, unknown>> | null): readonly string[] {
  if (body !== null) return [...spellings(pairsOf(body)), ...spellings(pairsOf(body, '', 'as JSON'))];
  if (rawQuery === '') return [];
  return [rawQuery, unescaped(rawQuery)];
}

function spellings(pairs: readonly (readonly [string, string])[]): readonly string[] {
  if (pairs.length === 0) return [];
  const plain = pairs.map(([key, value]) => `${key}=${value}`).join('&');
  const values = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  const escaped = pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&');
  return [plain, values, escaped];
}

/** Orders within a batch are written field by field, or as JSON (ccxt). */
function pairsOf(
  value: unknown,
  key = '',
  inner: 'by field' | 'as JSON' = 'by field',
): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((item) => pairsOf(item, `${key}[]`, inner));
  if (!isRecord(value)) return [[key, String(value ?? '')]];
  if (key !== '' && inner === 'as JSON') return [[key, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, item]) => pairsOf(item, key === '' ? name : `${key}[${name}]`, inner));
}

function unescaped(rawQuery: string): string {
  try {
    return decodeURIComponent(rawQuery.replaceAll('+', ' '));
  } catch {
    return rawQuery;
  }
}
