import type { FetchAnswer, Fetcher, FetchRequest } from '../../rag/fetch/fetcher.ts';
import type { HostRule } from '../../rag/fetch/host-list.ts';
import { createFetcher } from '../../rag/fetch/safe-fetcher.ts';
import { createTextSources } from '../../rag/sources/registry.ts';
import { createSeriesSources } from '../../rag/sources/series/registry.ts';
import type { Source } from '../../rag/sources/source.ts';
import type { NewsConfig } from '../config/config-news.ts';

/** Returns every source that is switched on, texts first. Nothing is asked before one is visited. */
export function openSources({ sources, figures, secrets, addresses }: NewsConfig): readonly Source[] {
  return [...createTextSources(sources, secrets, addresses), ...createSeriesSources(figures, secrets, addresses)];
}

/** Returns the fetcher for these sources: their hosts and no others, and private addresses only where they were named. */
export function openFetcher(news: NewsConfig, sources: readonly Source[], version: string): Fetcher {
  const own = privateRules(news.privateHosts);
  const isOwn = (host: string) => own.some((rule) => rule.host === host);
  const hosts = [...new Set(sources.flatMap((source) => source.hosts))].filter((host) => !isOwn(host) && isWhole(host));
  const outside = createFetcher({ hosts: hosts.map((host) => publicRule(host, news)), version });
  const inside = createFetcher({ hosts: own, version, allowAddress: () => true });
  return {
    get(url: string, request?: FetchRequest): Promise<FetchAnswer> {
      const host = URL.canParse(url) ? new URL(url).hostname : '';
      return (isOwn(host) ? inside : outside).get(url, request);
    },
  };
}

/** A name without a dot means a machine of one's own network, and those are asked only where privateHosts names them. */
function isWhole(host: string): boolean {
  return host.includes('.') || host === 'localhost';
}

/** Without encryption only where the address of a feed says so itself; other services are sent keys. */
function publicRule(host: string, { sources, addresses }: NewsConfig): HostRule {
  const ofHost = ({ hostname }: URL) => hostname === host || hostname.endsWith(`.${host}`);
  const feeds = sources.feeds.map(({ url }) => new URL(url)).filter(ofHost);
  const services = Object.values(addresses).map((address) => new URL(address));
  return {
    host,
    http: feeds.some(({ protocol }) => protocol === 'http:'),
    ports: [...feeds, ...services.filter(ofHost)].flatMap(({ port }) => (port === '' ? [] : [Number(port)])),
  };
}

/** One rule a host, whatever number of its ports is named: of two rules for one host only the later would count. */
function privateRules(written: readonly string[]): readonly HostRule[] {
  const ports = new Map<string, number[]>();
  for (const one of written) {
    const [name = '', port] = one.toLowerCase().split(':');
    ports.set(name, [...(ports.get(name) ?? []), ...(port === undefined ? [] : [Number(port)])]);
  }
  return [...ports].map(([host, own]) => ({ host, http: true, ports: own, requestsPerSecond: 20 }));
}
