import type { Answer, WebRequest } from '../web/web-answer.ts';
import { jsonOf } from '../web/web-answer.ts';
import type { WebServer } from '../web/web-server.ts';
import { startWebServer } from '../web/web-server.ts';
import { taggedJson } from './tagged-json.ts';

export interface CryptoPanicSite extends WebServer {
  /** Newest first; twenty a page. Anything may stand there, as it may in an answer. */
  posts: readonly unknown[];
}

const PAGE = 20;

/** Speaks the CryptoPanic API, version 2, on the developer plan: knows one key, pages by `page`, filters by coin. */
export async function startCryptoPanicSite(token: string): Promise<CryptoPanicSite> {
  const answering = (request: WebRequest): Answer => {
    if (request.query.get('auth_token') !== token) {
      return jsonOf({ status: 'api_error', info: 'Token not found' }, { status: 401 });
    }
    const wanted = request.query.get('currencies')?.split(',');
    const posts = site.posts.filter(
      (post) => wanted === undefined || coinsOf(post).some((coin) => wanted.includes(coin)),
    );
    const page = Number(request.query.get('page') ?? 1);
    const more = posts.length > page * PAGE;
    const next = `${web.origin}/api/developer/v2/posts/?auth_token=${token}&page=${page + 1}`;
    return taggedJson({
      next: more ? next : null,
      previous: null,
      results: posts.slice((page - 1) * PAGE, page * PAGE),
    });
  };
  const web = await startWebServer({ '/api/developer/v2/posts/': answering });
  const site: CryptoPanicSite = Object.assign(web, { posts: [] as readonly unknown[] });
  return site;
}

function coinsOf(post: unknown): string[] {
  if (typeof post !== 'object' || post === null || !('instruments' in post)) return [];
  return Array.isArray(post.instruments) ? post.instruments.map(({ code }) => String(code)) : [];
}

/** A post with everything the larger plans give. */
export function cryptoPanicPost(id: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id,
    slug: `post-${id}`,
    title: `Post ${id}`,
    description: `What post ${id} says.`,
    published_at: '2026-05-12T09:00:00Z',
    created_at: '2026-05-12T09:00:05Z',
    kind: 'news',
    source: { title: 'CoinDesk', region: 'en', domain: 'coindesk.com', type: 'feed' },
    original_url: `https://www.coindesk.com/post-${id}`,
    url: `https://cryptopanic.com/news/${id}/click/`,
    instruments: [{ code: 'BTC', title: 'Bitcoin', slug: 'bitcoin', url: 'https://cryptopanic.com/news/bitcoin/' }],
    votes: { negative: 0, positive: 3, important: 1, liked: 2, disliked: 0, lol: 0, toxic: 0, saved: 0, comments: 0 },
    ...more,
  };
}
