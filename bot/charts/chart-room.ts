import { Worker } from 'node:worker_threads';
import { RefusedError, UnavailableError } from '../../engine/domain/errors.ts';
import type { ChartRequest, DrawnChart } from './chart.ts';
import type { ChartAnswer, ChartJob } from './chart-messages.ts';
import { chartProblem } from './check-chart.ts';

/** A thread in which charts are drawn, so that the desk's own thread is not kept from the market. */
export interface ChartRoom {
  /**
   * Draws one chart after the other, in the order asked. Throws RefusedError, with a sentence in the viewer's language,
   * for what cannot be drawn, and UnavailableError when too many wait, when drawing takes too long, or when the thread
   * has died; the next drawing starts a new one.
   */
  draw(request: ChartRequest): Promise<DrawnChart>;
  /** Ends the thread; what still waits is told so. */
  close(): Promise<void>;
}

export interface ChartRoomOptions {
  /** How many may wait besides the one that is drawn. */
  readonly mostWaiting?: number;
  /** How long one drawing may take; the first includes the start of the thread. */
  readonly timeoutMs?: number;
  /** After so long without a drawing the thread ends and gives its memory back. */
  readonly idleMs?: number;
  /** What the thread runs. */
  readonly workerUrl?: URL;
}

interface Waiting {
  readonly request: ChartRequest;
  resolve(chart: DrawnChart): void;
  reject(error: Error): void;
}

const MOST_WAITING = 32;
const TIMEOUT_MS = 15_000;
const IDLE_MS = 120_000;

/** Opens the room; the thread starts with the first drawing, and again after it died or was idle. */
export function openChartRoom(options: ChartRoomOptions = {}): ChartRoom {
  const { mostWaiting = MOST_WAITING, timeoutMs = TIMEOUT_MS, idleMs = IDLE_MS } = options;
  const workerUrl = options.workerUrl ?? new URL('./chart-worker.js', import.meta.url);
  const queue: Waiting[] = [];
  let worker: Worker | null = null;
  let current: Waiting | null = null;
  let timer: NodeJS.Timeout | undefined;
  let lastJob = 0;
  let closed = false;

  function start(): Worker {
    const started = new Worker(workerUrl, {
      execArgv: [],
      // Only the bundled letters: a picture is the same on every machine, and no folder of fonts is searched.
      env: { DISABLE_SYSTEM_FONTS_LOAD: '1' },
      // Drawing keeps some 10 MB on the heap; what runs away ends here and not the desk.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 },
    });
    started.on('message', (answer: ChartAnswer) => {
      if (worker === started && answer.job === lastJob) settle(answer);
    });
    started.on('error', (error) => die(started, `The thread that draws charts failed: ${error.message.slice(0, 300)}`));
    started.on('exit', () => die(started, 'The thread that draws charts has ended.'));
    return started;
  }

  function settle(answer: ChartAnswer): void {
    const waiting = finish();
    if (answer.type === 'drawn') waiting?.resolve({ png: answer.png, alt: answer.alt });
    else if (answer.refused) waiting?.reject(new RefusedError(answer.message));
    else waiting?.reject(new UnavailableError(`The chart could not be drawn: ${answer.message}`));
    next();
  }

  function die(dead: Worker, message: string): void {
    if (worker !== dead) return;
    worker = null;
    finish()?.reject(new UnavailableError(message));
    next();
  }

  function finish(): Waiting | null {
    const waiting = current;
    current = null;
    clearTimeout(timer);
    return waiting;
  }

  function dismiss(message: string): void {
    const dismissed = worker;
    if (dismissed === null) return;
    die(dismissed, message);
    void dismissed.terminate();
  }

  function next(): void {
    const waiting = queue.shift();
    if (waiting === undefined) {
      rest();
      return;
    }
    current = waiting;
    worker ??= start();
    worker.ref();
    timer = setTimeout(() => dismiss(`The chart was not drawn within ${timeoutMs / 1_000} seconds.`), timeoutMs);
    lastJob += 1;
    const job: ChartJob = { job: lastJob, request: waiting.request };
    worker.postMessage(job);
  }

  /** Nothing to do keeps no process alive. */
  function rest(): void {
    worker?.unref();
    timer = setTimeout(() => dismiss('The thread that draws charts has ended.'), idleMs).unref();
  }

  return {
    async draw(request) {
      const problem = chartProblem(request);
      if (problem !== null) throw new RefusedError(problem);
      if (closed) throw new UnavailableError('The room where charts are drawn is closed.');
      if (queue.length >= mostWaiting) {
        throw new UnavailableError(`${queue.length} charts are waiting to be drawn. Ask again in a moment.`);
      }
      return new Promise<DrawnChart>((resolve, reject) => {
        queue.push({ request, resolve, reject });
        if (current === null) {
          clearTimeout(timer);
          next();
        }
      });
    },
    async close() {
      closed = true;
      const ended = worker;
      worker = null;
      for (const waiting of [finish(), ...queue.splice(0)]) {
        waiting?.reject(new UnavailableError('The room where charts are drawn is closed.'));
      }
      await ended?.terminate();
    },
  };
}
