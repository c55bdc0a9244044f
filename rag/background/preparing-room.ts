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

const SCRIPT = new URL('./preparing-worker.js', import.meta.url);

/** A thread and who waits for it: where it died, those who wait for the next one are not concerned. */
interface Desk {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/** Opens the room; the thread starts with the first job and again after it died. */
export function openPreparingRoom({ script = SCRIPT }: { readonly script?: URL } = {}): PreparingRoom {
  const lexical = createLexicalEmbedder();
  let desk: Desk | null = null;
  let lastJob = 0;
  let closed = false;

  function start(): Desk {
    const waiting = new Map<number, Waiting>();
    const started = new Worker(script, { execArgv: [] });
    const end = (message: string) => {
      if (desk?.worker === started) desk = null;
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
    return { worker: started, waiting };
  }

  function ask(request: DistributiveOmit<PreparingRequest, 'job'>): Promise<PreparingAnswer> {
    if (closed) return Promise.reject(new EmbedderError('unavailable', 'The thread that reads texts was closed.'));
    desk ??= start();
    const { worker, waiting } = desk;
    lastJob += 1;
    const job = lastJob;
    worker.ref();
    return new Promise<PreparingAnswer>((resolve, reject) => {
      waiting.set(job, { resolve, reject });
      worker.postMessage({ ...request, job });
    }).finally(() => {
      waiting.delete(job);
      if (waiting.size === 0) worker.unref();
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
      closed = true;
      await desk?.worker.terminate();
      await lexical.close();
    },
  };
}
