import type { ServerResponse } from 'node:http';
import type { AskedModel, Saying } from './saying.ts';

const CREATED = 1_760_000_000;
const USAGE = {
  queue_time: 0.01,
  prompt_tokens: 400,
  prompt_time: 0.01,
  completion_tokens: 40,
  completion_time: 0.05,
  total_tokens: 440,
  total_time: 0.06,
};

/** Sends an answer as Groq's chat completions do, whole or as server-sent events (console.groq.com/docs/api-reference). */
export function sendGroq(response: ServerResponse, asked: AskedModel, saying: Saying): void {
  if (asked.stream) sendEvents(response, asked, saying);
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(groqBody(asked, saying)));
}

export function groqBody({ model }: AskedModel, saying: Saying): object {
  const { text, end = 'stop', refusal } = saying;
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: CREATED,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: refusal === undefined ? text : null,
          ...(refusal !== undefined && { refusal }),
          ...toolCalls(saying),
        },
        logprobs: null,
        finish_reason: end,
      },
    ],
    usage: USAGE,
    system_fingerprint: 'fp_1',
    x_groq: { id: 'req_1' },
  };
}

function sendEvents(response: ServerResponse, { model }: AskedModel, saying: Saying): void {
  const event = (delta: object, finish_reason: string | null, more: object = {}) =>
    response.write(
      `data: ${JSON.stringify({
        id: 'chatcmpl-1',
        object: 'chat.completion.chunk',
        created: CREATED,
        model,
        choices: [{ index: 0, delta, logprobs: null, finish_reason }],
        ...more,
      })}\n\n`,
    );
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  event({ role: 'assistant', content: '' }, null);
  for (const piece of saying.text.match(/[\s\S]{1,20}/g) ?? []) event({ content: piece }, null);
  event(toolCalls(saying), saying.end ?? 'stop', { x_groq: { id: 'req_1', usage: USAGE } });
  response.end('data: [DONE]\n\n');
}

function toolCalls({ toolCall }: Saying): object {
  if (toolCall === undefined) return {};
  const call = { name: toolCall.name, arguments: JSON.stringify(toolCall.arguments) };
  return { tool_calls: [{ id: 'call_1', type: 'function', index: 0, function: call }] };
}
