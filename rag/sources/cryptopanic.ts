import { z } from 'zod';
import type { SourceItem } from '../document.ts';
import type { FetchAnswer } from '../fetch/fetcher.ts';
import { SourceRefusedError } from '../source-error.ts';
import { textHarvest, unchangedHarvest } from './harvest.ts';
import { inItsLanguage, MAX_BODY_CHARACTERS, MAX_TITLE_CHARACTERS } from './item-text.ts';
import { readEntries, readJson } from './json-answer.ts';
import { publishedTime } from './published-time.ts';
import { publisherName } from './publisher-name.ts';
import { recallSeen } from './seen-items.ts';
import type { Source, Unreadable, Visit } from './source.ts';
import { asSourceError } from './source-refusal.ts';
import { visitInterval } from './visit-interval.ts';

/** How CryptoPanic is written in the configuration; its key is a secret and stands elsewhere. */
export const cryptoPanicSchema = z.strictObject({
  enabled: z.boolean().default(false),
  /** The plan of the key: it stands in the address that is asked. */
  plan: z.enum(['developer', 'growth', 'enterprise']).default('developer'),
  /** Coin names such as BTC; empty for all. */
  currencies: z
    .array(z.string().regex(/^[A-Z0-9]{2,15}$/, 'must be a coin name such as BTC'))
    .max(50)
    .default([]),
  filter: z.enum(['rising', 'hot', 'bullish', 'bearish', 'important', 'saved', 'lol']).optional(),
  every: visitInterval('1m', '10m'),
});
export type CryptoPanicConfig = z.infer<typeof cryptoPanicSchema>;

export interface CryptoPanicOptions {
  readonly config: CryptoPanicConfig;
  /** Null where none was given: a visit then says so. */
  readonly token: string | null;
  /** `https://cryptopanic.com` unless said otherwise. */
  readonly origin?: string | undefined;
}

const MAX_PAGES = 3;

const pageSchema = z.object({ next: z.string().nullish(), results: z.array(z.unknown()) });

const coinsSchema = z.array(z.object({ code: z.string().max(20) })).nullish();

const postSchema = z.object({
  title: z.string().min(1),
  description: z.string().nullish(),
  published_at: z.string().nullish(),
  created_at: z.string().nullish(),
  // The developer plan leaves these out.
  id: z.union([z.number(), z.string()]).nullish(),
  url: z.string().nullish(),
  original_url: z.string().nullish(),
  source: z.object({ title: z.string().nullish(), domain: z.string().nullish() }).nullish(),
  instruments: coinsSchema,
  currencies: coinsSchema,
});
type Post = z.infer<typeof postSchema>;

const SENTENCES = {
  401: 'CryptoPanic does not accept the key; check CRYPTOPANIC_TOKEN_FILE',
  403: 'CryptoPanic does not accept the key, or its plan does not allow this; check CRYPTOPANIC_TOKEN_FILE and the plan',
  404: 'CryptoPanic knows no such address; check the plan of the key',
  429: 'CryptoPanic is asked too often, or the month of the plan is used up; it is left alone for a while',
} as const;

/**
 * Reads posts of the CryptoPanic API, version 2 (https://cryptopanic.com/developers/api/): the newest page, and up to
 * two more while everything on a page is new. The key stands in the address, so it is taken out of every error.
 */
export function createCryptoPanicSource(options: CryptoPanicOptions): Source {
  const origin = options.origin ?? 'https://cryptopanic.com';
  return {
    name: 'cryptopanic',
    everyMs: options.config.every,
    hosts: [new URL(origin).hostname],
    visit: async (visit) => {
      const { token } = options;
      if (token !== null) return visitPosts({ ...options, origin, token }, visit);
      throw new SourceRefusedError(
        'key-missing',
        'CryptoPanic is switched on without a key; set CRYPTOPANIC_TOKEN_FILE',
      );
    },
  };
}

interface Asking {
  readonly config: CryptoPanicConfig;
  readonly token: string;
  readonly origin: string;
}

async function visitPosts(asking: Asking, visit: Visit) {
  const seen = recallSeen(visit.memory.cursor);
  const first = await page(asking, visit, 1);
  if (first.outcome === 'unchanged') return unchangedHarvest(visit.memory);
  const items: SourceItem[] = [];
  const unreadable: Unreadable[] = [];
  for (let number = 1, answer: FetchAnswer = first; answer.outcome === 'fetched'; number += 1) {
    const { results, next } = readJson(answer, pageSchema, 'CryptoPanic');
    const { entries, unreadable: broken } = readEntries(
      results,
      postSchema,
      number === 1 ? 'post' : `page ${number}, post`,
    );
    const fresh = entries.filter((post) => seen.isNew(identityOf(post), `${post.title}\n${post.description ?? ''}`));
    items.push(...fresh.map(itemOf));
    unreadable.push(...broken);
    const mayHaveMissed = visit.memory.cursor !== undefined && fresh.length === entries.length && fresh.length > 0;
    if (!mayHaveMissed || !next || number === MAX_PAGES) break;
    answer = await page(asking, visit, number + 1);
  }
  return textHarvest(items, unreadable, { validators: first.validators, cursor: seen.toCursor() });
}

async function page(asking: Asking, { fetcher, memory, signal }: Visit, number: number): Promise<FetchAnswer> {
  const validators = number === 1 ? memory.validators : undefined;
  try {
    return await fetcher.get(addressOf(asking, number), {
      accept: 'application/json',
      robots: 'api',
      validators,
      signal,
    });
  } catch (error) {
    throw asSourceError(error, SENTENCES, asking.token);
  }
}

function addressOf({ config, token, origin }: Asking, page: number): string {
  const url = new URL(`/api/${config.plan}/v2/posts/`, origin);
  url.searchParams.set('auth_token', token);
  if (config.currencies.length > 0) url.searchParams.set('currencies', config.currencies.join(','));
  if (config.filter !== undefined) url.searchParams.set('filter', config.filter);
  if (page > 1) url.searchParams.set('page', String(page));
  return url.href;
}

function identityOf({ id, original_url, url, title, published_at }: Post): string {
  return String(id ?? original_url ?? url ?? `${title} ${published_at}`);
}

function itemOf(post: Post): SourceItem {
  const coins = [...(post.instruments ?? []), ...(post.currencies ?? [])].map(({ code }) => code);
  return {
    publishedAt: publishedTime(post.published_at ?? post.created_at ?? undefined),
    source: publisherName(post.source?.domain ?? '') || 'cryptopanic',
    kind: 'news',
    url: webAddress(post.original_url) ?? webAddress(post.url),
    assets: [...new Set(coins)],
    title: inItsLanguage(post.title, MAX_TITLE_CHARACTERS),
    body: inItsLanguage(post.description ?? '', MAX_BODY_CHARACTERS),
  };
}

function webAddress(written: string | null | undefined): string | undefined {
  return written && /^https?:\/\//i.test(written) ? written : undefined;
}
