import { z } from 'zod';
import { eventsIn, isEventLine, readModelIds } from '../chat-completion.ts';
import { parseJson } from '../parse-json.ts';
import { plainSchema } from '../plain-schema.ts';
import { CLIENT_TIMEOUT_MS, type ModelProvider, type ModelReply } from '../provider.ts';

export const anthropic: ModelProvider = {
  name: 'anthropic',
  defaultBaseUrl: 'https://api.anthropic.com',
  needsKey: true,
  isFree: false,
  maxContextTokens: null,
  baseUrl: ({ origin, pathname }) => `${origin}${pathname}`.replace(/(\/v1)?(\/messages)?\/*$/, ''),
  settings: (model, maxTokens) => ({ temperature: thinks(model) ? 1 : 0, seed: null, maxTokens }),
  readReply: (body) => (body.trimStart().startsWith('{') ? readWhole(body) : readEvents(body)),
  isStreamLine: isEventLine,
  async open({ model, baseUrl, apiKey }, { settings, fetch }) {
    const { ChatAnthropic } = await import('@langchain/anthropic');
    return new ChatAnthropic({
      model,
      apiKey,
      anthropicApiUrl: baseUrl,
      ...(!thinks(model) && { temperature: settings.temperature }),
      maxTokens: settings.maxTokens,
      maxRetries: 0,
      // Everything that it would look up around it is told.
      clientOptions: { authToken: null, timeout: CLIENT_TIMEOUT_MS, logLevel: 'off', fetch },
    });
  },
  // Older models know no format of output; the instructions name the fields.
  held: (model, { schema }) =>
    isOld(model) ? {} : { outputConfig: { format: { type: 'json_schema', schema: plainSchema(schema) } } },
  list: { path: '/v1/models', read: readModelIds },
};

/** Those that think as they see fit refuse a temperature of ours. */
function thinks(model: string): boolean {
  return /^claude-(opus-4-[78]|(opus|sonnet|fable|mythos)-(5|preview))/.test(model);
}

/** Everything before Opus 4.1 and Sonnet 4.5 (platform.claude.com/docs, "Structured outputs"). */
function isOld(model: string): boolean {
  return /^claude-(instant|2|3|(opus|sonnet)-4(-0|-\d{8})?$)/.test(model);
}

const COUNT = z.int().min(0).nullish().catch(null);
const USAGE = z.object({
  input_tokens: COUNT,
  output_tokens: COUNT,
  cache_creation_input_tokens: COUNT,
  cache_read_input_tokens: COUNT,
});
type Usage = z.infer<typeof USAGE>;

const WHOLE = z.object({
  type: z.literal('message'),
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullish(),
  usage: USAGE.nullish().catch(null),
});

const EVENT = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message_start'), message: z.object({ usage: USAGE.nullish().catch(null) }) }),
  z.object({ type: z.literal('content_block_start'), content_block: z.object({ type: z.string() }) }),
  z.object({ type: z.literal('content_block_delta'), delta: z.object({ text: z.string().optional() }) }),
  z.object({ type: z.literal('content_block_stop') }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.string().nullish() }),
    usage: USAGE.nullish().catch(null),
  }),
  z.object({ type: z.literal('message_stop') }),
  z.object({ type: z.literal('ping') }),
]);

const ENDS: Readonly<Record<string, ModelReply['end']>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tools',
  refusal: 'filtered',
};

function readWhole(body: string): ModelReply | null {
  const parsed = WHOLE.safeParse(parseJson(body)).data;
  if (parsed === undefined) return null;
  const { content, stop_reason: end, usage } = parsed;
  return {
    text: content.map(({ text }) => text ?? '').join(''),
    end: ENDS[end ?? ''] ?? 'other',
    calledTool: content.some(({ type }) => type === 'tool_use'),
    declined: end === 'refusal',
    inputTokens: inputOf(usage),
    outputTokens: usage?.output_tokens ?? null,
  };
}

function readEvents(body: string): ModelReply | null {
  const parsed = eventsIn(body).map((event) => EVENT.safeParse(event));
  const events = parsed.flatMap(({ data }) => data ?? []);
  if (parsed.some(({ success }) => !success) || events.at(-1)?.type !== 'message_stop') return null;
  const started = events.find((event) => event.type === 'message_start');
  const ended = events.findLast((event) => event.type === 'message_delta');
  const end = ended?.delta.stop_reason;
  return {
    text: events.map((event) => (event.type === 'content_block_delta' ? (event.delta.text ?? '') : '')).join(''),
    end: ENDS[end ?? ''] ?? 'other',
    calledTool: events.some((event) => event.type === 'content_block_start' && event.content_block.type === 'tool_use'),
    declined: end === 'refusal',
    inputTokens: inputOf(started?.message.usage),
    outputTokens: ended?.usage?.output_tokens ?? null,
  };
}

/** What came from a cache is counted whole: it is cheaper in truth, so that no sum comes out too small. */
function inputOf(usage: Usage | null | undefined): number | null {
  if (usage?.input_tokens == null) return null;
  return usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0);
}
