import { createHash, createHmac } from 'node:crypto';

export interface AskingKey {
  readonly apiKey: string;
  readonly secret: string;
}

/** Returns a header with a token as the documentation of Upbit and Bithumb asks for it, made without ccxt. */
export function bearer({ apiKey, secret }: AskingKey, claims: object = {}): { readonly authorization: string } {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { access_key: apiKey, nonce: crypto.randomUUID(), timestamp: Date.now(), ...claims };
  const unsigned = `${part({ alg: 'HS512', typ: 'JWT' })}.${part(payload)}`;
  return { authorization: `Bearer ${unsigned}.${createHmac('sha512', secret).update(unsigned).digest('base64url')}` };
}

/** Returns the hash that a token holds of what is asked. */
export function hashOf(text: string): string {
  return createHash('sha512').update(text).digest('hex');
}

/** Asks something private of a venue at `origin`. */
export function askPrivately(
  origin: string,
  key: AskingKey,
  asked: {
    readonly method: string;
    readonly path: string;
    readonly params?: Readonly<Record<string, string>>;
    readonly claims?: object;
  },
): Promise<Response> {
  const { method, path, params = {}, claims = {} } = asked;
  const query = new URLSearchParams(params).toString();
  const hash = query === '' ? {} : { query_hash: hashOf(decodeURIComponent(query)), query_hash_alg: 'SHA512' };
  const headers = bearer(key, { ...hash, ...claims });
  if (method !== 'POST') return fetch(`${origin}${path}?${query}`, { method, headers });
  const body = JSON.stringify(params);
  return fetch(origin + path, { method, headers: { ...headers, 'content-type': 'application/json' }, body });
}
