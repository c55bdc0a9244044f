import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { groqBody } from './groq-wire.ts';
import { ollamaLines } from './ollama-wire.ts';
import type { AskedModel } from './saying.ts';

/** How a server, or the way to it, can go wrong. */
export const WIRE_FAULTS = [
  'hang',
  'hang-midway',
  'slow-drip',
  'rate-limited',
  'rate-limited-1s',
  'rate-limited-1h',
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
  'endless',
  'redirect',
] as const;
export type WireFault = (typeof WIRE_FAULTS)[number];

const DRIP_MS = 20;
const WHOLE = { text: '{"tone":0.5,"confidence":0.5,"event":"other","assets":[],"urgency":0.5}' };

/** Answers with a fault in place of what the model said. */
export async function damage(fault: WireFault, response: ServerResponse, asked: AskedModel): Promise<void> {
  const whole = asked.provider === 'groq' ? JSON.stringify(groqBody(asked, WHOLE)) : ollamaLines(asked, WHOLE).join('');
  const refuse = (status: number, code: string, headers: Readonly<Record<string, string>> = {}, more: object = {}) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(errorBody(asked, code, more)));
  const begin = (text: string) => response.writeHead(200, { 'content-type': 'application/json' }).write(text);

  switch (fault) {
    case 'hang':
      return;
    case 'hang-midway':
      return void begin(whole.slice(0, -10));
    case 'slow-drip':
      return drip(response, whole);
    case 'rate-limited':
      return void refuse(429, 'rate_limit_exceeded');
    case 'rate-limited-1s':
      return void refuse(429, 'rate_limit_exceeded', { 'retry-after': '1' });
    case 'rate-limited-1h':
      return void refuse(429, 'rate_limit_exceeded', { 'retry-after': '3600' });
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
      begin(whole.slice(0, -10));
      await delay(5);
      return void response.socket?.destroy();
    case 'garbage':
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the router</html>');
    case 'half-a-line':
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(whole.slice(0, -10));
    case 'endless':
      return pour(response);
    case 'redirect':
      return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
  }
}

/** Repeats the key as a careless server would. */
function errorBody({ provider, headers }: AskedModel, code: string, more: object): object {
  const message = `Refused for ${headers.authorization ?? 'nobody'}: ${code}`;
  return provider === 'groq'
    ? { error: { message, type: 'invalid_request_error', code, ...more } }
    : { error: message };
}

async function drip(response: ServerResponse, text: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
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
