import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Reply } from './route.ts';

/** How a server can go wrong; each as Ollama, or something that stands in its place, does it. */
export type Fault =
  | 'hang'
  | 'slow'
  | 'error-500'
  | 'busy-503'
  | 'too-long-400'
  | 'garbage'
  | 'truncated'
  | 'reset'
  | 'fewer-vectors'
  | 'not-a-number'
  | 'null-number'
  | 'zeros'
  | 'other-dimension'
  | 'other-shape'
  | 'redirect'
  | 'missing-404';

export const SLOW_MS = 150;

const BUSY = { error: 'server busy, please try again.  maximum pending requests exceeded' };
const TOO_LONG = { error: 'the input length exceeds the context length' };
const LOST = {
  error: 'model runner has unexpectedly stopped, this may be due to resource limitations or an internal error',
};

/** Answers with a fault in place of, or worked into, the right reply. */
export async function damage(fault: Fault, response: ServerResponse, reply: Reply | undefined): Promise<void> {
  const { status, json } = reply ?? { status: 200, json: {} };
  const say = (code: number, text: string) =>
    response.writeHead(code, { 'content-type': 'application/json; charset=utf-8' }).end(text);
  const vectors = 'embeddings' in json && Array.isArray(json.embeddings) ? (json.embeddings as number[][]) : [];
  const withVectors = (embeddings: readonly (readonly number[])[]) =>
    say(status, JSON.stringify({ ...json, embeddings }));

  switch (fault) {
    case 'hang':
      return;
    case 'slow':
      await delay(SLOW_MS);
      return void say(status, JSON.stringify(json));
    case 'error-500':
      return void say(500, JSON.stringify(LOST));
    case 'busy-503':
      return void say(503, JSON.stringify(BUSY));
    case 'too-long-400':
      return void say(400, JSON.stringify(TOO_LONG));
    case 'garbage':
      return void say(200, '<html>Welcome to the router</html>');
    case 'truncated':
      return void say(200, JSON.stringify(json).slice(0, -20));
    case 'reset':
      return void response.socket?.resetAndDestroy();
    case 'fewer-vectors':
      return void withVectors(vectors.slice(1));
    // No server of today sends it, as JSON has no such number; a proxy or an old one might.
    case 'not-a-number':
      return void say(status, JSON.stringify(json).replace(/\[\[[^,]+,/, '[[NaN,'));
    case 'null-number':
      return void say(status, JSON.stringify(json).replace(/\[\[[^,]+,/, '[[null,'));
    case 'zeros':
      return void withVectors(vectors.map((vector) => vector.map(() => 0)));
    case 'other-dimension':
      return void withVectors(vectors.map((vector) => [...vector, 0.5]));
    case 'other-shape':
      return void say(200, JSON.stringify({ data: [] }));
    case 'redirect':
      return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
    // Before 0.3 there was only /api/embeddings.
    case 'missing-404':
      return void response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
  }
}
