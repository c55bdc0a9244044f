import type { BaseChatModel, BaseChatModelCallOptions } from '@langchain/core/language_models/chat_models';
import { type BaseMessage, HumanMessage, isAIMessage, SystemMessage } from '@langchain/core/messages';
import type { ChatGeneration } from '@langchain/core/outputs';
import { ChatGroq } from '@langchain/groq';
import { ChatOllama } from '@langchain/ollama';
import { z } from 'zod';
import { ConfigError } from '../engine/domain/errors.ts';
import type { ModelAnswer } from './news-reading-answer.ts';
import { parseJson } from './news-reading-json.ts';

/** Enough for a reading and, where a model cannot be kept from it, some thinking before. */
const MAX_TOKENS = 1_024;
/** Instructions and 4,000 characters of Korean; Ollama's own default would cut the instructions off. */
const CONTEXT_TOKENS = 8_192;
const SEED = 7;

/** Ours comes first; theirs only must not be shorter. */
const CLIENT_TIMEOUT_MS = 3_600_000;

export interface ModelConnection {
  readonly model: string;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
}

export interface ConnectionOptions {
  /** Such as `openai/gpt-oss-20b` or `llama3.1:8b`. */
  readonly model: string;
  /** The provider's own unless told. */
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
}

export interface ModelQuestion {
  readonly system: string;
  readonly user: string;
  /** JSON schema of the answer. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly fetch: typeof fetch;
}

/** A kind of server that language models are reached at. */
export interface ModelProvider {
  readonly name: string;
  readonly defaultBaseUrl: string;
  readonly needsKey: boolean;
  /** Whether a successful body is one of this kind and has its end. */
  isWhole(body: string): boolean;
  /** Asks once, by a client made for this question alone. Throws whatever the client throws. */
  ask(connection: ModelConnection, question: ModelQuestion): Promise<ModelAnswer>;
}

const GROQ_BODY = z.object({ choices: z.array(z.object({ message: z.object({}) })).min(1) });
const REFUSAL = z.object({ choices: z.tuple([z.object({ message: z.object({ refusal: z.string().min(1) }) })]) });

const groq: ModelProvider = {
  name: 'groq',
  defaultBaseUrl: 'https://api.groq.com',
  needsKey: true,
  isWhole: (body) => GROQ_BODY.safeParse(parseJson(body)).success,
  async ask({ model, baseUrl, apiKey }, { system, user, schema, fetch }) {
    // Only these are held to a schema while they write (console.groq.com/docs/structured-outputs); the others are held
    // to JSON, and the instructions name the fields. Never a tool call: a reader has nothing to call.
    const isOpen = model.startsWith('openai/gpt-oss');
    let declined = false;
    const client = new ChatGroq({
      model,
      baseUrl,
      apiKey,
      temperature: 0,
      maxTokens: MAX_TOKENS,
      maxRetries: 0,
      timeout: CLIENT_TIMEOUT_MS,
      streaming: false,
      ...(isOpen && { reasoningEffort: 'low' as const }),
      // The client drops the field in which a model declines.
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        declined = REFUSAL.safeParse(parseJson(await response.clone().text())).success;
        return response;
      },
    });
    // Its constructor forgets this field. Thoughts and JSON in one text are refused by the server.
    if (model.startsWith('qwen/')) client.reasoningFormat = 'hidden';
    const response_format = isOpen
      ? { type: 'json_schema' as const, json_schema: { name: 'reading', strict: true, schema } }
      : { type: 'json_object' as const };
    const { message, generationInfo } = await generate(client, messages(system, user), { seed: SEED, response_format });
    const end = generationInfo?.finish_reason;
    return {
      text: textOf(message),
      finished: end === 'stop',
      calledTool: end === 'tool_calls' || hasToolCalls(message),
      declined: declined || end === 'content_filter',
    };
  },
};

const ollama: ModelProvider = {
  name: 'ollama',
  defaultBaseUrl: 'http://127.0.0.1:11434',
  needsKey: false,
  isWhole: isWholeStream,
  async ask({ model, baseUrl, apiKey }, { system, user, schema, fetch }) {
    const client = new ChatOllama({
      model,
      baseUrl,
      ...(apiKey !== undefined && { headers: { authorization: `Bearer ${apiKey}` } }),
      format: schema,
      temperature: 0,
      seed: SEED,
      numPredict: MAX_TOKENS,
      numCtx: CONTEXT_TOKENS,
      think: false,
      maxRetries: 0,
      fetch,
    });
    const { message } = await generate(client, messages(system, user), {});
    const { done_reason: end }: Readonly<Record<string, unknown>> = message.response_metadata;
    return {
      text: textOf(message),
      finished: end === 'stop',
      calledTool: hasToolCalls(message),
      declined: false,
    };
  },
};

export const modelProviders = { groq, ollama } as const;
export type ModelProviderName = keyof typeof modelProviders;

/** Returns the connection, checked. Throws ConfigError; neither the key nor an address with a password is repeated. */
export function checkConnection(provider: ModelProvider, asked: ConnectionOptions): ModelConnection {
  const { name, defaultBaseUrl, needsKey } = provider;
  const { model, apiKey } = asked;
  const url = URL.canParse(asked.baseUrl ?? defaultBaseUrl) ? new URL(asked.baseUrl ?? defaultBaseUrl) : null;
  if (model.trim() === '') throw new ConfigError(`The reader of news by ${name} needs the name of a model.`);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new ConfigError(`The address of ${name} cannot be used.`, {
      hint: `Write it without name and password, like ${defaultBaseUrl}.`,
    });
  }
  // Without one, its client would look into the environment by itself.
  if (needsKey && (apiKey ?? '') === '') throw new ConfigError(`The reader of news by ${name} needs a key.`);
  // A line end that came along from a file; the error of fetch would show the whole key.
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ConfigError(`The key for ${name} holds characters that no key has.`, {
      hint: 'Look for a space or a line end before or after it.',
    });
  }
  if (apiKey !== undefined && url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new ConfigError(`The key for ${name} would travel in the open.`, { hint: 'Write the address with https.' });
  }
  // Groq's client adds the path by itself; many copy the address with it.
  const baseUrl = `${url.origin}${url.pathname}`.replace(/(\/openai\/v1)?\/*$/, '');
  return { model, apiKey, baseUrl };
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function messages(system: string, user: string): BaseMessage[] {
  return [new SystemMessage(system), new HumanMessage(user)];
}

function textOf({ content }: BaseMessage): string {
  return typeof content === 'string' ? content : '';
}

function hasToolCalls(message: BaseMessage): boolean {
  return isAIMessage(message) && [...(message.tool_calls ?? []), ...(message.invalid_tool_calls ?? [])].length > 0;
}

/**
 * Returns what the model said. Not by `invoke`: that consults what the process has around it, and with LANGSMITH_TRACING
 * set would send every question to a third party.
 */
async function generate<Options extends BaseChatModelCallOptions>(
  client: BaseChatModel<Options>,
  asked: BaseMessage[],
  options: BaseChatModel<Options>['ParsedCallOptions'],
): Promise<ChatGeneration> {
  const { generations } = await client._generate(asked, options);
  const [generation] = generations;
  if (generation === undefined) throw new TypeError('The model gave nothing.');
  return generation;
}

/** Lines of JSON up to one that says done. Ollama's client would print a line it cannot read, and what it says, to the console. */
function isWholeStream(body: string): boolean {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map((line) => CHAT_LINE.safeParse(parseJson(line)));
  return parsed.length > 0 && parsed.every(({ success }) => success) && parsed.at(-1)?.data?.done === true;
}

const CHAT_LINE = z.object({ message: z.object({}), done: z.boolean() });
