import type { IncomingMessage } from 'node:http';
import { refusal } from './refusal.ts';

export interface SentFile {
  /** `files[0]`. */
  readonly field: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Body {
  readonly json: unknown;
  readonly files: readonly SentFile[];
}

/** Reads JSON, or a multipart form with `payload_json` and files. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) return { json: {}, files: [] };
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  return boundary === undefined
    ? { json: parseJson(bytes.toString('utf8')), files: [] }
    : readMultipart(bytes, boundary);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('badJson');
  }
}

function readMultipart(body: Buffer, boundary: string): Body {
  const files: SentFile[] = [];
  let json: unknown = {};
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
    const field = /\bname="([^"\r\n]*)"/i.exec(head)?.[1] ?? '';
    const name = /\bfilename="([^"\r\n]*)"/i.exec(head)?.[1];
    if (name !== undefined) {
      const contentType = /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim() ?? 'application/octet-stream';
      files.push({ field, name, contentType, bytes: Buffer.from(content) });
    } else if (field === 'payload_json') json = parseJson(content.toString('utf8'));
    at = end;
  }
  return { json, files };
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns an object's fields; none when it is no object. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
