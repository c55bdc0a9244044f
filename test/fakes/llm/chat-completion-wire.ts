import { type AskedModel, callsIn, endOf, piecesOf, type Saying, usageOf, type Wire } from './saying.ts';

const CREATED = 1_760_000_000;

/** As chat completions are sent, whole or as server-sent events (console.groq.com and platform.openai.com, API reference). */
export function chatCompletionWire(asked: AskedModel, saying: Saying): Wire {
  if (asked.stream) return { type: 'text/event-stream', pieces: events(asked, saying) };
  return { type: 'application/json', pieces: [JSON.stringify(body(asked, saying))] };
}

function body(asked: AskedModel, saying: Saying): object {
  const { text, refusal } = saying;
  const calls = callsIn(saying).map((_, index) => ({ ...call(saying, index), index: undefined }));
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: CREATED,
    model: asked.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: refusal === undefined ? text : null,
          ...(refusal !== undefined && { refusal }),
          ...(calls.length > 0 && { tool_calls: calls }),
        },
        logprobs: null,
        finish_reason: endOf(saying),
      },
    ],
    usage: usage(asked, saying),
    system_fingerprint: 'fp_1',
    ...(asked.provider === 'groq' && { x_groq: { id: 'req_1' } }),
  };
}

function events(asked: AskedModel, saying: Saying): readonly string[] {
  const { provider, model } = asked;
  const event = (choices: readonly object[], more: object = {}) =>
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: CREATED, model, choices, ...more })}\n\n`;
  const delta = (said: object, finish_reason: string | null = null, more: object = {}) =>
    event([{ index: 0, delta: said, logprobs: null, finish_reason }], more);
  const { refusal } = saying;
  // Groq counts in the last piece of the answer, the others in a piece of its own, where they are asked to.
  const counted = usage(asked, saying);
  return [
    delta({ role: 'assistant', content: '' }),
    ...(refusal === undefined ? piecesOf(saying.text).map((content) => delta({ content })) : [delta({ refusal })]),
    ...callsIn(saying).flatMap((_, index) => callPieces(saying, index, provider === 'groq').map((said) => delta(said))),
    delta({}, endOf(saying), provider === 'groq' ? { x_groq: { id: 'req_1', usage: counted } } : {}),
    ...(provider === 'groq' ? [] : [event([], { usage: counted })]),
    'data: [DONE]\n\n',
  ];
}

/** Groq sends a call whole; the others its name first and then what it is given, bit by bit. */
function callPieces(saying: Saying, index: number, isWhole: boolean): readonly object[] {
  const whole = call(saying, index);
  if (isWhole) return [{ tool_calls: [whole] }];
  const { name, arguments: given } = whole.function;
  return [
    { tool_calls: [{ ...whole, function: { name, arguments: '' } }] },
    ...piecesOf(given).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ];
}

function call(saying: Saying, index: number) {
  const { name, arguments: given } = callsIn(saying)[index] ?? { name: '', arguments: {} };
  return { id: `call_${index + 1}`, type: 'function', index, function: { name, arguments: JSON.stringify(given) } };
}

function usage(asked: AskedModel, saying: Saying): object {
  const { input, output } = usageOf(asked, saying);
  const counted = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  if (asked.provider !== 'groq') return counted;
  return { ...counted, queue_time: 0.01, prompt_time: 0.01, completion_time: 0.05, total_time: 0.06 };
}
