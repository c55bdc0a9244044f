import { ConfigError } from '../engine/domain/errors.ts';
import { loadPrompt, type Prompt } from '../prompts/prompt-file.ts';
import {
  type Abstention,
  NEWS_EVENTS,
  type NewsReader,
  type ReadableDocument,
  type ReadResult,
} from '../rag/sentiment/reader.ts';
import { CallLog, type CallLogger } from './models/call-log.ts';
import { modelProviders } from './models/chat-models.ts';
import { CircuitBreaker } from './models/circuit-breaker.ts';
import { type ConnectionOptions, checkConnection } from './models/connection.ts';
import { DayCalls } from './models/day-calls.ts';
import { createLanguageModel } from './models/language-model.ts';
import { MemoryCalls } from './models/memory-calls.ts';
import type { LanguageModel, ModelProviderName } from './models/model-call.ts';
import { priceOf } from './models/prices.ts';
import { Slots } from './models/slots.ts';
import { abstentionOf } from './news-reading-abstention.ts';
import { checkAnswer, READING_SCHEMA, readingSchema } from './news-reading-answer.ts';
import { documentBoundary, quoteDocument, readableAssets } from './news-reading-document.ts';

const MAX_AT_ONCE = 2;
const IDLE_MS = 10_000;
/** Enough for a reading and, where a model cannot be kept from it, some thinking before. */
const MAX_TOKENS = 1_024;

const NOBODY: CallLogger = { warn: () => undefined };

export interface ReadingLimits {
  /** For one document, a second try included; waiting for a turn comes before it. */
  readonly deadlineMs: number;
  /** How many documents are read at once: 1 or 2; 2 unless told. */
  readonly atOnce?: number | undefined;
}

export interface NewsReaderOptions extends ConnectionOptions, ReadingLimits {
  readonly provider: ModelProviderName;
  /** How long an answer that has begun may pause; 10 s unless told. */
  readonly idleMs?: number | undefined;
  /** Without it there is no cap. Counted in memory, from midnight UTC. */
  readonly callsPerDay?: number | undefined;
  /** Where its calls are kept; nowhere unless told. */
  readonly log?: CallLog | undefined;
  /** Told of what is wrong with us, and not with a model or a server. */
  readonly logger?: CallLogger | undefined;
  readonly now?: (() => number) | undefined;
}

/**
 * Returns a reader of news by a language model of its own, that shares nothing with others: neither their money nor their
 * turns. Throws ConfigError where it cannot be set up.
 */
export function createNewsReader(options: NewsReaderOptions): NewsReader {
  const { idleMs = IDLE_MS, callsPerDay = Infinity, now = Date.now, logger = NOBODY } = options;
  const provider = modelProviders[options.provider];
  const connection = checkConnection(provider, options, 'The reader of news');
  checkLimits([options.deadlineMs, options.atOnce ?? 1, idleMs], callsPerDay);
  const ref = { provider: options.provider, model: options.model };
  const model = createLanguageModel(ref, {
    ...{ provider, connection, idleMs, now, logger },
    slots: null,
    breaker: new CircuitBreaker(now),
    budget: new DayCalls(callsPerDay, now),
    log: options.log ?? new CallLog(new MemoryCalls(0), logger),
    cassette: null,
    price: priceOf(ref, provider.isFree, {}),
    flights: null,
  });
  return createNewsReaderBy(model, options);
}

/**
 * Returns a reader of news by a language model: one question a document, no tools, no memory, a fixed shape of answer that
 * is checked here again. Throws ConfigError where it cannot be set up.
 */
export function createNewsReaderBy(model: LanguageModel, limits: ReadingLimits): NewsReader {
  const prompt = loadPrompt('news-reader');
  checkLimits([limits.deadlineMs, limits.atOnce ?? 1], 0);
  if (prompt.schema !== READING_SCHEMA) {
    throw new ConfigError(
      `The prompt ${prompt.name} asks for ${prompt.schema}, and the reader understands ${READING_SCHEMA}.`,
    );
  }
  return new QuarantinedReader(model, limits, prompt);
}

class QuarantinedReader implements NewsReader {
  readonly name: string;
  readonly #model: LanguageModel;
  readonly #deadlineMs: number;
  readonly #prompt: Prompt;
  readonly #slots: Slots;

  constructor(model: LanguageModel, { deadlineMs, atOnce = MAX_AT_ONCE }: ReadingLimits, prompt: Prompt) {
    this.name = `${model.name} ${prompt.name}`;
    this.#model = model;
    this.#deadlineMs = deadlineMs;
    this.#prompt = prompt;
    this.#slots = new Slots(Math.min(atOnce, MAX_AT_ONCE));
  }

  async read(document: ReadableDocument, signal?: AbortSignal): Promise<ReadResult> {
    const cancelled: Abstention = { outcome: 'abstained', reason: 'late', detail: 'cancelled' };
    try {
      return await this.#slots.run(() => this.#ask(document, signal), signal);
    } catch (error) {
      if (signal?.aborted) return cancelled;
      throw error;
    }
  }

  async #ask(document: ReadableDocument, signal: AbortSignal | undefined): Promise<ReadResult> {
    const assets = readableAssets(document);
    const boundary = documentBoundary(document);
    const answer = await this.#model.ask(
      {
        purpose: 'news-reading',
        subject: document.id,
        prompt: this.#prompt.fill({ boundary, assets: assets.join(', '), events: NEWS_EVENTS.join(', ') }),
        user: quoteDocument(document, boundary),
        answer: { name: 'reading', schema: readingSchema(assets) },
        maxTokens: MAX_TOKENS,
        deadlineMs: this.#deadlineMs,
      },
      signal,
    );
    if (answer.outcome === 'failed') return abstentionOf(answer);
    const checked = checkAnswer(answer.text, assets);
    return checked.outcome === 'abstained'
      ? checked
      : { outcome: 'read', reading: { reader: this.name, ...checked.reading } };
  }
}

function checkLimits(limits: readonly number[], callsPerDay: number): void {
  if (!limits.every((value) => Number.isFinite(value) && value > 0) || !(callsPerDay >= 0)) {
    throw new ConfigError('The limits of the reader of news must be numbers above 0.');
  }
}
