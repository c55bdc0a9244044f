import { SourceRefusedError, SourceUnavailableError } from '../source-error.ts';
import { type AllowAddress, isPublicAddress, type Resolve, resolveBySystem } from './address-policy.ts';
import { sourceErrorOf } from './connection-error.ts';
import { type ExchangeOptions, exchange, type RawAnswer } from './exchange.ts';
import { type FetchClock, systemClock } from './fetch-clock.ts';
import { DEFAULT_LIMITS, type FetchLimits } from './fetch-limits.ts';
import type { FetchAnswer, Fetcher, FetchRequest } from './fetcher.ts';
import { type Admission, createHostList, type HostRule } from './host-list.ts';
import { createHostQueue, type HostQueue } from './host-queue.ts';
import { pageName, pageNameOf } from './page-name.ts';
import { requestHeaders } from './request-headers.ts';
import { withRetries } from './retry.ts';
import { createRobotsCache } from './robots-cache.ts';
import { retryAfterMs, statusError } from './status-error.ts';
import { createTimeBudget, type TimeBudget } from './time-budget.ts';

export interface FetcherOptions {
  /** The only hosts that are ever asked, redirects included. */
  readonly hosts: readonly HostRule[];
  /** Of the product, for the User-Agent. */
  readonly version: string;
  readonly limits?: Partial<FetchLimits> | undefined;
  readonly clock?: FetchClock | undefined;
  /** 0..1, evenly; spreads the pauses between tries. */
  readonly random?: (() => number) | undefined;
  /** Widens what may be connected to, for servers in one's own network and for tests; public addresses alone if undefined. */
  readonly allowAddress?: AllowAddress | undefined;
  readonly resolve?: Resolve | undefined;
  /** Certificate authorities to trust instead of the runtime's, in PEM. */
  readonly authorities?: readonly string[] | undefined;
}

type Destination = Extract<Admission, { outcome: 'admitted' }>;

const PRODUCT = 'Assent';
const REQUESTS_PER_SECOND = 1;
const BURST = 3;
/** A host may ask for more, and then for no more than this: a feed of the day would be read tomorrow. */
const MAX_CRAWL_DELAY_MS = 30_000;
const MAX_VALIDATOR_LENGTH = 256;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Returns a fetcher for pages that nobody here wrote. It asks listed hosts only, on public addresses only, checked
 * anew after each redirect and bound to the connection; it keeps no cookies, reads no more than the limits say,
 * respects robots.txt (RFC 9309), goes easy on each host, and tries again where that is of use. A robots.txt has the
 * time of a page to itself, once a day.
 *
 * SourceRefusedError says by its code: `url`, `scheme`, `host`, `port`, `private-address`, `redirect`, `robots`,
 * `header`, `headers-too-large`, `too-large`, `bomb`, `encoding`, `status-404` and other 4xx. SourceUnavailableError:
 * `connection`, `dns`, `tls`, `idle`, `timeout`, `broken-answer`, `busy`, `aborted`, `robots-unreachable`,
 * `status-503`, `status-429` and others that pass. Throws RangeError at once where a listed host is no host name.
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { clock = systemClock, random = Math.random } = options;
  const limits: FetchLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const hosts = createHostList(options.hosts, limits);
  const userAgent = `${PRODUCT}/${options.version} (+news reader)`;
  const connection: ExchangeOptions = {
    resolve: options.resolve ?? resolveBySystem,
    allowAddress: options.allowAddress ?? isPublicAddress,
    limits,
    authorities: options.authorities,
  };
  const queues = new Map<string, HostQueue>();
  const robots = createRobotsCache({ clock, product: PRODUCT.toLowerCase(), load: loadRobots });

  async function get(address: string, request: FetchRequest = {}): Promise<FetchAnswer> {
    const { signal } = request;
    const page = pageNameOf(address);
    try {
      signal?.throwIfAborted();
      const start = admitted(hosts.admit(address), page);
      const budget = createTimeBudget({ totalMs: limits.totalMs, clock, page, signal });
      const attempt = () => follow(start, request, budget).catch(sourceError(page, signal));
      return await withRetries(attempt, { clock, random, limits, budget });
    } catch (error) {
      throw asSourceError(error, page, signal);
    }
  }

  async function loadRobots(url: URL, signal: AbortSignal): Promise<Buffer> {
    const answer = await get(url.href, { accept: 'text/plain', robots: 'api', signal });
    return answer.outcome === 'fetched' ? answer.body : Buffer.alloc(0);
  }

  /** Goes from redirect to redirect until there is an answer. */
  async function follow(start: Destination, request: FetchRequest, budget: TimeBudget): Promise<FetchAnswer> {
    let at = start;
    // Once away, a key stays away: what another host leads back to was chosen by that host.
    let sameHost = true;
    for (let redirects = 0; redirects <= limits.maxRedirects; redirects += 1) {
      sameHost &&= start.url.host === at.url.host;
      const answer = await visit(at, request, sameHost, budget);
      if (!REDIRECTS.has(answer.status)) return answerOf(answer, at.url, request, clock.now());
      at = redirected(at.url, answer);
    }
    throw new SourceRefusedError('redirect', `${pageName(start.url)} leads from redirect to redirect.`);
  }

  async function visit({ url, rule }: Destination, request: FetchRequest, sameHost: boolean, budget: TimeBudget) {
    const queue = queueFor(rule);
    if (request.robots !== 'api') await askRobots(url, queue, request.signal);
    const leave = await queue.enter(request.signal);
    try {
      const headers = requestHeaders(request, userAgent, sameHost);
      return await budget.spend((signal) => exchange(url, headers, signal, connection));
    } finally {
      leave();
    }
  }

  async function askRobots(url: URL, queue: HostQueue, signal: AbortSignal | undefined): Promise<void> {
    const rules = await robots.rulesFor(url, signal);
    if (!rules.allows(url)) {
      throw new SourceRefusedError('robots', `${pageName(url)} is closed to programs by the robots.txt of its host.`);
    }
    if (rules.crawlDelayMs !== null) queue.slowDown(Math.min(rules.crawlDelayMs, MAX_CRAWL_DELAY_MS));
  }

  function queueFor(rule: HostRule): HostQueue {
    const known = queues.get(rule.host);
    if (known !== undefined) return known;
    const { host, requestsPerSecond = REQUESTS_PER_SECOND, burst = BURST } = rule;
    const { connectionsPerHost: connections, maxQueueMs } = limits;
    const queue = createHostQueue(host, { requestsPerSecond, burst, connections, maxQueueMs }, clock);
    queues.set(host, queue);
    return queue;
  }

  function redirected(from: URL, { headers: { location }, status }: RawAnswer): Destination {
    const page = pageName(from);
    if (location === undefined) {
      throw new SourceUnavailableError('broken-answer', `${page} redirects (${status}) without saying where to.`);
    }
    const to = hosts.admit(location, from);
    if (to.outcome === 'refused') {
      const target = pageNameOf(location, from);
      throw new SourceRefusedError('redirect', `${page} redirects to ${target}, which ${to.reason}.`);
    }
    if (from.protocol === 'https:' && to.url.protocol === 'http:') {
      throw new SourceRefusedError('redirect', `${page} redirects to ${pageName(to.url)} without encryption.`);
    }
    return to;
  }

  return { get };
}

function admitted(admission: Admission, page: string): Destination {
  if (admission.outcome === 'admitted') return admission;
  throw new SourceRefusedError(admission.code, `${page} is not asked for: it ${admission.reason}.`);
}

function answerOf({ status, headers, body }: RawAnswer, url: URL, request: FetchRequest, now: number): FetchAnswer {
  const { validators: asked = {} } = request;
  const conditional = asked.etag !== undefined || asked.lastModified !== undefined;
  if (status === 304 && conditional) return { outcome: 'unchanged' };
  // 206 is a part nobody asked for, 202 a promise; what may be read comes with one of these.
  if (status !== 200 && status !== 203 && status !== 204) {
    throw statusError(status, pageName(url), retryAfterMs(headers['retry-after'], now));
  }
  const validators = { etag: kept(headers.etag), lastModified: kept(headers['last-modified']) };
  return { outcome: 'fetched', body, contentType: headers['content-type'] ?? '', validators, url: url.href };
}

/** What is stored and sent back stays small, or is forgotten. */
function kept(validator: string | undefined): string | undefined {
  return validator !== undefined && validator.length <= MAX_VALIDATOR_LENGTH ? validator : undefined;
}

function sourceError(page: string, signal: AbortSignal | undefined): (error: unknown) => never {
  return (error) => {
    throw asSourceError(error, page, signal);
  };
}

function asSourceError(error: unknown, page: string, signal: AbortSignal | undefined) {
  if (signal?.aborted !== true) return sourceErrorOf(error, page);
  return new SourceUnavailableError('aborted', `${page} was not waited for any longer.`, { cause: signal.reason });
}
