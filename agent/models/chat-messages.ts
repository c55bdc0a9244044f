import {
  AIMessageChunk,
  type BaseMessage,
  type InvalidToolCall,
  isAIMessage,
  isToolMessage,
  type ToolCall,
} from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { z } from 'zod';
import { parseJson } from './parse-json.ts';

const MESSAGE = z.strictObject({
  content: z.string(),
  toolCalls: z.array(z.strictObject({ id: z.string(), name: z.string(), args: z.record(z.string(), z.unknown()) })),
});

/** What a model said in a conversation, as it is kept and played back. */
export type ModelMessage = z.infer<typeof MESSAGE>;

/** Returns the words and the calls of tools in a message. */
export function modelMessage(message: BaseMessage): ModelMessage {
  return {
    content: message.text,
    toolCalls: toolCallsOf(message).map(({ id, name, args }, index) => ({ id: id ?? `call-${index + 1}`, name, args })),
  };
}

/** Returns a message that was kept; an empty one for what is none. */
export function readMessage(text: string): ModelMessage {
  return MESSAGE.safeParse(parseJson(text)).data ?? { content: '', toolCalls: [] };
}

/** Returns the message as one piece of a stream. */
export function chunkOf({ content, toolCalls }: ModelMessage): ChatGenerationChunk {
  const tool_call_chunks = toolCalls.map(({ id, name, args }, index) => ({
    id,
    name,
    args: JSON.stringify(args),
    index,
    type: 'tool_call_chunk' as const,
  }));
  return new ChatGenerationChunk({ text: content, message: new AIMessageChunk({ content, tool_call_chunks }) });
}

/** Whether a message holds a call of a tool that cannot be read. */
export function hasBrokenCall(message: BaseMessage): boolean {
  const broken: readonly InvalidToolCall[] = isAIMessage(message) ? (message.invalid_tool_calls ?? []) : [];
  return broken.length > 0;
}

/** Returns a conversation in plain data. Calls are numbered in their order, for some clients name them by chance. */
export function plainMessages(messages: readonly BaseMessage[]): readonly unknown[] {
  const ids = new Map<string, number>();
  const numberOf = (id: string) => {
    if (!ids.has(id)) ids.set(id, ids.size + 1);
    return ids.get(id);
  };
  return messages.map((message) => [
    message.getType(),
    message.content,
    toolCallsOf(message).map(({ id, name, args }) => [numberOf(id ?? ''), name, args]),
    isToolMessage(message) ? numberOf(message.tool_call_id) : null,
  ]);
}

function toolCallsOf(message: BaseMessage): readonly ToolCall[] {
  return isAIMessage(message) ? (message.tool_calls ?? []) : [];
}
