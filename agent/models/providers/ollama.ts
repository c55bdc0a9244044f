import { z } from 'zod';
import { parseJson } from '../parse-json.ts';
import { plainSchema } from '../plain-schema.ts';
import { type ModelProvider, type ModelReply, SEED } from '../provider.ts';

/**
 * Ollama cuts the beginning of a question off, the instructions that is, where it has too little room for it, and says
 * nothing. A change of room makes it load the model anew, so there are few sizes.
 */
const ROOMS = [8_192, 16_384, 32_768] as const;
const MAX_CONTEXT_TOKENS = 32_768;

export const ollama: ModelProvider = {
  name: 'ollama',
  defaultBaseUrl: 'http://127.0.0.1:11434',
  needsKey: false,
  isFree: true,
  maxContextTokens: MAX_CONTEXT_TOKENS,
  baseUrl: ({ origin, pathname }) => `${origin}${pathname}`.replace(/(\/api)?\/*$/, ''),
  settings: (_model, maxTokens) => ({ temperature: 0, seed: SEED, maxTokens }),
  readReply: readLines,
  isStreamLine: (line) => line.trim() === '' || LINE.safeParse(parseJson(line)).success,
  async open({ model, baseUrl, apiKey }, { settings, fetch, contextTokens }) {
    const { ChatOllama } = await import('@langchain/ollama');
    return new ChatOllama({
      model,
      baseUrl,
      ...(apiKey !== undefined && { headers: { authorization: `Bearer ${apiKey}` } }),
      temperature: settings.temperature,
      ...(settings.seed !== null && { seed: settings.seed }),
      numPredict: settings.maxTokens,
      numCtx: ROOMS.find((room) => room >= contextTokens) ?? MAX_CONTEXT_TOKENS,
      think: false,
      maxRetries: 0,
      fetch,
    });
  },
  held: (_model, { schema }) => ({ format: plainSchema(schema) }),
  list: {
    path: '/api/tags',
    read: (body) => TAGS.safeParse(body).data?.models.map(({ name }) => name) ?? null,
  },
};

const COUNT = z.int().min(0).nullish().catch(null);
const LINE = z.object({
  message: z.object({ content: z.string().nullish(), tool_calls: z.array(z.unknown()).nullish() }),
  done: z.boolean(),
  done_reason: z.string().nullish(),
  prompt_eval_count: COUNT,
  eval_count: COUNT,
});
const TAGS = z.object({ models: z.array(z.object({ name: z.string().min(1) })) });

/** Lines of JSON up to one that says done. Its client would print a line it cannot read, and what it says, to the console. */
function readLines(body: string): ModelReply | null {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map((line) => LINE.safeParse(parseJson(line)));
  const last = parsed.at(-1)?.data;
  if (last?.done !== true || parsed.some(({ success }) => !success)) return null;
  const said = parsed.flatMap(({ data }) => data?.message ?? []);
  return {
    text: said.map(({ content }) => content ?? '').join(''),
    end: last.done_reason === 'stop' || last.done_reason === 'length' ? last.done_reason : 'other',
    calledTool: said.some(({ tool_calls: calls }) => (calls ?? []).length > 0),
    declined: false,
    inputTokens: last.prompt_eval_count ?? null,
    outputTokens: last.eval_count ?? null,
  };
}
