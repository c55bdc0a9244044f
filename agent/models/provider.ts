import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { ModelProviderName, ModelQuestion } from './model-call.ts';

/** Where a model is reached; the key goes nowhere else. */
export interface ModelConnection {
  readonly model: string;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
}

/** What a whole reply says, and says of itself; read from the bytes, for clients drop fields and throw on others. */
export interface ModelReply {
  readonly text: string;
  /** `filtered` by a guard of the server; `other` is an end that nobody named. */
  readonly end: 'stop' | 'length' | 'tools' | 'filtered' | 'other';
  /** It called something. */
  readonly calledTool: boolean;
  /** The model declined, in the field that its protocol has for it. */
  readonly declined: boolean;
  /** Null where the server does not count. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** What a model is set to; part of what decides its answer. */
export interface ModelSettings {
  readonly temperature: number;
  /** Null where the server knows none. */
  readonly seed: number | null;
  readonly maxTokens: number;
}

export interface ClientOptions {
  readonly settings: ModelSettings;
  readonly fetch: typeof fetch;
  /** What question and answer take at most, in tokens, by our own rough count. */
  readonly contextTokens: number;
  /** Written for a person while it comes, in words and calls of tools, or whole as one JSON object. */
  readonly use: 'talk' | 'json';
}

/** A kind of server that language models are reached at. */
export interface ModelProvider {
  readonly name: ModelProviderName;
  /** Null where there is none to guess. */
  readonly defaultBaseUrl: string | null;
  readonly needsKey: boolean;
  /** It stands at home: what it answers costs nothing. */
  readonly isFree: boolean;
  /** What it can be given room for; null where the server says itself that a question is too long. */
  readonly maxContextTokens: number | null;
  /** Returns the address as the client wants it, whichever page people copied it from. */
  baseUrl(url: URL): string;
  settings(model: string, maxTokens: number): ModelSettings;
  /** Returns what a body says, streamed or not; null where it is none of this kind or has no end. */
  readReply(body: string): ModelReply | null;
  /** Whether a line of a streamed body is one that the client can read. */
  isStreamLine(line: string): boolean;
  /** Returns a client made for one exchange: some share state between calls, and an abort of one would end the others. */
  open(connection: ModelConnection, options: ClientOptions): Promise<BaseChatModel>;
  /** Returns the options of a call that hold the model to a shape of answer as far as this server can. */
  held(model: string, answer: ModelQuestion['answer'], settings: ModelSettings): Readonly<Record<string, unknown>>;
  /** Where the models are listed that can be asked, and how to read the list; null where there is no list. */
  readonly list: { readonly path: string; read(body: unknown): readonly string[] | null } | null;
}

/** Ours comes first; that of the clients only must not be shorter. */
export const CLIENT_TIMEOUT_MS = 3_600_000;

/** The same for all that know one. */
export const SEED = 7;
