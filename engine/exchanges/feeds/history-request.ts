import http from 'node:http';
import https from 'node:https';
import { UnavailableError } from '../../domain/errors.ts';
import type { LiveLoop } from '../system-event-loop.ts';

export interface PublicAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RequestTerms {
  readonly connectTimeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks for a public resource. Rejects with `UnavailableError`; an answer with an error status is an answer. */
export type RequestPublic = (url: string, terms: RequestTerms) => Promise<PublicAnswer>;

/**
 * Returns plain GET requests over agents of their own. A limit on connecting that is distinct from the limit on
 * answering is what `fetch` cannot be told, hence Node's own client; both address families are tried.
 */
export function createPublicRequests(loop: Pick<LiveLoop, 'after'>): RequestPublic {
  const terms = { keepAlive: true, autoSelectFamily: true };
  const agents = { 'http:': new http.Agent(terms), 'https:': new https.Agent(terms) };
  return (url, limit) =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const secure = target.protocol === 'https:';
      const fail = (what: string): void => {
        finish();
        request.destroy();
        reject(new UnavailableError(`${target.host} ${what}`));
      };
      const request = (secure ? https : http).request(target, {
        agent: agents[secure ? 'https:' : 'http:'],
        headers: { accept: 'application/json', 'user-agent': 'assent' },
      });
      const limits = [loop.after(limit.totalTimeoutMs, () => fail('did not answer in time'))];
      const abort = (): void => fail('is not asked any more');
      const finish = (): void => {
        for (const cancel of limits) cancel();
        limit.signal?.removeEventListener('abort', abort);
      };
      limit.signal?.addEventListener('abort', abort, { once: true });
      request.on('error', () => fail('cannot be reached'));
      request.on('socket', (socket) => {
        if (!socket.connecting) return;
        const cancel = loop.after(limit.connectTimeoutMs, () => fail('did not take the connection in time'));
        socket.once(secure ? 'secureConnect' : 'connect', cancel);
        limits.push(cancel);
      });
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > limit.maxBytes) fail('sent too much');
          else parts.push(part);
        });
        response.on('error', () => fail('broke off'));
        response.on('aborted', () => fail('broke off'));
        response.on('end', () => {
          finish();
          const { statusCode = 0 } = response;
          resolve({
            status: statusCode,
            headers: plainHeaders(response.headers),
            body: Buffer.concat(parts).toString('utf8'),
          });
        });
      });
      if (limit.signal?.aborted) fail('is not asked any more');
      else request.end();
    });
}

function plainHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
