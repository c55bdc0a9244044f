import { isEventLine, readChatCompletion, readModelIds } from '../chat-completion.ts';
import { openCompletionsClient } from '../chat-completions-client.ts';
import { plainSchema } from '../plain-schema.ts';
import { type ModelProvider, SEED } from '../provider.ts';

export const openai: ModelProvider = {
  name: 'openai',
  defaultBaseUrl: 'https://api.openai.com/v1',
  needsKey: true,
  isFree: false,
  maxContextTokens: null,
  baseUrl: ({ origin, pathname }) => `${`${origin}${pathname}`.replace(/(\/v1)?(\/chat\/completions)?\/*$/, '')}/v1`,
  settings: (model, maxTokens) =>
    thinks(model) ? { temperature: 1, seed: null, maxTokens } : { temperature: 0, seed: SEED, maxTokens },
  readReply: readChatCompletion,
  isStreamLine: isEventLine,
  open: (connection, options) => openCompletionsClient(connection, { ...options, thinks: thinks(connection.model) }),
  held: (_model, { name, schema }, { seed }) => ({
    ...(seed !== null && { seed }),
    response_format: { type: 'json_schema', json_schema: { name, strict: true, schema: plainSchema(schema) } },
  }),
  list: { path: '/models', read: readModelIds },
};

/** Those that think first refuse a temperature of ours; the chat versions of GPT-5 do not think. */
function thinks(model: string): boolean {
  return /^(o\d|gpt-5(?!.*chat))/.test(model);
}
