import { Worker } from 'node:worker_threads';
import type { SourceItem } from '../document.ts';
import { type Embedder, EmbedderError } from '../embedders/embedder.ts';
import { createLexicalEmbedder } from '../embedders/lexical-embedder.ts';
import type { Preparer } from '../ingest.ts';
import type { Preparation, PreparationContext } from '../prepare.ts';
import type { PreparingAnswer, PreparingRequest } from './preparing-messages.ts';

/** A worker thread in which texts are read and embedded, so that the desk's own thread is not kept from the market. */
export interface PreparingRoom extends Preparer {
  /** The lexical embedder: questions are embedded here at once, passages in the worker. */
  readonly lexical: Embedder;
  close(): Promise<void>;
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

interface Waiting {
  resolve(answer: PreparingAnswer): void;
  reject(error: Error): void;
}

/** So many items go over at a time: what comes back is handled in one turn of the event loop. */
const PORTION = 32;
const AT_ONCE = 4;

/** Opens the room; the thread starts with the first job and again after it died. */
export function openPreparingRoom(): PreparingRoom {
  const waiting = new Map<number, Waiting>();
  const lexical = createLexicalEmbedder();
  let worker: Worker | null = null;
  let lastJob = 0;

  function start(): Worker {
    const started = new Worker(new URL('./preparing-worker.js', import.meta.url), { execArgv: [] });
    const end = (message: string) => {
      if (worker === started) worker = null;
      for (const { reject } of waiting.values()) reject(new EmbedderError('unavailable', message));
      waiting.clear();
    };
    started.on('message', (answer: PreparingAnswer) => {
      const job = waiting.get(answer.job);
      waiting.delete(answer.job);
      if (answer.type === 'failed') job?.reject(new EmbedderError('unavailable', answer.message));
      else job?.resolve(answer);
    });
    started.on('error', (error) => end(`The thread that reads texts failed: ${error.message.slice(0, 300)}`));
    started.on('exit', () => end('The thread that reads texts has ended.'));
    started.unref();
    return started;
  }

  function ask(request: DistributiveOmit<PreparingRequest, 'job'>): Promise<PreparingAnswer> {
    worker ??= start();
    const running = worker;
    lastJob += 1;
    const job = lastJob;
    running.ref();
    return new Promise<PreparingAnswer>((resolve, reject) => {
      waiting.set(job, { resolve, reject });
      running.postMessage({ ...request, job });
    }).finally(() => {
      if (waiting.size === 0) running.unref();
    });
  }

  async function embedPassages(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += PORTION) {
      signal?.throwIfAborted();
      const answer = await ask({ type: 'embed', texts: texts.slice(from, from + PORTION), role: 'passage' });
      if (answer.type === 'embedded') vectors.push(...answer.vectors);
    }
    return vectors;
  }

  return {
    lexical: {
      ...lexical,
      // A few are made quicker than a thread starts.
      embed: (texts, role, signal) =>
        role === 'query' || texts.length <= AT_ONCE ? lexical.embed(texts, role) : embedPassages(texts, signal),
    },
    async prepare(items: readonly SourceItem[], context: PreparationContext) {
      const prepared: Preparation[] = [];
      for (let from = 0; from < items.length; from += PORTION) {
        const answer = await ask({ type: 'prepare', items: items.slice(from, from + PORTION), context });
        if (answer.type === 'prepared') prepared.push(...answer.prepared);
      }
      return prepared;
    },
    async close() {
      await worker?.terminate();
      await lexical.close();
    },
  };
}
