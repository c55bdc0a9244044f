import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { CLIENT_TIMEOUT_MS, type ClientOptions, type ModelConnection } from './provider.ts';

/** A server without a key looks at none; the client insists on one, and would else take that of another from the environment. */
const NO_KEY = 'none';

export interface CompletionsClientOptions extends ClientOptions {
  /** Fields of this server's own. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Models that think have a temperature of their own and refuse another. */
  readonly thinks?: boolean;
}

/** Returns a client of a server that speaks OpenAI's chat completions. Everything it would look up around it is told. */
export async function openCompletionsClient(
  { model, baseUrl, apiKey }: ModelConnection,
  { settings, fetch, more = {}, thinks = false }: CompletionsClientOptions,
): Promise<BaseChatModel> {
  const { ChatOpenAICompletions } = await import('@langchain/openai');
  return new ChatOpenAICompletions({
    model,
    apiKey: apiKey ?? NO_KEY,
    ...(thinks ? { reasoning: { effort: 'low' } } : { temperature: settings.temperature }),
    maxTokens: settings.maxTokens,
    maxRetries: 0,
    timeout: CLIENT_TIMEOUT_MS,
    modelKwargs: { ...more },
    configuration: { baseURL: baseUrl, organization: null, project: null, logLevel: 'off', fetch },
  });
}
