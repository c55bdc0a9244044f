import { z } from 'zod';
import type { SourceItem } from '../document.ts';
import { textHarvest, unchangedHarvest } from './harvest.ts';
import { inItsLanguage, MAX_TITLE_CHARACTERS } from './item-text.ts';
import { readEntries, readJson } from './json-answer.ts';
import { noticeAssets, noticeTopic } from './notice-title.ts';
import type { NoticeOptions } from './notices-config.ts';
import { publishedTime, SEOUL } from './published-time.ts';
import { recallSeen } from './seen-items.ts';
import type { Source, Visit } from './source.ts';
import { asSourceError } from './source-refusal.ts';

/** Twenty is the most it gives. */
const PATH = '/v1/notices?count=20';

const listSchema = z.array(z.unknown());

const noticeSchema = z.object({
  title: z.string().min(1),
  categories: z.array(z.string()).nullish(),
  pc_url: z.url({ protocol: /^https?$/ }),
  /** `2025-07-17 11:00:00`, in Korean time. */
  published_at: z.string().nullish(),
  modified_at: z.string().nullish(),
});
type Notice = z.infer<typeof noticeSchema>;

const SENTENCES = {
  401: 'Bithumb does not let its notices be read from here',
  403: 'Bithumb does not let its notices be read from here',
  429: 'Bithumb is asked for its notices too often (it allows one request a second); it is left alone for a while',
} as const;

/** Reads the notices of Bithumb by its public API, version 2.1.5 (https://apidocs.bithumb.com/reference/공지사항-조회). */
export function createBithumbNoticesSource({ everyMs, origin = 'https://api.bithumb.com' }: NoticeOptions): Source {
  return {
    name: 'notices:bithumb',
    everyMs,
    hosts: [new URL(origin).hostname],
    visit: (visit) => visitNotices(new URL(PATH, origin).href, visit),
  };
}

async function visitNotices(address: string, { fetcher, memory, signal }: Visit) {
  const request = { validators: memory.validators, accept: 'application/json', robots: 'api', signal } as const;
  const answer = await fetcher.get(address, request).catch((error: unknown) => {
    throw asSourceError(error, SENTENCES);
  });
  if (answer.outcome === 'unchanged') return unchangedHarvest(memory);
  const { entries, unreadable } = readEntries(readJson(answer, listSchema, 'Bithumb'), noticeSchema, 'notice');
  const seen = recallSeen(memory.cursor);
  const fresh = entries.filter(({ pc_url, title }) => seen.isNew(pc_url, title));
  return textHarvest(fresh.map(itemOf), unreadable, { validators: answer.validators, cursor: seen.toCursor() });
}

function itemOf({ title, categories, pc_url, published_at }: Notice): SourceItem {
  return {
    publishedAt: publishedTime(published_at ?? undefined, SEOUL),
    source: 'bithumb',
    kind: 'notice',
    url: pc_url,
    topic: noticeTopic(`${categories?.join(' ') ?? ''} ${title}`) ?? 'exchange',
    assets: noticeAssets(title),
    title: inItsLanguage(title, MAX_TITLE_CHARACTERS, 'ko'),
    body: {},
  };
}
