import type { FetchLimits } from '../../../rag/fetch/fetch-limits.ts';
import type { Fetcher } from '../../../rag/fetch/fetcher.ts';
import { createFetcher } from '../../../rag/fetch/safe-fetcher.ts';
import type { Source, SourceMemory } from '../../../rag/sources/source.ts';
import type { WebServer } from '../../fakes/web/web-server.ts';

/** 2026-05-13 00:00 UTC, a day after what the fakes publish. */
export const NOW = Date.UTC(2026, 4, 13);

/** Returns the product's own fetcher, allowed to go to a server of this process, without pauses or further tries. */
export function loopbackFetcher({ port }: WebServer, limits: Partial<FetchLimits> = {}): Fetcher {
  return createFetcher({
    hosts: [{ host: '127.0.0.1', http: true, ports: [port], requestsPerSecond: 10_000, burst: 10_000 }],
    version: '0.0.0',
    allowAddress: () => true,
    limits: { retries: 0, ...limits },
  });
}

/** Returns what visits a source again and again, each visit with the memory of the one before. */
export function visitor(source: Source, server: WebServer, limits?: Partial<FetchLimits>) {
  const fetcher = loopbackFetcher(server, limits);
  let memory: SourceMemory = {};
  return async (now = NOW) => {
    // Memory is kept as JSON between visits, so it has to survive that.
    const harvest = await source.visit({ fetcher, memory: JSON.parse(JSON.stringify(memory)), now });
    memory = harvest.memory;
    return harvest;
  };
}
