import { createHash } from 'node:crypto';
import type { WebAnswer } from '../web/web-answer.ts';
import { jsonOf } from '../web/web-answer.ts';

/** An answer in JSON under a tag of its content: who has it already is answered 304. */
export function taggedJson(value: unknown): WebAnswer {
  const etag = `"${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)}"`;
  return jsonOf(value, { etag });
}
