import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendGroq } from './groq-wire.ts';
import { sendOllama } from './ollama-wire.ts';
import { keywordModel } from './personalities.ts';
import type { AskedModel, Personality, Saying } from './saying.ts';
import { isSpeechFault, type SpeechFault, speechFaults } from './speech-faults.ts';
import { damage, type WireFault } from './wire-faults.ts';

export type LlmFault = SpeechFault | WireFault;

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
  /** From now on answers like this, after a while if told. */
  become(personality: Personality, options?: { readonly afterMs?: number }): void;
  /** Answers the next so many questions with a fault; for ever by default. */
  fail(fault: LlmFault, times?: number): void;
  recover(): void;
  close(): Promise<void>;
}

/** Starts a server on loopback that speaks both Groq's and Ollama's chat, as one personality, with faults on demand. */
export async function startFakeLlm(personality: Personality = keywordModel): Promise<FakeLlm> {
  const asked: AskedModel[] = [];
  const strays: string[] = [];
  const now = { personality, afterMs: 0, open: 0, mostAtOnce: 0, hungUp: 0 };
  let faults: { readonly fault: LlmFault; times: number }[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
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
    if (next === undefined) setTimeout(() => send(response, question, now.personality(question)), now.afterMs);
    else if (isSpeechFault(next.fault)) send(response, question, speechFaults[next.fault]);
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
    become: (other, { afterMs = 0 } = {}) => void Object.assign(now, { personality: other, afterMs }),
    fail: (fault, times = Number.POSITIVE_INFINITY) => void faults.push({ fault, times }),
    recover: () => {
      faults = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, asked: AskedModel, saying: Saying): void {
  if (asked.provider === 'groq') sendGroq(response, asked, saying);
  else sendOllama(response, asked, saying);
}

const PATHS: Readonly<Record<string, AskedModel['provider']>> = {
  '/openai/v1/chat/completions': 'groq',
  '/api/chat': 'ollama',
};

interface ChatBody extends Readonly<Record<string, unknown>> {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly format?: object;
  readonly response_format?: { readonly json_schema?: { readonly schema: object } };
}

async function readQuestion(request: IncomingMessage): Promise<AskedModel | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const provider = PATHS[new URL(request.url ?? '/', 'http://localhost').pathname];
  if (provider === undefined || request.method !== 'POST') return null;
  const body: ChatBody = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const said = (role: string) => body.messages.find((message) => message.role === role)?.content ?? '';
  return {
    provider,
    model: body.model,
    system: said('system'),
    user: said('user'),
    schema: body.format ?? body.response_format?.json_schema?.schema ?? null,
    // Ollama streams unless told not to, Groq only when told.
    stream: body.stream ?? provider === 'ollama',
    headers: request.headers,
    body,
  };
}
