import { isEventLine, readChatCompletion } from '../chat-completion.ts';
import { openCompletionsClient } from '../chat-completions-client.ts';
import { plainSchema } from '../plain-schema.ts';
import type { ModelProvider } from '../provider.ts';

/** Reached by its endpoint that speaks OpenAI's chat completions. It knows no seed, calls no tools and lists no models. */
export const perplexity: ModelProvider = {
  name: 'perplexity',
  defaultBaseUrl: 'https://api.perplexity.ai',
  needsKey: true,
  isFree: false,
  maxContextTokens: null,
  baseUrl: ({ origin, pathname }) => `${origin}${pathname}`.replace(/(\/chat\/completions)?\/*$/, ''),
  settings: (_model, maxTokens) => ({ temperature: 0, seed: null, maxTokens }),
  readReply: readChatCompletion,
  isStreamLine: isEventLine,
  // It would search the web by itself; whoever is asked here judges the evidence of the record, and of its time.
  open: (connection, options) => openCompletionsClient(connection, { ...options, more: { disable_search: true } }),
  held: (_model, { name, schema }) => ({
    response_format: { type: 'json_schema', json_schema: { name, schema: plainSchema(schema) } },
  }),
  list: null,
};
