import { jsonOf } from '../web/web-answer.ts';
import type { WebServer } from '../web/web-server.ts';
import { startWebServer } from '../web/web-server.ts';
import { taggedJson } from './tagged-json.ts';

export interface NoticeSite extends WebServer {
  /** Newest first. */
  notices: readonly unknown[];
}

/** Speaks the notices of Upbit's own site: twenty a page at most, an error above. */
export async function startUpbitSite(): Promise<NoticeSite> {
  const web = await startWebServer({
    '/api/v1/announcements': ({ query }) => {
      const size = Number(query.get('per_page'));
      if (size > 20) return jsonOf({ success: false }, { status: 400 });
      const notices = site.notices.slice(0, size);
      const data = { total_pages: 1, total_count: site.notices.length, notices, fixed_notices: [] };
      return taggedJson({ success: true, data });
    },
  });
  const site: NoticeSite = Object.assign(web, { notices: [] as readonly unknown[] });
  return site;
}

export function upbitNotice(id: number, title: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    title,
    category: '거래',
    listed_at: '2026-05-12T15:21:10+09:00',
    first_listed_at: '2026-05-12T15:21:10+09:00',
    need_new_badge: true,
    need_update_badge: false,
    ...more,
  };
}

/** Speaks `GET /v1/notices` of Bithumb's public API, version 2.1.5. */
export async function startBithumbSite(): Promise<NoticeSite> {
  const web = await startWebServer({
    '/v1/notices': ({ query }) => taggedJson(site.notices.slice(0, Number(query.get('count') ?? 5))),
  });
  const site: NoticeSite = Object.assign(web, { notices: [] as readonly unknown[] });
  return site;
}

export function bithumbNotice(id: number, title: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    categories: ['안내'],
    title,
    pc_url: `https://feed.bithumb.com/notice/${id}`,
    published_at: '2026-05-12 15:21:10',
    modified_at: '2026-05-12 15:21:10',
    ...more,
  };
}

export interface BinanceSite extends WebServer {
  /** By the number of their catalogue; newest first. */
  articles: Readonly<Record<string, readonly unknown[]>>;
  /** Answers as it does where it is asked too often: without a list. */
  throttled: boolean;
}

/** Speaks the announcements of Binance's own site. */
export async function startBinanceSite(): Promise<BinanceSite> {
  const web = await startWebServer({
    '/bapi/composite/v1/public/cms/article/list/query': ({ query }) => {
      const catalogId = query.get('catalogId') ?? '';
      const articles = (site.articles[catalogId] ?? []).slice(0, Number(query.get('pageSize')));
      const catalog = { catalogId: Number(catalogId), catalogName: 'Of the fake', total: articles.length, articles };
      const data = site.throttled ? 0 : { catalogs: [catalog] };
      return taggedJson({ code: '000000', message: null, messageDetail: null, data, success: true });
    },
  });
  const site: BinanceSite = Object.assign(web, { articles: {}, throttled: false });
  return site;
}

export function binanceArticle(id: number, title: string, more: Readonly<Record<string, unknown>> = {}) {
  return { id, code: `${id}`.padStart(32, 'a'), title, type: 1, releaseDate: 1_778_576_470_000, ...more };
}
