import { ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import type { AssistantTool } from './tool.ts';

/** A call as the model wrote it; nothing in it is to be trusted. */
export interface AskedCall {
  readonly id?: string | undefined;
  readonly name: string;
  readonly args: unknown;
}

/** Returns the tools as the model is told of them. They are not run this way: the turn answers every call itself. */
export function toolOffers(tools: readonly AssistantTool[]) {
  return tools.map(({ name, description, input }) =>
    tool(() => Promise.reject(new Error(`${name} is run by the turn`)), { name, description, schema: input }),
  );
}

/** Returns what the model reads of a call. */
export function toolMessage(call: AskedCall, content: string): ToolMessage {
  return new ToolMessage({ content, tool_call_id: call.id ?? '', name: call.name });
}
