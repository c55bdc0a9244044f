import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import { AIMessage, type AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import { z } from 'zod';
import {
  type ArgumentSchema,
  type AssistantPersonality,
  askedOf,
  type OfferedTool,
  type TurnMessage,
} from './assistant-talk.ts';

/** A chat model without a server that behaves as one personality. */
export class PersonalityModel extends BaseChatModel {
  readonly #personality: AssistantPersonality;
  readonly #tools: readonly OfferedTool[];

  constructor(personality: AssistantPersonality, tools: readonly OfferedTool[] = []) {
    super({});
    this.#personality = personality;
    this.#tools = tools;
  }

  override _llmType(): string {
    return 'personality';
  }

  override bindTools(
    tools: BindToolsInput[],
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, BaseChatModelCallOptions> {
    return new PersonalityModel(this.#personality, tools.flatMap(offered)) as unknown as Runnable<
      BaseLanguageModelInput,
      AIMessageChunk,
      BaseChatModelCallOptions
    >;
  }

  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const said = this.#personality(askedOf(messages.map(turnMessage), this.#tools));
    const turns = messages.filter((message) => AIMessage.isInstance(message)).length;
    const message = new AIMessage({
      content: said.text,
      tool_calls: said.calls.map((call, index) => ({ ...call, id: `call-${turns}-${index}`, type: 'tool_call' })),
    });
    return { generations: [{ text: said.text, message }] };
  }
}

const ROLES: Readonly<Record<string, TurnMessage['role']>> = {
  system: 'system',
  human: 'human',
  ai: 'ai',
  tool: 'tool',
};

function turnMessage(message: BaseMessage): TurnMessage {
  return { role: ROLES[message.type] ?? 'human', text: message.text };
}

function offered(tool: BindToolsInput): readonly OfferedTool[] {
  if (!('name' in tool) || !('schema' in tool)) return [];
  const schema = tool.schema instanceof z.ZodType ? z.toJSONSchema(tool.schema) : tool.schema;
  const fields = (schema as { readonly properties?: Readonly<Record<string, ArgumentSchema>> }).properties ?? {};
  return [{ name: String(tool.name), fields }];
}
