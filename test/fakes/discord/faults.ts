import type { ServerResponse } from 'node:http';
import { sendBroken } from '../broken-answer.ts';
import { Refusal } from './refusal.ts';

/** How Discord, or the way to it, can go wrong. */
export type DiscordFault =
  | { readonly type: 'too-many-requests'; readonly retryAfterS: number; readonly global?: boolean }
  /** Cloudflare lets nothing through any more: HTML, and none of Discord's own headers. */
  | { readonly type: 'banned'; readonly retryAfterS: number }
  /** JSON from Discord itself, code 0. */
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
  | { readonly type: 'refusal'; readonly status: number; readonly code: number; readonly message: string };

export interface PlannedFault {
  readonly fault: DiscordFault;
  /** Of this route only; of every one by default. */
  readonly route: string | null;
  times: number;
}

export type Headers = Readonly<Record<string, string>>;

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Headers = {}): void {
  if (response.destroyed || response.headersSent) return;
  if (body === undefined) response.writeHead(204, headers).end();
  else response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function sendRefusal(response: ServerResponse, { status, code, message, errors }: Refusal, headers?: Headers) {
  sendJson(response, status, { message, code, ...(errors && { errors }) }, headers);
}

/** Says that it was too much, and for how long. */
export function sendTooMany(
  response: ServerResponse,
  { seconds, global }: { readonly seconds: number; readonly global: boolean },
  headers: Headers = {},
): undefined {
  const body = { message: 'You are being rate limited.', retry_after: seconds, global };
  sendJson(response, 429, body, {
    ...headers,
    // What comes from Discord's own servers has come by this way.
    via: '1.1 google',
    'retry-after': `${Math.ceil(seconds)}`,
    'x-ratelimit-scope': global ? 'global' : 'user',
    ...(global ? { 'x-ratelimit-global': 'true' } : {}),
  });
}

/** Answers wrongly, in place of the method. Those that come after it, `slow` and `answer-lost`, are not for here. */
export function sendFault(response: ServerResponse, fault: DiscordFault): void {
  switch (fault.type) {
    case 'too-many-requests':
      sendTooMany(response, { seconds: fault.retryAfterS, global: fault.global === true });
      break;
    case 'banned':
      response.writeHead(429, { 'content-type': 'text/html', 'retry-after': `${fault.retryAfterS}` });
      response.end('<html><h1>Access denied: error 1015</h1></html>');
      break;
    case 'refusal':
      sendRefusal(response, new Refusal(fault.status, fault.code, fault.message));
      break;
    case 'internal-error':
      sendRefusal(response, new Refusal(500, 0, '500: Internal Server Error'));
      break;
    default:
      sendBroken(response, fault.type, '{"id":"1');
  }
}
