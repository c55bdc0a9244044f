import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came in. */
export interface WebRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The how manyeth request for this path it is; 1 for the first. */
  readonly visit: number;
}

/** What is answered, and how badly. A string or bytes alone are a body under status 200. */
export interface WebAnswer {
  readonly status?: number;
  /** Sent as they stand; a `content-length` or `content-encoding` that lies is sent, too. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** Sent again and again, in pieces, without end or as many times as said: for bodies too large to keep. */
  readonly repeat?: { readonly bytes: Uint8Array; readonly times?: number };
  /** Packs the body and says so. `deflate-raw` is named `deflate`, as some servers do. */
  readonly encoding?: 'gzip' | 'br' | 'deflate' | 'deflate-raw';
  /** Named in the answer; a request that asks for a change since then is answered 304. */
  readonly etag?: string;
  readonly lastModified?: string;
  /** Waits before the first byte. */
  readonly delayMs?: number;
  /** Sends the body in pieces of so many bytes, one each so many milliseconds. */
  readonly drip?: { readonly bytes: number; readonly everyMs: number };
  /** Never goes on: before the head, or after the first half of the body. */
  readonly hang?: 'before-head' | 'mid-body';
  /** Breaks the connection: before the head, or after the first half of the body. */
  readonly reset?: 'before-head' | 'mid-body';
}

export type Answer = string | Uint8Array | WebAnswer;
export type Answering = Answer | ((request: WebRequest) => Answer | Promise<Answer>);

/** Returns an answer that sends the reader elsewhere. */
export function redirectTo(location: string, status = 302): WebAnswer {
  return { status, headers: { location } };
}

/** Returns an answer in JSON. */
export function jsonOf(value: unknown, more: WebAnswer = {}): WebAnswer {
  return { ...more, headers: { 'content-type': 'application/json', ...more.headers }, body: JSON.stringify(value) };
}
