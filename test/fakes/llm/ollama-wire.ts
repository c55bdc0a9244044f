import type { ServerResponse } from 'node:http';
import type { AskedModel, Saying } from './saying.ts';

const CREATED = '2026-09-01T08:00:00.000000000Z';

/** Sends an answer as Ollama's chat does: a line of JSON a piece, or one for all (ollama docs/api.md). */
export function sendOllama(response: ServerResponse, asked: AskedModel, saying: Saying): void {
  const type = asked.stream ? 'application/x-ndjson' : 'application/json; charset=utf-8';
  response.writeHead(200, { 'content-type': type }).end(ollamaLines(asked, saying).join(''));
}

export function ollamaLines(
  { model, stream }: AskedModel,
  { text, end = 'stop', toolCall }: Saying,
): readonly string[] {
  const line = (message: object, more: object) =>
    `${JSON.stringify({ model, created_at: CREATED, message: { role: 'assistant', ...message }, ...more })}\n`;
  const last = {
    // Ollama ends a call of a tool like an answer.
    done_reason: end === 'length' ? 'length' : 'stop',
    done: true,
    total_duration: 170_000_000,
    load_duration: 20_000_000,
    prompt_eval_count: 400,
    prompt_eval_duration: 50_000_000,
    eval_count: 40,
    eval_duration: 100_000_000,
  };
  if (!stream) return [line({ content: text, ...calls(toolCall) }, last)];
  const pieces = text.match(/[\s\S]{1,20}/g) ?? [];
  return [
    ...pieces.map((piece) => line({ content: piece }, { done: false })),
    ...(toolCall === undefined ? [] : [line({ content: '', ...calls(toolCall) }, { done: false })]),
    line({ content: '' }, last),
  ];
}

function calls(toolCall: Saying['toolCall']): object {
  return toolCall === undefined ? {} : { tool_calls: [{ function: toolCall }] };
}
