import { type AskedModel, callsIn, endOf, piecesOf, type Saying, usageOf, type Wire } from './saying.ts';

const STOPS = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
} as const;

/** As Anthropic's messages are sent, whole or as named events (platform.claude.com/docs, "Streaming messages"). */
export function anthropicWire(asked: AskedModel, saying: Saying): Wire {
  if (asked.stream) return { type: 'text/event-stream', pieces: events(asked, saying) };
  const { input, output } = usageOf(asked, saying);
  const whole = {
    ...message(asked),
    content: blocks(saying),
    stop_reason: stopOf(saying),
    usage: { input_tokens: input, output_tokens: output },
  };
  return { type: 'application/json', pieces: [JSON.stringify(whole)] };
}

function events(asked: AskedModel, saying: Saying): readonly string[] {
  const event = (type: string, more: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
  const { input, output } = usageOf(asked, saying);
  return [
    event('message_start', { message: { ...message(asked), usage: { input_tokens: input, output_tokens: 1 } } }),
    event('ping', {}),
    ...blocks(saying).flatMap((block, index) => [
      event('content_block_start', { index, content_block: emptied(block) }),
      ...deltasOf(block).map((delta) => event('content_block_delta', { index, delta })),
      event('content_block_stop', { index }),
    ]),
    event('message_delta', {
      delta: { stop_reason: stopOf(saying), stop_sequence: null },
      usage: { output_tokens: output },
    }),
    event('message_stop', {}),
  ];
}

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object };

function blocks(saying: Saying): readonly Block[] {
  const { text, refusal } = saying;
  const words = refusal ?? text;
  return [
    ...(words === '' ? [] : [{ type: 'text' as const, text: words }]),
    ...callsIn(saying).map(({ name, arguments: input }, index) => ({
      type: 'tool_use' as const,
      id: `toolu_${index + 1}`,
      name,
      input,
    })),
  ];
}

function emptied(block: Block): object {
  return block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} };
}

function deltasOf(block: Block): readonly object[] {
  if (block.type === 'text') return piecesOf(block.text).map((text) => ({ type: 'text_delta', text }));
  return piecesOf(JSON.stringify(block.input)).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
}

function message({ model }: AskedModel): object {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
}

/** A refusal is an end of its own here, and no field. */
function stopOf(saying: Saying): string {
  return saying.refusal === undefined ? STOPS[endOf(saying)] : STOPS.content_filter;
}
