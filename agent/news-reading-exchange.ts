import { z } from 'zod';
import { parseJson } from './news-reading-json.ts';

/** More than any reading with its thoughts; a body beyond it is something else. */
const MAX_BYTES = 1_000_000;
/** Later than this is as good as never, and a wrong header must not silence a reader for a day. */
const MAX_RETRY_AFTER_MS = 600_000;

const ERROR_BODY = z.object({ error: z.object({ code: z.string() }) });

export type Cut = 'deadline' | 'stalled' | 'cancelled' | 'too-long';

/** How an exchange with a model's server ended. */
export type Ended =
  | { readonly type: 'cut'; readonly by: Cut }
  | { readonly type: 'lost' }
  | { readonly type: 'broken' }
  | {
      readonly type: 'answered';
      readonly status: number;
      /** As the server asked; null where it did not. */
      readonly retryAfterMs: number | null;
      /** The code in the body of an error, such as `tool_use_failed`; compared, never shown. */
      readonly code: string | null;
    };

export interface ExchangeOptions {
  /** For all of it. */
  readonly deadlineMs: number;
  /** Between two pieces of the body. */
  readonly idleMs: number;
  readonly signal: AbortSignal | undefined;
  /** Whether a whole, successful body is what this kind of server sends. */
  readonly isWhole: (body: string) => boolean;
}

/**
 * One request under limits of our own. The body is handed on only when all of it has come, for the clients of models take
 * the part that came before an abort for the answer, and do not close the connection; here an abort closes it.
 */
export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #controller = new AbortController();
  readonly #alarm: NodeJS.Timeout;
  readonly #cancel = () => this.#cut('cancelled');
  #ended: Ended | null = null;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#alarm = setTimeout(() => this.#cut('deadline'), options.deadlineMs);
    options.signal?.addEventListener('abort', this.#cancel, { once: true });
    if (options.signal?.aborted) this.#cut('cancelled');
  }

  /** Aborted when the exchange is cut. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Null as long as nothing was asked. */
  get ended(): Ended | null {
    return this.#ended;
  }

  /** For the client of a model. Signals of its own are left out: they would close nothing that ours does not. */
  readonly fetch: typeof fetch = async (input, init) => {
    try {
      const response = await fetch(input, { ...init, redirect: 'error', signal: this.signal });
      const body = await this.#readWhole(response);
      return this.#answer(response, body);
    } catch (error) {
      this.#ended ??= { type: 'lost' };
      throw error;
    }
  };

  /** Ends timers and whatever is still under way. */
  close(): void {
    clearTimeout(this.#alarm);
    this.#options.signal?.removeEventListener('abort', this.#cancel);
    this.#controller.abort();
  }

  #cut(by: Cut): void {
    if (this.#ended?.type !== 'cut') this.#ended = { type: 'cut', by };
    this.#controller.abort();
  }

  async #readWhole(response: Response): Promise<string> {
    const parts: Uint8Array[] = [];
    let length = 0;
    const stall = setTimeout(() => this.#cut('stalled'), this.#options.idleMs);
    try {
      for await (const part of response.body ?? []) {
        stall.refresh();
        length += part.length;
        if (length > MAX_BYTES) this.#cut('too-long');
        this.signal.throwIfAborted();
        parts.push(part);
      }
    } finally {
      clearTimeout(stall);
    }
    return Buffer.concat(parts).toString('utf8');
  }

  #answer(response: Response, body: string): Response {
    const { status, ok, headers } = response;
    if (ok && !this.#options.isWhole(body)) {
      this.#ended = { type: 'broken' };
      throw new TypeError('The answer is not whole.');
    }
    const code = ok ? null : (ERROR_BODY.safeParse(parseJson(body)).data?.error.code ?? null);
    this.#ended = { type: 'answered', status, retryAfterMs: retryAfterMs(headers.get('retry-after')), code };
    const type = headers.get('content-type') ?? 'application/json';
    return new Response(body, { status, headers: { 'content-type': type } });
  }
}

/** Returns the time a header asks to wait, in whole or broken seconds or until a date; null where it says nothing. */
export function retryAfterMs(header: string | null, now = Date.now()): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1_000;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER_MS);
}
