import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { AskedModel } from './saying.ts';
import { wireOf } from './wire.ts';

/** How a server, or the way to it, can go wrong. */
export const WIRE_FAULTS = [
  'hang',
  'hang-midway',
  'slow-drip',
  'rate-limited',
  'rate-limited-1s',
  'rate-limited-date',
  'rate-limited-1h',
  'no-room-498',
  'busy-503',
  'error-500',
  'bad-key',
  'no-such-model',
  'bad-request',
  'too-large',
  'tool-use-failed',
  'reset',
  'cut-stream',
  'garbage',
  'half-a-line',
  'error-midway',
  'endless',
  'redirect',
] as const;
export type WireFault = (typeof WIRE_FAULTS)[number];

const DRIP_MS = 20;
const WHOLE = { text: '{"tone":0.5,"confidence":0.5,"event":"other","assets":[],"urgency":0.5}' };

/** Answers with a fault in place of what the model said. */
export async function damage(fault: WireFault, response: ServerResponse, asked: AskedModel): Promise<void> {
  const { type, pieces } = wireOf(asked, WHOLE);
  const whole = pieces.join('');
  const half = whole.slice(0, Math.floor(whole.length * 0.6));
  const refuse = (status: number, code: string, headers: Readonly<Record<string, string>> = {}, more: object = {}) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(errorBody(asked, code, more)));
  const begin = (text: string) => response.writeHead(200, { 'content-type': type }).write(text);

  switch (fault) {
    case 'hang':
      return;
    case 'hang-midway':
      return void begin(half);
    case 'slow-drip':
      return drip(response, type, whole);
    case 'rate-limited':
      return void refuse(429, 'rate_limit_exceeded');
    case 'rate-limited-1s':
      return void refuse(429, 'rate_limit_exceeded', { 'retry-after': '1' });
    case 'rate-limited-date':
      // Dates know no less than a second; this is one to two from now.
      return void refuse(429, 'rate_limit_exceeded', { 'retry-after': new Date(Date.now() + 1_999).toUTCString() });
    case 'rate-limited-1h':
      return void refuse(429, 'rate_limit_exceeded', { 'retry-after': '3600' });
    case 'no-room-498':
      return void refuse(498, 'capacity_exceeded');
    case 'busy-503':
      return void refuse(503, 'service_unavailable');
    case 'error-500':
      return void refuse(500, 'internal_server_error');
    case 'bad-key':
      return void refuse(401, 'invalid_api_key');
    case 'no-such-model':
      return void refuse(404, 'model_not_found');
    case 'bad-request':
      return void refuse(400, 'invalid_request');
    case 'too-large':
      return void refuse(413, 'rate_limit_exceeded');
    case 'tool-use-failed':
      return void refuse(400, 'tool_use_failed', {}, { failed_generation: WHOLE.text });
    case 'reset':
      return void response.socket?.resetAndDestroy();
    case 'cut-stream':
      begin(half);
      await delay(5);
      return void response.socket?.destroy();
    case 'garbage':
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the router</html>');
    case 'half-a-line':
      return void response.writeHead(200, { 'content-type': type }).end(half);
    case 'error-midway':
      begin(pieces.slice(0, 2).join(''));
      return void response.end(errorLine(asked));
    case 'endless':
      return pour(response);
    case 'redirect':
      return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
  }
}

/** Repeats the key as a careless server would. */
function errorBody({ provider, headers }: AskedModel, code: string, more: object): object {
  const key = headers.authorization ?? headers['x-api-key'] ?? 'nobody';
  const message = `Refused for ${key}: ${code}`;
  if (provider === 'ollama') return { error: message };
  if (provider === 'anthropic') return { type: 'error', error: { type: code, message } };
  return { error: { message, type: 'invalid_request_error', code, ...more } };
}

/** As servers say in the middle of a stream that they broke. */
function errorLine(asked: AskedModel): string {
  const body = JSON.stringify(errorBody(asked, 'overloaded_error', {}));
  if (asked.provider === 'ollama') return `${body}\n`;
  return asked.provider === 'anthropic' ? `event: error\ndata: ${body}\n\n` : `data: ${body}\n\n`;
}

async function drip(response: ServerResponse, type: string, text: string): Promise<void> {
  response.writeHead(200, { 'content-type': type });
  for (const letter of text) {
    if (response.destroyed) return;
    response.write(letter);
    await delay(DRIP_MS);
  }
  response.end();
}

async function pour(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  while (!response.destroyed) {
    response.write(' '.repeat(200_000));
    await delay(1);
  }
}
