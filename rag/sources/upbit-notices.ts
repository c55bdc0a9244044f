import { z } from 'zod';
import type { SourceItem, Topic } from '../document.ts';
import { textHarvest, unchangedHarvest } from './harvest.ts';
import { inItsLanguage, MAX_TITLE_CHARACTERS } from './item-text.ts';
import { readEntries, readJson } from './json-answer.ts';
import { noticeAssets, noticeTopic } from './notice-title.ts';
import type { NoticeOptions } from './notices-config.ts';
import { publishedTime, SEOUL } from './published-time.ts';
import { recallSeen } from './seen-items.ts';
import type { Source, Visit } from './source.ts';
import { asSourceError } from './source-refusal.ts';

/** The service gives twenty a page and no more. */
const PATH = '/api/v1/announcements?os=web&page=1&per_page=20&category=all';

const pageSchema = z.object({
  data: z.object({ notices: z.array(z.unknown()), fixed_notices: z.array(z.unknown()).nullish() }),
});

const noticeSchema = z.object({
  id: z.union([z.number().int().positive(), z.string().regex(/^\d{1,12}$/)]),
  title: z.string().min(1),
  category: z.string().nullish(),
  listed_at: z.string().nullish(),
  first_listed_at: z.string().nullish(),
});
type Notice = z.infer<typeof noticeSchema>;

/** Upbit answers in the language it supposes the reader to speak. */
const TOPIC_OF_CATEGORY: Readonly<Record<string, Topic>> = {
  점검: 'maintenance',
  입출금: 'maintenance',
  maintenance: 'maintenance',
  'deposits/withdrawals': 'maintenance',
};

const CLOSED = 'Upbit does not let its notices be read from here (it refuses the addresses of many data centres)';
const SENTENCES = {
  401: CLOSED,
  403: CLOSED,
  429: 'Upbit is asked for its notices too often; it is left alone for a while',
} as const;

/**
 * Reads the notices of Upbit (업비트 공지사항), as its own site does; there is no body in the list, the titles say it all.
 * A notice whose title was changed, such as by `(완료)`, is returned again, at the time of the change.
 */
export function createUpbitNoticesSource({ everyMs, origin = 'https://api-manager.upbit.com' }: NoticeOptions): Source {
  return {
    name: 'notices:upbit',
    everyMs,
    hosts: [new URL(origin).hostname],
    visit: (visit) => visitNotices(new URL(PATH, origin).href, visit),
  };
}

async function visitNotices(address: string, { fetcher, memory, signal }: Visit) {
  const headers = { 'accept-language': 'ko-KR' };
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
  const { notices, fixed_notices } = readJson(answer, pageSchema, 'Upbit').data;
  const { entries, unreadable } = readEntries([...notices, ...(fixed_notices ?? [])], noticeSchema, 'notice');
  const seen = recallSeen(memory.cursor);
  const fresh = entries.filter(({ id, title }) => seen.isNew(String(id), title));
  return textHarvest(fresh.map(itemOf), unreadable, { validators: answer.validators, cursor: seen.toCursor() });
}

function itemOf(notice: Notice): SourceItem {
  const { id, title, category, listed_at, first_listed_at } = notice;
  return {
    publishedAt: publishedTime(listed_at ?? first_listed_at ?? undefined, SEOUL),
    source: 'upbit',
    kind: 'notice',
    url: `https://upbit.com/service_center/notice?id=${id}`,
    topic: noticeTopic(title) ?? TOPIC_OF_CATEGORY[category?.toLowerCase() ?? ''] ?? 'exchange',
    assets: noticeAssets(title),
    title: inItsLanguage(title, MAX_TITLE_CHARACTERS, 'ko'),
    body: {},
  };
}
