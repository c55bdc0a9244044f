import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { BaseMessage, ToolMessage } from '@langchain/core/messages';
import { AIMessage } from '@langchain/core/messages';
import { createAgent, createMiddleware } from 'langchain';
import type { AssistantTool } from './tool.ts';
import { type AskedCall, toolOffers } from './tool-messages.ts';

/** What decides over each step that the agent would like to take. */
export interface AgentHooks {
  /** Called before the model is asked with so many letters; throws to end the run. */
  beforeModel(letters: number): void;
  afterModel(tokens: number | null, letters: number): void;
  /** Of the tools it was given, what it may know of at this step. */
  offered(): ReadonlySet<string>;
  /** Answers every call of a tool, known or not. Never rejects. */
  callTool(call: AskedCall): Promise<ToolMessage>;
  /** A new message of the model begins. */
  begun(): void;
  wrote(piece: string): void;
}

export interface AgentRunParts {
  readonly model: BaseChatModel;
  readonly instructions: string;
  readonly tools: readonly AssistantTool[];
  readonly hooks: AgentHooks;
}

/** One agent for one turn: it shares nothing with the turns of other people. */
export interface AgentRun {
  /** Goes on from these messages until the model has said its last word; returns all messages. Rejects with faults. */
  run(messages: readonly BaseMessage[], signal: AbortSignal): Promise<readonly BaseMessage[]>;
}

/** Far beyond what the turn's own bounds allow: they are what ends a run. */
const RECURSION_LIMIT = 200;

export function createAgentRun({ model, instructions, tools, hooks }: AgentRunParts): AgentRun {
  const bounds = createMiddleware({
    name: 'turn',
    wrapModelCall: async (request, handler) => {
      const letters = instructions.length + lettersOf(request.messages);
      hooks.beforeModel(letters);
      const offered = hooks.offered();
      const answer = await handler({
        ...request,
        tools: request.tools.filter((one) => 'name' in one && offered.has(String(one.name))),
      });
      if (AIMessage.isInstance(answer)) {
        hooks.afterModel(answer.usage_metadata?.total_tokens ?? null, letters + lettersOf([answer]));
      }
      return answer;
    },
    // The library's own answer to a tool that throws, or to arguments that do not fit, would quote the fault word for word.
    wrapToolCall: async ({ toolCall }) => hooks.callTool({ id: toolCall.id, name: toolCall.name, args: toolCall.args }),
  });
  const agent = createAgent({ model, tools: toolOffers(tools), systemPrompt: instructions, middleware: [bounds] });
  return {
    async run(messages, signal) {
      const callbacks = [new DraftListener(hooks), new NoTracer()];
      const state = await agent.invoke(
        { messages: [...messages] },
        { signal, recursionLimit: RECURSION_LIMIT, callbacks },
      );
      return state.messages;
    },
  };
}

/** Returns what the model said last; a message that calls a tool is no last word. */
export function lastWord(messages: readonly BaseMessage[]): string {
  const last = messages.at(-1);
  return AIMessage.isInstance(last) && (last.tool_calls?.length ?? 0) === 0 ? last.text : '';
}

function lettersOf(messages: readonly BaseMessage[]): number {
  return messages.reduce((sum, message) => sum + message.text.length + callLetters(message), 0);
}

function callLetters(message: BaseMessage): number {
  return AIMessage.isInstance(message) ? JSON.stringify(message.tool_calls ?? []).length : 0;
}

/** Hears every piece of a draft. */
class DraftListener extends BaseCallbackHandler {
  override readonly name = 'draft';
  override readonly awaitHandlers = true;
  /** Makes the model stream though it is asked for a whole message. */
  readonly lc_prefer_streaming = true;
  readonly #hooks: Pick<AgentHooks, 'begun' | 'wrote'>;

  constructor(hooks: Pick<AgentHooks, 'begun' | 'wrote'>) {
    super();
    this.#hooks = hooks;
  }

  override handleChatModelStart(): void {
    this.#hooks.begun();
  }

  override handleLLMNewToken(token: string): void {
    if (token !== '') this.#hooks.wrote(token);
  }
}

/**
 * Stands where the library's own tracer would: with LANGSMITH_TRACING in the environment that one is added to every run,
 * and sends what people ask and what they own to a company that nobody here has chosen.
 */
class NoTracer extends BaseCallbackHandler {
  override readonly name = 'langchain_tracer';

  /** The library keeps its own context in what this returns. */
  getRunTreeWithTracingConfig(): object {
    return {};
  }
}
