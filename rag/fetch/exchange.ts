import { type ClientRequest, type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { TcpSocketConnectOpts } from 'node:net';
import { SourceRefusedError, SourceUnavailableError } from '../source-error.ts';
import { type AllowAddress, guardedLookup, literalAddress, privateAddress, type Resolve } from './address-policy.ts';
import { readBody } from './body-reader.ts';
import type { FetchLimits } from './fetch-limits.ts';
import { pageName } from './page-name.ts';

/** For one of several addresses; the runtime's 250 ms are short across an ocean (nodejs/node issue 54359). */
const ADDRESS_TRY_MS = 1_500;

export interface ExchangeOptions {
  readonly resolve: Resolve;
  readonly allowAddress: AllowAddress;
  readonly limits: FetchLimits;
  /** Whom to trust under TLS, in PEM; the list of the runtime where undefined. */
  readonly authorities: readonly string[] | undefined;
}

/** One answer of one server, redirects not followed. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Empty where the status is not one of success. */
  readonly body: Buffer;
}

/**
 * Sends one GET on a connection of its own and returns what comes. Nothing is kept from one call to the next: no
 * cookies, no connections. Throws source errors, the signal's reason, and errors of the connection as they are.
 */
export async function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  options: ExchangeOptions,
): Promise<RawAnswer> {
  signal.throwIfAborted();
  const literal = literalAddress(url.hostname);
  if (literal !== null && !options.allowAddress(literal)) throw privateAddress(url.hostname, literal);

  const request = open(url, headers, options);
  // A request that is destroyed in the middle of its answer reports no more than "aborted"; this says why.
  let stopped: Error | undefined;
  const stop = (why: Error) => {
    stopped ??= why;
    request.destroy(stopped);
  };
  const abort = () => stop(asError(signal.reason));
  signal.addEventListener('abort', abort, { once: true });
  request.on('timeout', () => stop(silence(url, options.limits)));
  try {
    return await answerOf(await responseTo(request, url), url, options.limits);
  } catch (error) {
    throw stopped ?? error;
  } finally {
    signal.removeEventListener('abort', abort);
    request.destroy();
  }
}

function open(url: URL, headers: Readonly<Record<string, string>>, options: ExchangeOptions): ClientRequest {
  const { resolve, allowAddress, limits, authorities } = options;
  const settings: RequestOptions & Pick<TcpSocketConnectOpts, 'autoSelectFamilyAttemptTimeout'> = {
    method: 'GET',
    headers,
    agent: false,
    lookup: guardedLookup(resolve, allowAddress),
    maxHeaderSize: limits.maxHeaderBytes,
    timeout: limits.idleMs,
    autoSelectFamilyAttemptTimeout: ADDRESS_TRY_MS,
  };
  try {
    if (url.protocol === 'http:') return plainRequest(url, settings);
    return tlsRequest(url, authorities === undefined ? settings : { ...settings, ca: [...authorities] });
  } catch {
    // What was thrown may quote the header, and a header may be a key.
    throw new SourceRefusedError(
      'header',
      `A header for ${pageName(url)} has characters that cannot be sent: check the key for line breaks and blanks.`,
    );
  }
}

function responseTo(request: ClientRequest, url: URL): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
    request.on('close', () => reject(connectionLost(url)));
    request.end();
  });
}

async function answerOf(response: IncomingMessage, url: URL, limits: FetchLimits): Promise<RawAnswer> {
  const { statusCode: status = 0, headers } = response;
  if (status < 200 || status > 299) return { status, headers, body: Buffer.alloc(0) };
  const page = pageName(url);
  if (Number(headers['content-length']) > limits.maxBytes) {
    throw new SourceRefusedError('too-large', `${page} says that it is larger than ${limits.maxBytes} bytes.`);
  }
  const body = await readBody({ chunks: response, encoding: headers['content-encoding'] ?? '', page, limits });
  return { status, headers, body };
}

function connectionLost(url: URL): SourceUnavailableError {
  return new SourceUnavailableError('connection', `${pageName(url)} closed the connection without an answer.`);
}

function silence(url: URL, { idleMs }: FetchLimits): SourceUnavailableError {
  return new SourceUnavailableError('idle', `${pageName(url)} was silent for ${idleMs} ms.`);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
