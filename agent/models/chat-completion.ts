import { z } from 'zod';
import { parseJson } from './parse-json.ts';
import type { ModelReply } from './provider.ts';

const COUNT = z.int().min(0);
const USAGE = z.object({ prompt_tokens: COUNT, completion_tokens: COUNT });

const WHOLE = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(z.unknown()).nullish(),
        }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: USAGE.nullish().catch(null),
});

const PIECE = z.object({
  choices: z.array(
    z.object({
      delta: z
        .object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(z.unknown()).nullish(),
        })
        .nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: USAGE.nullish().catch(null),
  x_groq: z.object({ usage: USAGE.nullish() }).nullish().catch(null),
});

const ENDS: Readonly<Record<string, ModelReply['end']>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tools',
  function_call: 'tools',
  content_filter: 'filtered',
};

/** Returns what a body in the form of OpenAI's chat completions says, whole or as server-sent events; null without its end. */
export function readChatCompletion(body: string): ModelReply | null {
  return body.trimStart().startsWith('{') ? readWhole(body) : readEvents(body);
}

/**
 * Whether a line is one of server-sent events with JSON in it, or with the word that ends them. One that tells of an error
 * is not: the client would throw it word by word, whatever a server puts into it.
 */
export function isEventLine(line: string): boolean {
  const data = /^data: ?(.*)$/.exec(line.trimEnd())?.[1];
  if (data === undefined) return /^(|:.*|(event|id|retry):.*)$/.test(line.trimEnd());
  return data === '[DONE]' || PASSED_ON.safeParse(parseJson(data)).success;
}

const PASSED_ON = z.object({ error: z.null().optional() });

/** Returns the JSON that server-sent events carry, in order. */
export function eventsIn(body: string): readonly unknown[] {
  return body
    .split('\n')
    .map((line) => /^data: ?(.*)$/.exec(line.trimEnd())?.[1])
    .filter((data) => data !== undefined && data !== '[DONE]')
    .map((data) => parseJson(data ?? ''));
}

function readWhole(body: string): ModelReply | null {
  const parsed = WHOLE.safeParse(parseJson(body)).data;
  const choice = parsed?.choices[0];
  if (parsed === undefined || choice === undefined) return null;
  const { content, refusal, tool_calls: calls } = choice.message;
  return {
    text: content ?? '',
    end: ENDS[choice.finish_reason ?? ''] ?? 'other',
    calledTool: (calls ?? []).length > 0,
    declined: (refusal ?? '') !== '',
    inputTokens: parsed.usage?.prompt_tokens ?? null,
    outputTokens: parsed.usage?.completion_tokens ?? null,
  };
}

function readEvents(body: string): ModelReply | null {
  const pieces = eventsIn(body).map((event) => PIECE.safeParse(event));
  if (pieces.some(({ success }) => !success)) return null;
  const sent = pieces.flatMap(({ data }) => data ?? []);
  const deltas = sent.flatMap(({ choices }) => choices[0]?.delta ?? []);
  const end = sent.map(({ choices }) => choices[0]?.finish_reason).findLast((reason) => (reason ?? '') !== '');
  if (typeof end !== 'string') return null;
  const usage = sent.map(({ usage: own, x_groq }) => own ?? x_groq?.usage).findLast((found) => found != null);
  return {
    text: deltas.map(({ content }) => content ?? '').join(''),
    end: ENDS[end] ?? 'other',
    calledTool: deltas.some(({ tool_calls: calls }) => (calls ?? []).length > 0),
    declined: deltas.some(({ refusal }) => (refusal ?? '') !== ''),
    inputTokens: usage?.prompt_tokens ?? null,
    outputTokens: usage?.completion_tokens ?? null,
  };
}

const MODELS = z.object({ data: z.array(z.object({ id: z.string().min(1) })) });

/** Returns the names in a list of models of OpenAI's form; null where it is none. */
export function readModelIds(body: unknown): readonly string[] | null {
  return MODELS.safeParse(body).data?.data.map(({ id }) => id) ?? null;
}
