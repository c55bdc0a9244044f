import { MODEL_PROVIDERS, type ModelRef } from './model-call.ts';

/** Returns the model that is written like `groq:openai/gpt-oss-20b`, or null where that is none. */
export function readModelRef(text: string): ModelRef | null {
  const [, name, model] = /^([a-z]+):([\w./:@+-]{1,200})$/.exec(text) ?? [];
  const provider = MODEL_PROVIDERS.find((one) => one === name);
  return provider === undefined || model === undefined ? null : { provider, model };
}
