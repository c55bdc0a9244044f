import { z } from 'zod';
import type { SourceItem } from '../document.ts';
import type { FetchAnswer } from '../fetch/fetcher.ts';
import { SourceRefusedError } from '../source-error.ts';
import { textHarvest, unchangedHarvest } from './harvest.ts';
import { cutText, inItsLanguage, MAX_BODY_CHARACTERS } from './item-text.ts';
import { readEntries, readJson } from './json-answer.ts';
import { publishedTime } from './published-time.ts';
import type { Source, Unreadable, Visit } from './source.ts';
import { asSourceError } from './source-refusal.ts';
import { visitInterval } from './visit-interval.ts';

/** How the search on X is written in the configuration; its bearer token is a secret and stands elsewhere. */
export const xSearchSchema = z.strictObject({
  enabled: z.boolean().default(false),
  /** In the words of X: https://docs.x.com/x-api/posts/search/integrate/build-a-query */
  query: z
    .string()
    .min(1)
    .max(512, 'must be at most 512 characters, as X allows')
    .default('(bitcoin OR ethereum OR 비트코인) has:links -is:retweet (lang:en OR lang:ko)'),
  every: visitInterval('1m', '15m'),
});
export type XSearchConfig = z.infer<typeof xSearchSchema>;

export interface XSearchOptions {
  readonly config: XSearchConfig;
  /** Null where none was given: a visit then says so. */
  readonly bearer: string | null;
  /** `https://api.x.com` unless said otherwise. */
  readonly origin?: string | undefined;
}

const MAX_PAGES = 3;
const PAGE_SIZE = 100;
/** As much of a post as stands for a title. */
const TITLE_CHARACTERS = 280;
/** X searches seven days back and refuses an older starting point; an hour is left for clocks that differ. */
const SEARCHED_MS = 7 * 86_400_000 - 3_600_000;
const SNOWFLAKE_EPOCH = 1_288_834_974_657;

const pageSchema = z.object({
  data: z.array(z.unknown()).default([]),
  includes: z.object({ users: z.array(z.unknown()).default([]) }).optional(),
  meta: z.object({ newest_id: z.string().optional(), next_token: z.string().optional() }).default({}),
  errors: z.array(z.unknown()).default([]),
});
type Page = z.infer<typeof pageSchema>;

const userSchema = z.object({ id: z.string(), username: z.string().regex(/^\w{1,20}$/) });

const postSchema = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  text: z.string().min(1),
  created_at: z.string().optional(),
  lang: z.string().optional(),
  author_id: z.string().optional(),
  entities: z.object({ cashtags: z.array(z.object({ tag: z.string().max(20) })).optional() }).optional(),
});
type Post = z.infer<typeof postSchema>;

const SENTENCES = {
  400: 'X does not understand the query, or the place to go on from; check the query of the search on X',
  401: 'X does not accept the bearer token; check X_BEARER_TOKEN_FILE',
  402: 'X wants credits for this search; see the account the bearer token belongs to',
  403: 'X does not allow this search to the account of the bearer token; see its plan, and X_BEARER_TOKEN_FILE',
  429: 'X is asked too often, or the month of the plan is used up; it is left alone for a while',
} as const;

/**
 * Searches X for posts of the last seven days (https://docs.x.com/x-api/posts/search-recent-posts). A visit goes on
 * from the newest post of the last one, at most three pages of a hundred; what lies beyond is told and left.
 */
export function createXSearchSource(options: XSearchOptions): Source {
  const origin = options.origin ?? 'https://api.x.com';
  return {
    name: 'x',
    everyMs: options.config.every,
    hosts: [new URL(origin).hostname],
    visit: async (visit) => {
      const { bearer } = options;
      if (bearer !== null) return visitSearch({ ...options, origin, bearer }, visit);
      throw new SourceRefusedError(
        'key-missing',
        'The search on X is switched on without a key; set X_BEARER_TOKEN_FILE',
      );
    },
  };
}

interface Asking {
  readonly config: XSearchConfig;
  readonly bearer: string;
  readonly origin: string;
}

async function visitSearch(asking: Asking, visit: Visit) {
  const items: SourceItem[] = [];
  const unreadable: Unreadable[] = [];
  let newest = visit.memory.cursor;
  let token: string | undefined;
  for (let number = 1; number <= MAX_PAGES; number += 1) {
    const answer = await page(asking, visit, token);
    if (answer.outcome === 'unchanged') return unchangedHarvest(visit.memory);
    const read = readJson(answer, pageSchema, 'X');
    const posts = readEntries(read.data, postSchema, number === 1 ? 'post' : `page ${number}, post`);
    const names = usernames(read);
    items.push(...posts.entries.map((post) => itemOf(post, names)));
    unreadable.push(...posts.unreadable, ...partialErrors(read));
    newest = newerOf(newest, read.meta.newest_id);
    token = read.meta.next_token;
    if (token === undefined) break;
  }
  if (token !== undefined) unreadable.push({ place: 'search', problem: TOO_MANY });
  return textHarvest(items, unreadable, { cursor: newest });
}

const TOO_MANY = `more than ${MAX_PAGES * PAGE_SIZE} posts since the last visit; the older ones are left. Narrow the query`;

async function page({ config, bearer, origin }: Asking, visit: Visit, token: string | undefined): Promise<FetchAnswer> {
  const url = new URL('/2/tweets/search/recent', origin);
  const since = stillSearched(visit.memory.cursor, visit.now);
  url.searchParams.set('query', config.query);
  url.searchParams.set('max_results', String(PAGE_SIZE));
  url.searchParams.set('tweet.fields', 'created_at,lang,entities,public_metrics');
  url.searchParams.set('expansions', 'author_id');
  url.searchParams.set('user.fields', 'username');
  if (since !== undefined) url.searchParams.set('since_id', since);
  if (token !== undefined) url.searchParams.set('next_token', token);
  const headers = { authorization: `Bearer ${bearer}` };
  try {
    return await visit.fetcher.get(url.href, {
      headers,
      accept: 'application/json',
      robots: 'api',
      signal: visit.signal,
    });
  } catch (error) {
    throw asSourceError(error, SENTENCES, bearer);
  }
}

/** A post's number holds its time (https://docs.x.com/fundamentals/x-ids); one that lies too far back is not named. */
function stillSearched(id: string | undefined, now: number): string | undefined {
  if (id === undefined || !/^\d{1,20}$/.test(id)) return undefined;
  const postedAt = Number(BigInt(id) >> 22n) + SNOWFLAKE_EPOCH;
  return postedAt > now - SEARCHED_MS ? id : undefined;
}

function newerOf(one: string | undefined, other: string | undefined): string | undefined {
  const ids = [one, other].filter((id): id is string => id !== undefined && /^\d{1,20}$/.test(id));
  return ids.reduce<string | undefined>(
    (best, id) => (best === undefined || BigInt(id) > BigInt(best) ? id : best),
    undefined,
  );
}

function usernames({ includes }: Page): ReadonlyMap<string, string> {
  const users = readEntries(includes?.users ?? [], userSchema, 'user').entries;
  return new Map(users.map(({ id, username }) => [id, username]));
}

function partialErrors({ errors }: Page): Unreadable[] {
  return errors.length === 0 ? [] : [{ place: 'search', problem: `X left out ${errors.length} of its answers` }];
}

function itemOf(post: Post, names: ReadonlyMap<string, string>): SourceItem {
  const author = names.get(post.author_id ?? '');
  return {
    publishedAt: publishedTime(post.created_at),
    source: author === undefined ? 'x' : `@${author.toLowerCase()}`,
    kind: 'post',
    url: `https://x.com/${author ?? 'i/web'}/status/${post.id}`,
    assets: [...new Set((post.entities?.cashtags ?? []).map(({ tag }) => tag.toUpperCase()))],
    title: inItsLanguage(cutText(post.text, TITLE_CHARACTERS), TITLE_CHARACTERS, post.lang),
    body: post.text.length > TITLE_CHARACTERS ? inItsLanguage(post.text, MAX_BODY_CHARACTERS, post.lang) : {},
  };
}
