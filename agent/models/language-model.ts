import type { BaseChatModelCallOptions } from '@langchain/core/language_models/chat_models';
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { orAborted } from '../../rag/fetch/or-aborted.ts';
import type { CallLogger } from './call-log.ts';
import type { Ended } from './exchange.ts';
import type { Flights } from './flights.ts';
import type { LanguageModel, ModelAnswer, ModelQuestion, ModelRef } from './model-call.ts';
import { type CallFailure, leftBefore, unasked } from './model-failure.ts';
import { type ModelRequest, requestSha256 } from './model-request.ts';
import { type Asked, type CallParts, OpenCall, playedCall } from './open-call.ts';
import { cutOf, type Limit, TimeLimit } from './time-limit.ts';

export interface LanguageModelParts extends CallParts {
  /** Null where two askers of the same are to be asked twice. */
  readonly flights: Flights<ModelAnswer> | null;
  readonly logger: CallLogger;
}

/** Returns a model that is asked one thing at a time, under limits of our own, every call of it kept. */
export function createLanguageModel(ref: ModelRef, parts: LanguageModelParts): LanguageModel {
  return new CalledModel(ref, parts);
}

class CalledModel implements LanguageModel {
  readonly name: string;
  readonly ref: ModelRef;
  readonly #parts: LanguageModelParts;

  constructor(ref: ModelRef, parts: LanguageModelParts) {
    this.name = `${ref.provider}:${ref.model}`;
    this.ref = ref;
    this.#parts = parts;
  }

  async ask(question: ModelQuestion, signal?: AbortSignal): Promise<ModelAnswer> {
    const limit = new TimeLimit(question.deadlineMs, signal);
    try {
      return await this.#answer(question, limit);
    } catch (error) {
      // A vote less is better than a desk that stands still; what is wrong with us is told in the log.
      this.#parts.logger.warn({ err: error, model: this.name }, 'A language model could not be asked.');
      return failed(unasked('unavailable', 'fault'));
    } finally {
      limit.close();
    }
  }

  async #answer(question: ModelQuestion, limit: TimeLimit): Promise<ModelAnswer> {
    if (limit.signal.aborted) return failed(leftBefore(cutOf(limit.signal)));
    const asked = this.#asked(question);
    const key = requestSha256(asked.request);
    const played = this.#play(asked, key);
    if (played !== null) return played;
    const { flights } = this.#parts;
    const work = (shared: Limit) => this.#call(question, asked, shared);
    if (flights === null) return work(limit);
    return flights.join(key, limit, work, () => failed(leftBefore(cutOf(limit.signal))));
  }

  #asked({ purpose, subject, prompt, user, answer, maxTokens }: ModelQuestion): Asked {
    const { provider, model } = this.ref;
    const request: ModelRequest = {
      provider,
      model,
      settings: this.#parts.provider.settings(model, maxTokens),
      said: [prompt.text, user],
      answer,
      tools: [],
      toolChoice: null,
    };
    return { request, purpose, subject, prompt, mayCallTools: false };
  }

  #play(asked: Asked, key: string): ModelAnswer | null {
    const { cassette, log, now } = this.#parts;
    const recorded = cassette?.play(key) ?? null;
    if (recorded === null)
      return cassette?.mode === 'replay-strict' ? failed(unasked('not-recorded', 'not-recorded')) : null;
    const { facts, stored } = playedCall(this.#parts, asked, recorded, { id: log.nextId(), at: now() });
    log.keep(stored);
    const { text, kind, detail } = recorded;
    if (kind !== null) return { outcome: 'failed', kind, detail: detail ?? kind, call: facts };
    return { outcome: 'answered', text: text ?? '', call: facts };
  }

  async #call(question: ModelQuestion, asked: Asked, limit: Limit): Promise<ModelAnswer> {
    const call = await OpenCall.open(this.#parts, asked, limit);
    if (!(call instanceof OpenCall)) return failed(call);
    try {
      let end = call.endOf(await this.#try(call, question, asked));
      if (await call.mayAskAgain(end)) end = call.endOf(await this.#try(call, question, asked));
      const text = end.reply?.text ?? null;
      const facts = call.close(end, text);
      if (end.failure === null) return { outcome: 'answered', text: end.reply.text, call: facts };
      return { outcome: 'failed', kind: end.failure.kind, detail: end.failure.detail, call: facts };
    } finally {
      call.abandon(unasked('unavailable', 'fault'));
    }
  }

  async #try(call: OpenCall, question: ModelQuestion, { request }: Asked): Promise<Ended> {
    const exchange = call.exchange();
    try {
      // The race is for clients that go on waiting although their request has ended.
      await orAborted(this.#generate(call, question, request, exchange.fetch), exchange.signal);
    } catch (error) {
      if (exchange.ended === null) throw error;
    } finally {
      exchange.close();
    }
    return exchange.finished();
  }

  /**
   * Has the client write the request and wait. Not by `invoke`: that consults what the process has around it, and with
   * LANGSMITH_TRACING set would send every question to a third party.
   */
  async #generate(
    { contextTokens }: OpenCall,
    { prompt, user, answer }: ModelQuestion,
    { settings }: ModelRequest,
    fetch: typeof globalThis.fetch,
  ): Promise<void> {
    const { provider, connection } = this.#parts;
    const client = await provider.open(connection, { settings, fetch, contextTokens, use: 'json' });
    const options: BaseChatModelCallOptions = provider.held(connection.model, answer, settings);
    await client._generate([new SystemMessage(prompt.text), new HumanMessage(user)], options);
  }
}

function failed({ kind, detail }: CallFailure): ModelAnswer {
  return { outcome: 'failed', kind, detail, call: null };
}
