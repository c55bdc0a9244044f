import { type AskedModel, callsIn, endOf, piecesOf, type Saying, usageOf, type Wire } from './saying.ts';

const CREATED = '2026-09-01T08:00:00.000000000Z';

/** As Ollama's chat answers: a line of JSON a piece, or one for all (ollama docs/api.md). */
export function ollamaWire(asked: AskedModel, saying: Saying): Wire {
  const { model, stream } = asked;
  const line = (message: object, more: object) =>
    `${JSON.stringify({ model, created_at: CREATED, message: { role: 'assistant', ...message }, ...more })}\n`;
  const { input, output } = usageOf(asked, saying);
  const last = {
    // Ollama ends a call of a tool like an answer.
    done_reason: endOf(saying) === 'length' ? 'length' : 'stop',
    done: true,
    total_duration: 170_000_000,
    load_duration: 20_000_000,
    prompt_eval_count: input,
    prompt_eval_duration: 50_000_000,
    eval_count: output,
    eval_duration: 100_000_000,
  };
  const calls = callsIn(saying).map((said) => ({ function: said }));
  const called = calls.length > 0 ? { tool_calls: calls } : {};
  if (!stream) {
    return {
      type: 'application/json; charset=utf-8',
      pieces: [line({ content: saying.text, ...called }, last)],
    };
  }
  return {
    type: 'application/x-ndjson',
    pieces: [
      ...piecesOf(saying.text).map((content) => line({ content }, { done: false })),
      ...(calls.length > 0 ? [line({ content: '', ...called }, { done: false })] : []),
      line({ content: '' }, last),
    ],
  };
}
