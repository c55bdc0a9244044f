import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { EmbedderError } from './embedder.ts';

/** Ollama answers 503 while its queue is full, and drops connections while it swaps models. */
const RETRY_DELAYS_MS: readonly number[] = [200, 1000];

const ERROR = z.object({ error: z.string() });
const TAGS = z.object({ models: z.array(z.object({ name: z.string(), digest: z.string().min(1) })) });
const EMBEDDINGS = z.object({ embeddings: z.array(z.array(z.number())) });

export interface OllamaOptions {
  /** Such as `http://127.0.0.1:11434`. */
  readonly baseUrl: string;
  /** For one request; loading a model into memory is part of the first. */
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch | undefined;
}

export interface OllamaModel {
  /** With its tag: `bge-m3:latest`. */
  readonly name: string;
  readonly digest: string;
}

/** A refusal without Ollama's own words may come from something else at its address. */
export type OllamaAnswer<T> =
  | { readonly outcome: 'answered'; readonly value: T }
  | { readonly outcome: 'refused'; readonly status: number; readonly reason: string | null };

/** The slice of Ollama's HTTP API that embedding needs (github.com/ollama/ollama, docs/api.md). */
export class OllamaClient {
  readonly #base: URL;
  readonly #timeoutMs: number;
  readonly #fetch: typeof fetch;

  /** Throws a `misconfigured` EmbedderError where the address is none. */
  constructor({ baseUrl, timeoutMs, fetch: get = fetch }: OllamaOptions) {
    this.#base = parseBase(baseUrl);
    this.#timeoutMs = timeoutMs;
    this.#fetch = get;
  }

  get address(): string {
    return this.#base.href.replace(/\/$/, '');
  }

  async models(signal?: AbortSignal): Promise<readonly OllamaModel[]> {
    const answer = await this.#ask('api/tags', undefined, TAGS, signal);
    if (answer.outcome === 'answered') return answer.value.models;
    if (answer.status >= 500)
      throw this.unavailable(`failed (${answer.status}: ${answer.reason ?? 'no reason given'}); try again.`);
    throw this.#noOllama(`${answer.status} to /api/tags`);
  }

  /** Returns the vectors as sent, whatever their number and length. */
  async embed(model: string, input: readonly string[], signal?: AbortSignal) {
    const answer = await this.#ask('api/embed', { model, input, truncate: true }, EMBEDDINGS, signal);
    return answer.outcome === 'refused' ? answer : { ...answer, value: answer.value.embeddings };
  }

  unavailable(what: string, cause?: unknown): EmbedderError {
    return new EmbedderError('unavailable', `Ollama at ${this.address} ${what}`, { cause });
  }

  async #ask<T>(path: string, body: object | undefined, schema: z.ZodType<T>, signal?: AbortSignal) {
    for (const wait of [...RETRY_DELAYS_MS, null]) {
      const answer = await this.#try(path, body, schema, signal).catch((error: unknown) => {
        const passing = error instanceof ConnectionLostError && !NOT_RUNNING.includes(error.code);
        if (wait === null || !passing) throw this.#explain(error, signal);
        return null;
      });
      if (answer !== null && (wait === null || answer.outcome === 'answered' || answer.status !== 503)) return answer;
      await delay(wait ?? 0, undefined, { signal }).catch(() => signal?.throwIfAborted());
    }
    throw this.unavailable('is busy; try again.');
  }

  async #try<T>(
    path: string,
    body: object | undefined,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<OllamaAnswer<T>> {
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    const { status, text } = await this.#exchange(path, body, signal ? AbortSignal.any([signal, deadline]) : deadline);
    const json = parseJson(text);
    if (status >= 300 && status <= 399) throw this.#noOllama(`a redirect (${status})`);
    if (status < 200 || status > 299) {
      return {
        outcome: 'refused',
        status,
        reason: ERROR.safeParse(json).data?.error.slice(0, 200) ?? null,
      };
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return { outcome: 'answered', value: parsed.data };
    throw this.#noOllama(json === undefined ? 'something that is not JSON' : `something unknown to /${path}`);
  }

  async #exchange(path: string, body: object | undefined, signal: AbortSignal) {
    try {
      const response = await this.#fetch(new URL(path, this.#base), {
        method: body === undefined ? 'GET' : 'POST',
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        redirect: 'manual',
        signal,
      });
      return { status: response.status, text: await response.text() };
    } catch (cause) {
      throw signal.aborted ? signal.reason : new ConnectionLostError(errorCode(cause), { cause });
    }
  }

  #explain(error: unknown, signal: AbortSignal | undefined): unknown {
    if (error instanceof EmbedderError || signal?.aborted) return error;
    if (!(error instanceof ConnectionLostError)) {
      return this.unavailable(
        `did not answer within ${this.#timeoutMs / 1000} s. A large model may still be loading; try again, or allow more time.`,
        error,
      );
    }
    const { code, cause } = error;
    return NOT_RUNNING.includes(code)
      ? this.unavailable('is not running. Start it with `ollama serve`.', cause)
      : this.unavailable(`broke the connection off (${code}); try again.`, cause);
  }

  #noOllama(got: string): EmbedderError {
    return new EmbedderError(
      'misconfigured',
      `${this.address} answered ${got}, as Ollama would not. Check the address; Ollama's own is http://127.0.0.1:11434.`,
    );
  }
}

const NOT_RUNNING: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

class ConnectionLostError extends Error {
  readonly code: string;

  constructor(code: string, options: { cause: unknown }) {
    super(code, options);
    this.code = code;
  }
}

/** fetch hides the system's code in its error's cause, and for a host of several addresses one deeper. */
function errorCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return 'no connection';
}

function parseBase(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  // Not shown where it carries a password.
  const shown = url?.password || url?.username ? 'with a password in it' : `"${baseUrl}"`;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new EmbedderError(
      'misconfigured',
      `The address of Ollama ${shown} cannot be used. Write it like http://127.0.0.1:11434.`,
    );
  }
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
