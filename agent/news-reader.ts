import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError } from '../engine/domain/errors.ts';
import { loadPrompt, type Prompt } from '../prompts/prompt-file.ts';
import { orAborted } from '../rag/fetch/or-aborted.ts';
import {
  type Abstention,
  NEWS_EVENTS,
  type NewsReader,
  type ReadableDocument,
  type ReadResult,
} from '../rag/sentiment/reader.ts';
import { checkAnswer, type ModelAnswer, READING_SCHEMA, readingSchema } from './news-reading-answer.ts';
import { quoteDocument, readableAssets } from './news-reading-document.ts';
import { Exchange } from './news-reading-exchange.ts';
import { abstentionOf, type Failure } from './news-reading-failure.ts';
import { CallGate } from './news-reading-gate.ts';
import { Slots } from './news-reading-slots.ts';
import {
  type ConnectionOptions,
  checkConnection,
  type ModelConnection,
  type ModelProvider,
  type ModelProviderName,
  modelProviders,
} from './reader-models.ts';

const MAX_AT_ONCE = 2;
const IDLE_MS = 10_000;
/** Where the server does not say how long. */
const RETRY_MS = 500;

export interface NewsReaderOptions extends ConnectionOptions {
  readonly provider: ModelProviderName;
  /** For one document, a second try included; waiting for a turn comes before it. */
  readonly deadlineMs: number;
  /** How long an answer that has begun may pause; 10 s unless told. */
  readonly idleMs?: number | undefined;
  /** How many documents are read at once: 1 or 2; 2 unless told. */
  readonly atOnce?: number | undefined;
  /** Without it there is no cap. Counted in memory, from midnight UTC. */
  readonly callsPerDay?: number | undefined;
  readonly now?: (() => number) | undefined;
}

/**
 * Returns a reader of news by a language model: one question a document, no tools, no memory, a fixed shape of answer that
 * is checked here again. Throws ConfigError where it cannot be set up.
 */
export function createNewsReader(options: NewsReaderOptions): NewsReader {
  const provider: ModelProvider = modelProviders[options.provider];
  const prompt = loadPrompt('news-reader');
  checkOptions(options, prompt);
  return new QuarantinedReader(options, provider, prompt);
}

class QuarantinedReader implements NewsReader {
  readonly name: string;
  readonly #options: NewsReaderOptions;
  readonly #provider: ModelProvider;
  readonly #connection: ModelConnection;
  readonly #prompt: Prompt;
  readonly #gate: CallGate;
  readonly #slots: Slots;

  constructor(options: NewsReaderOptions, provider: ModelProvider, prompt: Prompt) {
    const { model, atOnce = MAX_AT_ONCE, callsPerDay = Infinity, now = Date.now } = options;
    this.name = `${provider.name}:${model} ${prompt.name}`;
    this.#options = options;
    this.#provider = provider;
    this.#connection = checkConnection(provider, options);
    this.#prompt = prompt;
    this.#gate = new CallGate({ now, callsPerDay });
    this.#slots = new Slots(Math.min(atOnce, MAX_AT_ONCE));
  }

  async read(document: ReadableDocument, signal?: AbortSignal): Promise<ReadResult> {
    const cancelled: Abstention = { outcome: 'abstained', reason: 'late', detail: 'cancelled' };
    if (signal?.aborted) return cancelled;
    try {
      return await this.#slots.run(() => this.#enter(document, signal), signal);
    } catch (error) {
      if (signal?.aborted) return cancelled;
      throw error;
    }
  }

  async #enter(document: ReadableDocument, signal: AbortSignal | undefined): Promise<ReadResult> {
    const denied = this.#gate.enter();
    if (denied !== null) return denied;
    let how: 'reached' | 'failed' | 'unknown' = 'unknown';
    try {
      const assets = readableAssets(document);
      const answer = await this.#ask(document, assets, signal);
      // What a document makes a model say must not close the way for the others: only servers fail here.
      if (!('abstention' in answer)) {
        how = 'reached';
        return this.#reading(answer, assets);
      }
      if (answer.abstention.detail === 'rate-limited') this.#gate.pause(answer.retryAfterMs ?? 0);
      how = answer.tells;
      return answer.abstention;
    } finally {
      this.#gate.ended(how);
    }
  }

  #reading(answer: ModelAnswer, assets: readonly string[]): ReadResult {
    const checked = checkAnswer(answer, assets);
    return checked.outcome === 'abstained'
      ? checked
      : { outcome: 'read', reading: { reader: this.name, ...checked.reading } };
  }

  /** Asks, and where the server was only busy and the time allows, asks once more. */
  async #ask(document: ReadableDocument, assets: readonly string[], signal: AbortSignal | undefined) {
    const endsAt = performance.now() + this.#options.deadlineMs;
    const first = await this.#try(document, assets, endsAt, signal);
    if (!('abstention' in first) || !first.busy) return first;
    const wait = first.retryAfterMs ?? RETRY_MS;
    if (performance.now() + wait >= endsAt) return first;
    await delay(wait, undefined, { signal });
    return this.#try(document, assets, endsAt, signal);
  }

  async #try(
    document: ReadableDocument,
    assets: readonly string[],
    endsAt: number,
    signal: AbortSignal | undefined,
  ): Promise<ModelAnswer | Failure> {
    if (!this.#gate.spend()) return abstentionOf('daily-cap');
    const exchange = new Exchange({
      deadlineMs: Math.max(endsAt - performance.now(), 0),
      idleMs: this.#options.idleMs ?? IDLE_MS,
      signal,
      isWhole: (body) => this.#provider.isWhole(body),
    });
    try {
      // The race is for clients that go on waiting although their request has ended.
      return await orAborted(this.#question(document, assets, exchange.fetch), exchange.signal);
    } catch (error) {
      if (exchange.ended === null) throw error;
      return abstentionOf(exchange.ended);
    } finally {
      exchange.close();
    }
  }

  #question(
    document: ReadableDocument,
    assets: readonly string[],
    fetch: typeof globalThis.fetch,
  ): Promise<ModelAnswer> {
    const boundary = randomBytes(12).toString('hex');
    const { text } = this.#prompt.fill({ boundary, assets: assets.join(', '), events: NEWS_EVENTS.join(', ') });
    const schema = readingSchema(assets);
    return this.#provider.ask(this.#connection, {
      system: text,
      user: quoteDocument(document, boundary),
      schema,
      fetch,
    });
  }
}

function checkOptions(
  { deadlineMs, callsPerDay = 0, atOnce = 1, idleMs = IDLE_MS }: NewsReaderOptions,
  prompt: Prompt,
): void {
  if (prompt.schema !== READING_SCHEMA) {
    throw new ConfigError(
      `The prompt ${prompt.name} asks for ${prompt.schema}, and the reader understands ${READING_SCHEMA}.`,
    );
  }
  if (![deadlineMs, idleMs, atOnce].every((value) => Number.isFinite(value) && value > 0) || !(callsPerDay >= 0)) {
    throw new ConfigError('The limits of the reader of news must be numbers above 0.');
  }
}
