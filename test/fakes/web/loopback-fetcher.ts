import type { Fetcher } from '../../../rag/fetch/fetcher.ts';
import { createFetcher, type FetcherOptions } from '../../../rag/fetch/safe-fetcher.ts';
import type { WebServer } from './web-server.ts';

/** Returns the real fetcher, allowed to reach these loopback servers and nothing else, and in no need to wait for turns. */
export function createLoopbackFetcher(servers: readonly WebServer[], changes: Partial<FetcherOptions> = {}): Fetcher {
  const ports = servers.map(({ port }) => port);
  const pace = { requestsPerSecond: 1_000, burst: 1_000 };
  return createFetcher({
    version: 'test',
    hosts: ['127.0.0.1', 'localhost'].map((host) => ({ host, http: true, ports, ...pace })),
    allowAddress: (address) => address === '127.0.0.1' || address === '::1',
    resolve: async () => ['127.0.0.1'],
    authorities: servers.flatMap(({ certificate = [] }) => certificate),
    ...changes,
  });
}
