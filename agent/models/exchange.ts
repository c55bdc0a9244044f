import { z } from 'zod';
import { parseJson } from './parse-json.ts';
import type { ModelProvider, ModelReply } from './provider.ts';
import { cutOf } from './time-limit.ts';

/** More than any answer with its thoughts; a body beyond it is something else. */
const MAX_BYTES = 1_000_000;
/** Later than this is as good as never, and a wrong header must not silence a model for a day. */
const MAX_RETRY_AFTER_MS = 600_000;

const ERROR_BODY = z.object({ error: z.object({ code: z.string() }) });

export type Cut = 'deadline' | 'stalled' | 'cancelled' | 'too-long';

/** How an exchange with a model's server ended. */
export type Ended =
  | { readonly type: 'cut'; readonly by: Cut }
  | {
      readonly type: 'lost';
      /** No connection ever stood, so nothing can have been worked on. */
      readonly neverReached: boolean;
    }
  | { readonly type: 'broken' }
  | { readonly type: 'answered'; readonly reply: ModelReply }
  | {
      readonly type: 'refused';
      readonly status: number;
      /** As the server asked; null where it did not. */
      readonly retryAfterMs: number | null;
      /** The code in the body of an error, such as `tool_use_failed`; compared, never shown. */
      readonly code: string | null;
    };

export interface ExchangeOptions {
  /** Between two pieces of the body. */
  readonly idleMs: number;
  /** Ends it; `cutOf` tells why. */
  readonly signal: AbortSignal;
  readonly server: Pick<ModelProvider, 'readReply' | 'isStreamLine'>;
}

/**
 * One request under limits of our own. The clients of models take the part that came before an abort for the answer, do
 * not close the connection, and print what they cannot read; so what they are given is whole, or comes line by line and
 * fails where it breaks off. An abort closes the connection.
 */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #controller = new AbortController();
  readonly #cancel = () => this.#cut(cutOf(this.#options.signal));
  #ended: Ended | null = null;
  #wasAsked = false;
  #body = '';

  constructor(options: ExchangeOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', this.#cancel, { once: true });
    if (options.signal.aborted) this.#cancel();
  }

  /** Aborted when the exchange is cut. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Null as long as nothing was asked, or nothing is decided. */
  get ended(): Ended | null {
    return this.#ended;
  }

  /** Whether the client got as far as sending anything. */
  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  /** For the client of a model: hands the body on when all of it has come. Signals of the client close nothing that ours does not. */
  readonly fetch: typeof fetch = (input, init) =>
    this.#ask(input, init, async (response) => {
      for await (const part of this.#parts(response)) this.#body += part;
      this.#finish();
      return this.#body;
    });

  /** For the client of a model that streams: hands on line by line what it can read, and fails where the end is missing. */
  readonly fetchStream: typeof fetch = (input, init) =>
    this.#ask(input, init, async (response) => ReadableStream.from(this.#lines(response)));

  /** Returns how it ended, once the client is done: some stop reading at the last word and leave the end unread. */
  finished(): Ended {
    const reply = this.#ended === null ? this.#options.server.readReply(this.#body) : null;
    this.#ended ??= reply === null ? { type: 'broken' } : { type: 'answered', reply };
    return this.#ended;
  }

  /** The client could not make sense of what came: then it is no answer, even if all of it came. */
  giveUp(): void {
    if (this.#ended === null || this.#ended.type === 'answered') this.#ended = { type: 'broken' };
  }

  /** Ends whatever is still under way. */
  close(): void {
    this.#options.signal.removeEventListener('abort', this.#cancel);
    this.#controller.abort();
  }

  async #ask(
    input: Parameters<typeof fetch>[0],
    init: RequestInit | undefined,
    read: (response: Response) => Promise<string | ReadableStream<Uint8Array>>,
  ): Promise<Response> {
    this.#wasAsked = true;
    try {
      const response = await fetch(input, { ...init, redirect: 'error', signal: this.signal });
      if (!response.ok) await this.#refuse(response);
      const type = response.headers.get('content-type') ?? 'application/json';
      return new Response(await read(response), { status: response.status, headers: { 'content-type': type } });
    } catch (error) {
      this.#ended ??= { type: 'lost', neverReached: isNeverReached(error) };
      throw error;
    }
  }

  #cut(by: Cut): void {
    if (this.#ended === null || this.#ended.type === 'lost') this.#ended = { type: 'cut', by };
    this.#controller.abort();
  }

  async *#parts(response: Response): AsyncGenerator<string> {
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let length = 0;
    for (;;) {
      // Only waiting for the server counts, not what the reader of a stream does between two pieces.
      const stall = setTimeout(() => this.#cut('stalled'), this.#options.idleMs);
      const part = await reader?.read().finally(() => clearTimeout(stall));
      if (part === undefined || part.done) break;
      length += part.value.length;
      if (length > MAX_BYTES) this.#cut('too-long');
      this.signal.throwIfAborted();
      yield decoder.decode(part.value, { stream: true });
    }
    yield decoder.decode();
  }

  async *#lines(response: Response): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    let rest = '';
    try {
      for await (const part of this.#parts(response)) {
        rest += part;
        const end = rest.lastIndexOf('\n') + 1;
        if (end === 0) continue;
        const lines = rest.slice(0, end);
        rest = rest.slice(end);
        this.#check(lines);
        this.#body += lines;
        yield encoder.encode(lines);
      }
      this.#check(rest);
      this.#body += rest;
      this.#finish();
      yield encoder.encode(rest);
    } catch (cause) {
      this.#ended ??= { type: 'lost', neverReached: false };
      // Never an abort's own error: clients take that for an end that somebody wished.
      throw new TypeError('The stream broke off.', { cause });
    }
  }

  #check(lines: string): void {
    if (lines.split('\n').every((line) => this.#options.server.isStreamLine(line))) return;
    this.#ended = { type: 'broken' };
    throw new TypeError('The stream holds what no model sends.');
  }

  #finish(): void {
    const reply = this.#options.server.readReply(this.#body);
    this.#ended = reply === null ? { type: 'broken' } : { type: 'answered', reply };
    if (reply === null) throw new TypeError('The answer is not whole.');
  }

  async #refuse(response: Response): Promise<never> {
    let body = '';
    for await (const part of this.#parts(response)) body += part;
    const code = ERROR_BODY.safeParse(parseJson(body)).data?.error.code ?? null;
    const { status, headers } = response;
    this.#ended = { type: 'refused', status, retryAfterMs: retryAfterMs(headers.get('retry-after')), code };
    throw new TypeError(`The server said ${status}.`);
  }
}

const NEVER_REACHED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Tells by the cause that fetch gives whether the server was never spoken to. */
function isNeverReached(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  // Both addresses of a name may have been tried.
  const causes = cause instanceof AggregateError ? cause.errors : [cause];
  return causes.every((one: unknown) => one instanceof Error && 'code' in one && NEVER_REACHED.has(one.code));
}

/** Returns the time a header asks to wait, in whole or broken seconds or until a date; null where it says nothing. */
export function retryAfterMs(header: string | null, now = Date.now()): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1_000;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MS);
}
