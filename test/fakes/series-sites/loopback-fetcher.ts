import type { FetchAnswer, Fetcher } from '../../../rag/fetch/fetcher.ts';
import { SourceRefusedError, SourceUnavailableError } from '../../../rag/source-error.ts';

/**
 * Fetches from loopback servers only, with the errors the port promises. Its errors show the whole address on purpose:
 * a source has to keep its key out of them by itself.
 */
export function createLoopbackFetcher(): Fetcher {
  return {
    async get(url, request = {}): Promise<FetchAnswer> {
      if (new URL(url).hostname !== '127.0.0.1')
        throw new SourceRefusedError('fetch.host', `${url} is not on the list.`);
      const headers = { accept: request.accept ?? '*/*', ...request.headers };
      const response = await fetch(
        url,
        request.signal === undefined ? { headers } : { headers, signal: request.signal },
      );
      const body = Buffer.from(await response.arrayBuffer());
      if (!response.ok) throw errorOf(response, url);
      return { outcome: 'fetched', body, contentType: response.headers.get('content-type') ?? '', validators: {}, url };
    },
  };
}

function errorOf(response: Response, url: string): Error {
  const { status } = response;
  const message = `${url} answered ${status}.`;
  const cause = new Error(`asked ${url}`);
  const wait = response.headers.get('retry-after');
  const retryAfterMs = wait === null ? undefined : Number(wait) * 1_000;
  if (status === 429 || status === 418 || status >= 500) {
    return new SourceUnavailableError(`http.${status}`, message, { retryAfterMs, cause });
  }
  return new SourceRefusedError(`http.${status}`, message, { cause });
}
