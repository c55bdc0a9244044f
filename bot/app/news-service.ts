import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { EmbedderError } from '../../rag/embedders/embedder.ts';
import type { VisitReport } from '../../rag/visit-sources.ts';
import { visitSources } from '../../rag/visit-sources.ts';
import type { NewsConfig } from '../config/config-news.ts';
import type { Knowledge } from './knowledge.ts';
import { openFetcher, openSources } from './news-sources.ts';

export interface NewsService {
  /** Lets a visit that is under way end, and begins no other. */
  stop(): Promise<void>;
}

/** Keeps the news of a running desk: makes vectors in the background, and visits sources where that was asked for. */
export function startNewsService(
  knowledge: Knowledge,
  news: NewsConfig,
  { logger, version }: { readonly logger: Logger; readonly version: string },
): NewsService {
  const log = logger.child({ component: 'news' });
  const stopping = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    await catchUp();
    if (news.fetchEveryMs === null) return;
    const sources = openSources(news);
    const fetcher = openFetcher(news, sources, version);
    while (!stopping.signal.aborted) {
      const reports = await visitSources(
        sources,
        {
          ...{ fetcher, ingester: knowledge.ingester, series: knowledge.series, journal: knowledge.sources },
          now: Date.now,
          onFault: (source, fault) => log.error({ err: fault, source }, 'A source failed by a fault of its own.'),
        },
        { signal: stopping.signal, onReport: tell },
      ).catch((fault: unknown) => {
        log.error({ err: fault }, 'The sources could not be visited.');
        return [];
      });
      if (reports.some((report) => report.outcome === 'visited' && report.documents !== null)) await catchUp();
      await sleep(news.fetchEveryMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  function tell(report: VisitReport): void {
    if (report.outcome === 'failed') log.warn(report, 'A source gave nothing.');
    else if (!report.unchanged) log.info({ ...report, documents: report.documents?.stored }, 'A source was visited.');
  }

  async function catchUp(): Promise<void> {
    try {
      await knowledge.embedding.catchUp();
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (error instanceof EmbedderError) log.warn({ code: error.code }, error.message);
      else log.error({ err: error }, 'Vectors could not be made.');
    }
  }

  return {
    async stop() {
      stopping.abort();
      await running.catch(() => undefined);
    },
  };
}
