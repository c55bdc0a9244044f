import { anthropicWire } from './anthropic-wire.ts';
import { chatCompletionWire } from './chat-completion-wire.ts';
import { ollamaWire } from './ollama-wire.ts';
import type { AskedModel, Saying, Wire } from './saying.ts';

/** Returns what a model says in the form of the server it was asked at. */
export function wireOf(asked: AskedModel, saying: Saying): Wire {
  switch (asked.provider) {
    case 'ollama':
      return ollamaWire(asked, saying);
    case 'anthropic':
      return anthropicWire(asked, saying);
    case 'groq':
    case 'openai':
    case 'perplexity':
      return chatCompletionWire(asked, saying);
  }
}
