import type { ServerResponse } from 'node:http';
import { sendBroken } from '../broken-answer.ts';
import { Refusal } from './refusal.ts';

/** How Telegram, or the way to it, can go wrong. */
export type TelegramFault =
  | { readonly type: 'too-many-requests'; readonly retryAfterS: number }
  /** JSON from the Bot API itself. */
  | { readonly type: 'internal-error' }
  /** HTML from the proxy in front of it. */
  | { readonly type: 'bad-gateway' }
  | { readonly type: 'unavailable' }
  | { readonly type: 'garbage' }
  | { readonly type: 'truncated' }
  | { readonly type: 'reset' }
  | { readonly type: 'hang' }
  /** Done, but the answer is lost on its way: whoever asks again does it twice. */
  | { readonly type: 'answer-lost' }
  | { readonly type: 'slow'; readonly ms: number }
  | { readonly type: 'refusal'; readonly code: number; readonly description: string };

export interface PlannedFault {
  readonly fault: TelegramFault;
  /** Of this method only; of every one by default. */
  readonly method: string | null;
  times: number;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function sendRefusal(response: ServerResponse, { code, message, parameters }: Refusal): void {
  sendJson(response, code, { ok: false, error_code: code, description: message, ...(parameters && { parameters }) });
}

/** Returns what Telegram says to somebody who asks too much. */
export function tooManyRequests(retryAfterS: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${retryAfterS}`, { retry_after: retryAfterS });
}

/** Answers wrongly, in place of the method. Those that come after it, `slow` and `answer-lost`, are not for here. */
export function sendFault(response: ServerResponse, fault: TelegramFault): void {
  switch (fault.type) {
    case 'too-many-requests':
      sendRefusal(response, tooManyRequests(fault.retryAfterS));
      break;
    case 'refusal':
      sendRefusal(response, new Refusal(fault.code, fault.description));
      break;
    case 'internal-error':
      sendRefusal(response, new Refusal(500, 'Internal Server Error'));
      break;
    default:
      sendBroken(response, fault.type, '{"ok":true,"result":{"message_id"');
  }
}
