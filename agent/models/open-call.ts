import { setTimeout as delay } from 'node:timers/promises';
import type { FilledPrompt } from '../../prompts/prompt-file.ts';
import type { Amount, Budget, Reservation } from './budget.ts';
import type { CallLog } from './call-log.ts';
import { MAX_REPLY_LENGTH, type StoredCall } from './call-store.ts';
import { type Cassette, isRecordable, type Recorded } from './cassette.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { type Ended, Exchange } from './exchange.ts';
import type { CallFacts, ModelPurpose } from './model-call.ts';
import { type CallFailure, failureOf, flawOf, leftBefore, unasked } from './model-failure.ts';
import { type ModelRequest, mostInputTokens, requestSha256, roughInputTokens } from './model-request.ts';
import { costOf, type ModelPrice } from './prices.ts';
import type { ModelConnection, ModelProvider, ModelReply } from './provider.ts';
import type { Slots } from './slots.ts';
import { cutOf, type Limit } from './time-limit.ts';

/** Where the server does not say how long. */
const RETRY_MS = 500;
const MAX_TRIES = 2;

/** What the calls of one model share with each other, and with those of other models at the same server. */
export interface CallParts {
  readonly provider: ModelProvider;
  readonly connection: ModelConnection;
  /** Null where nothing but the asker's own order holds calls back. */
  readonly slots: Slots | null;
  readonly breaker: CircuitBreaker;
  readonly budget: Budget;
  readonly log: CallLog;
  readonly cassette: Cassette | null;
  readonly price: ModelPrice | null;
  readonly idleMs: number;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What is asked, and for what it is kept. */
export interface Asked {
  readonly request: ModelRequest;
  readonly purpose: ModelPurpose;
  readonly subject: string | null;
  readonly prompt: FilledPrompt;
  readonly mayCallTools: boolean;
}

/** How a call came out: what the model said, or why it said nothing that counts. */
export type CallEnd =
  | { readonly failure: null; readonly reply: ModelReply }
  | { readonly failure: CallFailure; readonly reply: ModelReply | null };

/**
 * One call from the wait for a turn to its place in the record. It holds a turn and a part of the day's money: whoever
 * opens it closes it, whatever happens between.
 */
export class OpenCall {
  readonly #parts: CallParts;
  readonly #asked: Asked;
  readonly #limit: Limit;
  readonly #leave: () => void;
  readonly #reservation: Reservation;
  readonly #most: Amount;
  readonly #startedAt = performance.now();
  readonly #at: number;
  readonly #id: string;
  #tries = 0;
  #closed: CallFacts | null = null;

  private constructor(
    parts: CallParts,
    asked: Asked,
    limit: Limit,
    held: { readonly leave: () => void; readonly reservation: Reservation; readonly most: Amount },
  ) {
    this.#parts = parts;
    this.#asked = asked;
    this.#limit = limit;
    this.#leave = held.leave;
    this.#reservation = held.reservation;
    this.#most = held.most;
    this.#at = parts.now();
    this.#id = parts.log.nextId();
  }

  /** Waits for a turn, and returns the call or why nothing is asked. */
  static async open(parts: CallParts, asked: Asked, limit: Limit): Promise<OpenCall | CallFailure> {
    const room = parts.provider.maxContextTokens;
    const { maxTokens } = asked.request.settings;
    if (room !== null && roughInputTokens(asked.request) + maxTokens > room) return unasked('limited', 'too-large');
    let leave = () => {};
    try {
      leave = (await parts.slots?.take(limit.signal)) ?? leave;
    } catch (error) {
      if (limit.signal.aborted) return leftBefore(cutOf(limit.signal));
      throw error;
    }
    try {
      const most = mostOf(asked.request, parts.price);
      const entered = enter(parts, asked.purpose, most);
      if ('reservation' in entered) return new OpenCall(parts, asked, limit, { leave, most, ...entered });
      leave();
      return entered;
    } catch (error) {
      leave();
      parts.breaker.ended('unknown');
      throw error;
    }
  }

  /** Begins a try. */
  exchange(): Exchange {
    this.#tries += 1;
    const { idleMs, provider } = this.#parts;
    return new Exchange({ idleMs, signal: this.#limit.signal, server: provider });
  }

  /** What question and answer take, roughly. */
  get contextTokens(): number {
    const { request } = this.#asked;
    return roughInputTokens(request) + request.settings.maxTokens;
  }

  /** Returns what the end of a try means. */
  endOf(ended: Ended): CallEnd {
    if (ended.type !== 'answered') return { failure: failureOf(ended), reply: null };
    return { failure: flawOf(ended.reply, this.#asked.mayCallTools), reply: ended.reply };
  }

  /** Waits as long as a busy server asked for, and returns whether there is the time, and a try left, to ask again. */
  async mayAskAgain({ failure }: CallEnd): Promise<boolean> {
    if (failure === null || !failure.busy || this.#tries >= MAX_TRIES) return false;
    const wait = failure.retryAfterMs ?? RETRY_MS;
    if (performance.now() + wait >= this.#limit.endsAt) return false;
    try {
      await delay(wait, undefined, { signal: this.#limit.signal });
      return true;
    } catch (error) {
      if (this.#limit.signal.aborted) return false;
      throw error;
    }
  }

  /** Gives back what was held, keeps the call, and returns how it was asked. Counts once. `text` is what a replay says again. */
  close(end: CallEnd, text: string | null): CallFacts {
    this.#closed ??= this.#end(end, text);
    return this.#closed;
  }

  /** Gives back what is still held when something broke or somebody left; does nothing to a call that is closed. */
  abandon(why: CallFailure): void {
    this.close({ failure: why, reply: null }, null);
  }

  #end(end: CallEnd, text: string | null): CallFacts {
    const { provider, connection, breaker, log, cassette } = this.#parts;
    const { purpose, subject, prompt, request } = this.#asked;
    this.#leave();
    const { failure, reply } = end;
    breaker.ended(failure?.tells ?? 'reached');
    if (failure?.detail === 'rate-limited') breaker.pause(failure.retryAfterMs ?? 0);
    const used = this.#usedBy(end);
    this.#reservation.settle(used);
    const facts: CallFacts = {
      id: this.#id,
      provider: provider.name,
      model: connection.model,
      prompt: `${prompt.id}@${prompt.version}`,
      promptSha256: prompt.sha256,
      requestSha256: requestSha256(request),
      temperature: request.settings.temperature,
      seed: request.settings.seed,
      inputTokens: reply?.inputTokens ?? null,
      outputTokens: reply?.outputTokens ?? null,
      costUsd: this.#costOf(reply),
      latencyMs: Math.round(performance.now() - this.#startedAt),
      isRecorded: false,
    };
    log.keep(storedCall({ at: this.#at, purpose, subject, request, tries: this.#tries, used }, facts, end, text));
    if (failure === null || isRecordable(failure.kind)) cassette?.record(recordedAs(facts, end, text));
    return facts;
  }

  #costOf(reply: ModelReply | null): number | null {
    const { price } = this.#parts;
    if (price === null || reply === null || reply.inputTokens === null || reply.outputTokens === null) return null;
    return costOf(price, reply.inputTokens, reply.outputTokens);
  }

  #usedBy({ failure, reply }: CallEnd): Amount {
    if (reply === null) return this.#tries > 0 && failure?.mayCost ? this.#most : { tokens: 0, usd: 0 };
    const { inputTokens, outputTokens } = reply;
    // A server that does not count is paid what was set aside.
    if (inputTokens === null || outputTokens === null) return this.#most;
    return { tokens: inputTokens + outputTokens, usd: this.#costOf(reply) ?? 0 };
  }
}

/** Returns the call as it is kept when its answer was played back: it costs nothing now. */
export function playedCall(
  { provider, connection }: Pick<CallParts, 'provider' | 'connection'>,
  { request, purpose, subject, prompt }: Asked,
  recorded: Recorded,
  { id, at }: { readonly id: string; readonly at: number },
): { readonly facts: CallFacts; readonly stored: StoredCall } {
  const { latencyMs, inputTokens, outputTokens, costUsd, text, kind, detail } = recorded;
  const facts: CallFacts = {
    id,
    provider: provider.name,
    model: connection.model,
    prompt: `${prompt.id}@${prompt.version}`,
    promptSha256: prompt.sha256,
    requestSha256: recorded.key,
    temperature: request.settings.temperature,
    seed: request.settings.seed,
    inputTokens,
    outputTokens,
    costUsd,
    latencyMs,
    isRecorded: true,
  };
  const stored: StoredCall = {
    ...facts,
    at,
    purpose,
    subject,
    maxTokens: request.settings.maxTokens,
    schema: request.answer?.name ?? null,
    reply: text?.slice(0, MAX_REPLY_LENGTH) ?? null,
    tries: 0,
    chargedTokens: 0,
    chargedUsd: 0,
    outcome: kind === null ? 'answered' : 'failed',
    kind,
    detail,
  };
  return { facts, stored };
}

function enter(
  { breaker, budget }: CallParts,
  purpose: ModelPurpose,
  most: Amount,
): { readonly reservation: Reservation } | CallFailure {
  const state = breaker.enter();
  if (state === 'paused') return unasked('limited', 'rate-limited');
  if (state === 'resting') return unasked('unavailable', 'circuit-open');
  const reservation = budget.reserve(purpose, most);
  if (typeof reservation !== 'string') return { reservation };
  breaker.ended('unknown');
  return unasked('over-budget', reservation);
}

function mostOf(request: ModelRequest, price: ModelPrice | null): Amount {
  const input = mostInputTokens(request);
  const { maxTokens } = request.settings;
  return { tokens: input + maxTokens, usd: price === null ? 0 : costOf(price, input, maxTokens) };
}

function storedCall(
  of: Pick<StoredCall, 'at' | 'purpose' | 'subject' | 'tries'> & {
    readonly request: ModelRequest;
    readonly used: Amount;
  },
  facts: CallFacts,
  { failure, reply }: CallEnd,
  text: string | null,
): StoredCall {
  const { request, used, ...rest } = of;
  return {
    ...facts,
    ...rest,
    maxTokens: request.settings.maxTokens,
    schema: request.answer?.name ?? null,
    reply: (text ?? reply?.text ?? null)?.slice(0, MAX_REPLY_LENGTH) ?? null,
    chargedTokens: used.tokens,
    chargedUsd: used.usd,
    outcome: failure === null ? 'answered' : 'failed',
    kind: failure?.kind ?? null,
    detail: failure?.detail ?? null,
  };
}

function recordedAs(facts: CallFacts, { failure }: CallEnd, text: string | null): Recorded {
  const { requestSha256: key, provider, model, prompt, latencyMs, inputTokens, outputTokens, costUsd } = facts;
  const kind = failure !== null && isRecordable(failure.kind) ? failure.kind : null;
  return {
    key,
    model: `${provider}:${model}`,
    prompt,
    text: failure === null ? text : null,
    kind,
    detail: failure?.detail ?? null,
    latencyMs,
    inputTokens,
    outputTokens,
    costUsd,
  };
}
