import type { IncomingMessage } from 'node:http';
import type { AskedMessage, AskedModel, FakeProvider } from './saying.ts';

const CHATS: Readonly<Record<string, FakeProvider>> = {
  '/openai/v1/chat/completions': 'groq',
  '/api/chat': 'ollama',
  '/v1/chat/completions': 'openai',
  '/chat/completions': 'perplexity',
  '/v1/messages': 'anthropic',
};

type Content = string | null | readonly { readonly text?: string; readonly content?: Content }[];

interface ChatBody extends Readonly<Record<string, unknown>> {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: Content }[];
  /** Anthropic's. */
  readonly system?: Content;
  readonly stream?: boolean;
  readonly tools?: readonly { readonly name?: string; readonly function?: { readonly name: string } }[];
  readonly format?: object;
  readonly response_format?: { readonly json_schema?: { readonly schema: object } };
  readonly output_config?: { readonly format?: { readonly schema: object } };
}

/** Returns the path of a request, without what follows it. */
export function pathOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://localhost').pathname;
}

/** Returns what is asked of a model, at whichever of the servers' paths; null at any other. */
export async function readQuestion(request: IncomingMessage): Promise<AskedModel | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const provider = CHATS[pathOf(request)];
  if (provider === undefined || request.method !== 'POST') return null;
  const body: ChatBody = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  const all: readonly AskedMessage[] = [
    ...(body.system === undefined ? [] : [{ role: 'system', content: textOf(body.system) }]),
    ...body.messages.map(({ role, content }) => ({ role, content: textOf(content) })),
  ];
  return {
    provider,
    model: body.model,
    system: all.find(({ role }) => role === 'system')?.content ?? '',
    user: all.findLast(({ role }) => role === 'user')?.content ?? '',
    messages: all.filter(({ role }) => role !== 'system'),
    tools: (body.tools ?? []).map(({ name, function: called }) => called?.name ?? name ?? ''),
    schema: body.format ?? body.response_format?.json_schema?.schema ?? body.output_config?.format?.schema ?? null,
    // Ollama streams unless told not to, the others only when told.
    stream: body.stream ?? provider === 'ollama',
    headers: request.headers,
    body,
  };
}

function textOf(content: Content): string {
  if (content === null || typeof content === 'string') return content ?? '';
  return content.map(({ text, content: inner }) => text ?? (inner === undefined ? '' : textOf(inner))).join('');
}
