import { isEventLine, readChatCompletion, readModelIds } from '../chat-completion.ts';
import { openCompletionsClient } from '../chat-completions-client.ts';
import { type ModelProvider, SEED } from '../provider.ts';

/** Any server that speaks OpenAI's chat completions: vLLM, llama.cpp, LM Studio, a gateway. */
export const compatible: ModelProvider = {
  name: 'compatible',
  defaultBaseUrl: null,
  needsKey: false,
  isFree: false,
  maxContextTokens: null,
  baseUrl({ origin, pathname }) {
    const path = pathname.replace(/(\/chat\/completions)?\/*$/, '');
    return `${origin}${path === '' ? '/v1' : path}`;
  },
  settings: (_model, maxTokens) => ({ temperature: 0, seed: SEED, maxTokens }),
  readReply: readChatCompletion,
  isStreamLine: isEventLine,
  open: openCompletionsClient,
  // Most know JSON, few a schema; the instructions name the fields.
  held: (_model, _answer, { seed }) => ({ seed, response_format: { type: 'json_object' } }),
  list: { path: '/models', read: readModelIds },
};
