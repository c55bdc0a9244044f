import { createHash } from 'node:crypto';
import type { ModelProviderName, ModelQuestion } from './model-call.ts';
import type { ModelSettings } from './provider.ts';

/** Everything that decides an answer, and nothing else: not who asks, not where the server stands, no key. */
export interface ModelRequest {
  readonly provider: ModelProviderName;
  readonly model: string;
  readonly settings: ModelSettings;
  /** What is said, in order: instructions first. */
  readonly said: readonly unknown[];
  /** The shape of answer; null for words and calls of tools. */
  readonly answer: ModelQuestion['answer'] | null;
  /** Tools that are offered, as JSON schemas. */
  readonly tools: readonly unknown[];
  readonly toolChoice: unknown;
}

/** In a new form of request no answer of an old one is looked for. */
const FORM = 1;

/** For the names of roles and what servers put around a question. */
const TOKENS_AROUND = 256;

/** Returns the key under which the answer to a request is recorded. */
export function requestSha256(request: ModelRequest): string {
  return createHash('sha256').update(writeOut(request)).digest('hex');
}

/**
 * Returns how many tokens a request can take at most: no tokenizer of those in use makes more tokens than bytes. Far too
 * many for most, so it serves to set money aside and not to count it.
 */
export function mostInputTokens(request: ModelRequest): number {
  return Buffer.byteLength(writeOut(request)) + TOKENS_AROUND;
}

/** Returns how many tokens a request takes, by a rough count that is high for English and about right for Korean. */
export function roughInputTokens(request: ModelRequest): number {
  return Math.ceil(Buffer.byteLength(writeOut(request)) / 2.5) + TOKENS_AROUND;
}

function writeOut({ provider, model, settings, said, answer, tools, toolChoice }: ModelRequest): string {
  const { temperature, seed, maxTokens } = settings;
  return JSON.stringify([FORM, provider, model, temperature, seed, maxTokens, said, answer, tools, toolChoice ?? null]);
}
