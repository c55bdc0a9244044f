import { z } from 'zod';
import type { SourceItem, Topic } from '../document.ts';
import { textHarvest, unchangedHarvest } from './harvest.ts';
import { inItsLanguage, MAX_TITLE_CHARACTERS } from './item-text.ts';
import { readEntries, readJson } from './json-answer.ts';
import { noticeAssets } from './notice-title.ts';
import type { NoticeOptions } from './notices-config.ts';
import { publishedTime } from './published-time.ts';
import { recallSeen } from './seen-items.ts';
import type { Source, Visit } from './source.ts';
import { asSourceError } from './source-refusal.ts';

interface Catalog {
  readonly id: number;
  readonly name: string;
  readonly topic: Topic;
}

/** The catalogues of https://www.binance.com/en/support/announcement that a trader lives by. */
const CATALOGS: readonly Catalog[] = [
  { id: 48, name: 'listings', topic: 'listing' },
  { id: 161, name: 'delistings', topic: 'delisting' },
  { id: 157, name: 'maintenance', topic: 'maintenance' },
];

const articlesSchema = z.array(z.unknown());
const pageSchema = z.object({
  // Where it is asked too often, `data` is 0 or missing.
  data: z.object({
    catalogs: z.array(z.object({ articles: articlesSchema.nullish() })).nullish(),
    articles: articlesSchema.nullish(),
  }),
});

const articleSchema = z.object({
  code: z.string().regex(/^[\w-]{1,80}$/),
  title: z.string().min(1),
  releaseDate: z.number().int().nullish(),
});
type Article = z.infer<typeof articleSchema>;

const CLOSED = 'Binance does not let its announcements be read from here';
const SENTENCES = {
  401: CLOSED,
  403: CLOSED,
  429: 'Binance is asked for its announcements too often; it is left alone for a while',
  451: 'Binance does not serve the country this runs in',
} as const;

/** Returns a source for each catalogue of Binance's announcements, so that each has its own memory and its own luck. */
export function createBinanceAnnouncementSources(options: NoticeOptions): readonly Source[] {
  return CATALOGS.map((catalog) => announcementSource(catalog, options));
}

function announcementSource(catalog: Catalog, { everyMs, origin = 'https://www.binance.com' }: NoticeOptions): Source {
  const path = `/bapi/composite/v1/public/cms/article/list/query?type=1&catalogId=${catalog.id}&pageNo=1&pageSize=20`;
  return {
    name: `notices:binance-${catalog.name}`,
    everyMs,
    hosts: [new URL(origin).hostname],
    visit: (visit) => visitCatalog(catalog, new URL(path, origin).href, visit),
  };
}

async function visitCatalog(catalog: Catalog, address: string, { fetcher, memory, signal }: Visit) {
  const headers = { lang: 'en', 'accept-language': 'en' };
  const request = {
    headers,
    validators: memory.validators,
    accept: 'application/json',
    robots: 'respect',
    signal,
  } as const;
  const answer = await fetcher.get(address, request).catch((error: unknown) => {
    throw asSourceError(error, SENTENCES);
  });
  if (answer.outcome === 'unchanged') return unchangedHarvest(memory);
  const { catalogs, articles } = readJson(answer, pageSchema, 'Binance').data;
  const listed = catalogs?.flatMap((one) => one.articles ?? []) ?? articles ?? [];
  const { entries, unreadable } = readEntries(listed, articleSchema, 'article');
  const seen = recallSeen(memory.cursor);
  const fresh = entries.filter(({ code, title }) => seen.isNew(code, title));
  const items = fresh.map((article) => itemOf(article, catalog));
  return textHarvest(items, unreadable, { validators: answer.validators, cursor: seen.toCursor() });
}

function itemOf({ code, title, releaseDate }: Article, { topic }: Catalog): SourceItem {
  return {
    publishedAt: publishedTime(releaseDate?.toString()),
    source: 'binance',
    kind: 'notice',
    url: `https://www.binance.com/en/support/announcement/${code}`,
    topic,
    assets: noticeAssets(title),
    title: inItsLanguage(title, MAX_TITLE_CHARACTERS, 'en'),
    body: {},
  };
}
