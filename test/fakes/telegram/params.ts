import type { IncomingMessage } from 'node:http';
import { refusal } from './refusal.ts';

/** What a bot asks with: JSON values, and the files of a multipart body. */
export interface Params {
  readonly values: Readonly<Record<string, unknown>>;
  readonly files: ReadonlyMap<string, Buffer>;
}

export async function readParams(request: IncomingMessage, url: URL): Promise<Params> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const query = Object.fromEntries([...url.searchParams].map(([key, value]) => [key, fromText(key, value)]));
  if (body.length === 0) return { values: query, files: new Map() };
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(type)?.[1];
  if (boundary !== undefined) return withQuery(query, readMultipart(body, boundary));
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const form = [...new URLSearchParams(body.toString('utf8'))].map(([key, value]) => [key, fromText(key, value)]);
    return { values: { ...query, ...Object.fromEntries(form) }, files: new Map() };
  }
  return withQuery(query, { values: parseJson(body.toString('utf8')), files: new Map() });
}

function withQuery(query: Params['values'], params: Params): Params {
  return { ...params, values: { ...query, ...params.values } };
}

function parseJson(text: string): Params['values'] {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null) return read as Params['values'];
  } catch {
    // Answered below, like anything else that is no object.
  }
  throw refusal(400, "can't parse request object: expected a JSON object");
}

function readMultipart(body: Buffer, boundary: string): Params {
  const values: Record<string, unknown> = {};
  const files = new Map<string, Buffer>();
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at !== -1) {
    const begin = at + mark.length + 2;
    const end = body.indexOf(mark, begin);
    if (end === -1) break;
    const part = body.subarray(begin, end - 2);
    const split = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, split).toString('utf8');
    const content = part.subarray(split + 4);
    const name = /\bname="?([^";\r\n]+)/i.exec(head)?.[1] ?? '';
    if (/filename=/i.test(head)) files.set(name, content);
    else values[name] = fromText(name, content.toString('utf8'));
    at = end;
  }
  return { values, files };
}

const WORDS = new Set(['text', 'caption', 'parse_mode', 'callback_query_id', 'url', 'secret_token', 'language_code']);

/** A form has no types: what is not words is read as JSON, as Telegram does. */
function fromText(name: string, value: string): unknown {
  if (WORDS.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

export function stringOf({ values }: Params, name: string): string {
  const value = values[name];
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/\p{Cs}/u.test(text)) throw refusal(400, 'strings must be encoded in UTF-8');
  return text;
}

export function numberOf({ values }: Params, name: string): number | undefined {
  const value = Number(values[name] ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

export function isTrue({ values }: Params, name: string): boolean {
  return values[name] === true || values[name] === 'true';
}

export function objectOf({ values }: Params, name: string): Readonly<Record<string, unknown>> | undefined {
  const value = typeof values[name] === 'string' ? parseJson(String(values[name])) : values[name];
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}

export function listOf(params: Params, name: string): readonly unknown[] | undefined {
  const value: unknown = objectOf(params, name);
  return Array.isArray(value) ? value : undefined;
}
