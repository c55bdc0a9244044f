import type { Answer, WebRequest } from '../web/web-answer.ts';
import { jsonOf } from '../web/web-answer.ts';
import type { WebServer } from '../web/web-server.ts';
import { startWebServer } from '../web/web-server.ts';

export interface XPost {
  readonly id: string;
  readonly text: string;
  readonly [field: string]: unknown;
}

export interface XSite extends WebServer {
  /** Newest first. */
  posts: readonly XPost[];
  users: readonly unknown[];
}

const EPOCH = 1_288_834_974_657;

/** Returns the number of a post made at a time: https://docs.x.com/fundamentals/x-ids. */
export function postId(at: number, sequence = 0): string {
  return ((BigInt(at - EPOCH) << 22n) + BigInt(sequence)).toString();
}

/** Speaks recent search of the X API, version 2: seven days back from `now`, `since_id`, `next_token`. */
export async function startXSite(bearer: string, now: number): Promise<XSite> {
  const answering = (request: WebRequest): Answer => {
    const { query, headers } = request;
    if (headers.authorization !== `Bearer ${bearer}`) {
      return jsonOf(
        { title: 'Unauthorized', type: 'about:blank', status: 401, detail: 'Unauthorized' },
        { status: 401 },
      );
    }
    const since = query.get('since_id');
    if (since !== null && Number(BigInt(since) >> 22n) + EPOCH < now - 7 * 86_400_000) {
      return jsonOf(
        { title: 'Invalid Request', detail: "'since_id' must be a tweet id created after" },
        { status: 400 },
      );
    }
    const found = site.posts.filter(({ id }) => since === null || BigInt(id) > BigInt(since));
    const from = Number(query.get('next_token') ?? 0);
    const size = Number(query.get('max_results'));
    const data = found.slice(from, from + size);
    const next: Record<string, string> = from + size < found.length ? { next_token: String(from + size) } : {};
    const meta = data.length === 0 ? { result_count: 0 } : metaOf(data, next);
    // Without a result there is no `data`, and not an empty one.
    return jsonOf({ ...(data.length > 0 && { data, includes: { users: site.users } }), meta });
  };
  const web = await startWebServer({ '/2/tweets/search/recent': answering });
  const site: XSite = Object.assign(web, { posts: [] as readonly XPost[], users: [] as readonly unknown[] });
  return site;
}

function metaOf(data: readonly XPost[], next: Readonly<Record<string, string>>) {
  return { newest_id: data[0]?.id, oldest_id: data.at(-1)?.id, result_count: data.length, ...next };
}
