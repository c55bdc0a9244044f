import { SourceRefusedError, SourceUnavailableError } from '../source-error.ts';
import type { FetchClock } from './fetch-clock.ts';
import { orAborted } from './or-aborted.ts';
import { NO_RULES, type RobotsRules, readRobots } from './robots-rules.ts';

const KEPT_MS = 24 * 3_600_000;
/** A host whose robots.txt did not come is not asked for it again at once. */
const FAILURE_KEPT_MS = 60_000;
const MAX_HOSTS = 50;

/** Codes under which a robots.txt counts as absent: it is not there for us, or lies where we do not go (RFC 9309, 2.3.1). */
const ABSENT = /^(status-4\d\d|redirect)$/;

export interface RobotsCacheOptions {
  readonly clock: FetchClock;
  /** Our token in a robots.txt, such as `assent`. */
  readonly product: string;
  /** Gets a robots.txt under the rules for any other page. */
  readonly load: (url: URL, signal: AbortSignal) => Promise<Buffer>;
}

export interface RobotsCache {
  /**
   * Returns the rules of a page's host. Throws SourceUnavailableError `robots-unreachable` where they cannot be had:
   * a server in trouble is left alone. SourceRefusedError where the host may not be asked at all, and the signal's
   * reason once that is aborted.
   */
  rulesFor(page: URL, signal?: AbortSignal): Promise<RobotsRules>;
}

interface Entry {
  readonly rules: Promise<RobotsRules>;
  readonly controller: AbortController;
  keptUntil: number;
  waiting: number;
}

/** Returns a cache that asks each host once a day, and once for all who wait. */
export function createRobotsCache({ clock, product, load }: RobotsCacheOptions): RobotsCache {
  const entries = new Map<string, Entry>();

  function entryFor(origin: string): Entry {
    const known = entries.get(origin);
    if (known !== undefined && clock.now() < known.keptUntil) return known;
    entries.delete(origin);
    const entry = startEntry(new URL('/robots.txt', origin));
    entries.set(origin, entry);
    const [oldest] = entries.keys();
    if (entries.size > MAX_HOSTS && oldest !== undefined) entries.delete(oldest);
    return entry;
  }

  function startEntry(url: URL): Entry {
    const controller = new AbortController();
    const rules = load(url, controller.signal).then((body) => readRobots(body, product), absentOr(url));
    const entry: Entry = { rules, controller, keptUntil: Number.POSITIVE_INFINITY, waiting: 0 };
    rules.then(
      () => (entry.keptUntil = clock.now() + KEPT_MS),
      () => (entry.keptUntil = clock.now() + (controller.signal.aborted ? 0 : FAILURE_KEPT_MS)),
    );
    return entry;
  }

  return {
    async rulesFor(page, signal) {
      const entry = entryFor(page.origin);
      entry.waiting += 1;
      try {
        return await orAborted(entry.rules, signal);
      } finally {
        entry.waiting -= 1;
        if (entry.waiting === 0 && signal?.aborted === true) abandon(entry, page.origin);
      }
    },
  };

  /** Nobody waits any more; whoever comes next asks anew. */
  function abandon(entry: Entry, origin: string) {
    if (entry.keptUntil !== Number.POSITIVE_INFINITY) return;
    entry.controller.abort();
    if (entries.get(origin) === entry) entries.delete(origin);
  }
}

function absentOr(url: URL): (error: unknown) => RobotsRules {
  return (error) => {
    if (error instanceof SourceRefusedError) {
      if (ABSENT.test(error.code)) return NO_RULES;
      throw error;
    }
    const retryAfterMs = error instanceof SourceUnavailableError ? error.retryAfterMs : undefined;
    const cause = error instanceof SourceUnavailableError ? ` (${error.message.replace(/\.$/, '')})` : '';
    const message = `${url.host} does not give its robots.txt now${cause}, so its pages are left alone until it does.`;
    throw new SourceUnavailableError('robots-unreachable', message, { cause: error, retryAfterMs });
  };
}
