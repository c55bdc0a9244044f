import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { pathOf, readQuestion } from './asked-question.ts';
import { keywordModel } from './personalities.ts';
import type { AskedModel, Personality, Wire } from './saying.ts';
import { isSpeechFault, type SpeechFault, speechFaults } from './speech-faults.ts';
import { wireOf } from './wire.ts';
import { damage, type WireFault } from './wire-faults.ts';

export type LlmFault = SpeechFault | WireFault;

export interface Pace {
  /** Before the first word. */
  readonly afterMs?: number;
  /** Between two pieces of a stream. */
  readonly betweenMs?: number;
}

export interface FakeLlm {
  readonly url: string;
  /** Every question so far, the oldest first. */
  readonly asked: readonly AskedModel[];
  /** Paths that were asked for and that no chat has. */
  readonly strays: readonly string[];
  /** Connections that were closed by the other side before the answer was whole. */
  readonly hungUp: number;
  /** The most questions that were open at once. */
  readonly mostAtOnce: number;
  /** From now on answers like this, and as fast. */
  become(personality: Personality, pace?: Pace): void;
  /** Answers the next so many questions with a fault; for ever by default. */
  fail(fault: LlmFault, times?: number): void;
  recover(): void;
  /** What it lists as its models from now on. */
  offer(...models: readonly string[]): void;
  close(): Promise<void>;
}

/**
 * Starts a server on loopback that speaks the chats of Groq, Ollama, OpenAI, Perplexity and Anthropic, streams and lists of
 * models included, as one personality, with faults on demand.
 */
export async function startFakeLlm(personality: Personality = keywordModel): Promise<FakeLlm> {
  const asked: AskedModel[] = [];
  const strays: string[] = [];
  const pace: Required<Pace> = { afterMs: 0, betweenMs: 0 };
  const now = { personality, pace, open: 0, mostAtOnce: 0, hungUp: 0, models: [] as readonly string[] };
  let faults: { readonly fault: LlmFault; times: number }[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const list = listOf(pathOf(request), now.models);
    if (request.method === 'GET' && list !== null) return sendJson(response, list);
    const question = await readQuestion(request);
    if (question === null) strays.push(request.url ?? '');
    if (question === null) return void response.writeHead(404).end('404 page not found');
    asked.push(question);
    now.open += 1;
    now.mostAtOnce = Math.max(now.mostAtOnce, now.open);
    response.once('close', () => {
      now.open -= 1;
      now.hungUp += Number(!response.writableFinished);
    });
    const next = faults.find(({ times }) => times > 0);
    if (next !== undefined) next.times -= 1;
    if (next === undefined) await send(response, wireOf(question, now.personality(question)), now.pace);
    else if (isSpeechFault(next.fault)) await send(response, wireOf(question, speechFaults[next.fault]), NO_PACE);
    else await damage(next.fault, response, question);
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    strays,
    get hungUp() {
      return now.hungUp;
    },
    get mostAtOnce() {
      return now.mostAtOnce;
    },
    become: (other, changed = {}) => void Object.assign(now, { personality: other, pace: { ...NO_PACE, ...changed } }),
    fail: (fault, times = Number.POSITIVE_INFINITY) => void faults.push({ fault, times }),
    recover: () => {
      faults = [];
    },
    offer: (...models) => {
      now.models = models;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const NO_PACE: Required<Pace> = { afterMs: 0, betweenMs: 0 };

async function send(response: ServerResponse, { type, pieces }: Wire, { afterMs, betweenMs }: Required<Pace>) {
  if (afterMs > 0) await delay(afterMs);
  response.writeHead(200, { 'content-type': type });
  for (const [index, piece] of pieces.entries()) {
    if (index > 0 && betweenMs > 0) await delay(betweenMs);
    if (response.destroyed) return;
    response.write(piece);
  }
  response.end();
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Ollama lists tags, the others ids; Perplexity lists nothing. */
function listOf(path: string, models: readonly string[]): object | null {
  if (path === '/api/tags') return { models: models.map((name) => ({ name, model: name, size: 1 })) };
  if (path !== '/v1/models' && path !== '/openai/v1/models') return null;
  return { object: 'list', data: models.map((id) => ({ id, object: 'model' })) };
}
