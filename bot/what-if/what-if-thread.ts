import { Worker } from 'node:worker_threads';
import type { NewsSource } from '../../engine/ports/news-source.ts';
import type { SeriesSource } from '../../engine/ports/series-source.ts';
import type { FromThread, PlayedJob, ToThread, WhatIfJob } from './what-if-job.ts';

/** What the thread may ask of the main one: only reading. */
export interface ThreadSources {
  readonly news: NewsSource;
  readonly series: SeriesSource;
}

const SCRIPT = new URL('./what-if-worker.js', import.meta.url);
/** A run that needs more than this has gone wrong; the desk must not pay for it. */
const MOST_MEMORY_MB = 1_024;

/** Plays a job in a thread of its own. Rejects with what went wrong there, or with the reason of the signal. */
export function playInThread(
  job: WhatIfJob,
  sources: ThreadSources,
  signal: AbortSignal,
  script: URL = SCRIPT,
): Promise<PlayedJob> {
  signal.throwIfAborted();
  const worker = new Worker(script, {
    execArgv: [],
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  const answer = (message: ToThread) => worker.postMessage(message);
  const played = new Promise<PlayedJob>((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      switch (message.type) {
        case 'news':
          sources.news.find(message.query).then(
            (news) => answer({ type: 'news', id: message.id, news }),
            () => answer({ type: 'refused', id: message.id }),
          );
          return;
        case 'series':
          sources.series.series(message.asOf).then(
            (series) => answer({ type: 'series', id: message.id, series }),
            () => answer({ type: 'refused', id: message.id }),
          );
          return;
        case 'played':
          resolve(message.played);
          return;
        case 'failed':
          reject(new Error(message.message));
          return;
      }
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the thread ended without an answer')));
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return played.finally(() => worker.terminate());
}
