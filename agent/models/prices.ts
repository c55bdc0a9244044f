import type { ModelProviderName, ModelRef } from './model-call.ts';

export interface ModelPrice {
  readonly inputUsdPerMillion: number;
  readonly outputUsdPerMillion: number;
}

const price = (inputUsdPerMillion: number, outputUsdPerMillion: number): ModelPrice => ({
  inputUsdPerMillion,
  outputUsdPerMillion,
});

/**
 * List prices in dollars a million tokens, in the autumn of 2026: platform.claude.com/docs/models; for Groq the aicost
 * crate 0.2.4 (docs.rs), for OpenAI deploybase.ai/articles/openai-pricing, both at second hand. Perplexity is left out: it
 * takes a fee for each request beside the tokens. Prices move; `models.prices` in the configuration comes first.
 */
const LISTED: Readonly<Partial<Record<ModelProviderName, Readonly<Record<string, ModelPrice>>>>> = {
  groq: {
    'openai/gpt-oss-20b': price(0.075, 0.3),
    'openai/gpt-oss-120b': price(0.15, 0.6),
    'llama-3.3-70b-versatile': price(0.59, 0.79),
    'llama-3.1-8b-instant': price(0.05, 0.08),
    'meta-llama/llama-4-scout-17b-16e-instruct': price(0.11, 0.34),
    'qwen/qwen3-32b': price(0.29, 0.59),
  },
  openai: {
    'gpt-5': price(1.25, 10),
    'gpt-5-mini': price(0.25, 2),
    'gpt-5-nano': price(0.05, 0.4),
    'gpt-4.1': price(2, 8),
    'gpt-4.1-mini': price(0.4, 1.6),
    'gpt-4.1-nano': price(0.1, 0.4),
    'gpt-4o': price(2.5, 10),
    'gpt-4o-mini': price(0.15, 0.6),
  },
  anthropic: {
    'claude-opus-5-5': price(4, 20),
    'claude-opus-5': price(5, 25),
    'claude-sonnet-5-5': price(2, 10),
    'claude-sonnet-5': price(2, 10),
    'claude-opus-4-5': price(5, 25),
    'claude-sonnet-4-5': price(3, 15),
    'claude-haiku-4-5': price(1, 5),
    'claude-3-5-haiku': price(0.8, 4),
  },
};

const FREE = price(0, 0);

/** `claude-haiku-4-5-20251001` is a `claude-haiku-4-5`. */
const DATED = /-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/**
 * Returns what a model costs; null where that is not known. A price of one's own is written by `groq:openai/gpt-oss-20b`
 * or by the name of the model alone.
 */
export function priceOf(
  { provider, model }: ModelRef,
  isFree: boolean,
  own: Readonly<Record<string, ModelPrice>>,
): ModelPrice | null {
  const told = [`${provider}:${model}`, model].find((name) => Object.hasOwn(own, name));
  if (told !== undefined) return own[told] ?? null;
  if (isFree) return FREE;
  const listed = new Map(Object.entries(LISTED[provider] ?? {}));
  return listed.get(model) ?? listed.get(model.replace(DATED, '')) ?? null;
}

export function costOf({ inputUsdPerMillion, outputUsdPerMillion }: ModelPrice, input: number, output: number): number {
  return (input * inputUsdPerMillion + output * outputUsdPerMillion) / 1_000_000;
}
