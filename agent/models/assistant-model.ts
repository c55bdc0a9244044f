import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import { AIMessage, type AIMessageChunk, type BaseMessage, isAIMessageChunk } from '@langchain/core/messages';
import type { ChatGenerationChunk, ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import type { FilledPrompt } from '../../prompts/prompt-file.ts';
import { orAborted } from '../../rag/fetch/or-aborted.ts';
import { chunkOf, hasBrokenCall, modelMessage, plainMessages, readMessage } from './chat-messages.ts';
import type { Exchange } from './exchange.ts';
import type { ModelRef } from './model-call.ts';
import { type CallFailure, failureOf, leftBefore, ModelCallError, unasked } from './model-failure.ts';
import { requestSha256 } from './model-request.ts';
import { type Asked, type CallEnd, type CallParts, OpenCall, playedCall } from './open-call.ts';
import { cutOf, TimeLimit } from './time-limit.ts';

/** For what a conversation takes a model. */
export interface AssistantUse {
  /** The instructions, by whose version calls are kept. */
  readonly prompt: FilledPrompt;
  /** What it is about, as calls are kept; null where it has no name. */
  readonly subject: string | null;
  /** Of one answer. */
  readonly maxTokens: number;
  /** For one call of the model; a turn may make several. */
  readonly deadlineMs: number;
}

/** What a call of the model may be told. */
export interface AssistantCallOptions extends BaseChatModelCallOptions {
  readonly tools?: readonly BindToolsInput[];
}

/** A chat model as an agent takes it. */
export type AssistantChatModel = BaseChatModel<AssistantCallOptions, AIMessageChunk>;

/**
 * Returns a chat model for an agent: it streams and calls tools like any other, by the rules of every call here. Whatever
 * goes wrong, a stream that breaks off above all, is thrown as a ModelCallError and never ends as an answer.
 */
export function createAssistantModel(ref: ModelRef, parts: CallParts, use: AssistantUse): AssistantChatModel {
  return new AssistantModel(ref, parts, use);
}

class AssistantModel extends BaseChatModel<AssistantCallOptions, AIMessageChunk> {
  readonly #ref: ModelRef;
  readonly #parts: CallParts;
  readonly #use: AssistantUse;

  constructor(ref: ModelRef, parts: CallParts, use: AssistantUse) {
    super({});
    this.#ref = ref;
    this.#parts = parts;
    this.#use = use;
  }

  override _llmType(): string {
    // Asked for before there is a model to name.
    return 'assent';
  }

  override bindTools(
    tools: BindToolsInput[],
    options?: Partial<AssistantCallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, AssistantCallOptions> {
    return this.withConfig({ ...options, tools: tools.map((tool) => convertToOpenAITool(tool)) });
  }

  /** Always by a stream: one road, and a silent server is noticed in the middle of an answer too. */
  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<ChatResult> {
    let whole: ChatGenerationChunk | null = null;
    for await (const chunk of this.#answer(messages, options, undefined)) whole = joined(whole, chunk);
    if (whole === null) throw refused(unasked('malformed', 'empty'));
    const { content, toolCalls } = modelMessage(whole.message);
    const usage_metadata = isAIMessageChunk(whole.message) ? whole.message.usage_metadata : undefined;
    const tool_calls = toolCalls.map((call) => ({ ...call, type: 'tool_call' as const }));
    return { generations: [{ text: content, message: new AIMessage({ content, tool_calls, usage_metadata }) }] };
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    yield* this.#answer(messages, options, runManager);
  }

  async *#answer(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager: CallbackManagerForLLMRun | undefined,
  ): AsyncGenerator<ChatGenerationChunk> {
    const limit = new TimeLimit(this.#use.deadlineMs, options.signal);
    try {
      if (limit.signal.aborted) throw refused(leftBefore(cutOf(limit.signal)));
      const asked = this.#asked(messages, options);
      const played = this.#play(asked);
      if (played === null) return yield* this.#call(messages, asked, options, limit, runManager);
      yield played;
      await runManager?.handleLLMNewToken(played.text, undefined, undefined, undefined, undefined, { chunk: played });
    } finally {
      limit.close();
    }
  }

  #asked(messages: readonly BaseMessage[], options: this['ParsedCallOptions']): Asked {
    const { provider, model } = this.#ref;
    const { prompt, subject, maxTokens } = this.#use;
    const tools = (options.tools ?? []).map((tool) => convertToOpenAITool(tool));
    const settings = this.#parts.provider.settings(model, maxTokens);
    const said = plainMessages(messages);
    return {
      request: { provider, model, settings, said, answer: null, tools, toolChoice: options.tool_choice },
      purpose: 'assistant',
      subject,
      prompt,
      mayCallTools: tools.length > 0,
    };
  }

  #play(asked: Asked): ChatGenerationChunk | null {
    const { cassette, log, now } = this.#parts;
    const recorded = cassette?.play(requestSha256(asked.request)) ?? null;
    if (recorded === null) {
      if (cassette?.mode === 'replay-strict') throw refused(unasked('not-recorded', 'not-recorded'));
      return null;
    }
    const { facts, stored } = playedCall(this.#parts, asked, recorded, { id: log.nextId(), at: now() });
    log.keep(stored);
    const { kind, detail } = recorded;
    if (kind !== null) throw new ModelCallError({ kind, detail: detail ?? kind }, facts);
    return chunkOf(readMessage(recorded.text ?? ''));
  }

  async *#call(
    messages: BaseMessage[],
    asked: Asked,
    options: this['ParsedCallOptions'],
    limit: TimeLimit,
    runManager: CallbackManagerForLLMRun | undefined,
  ): AsyncGenerator<ChatGenerationChunk> {
    const call = await OpenCall.open(this.#parts, asked, limit);
    if (!(call instanceof OpenCall)) throw refused(call);
    // Who leaves may never ask for the next piece again, and then nothing below comes to its end.
    const leave = () => call.abandon(failureOf({ type: 'cut', by: cutOf(limit.signal) }));
    limit.signal.addEventListener('abort', leave, { once: true });
    let whole: ChatGenerationChunk | null = null;
    try {
      let end: CallEnd;
      do {
        const exchange = call.exchange();
        for await (const chunk of this.#chunks(exchange, call, messages, asked, options, runManager)) {
          whole = joined(whole, chunk);
          yield chunk;
        }
        end = withoutBrokenCalls(call.endOf(exchange.finished()), whole);
        // What was said cannot be taken back, so only a call that said nothing is made again.
      } while (whole === null && (await call.mayAskAgain(end)));
      const facts = call.close(end, whole === null ? null : JSON.stringify(modelMessage(whole.message)));
      if (end.failure !== null) throw new ModelCallError(end.failure, facts);
    } catch (error) {
      call.abandon(unasked('unavailable', 'fault'));
      throw error;
    } finally {
      call.abandon(failureOf({ type: 'cut', by: 'cancelled' }));
    }
  }

  /** Passes on what the client makes of the stream, and ends quietly however it ended: the exchange tells that. */
  async *#chunks(
    exchange: Exchange,
    { contextTokens }: OpenCall,
    messages: BaseMessage[],
    { request }: Asked,
    options: this['ParsedCallOptions'],
    runManager: CallbackManagerForLLMRun | undefined,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { provider, connection } = this.#parts;
    try {
      const client = await provider.open(connection, {
        settings: request.settings,
        fetch: exchange.fetchStream,
        contextTokens,
        use: 'talk',
      });
      const { seed } = request.settings;
      // Without the signal: clients take it for a reason to end as if all had been said.
      const alone = { ...options, ...(seed !== null && { seed }), signal: undefined };
      const stream = client._streamResponseChunks(messages, alone, runManager);
      for (;;) {
        const next = await orAborted(stream.next(), exchange.signal);
        if (next.done) return;
        yield next.value;
      }
    } catch (error) {
      // What a client throws may repeat what a server wrote, keys too; only our own faults go further.
      if (!exchange.wasAsked) throw error;
      exchange.giveUp();
    } finally {
      exchange.close();
    }
  }
}

function joined(whole: ChatGenerationChunk | null, chunk: ChatGenerationChunk): ChatGenerationChunk {
  return whole === null ? chunk : whole.concat(chunk);
}

/** A call of a tool that cannot be read is no call, and not half of one. */
function withoutBrokenCalls(end: CallEnd, whole: ChatGenerationChunk | null): CallEnd {
  if (end.failure !== null || whole === null || !hasBrokenCall(whole.message)) return end;
  return { failure: { ...unasked('malformed', 'bad-output'), tells: 'reached' }, reply: end.reply };
}

function refused(failure: CallFailure): ModelCallError {
  return new ModelCallError(failure, null);
}
