import type { ModelProviderName } from './model-call.ts';
import type { ModelProvider } from './provider.ts';
import { anthropic } from './providers/anthropic.ts';
import { compatible } from './providers/compatible.ts';
import { groq } from './providers/groq.ts';
import { ollama } from './providers/ollama.ts';
import { openai } from './providers/openai.ts';
import { perplexity } from './providers/perplexity.ts';

/** Where language models are reached, a row a kind of server. The package of each is loaded when it is first asked. */
export const modelProviders: Readonly<Record<ModelProviderName, ModelProvider>> = {
  groq,
  ollama,
  openai,
  anthropic,
  perplexity,
  compatible,
};
