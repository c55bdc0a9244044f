import { type AssistantChatModel, type AssistantUse, createAssistantModel } from './assistant-model.ts';
import { type BudgetCaps, BudgetLedger } from './budget.ts';
import { CallLog, type CallLogger } from './call-log.ts';
import type { CallStore } from './call-store.ts';
import { Cassette, type CassetteMode } from './cassette.ts';
import { modelProviders } from './chat-models.ts';
import { type BreakerState, CircuitBreaker } from './circuit-breaker.ts';
import { checkConnection, checkServer } from './connection.ts';
import { Flights } from './flights.ts';
import { createLanguageModel } from './language-model.ts';
import { listModels, type ModelList } from './list-models.ts';
import {
  type LanguageModel,
  MODEL_PROVIDERS,
  type ModelAnswer,
  type ModelProviderName,
  type ModelRef,
} from './model-call.ts';
import type { CallParts } from './open-call.ts';
import { type ModelPrice, priceOf } from './prices.ts';
import type { ModelConnection } from './provider.ts';
import { Slots } from './slots.ts';
import { TimeLimit } from './time-limit.ts';

const LIST_DEADLINE_MS = 5_000;

export interface ModelRoomOptions {
  /** Null where it is the provider's own, or where there is no key. */
  readonly connections: Readonly<
    Record<ModelProviderName, { readonly baseUrl: string | null; readonly apiKey: string | null }>
  >;
  /** Questions at once, at each server. */
  readonly atOnce: number;
  /** How long an answer that has begun may pause. */
  readonly idleMs: number;
  readonly budget: BudgetCaps;
  /** By `groq:openai/gpt-oss-20b` or the name of the model alone; they come before those we know. */
  readonly prices: Readonly<Record<string, ModelPrice>>;
  /** Null for live. */
  readonly cassette: { readonly mode: CassetteMode; readonly file: string } | null;
  readonly calls: CallStore;
  readonly logger: CallLogger;
  /** Epoch ms. */
  readonly now?: () => number;
}

/** All that the language models of a process share: who is down, who waits, what the day has cost. */
export interface ModelRoom {
  /** Returns the model. Throws ConfigError where it cannot be asked: no key, no usable address, no name. */
  model(ref: ModelRef): LanguageModel;
  /** Returns the model for an agent. Throws ConfigError as `model` does. */
  assistant(ref: ModelRef, use: AssistantUse): AssistantChatModel;
  /** Asks a server what it offers. Throws ConfigError where it cannot be asked. */
  listModels(provider: ModelProviderName, signal?: AbortSignal): Promise<ModelList>;
  describe(): RoomState;
  /** Waits until calls and recordings are written. */
  close(): Promise<void>;
}

export interface RoomState {
  readonly providers: readonly { readonly provider: ModelProviderName; readonly state: BreakerState }[];
  /** On this day of UTC. */
  readonly spent: { readonly day: string; readonly tokens: number; readonly usd: number };
}

/** Opens the room: reads what the day has cost so far, and the cassette. Throws ConfigError where that cannot be read. */
export async function openModelRoom(options: ModelRoomOptions): Promise<ModelRoom> {
  const { calls, logger, budget, now = Date.now } = options;
  const log = new CallLog(calls, logger);
  await log.open();
  const ledger = await BudgetLedger.open(budget, now, calls);
  const cassette =
    options.cassette === null || options.cassette.mode === 'live'
      ? null
      : await Cassette.open(options.cassette.mode, options.cassette.file, logger);
  return new OpenRoom(options, { log, ledger, cassette, now });
}

interface Shared {
  readonly log: CallLog;
  readonly ledger: BudgetLedger;
  readonly cassette: Cassette | null;
  readonly now: () => number;
}

class OpenRoom implements ModelRoom {
  readonly #options: ModelRoomOptions;
  readonly #shared: Shared;
  readonly #flights = new Flights<ModelAnswer>();
  readonly #doors: Readonly<Record<ModelProviderName, { readonly slots: Slots; readonly breaker: CircuitBreaker }>>;

  constructor(options: ModelRoomOptions, shared: Shared) {
    this.#options = options;
    this.#shared = shared;
    const door = () => ({ slots: new Slots(options.atOnce), breaker: new CircuitBreaker(shared.now) });
    this.#doors = {
      groq: door(),
      ollama: door(),
      openai: door(),
      anthropic: door(),
      perplexity: door(),
      compatible: door(),
    };
  }

  model(ref: ModelRef): LanguageModel {
    const { logger } = this.#options;
    return createLanguageModel(ref, { ...this.#partsOf(ref), flights: this.#flights, logger });
  }

  assistant(ref: ModelRef, use: AssistantUse): AssistantChatModel {
    return createAssistantModel(ref, this.#partsOf(ref), use);
  }

  async listModels(name: ModelProviderName, signal?: AbortSignal): Promise<ModelList> {
    const provider = modelProviders[name];
    const server = checkServer(provider, this.#toldOf(name));
    const limit = new TimeLimit(LIST_DEADLINE_MS, signal);
    try {
      return await listModels(provider, server, limit);
    } finally {
      limit.close();
    }
  }

  describe(): RoomState {
    const providers = MODEL_PROVIDERS.map((provider) => ({ provider, state: this.#doors[provider].breaker.state }));
    return { providers, spent: this.#shared.ledger.spent };
  }

  async close(): Promise<void> {
    await Promise.all([this.#shared.log.settled(), this.#shared.cassette?.settled()]);
  }

  #partsOf(ref: ModelRef): CallParts {
    const { log, ledger, cassette, now } = this.#shared;
    const { prices, idleMs } = this.#options;
    const provider = modelProviders[ref.provider];
    return {
      provider,
      connection: this.#connectionOf(ref),
      ...this.#doors[ref.provider],
      budget: ledger,
      log,
      cassette,
      price: priceOf(ref, provider.isFree, prices),
      idleMs,
      now,
    };
  }

  #connectionOf(ref: ModelRef): ModelConnection {
    // Where nothing is asked, no key is needed.
    if (this.#shared.cassette?.mode === 'replay-strict') return { model: ref.model, baseUrl: '', apiKey: undefined };
    return checkConnection(modelProviders[ref.provider], { model: ref.model, ...this.#toldOf(ref.provider) });
  }

  #toldOf(name: ModelProviderName): { readonly baseUrl?: string; readonly apiKey?: string } {
    const { baseUrl, apiKey } = this.#options.connections[name];
    return { ...(baseUrl !== null && { baseUrl }), ...(apiKey !== null && { apiKey }) };
  }
}
