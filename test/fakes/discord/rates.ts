import { createHash } from 'node:crypto';

/** Discord's limits as bots meet them: 5 messages in 5 s to a channel, 50 calls a second in all. */
const PER_ROUTE = 5;
const ROUTE_WINDOW_MS = 5000;
const PER_SECOND = 50;
/** Answers to interactions are not held against the bot. */
const FREE = 'POST /interactions/:id/:token/callback';
const LIMITED = /^(POST|PATCH|DELETE) \/(channels|webhooks)\//;

export interface Allowance {
  readonly headers: Readonly<Record<string, string>>;
  /** Null when the call may go on. */
  readonly wait: { readonly seconds: number; readonly global: boolean } | null;
}

/** Counts calls, and says when it is too much. */
export interface Rates {
  /** `major` is the channel or the interaction's token; each has a bucket of its own. */
  check(route: string, major: string, at: number): Allowance;
}

export function createRates(): Rates {
  const buckets = new Map<string, { endsAt: number; used: number }>();
  let all: number[] = [];

  return {
    check: (route, major, at) => {
      if (route === FREE) return { headers: {}, wait: null };
      all = all.filter((time) => time > at - 1000);
      const first = all[0];
      if (all.length >= PER_SECOND && first !== undefined) {
        return { headers: {}, wait: { seconds: (first + 1000 - at) / 1000, global: true } };
      }
      all.push(at);
      return LIMITED.test(route) ? checkBucket(route, major, at) : { headers: {}, wait: null };
    },
  };

  function checkBucket(route: string, major: string, at: number): Allowance {
    const key = `${route} ${major}`;
    const known = buckets.get(key);
    const bucket = known === undefined || known.endsAt <= at ? { endsAt: at + ROUTE_WINDOW_MS, used: 0 } : known;
    buckets.set(key, bucket);
    const isOver = bucket.used >= PER_ROUTE;
    if (!isOver) bucket.used += 1;
    const seconds = (bucket.endsAt - at) / 1000;
    const headers = {
      'x-ratelimit-bucket': createHash('sha256').update(route).digest('hex').slice(0, 32),
      'x-ratelimit-limit': `${PER_ROUTE}`,
      'x-ratelimit-remaining': `${PER_ROUTE - bucket.used}`,
      'x-ratelimit-reset': (bucket.endsAt / 1000).toFixed(3),
      'x-ratelimit-reset-after': seconds.toFixed(3),
    };
    return { headers, wait: isOver ? { seconds, global: false } : null };
  }
}
