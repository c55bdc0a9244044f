import { isEventLine, readChatCompletion, readModelIds } from '../chat-completion.ts';
import { plainSchema } from '../plain-schema.ts';
import { CLIENT_TIMEOUT_MS, type ModelProvider, SEED } from '../provider.ts';

export const groq: ModelProvider = {
  name: 'groq',
  defaultBaseUrl: 'https://api.groq.com',
  needsKey: true,
  isFree: false,
  maxContextTokens: null,
  // Its client adds the path by itself; many copy the address with it.
  baseUrl: ({ origin, pathname }) => `${origin}${pathname}`.replace(/(\/openai\/v1)?\/*$/, ''),
  settings: (_model, maxTokens) => ({ temperature: 0, seed: SEED, maxTokens }),
  readReply: readChatCompletion,
  isStreamLine: isEventLine,
  async open({ model, baseUrl, apiKey }, { settings, fetch, use }) {
    const { ChatGroq } = await import('@langchain/groq');
    const client = new ChatGroq({
      model,
      baseUrl,
      apiKey,
      temperature: settings.temperature,
      maxTokens: settings.maxTokens,
      maxRetries: 0,
      timeout: CLIENT_TIMEOUT_MS,
      streaming: false,
      ...(isOpen(model) && { reasoningEffort: 'low' as const }),
      fetch,
    });
    // Its constructor forgets this field. Thoughts and JSON in one text are refused by the server.
    if (use === 'json' && model.startsWith('qwen/')) client.reasoningFormat = 'hidden';
    return client;
  },
  // Only these are held to a schema while they write (console.groq.com/docs/structured-outputs); the others are held to
  // JSON, and the instructions name the fields. Never a tool call: whoever answers has nothing to call.
  held: (model, { name, schema }, { seed }) => ({
    seed,
    response_format: isOpen(model)
      ? { type: 'json_schema', json_schema: { name, strict: true, schema: plainSchema(schema) } }
      : { type: 'json_object' },
  }),
  list: { path: '/openai/v1/models', read: readModelIds },
};

function isOpen(model: string): boolean {
  return model.startsWith('openai/gpt-oss');
}
