import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { UnavailableError } from '../engine/domain/errors.ts';
import type { PgliteAnswer, PgliteJob, PgliteRequest } from './pglite-messages.ts';

const START_TIMEOUT_MS = 60_000;

/** A running PGlite worker; each `connect()` is a byte stream that `pg` takes for a socket. */
export interface PgliteProcess {
  connect(): Duplex;
  dump(file: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts PGlite in a worker thread. The wire protocol travels in messages and not through pglite-socket, whose
 * connections mix up their statements as soon as one is larger than a socket's chunk (64 kB).
 */
export async function startPglite(job: PgliteJob): Promise<PgliteProcess> {
  const worker = new Worker(new URL('./pglite-worker.js', import.meta.url), { workerData: job, execArgv: [] });
  const connections = new Map<number, MessageStream>();
  const complaints: string[] = [];
  const exited = once(worker, 'exit');
  let nextConnection = 1;
  let broken: UnavailableError | undefined;

  const send = (request: PgliteRequest) => worker.postMessage(request);
  const breakDown = (message: string) => {
    broken ??= new UnavailableError(`The embedded database stopped: ${message}`);
    for (const stream of connections.values()) stream.destroy(broken);
    connections.clear();
  };
  const receive = (answer: PgliteAnswer) => {
    if (answer.type === 'bytes') connections.get(answer.connection)?.push(answer.bytes);
    else if (answer.type === 'connected') connections.get(answer.connection)?.emit('connect');
    else if (answer.type === 'failed') breakDown([...complaints, answer.message].join('; '));
    else if (answer.type === 'complaint') {
      complaints.splice(0, complaints.length - 2, answer.message);
      if (answer.panic) breakDown(complaints.join('; '));
    }
  };
  worker.on('message', receive);
  worker.on('error', (error) => breakDown(error.message.split('\n', 1)[0]?.slice(0, 300) ?? ''));
  worker.on('exit', () => breakDown('its worker has ended'));

  /** Waits for an answer of one type, or for the end. */
  const answered = (type: PgliteAnswer['type'], timeoutMs?: number) =>
    new Promise<void>((resolve, reject) => {
      const timer = timeoutMs && setTimeout(() => settle(new UnavailableError('it did not answer in time')), timeoutMs);
      const onMessage = (answer: PgliteAnswer) => {
        if (answer.type === type) settle();
        else if (broken) settle(broken);
      };
      const onEnd = () => settle(broken ?? new UnavailableError('The embedded database stopped.'));
      const settle = (error?: Error) => {
        if (timer) clearTimeout(timer);
        worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
        if (error) reject(error);
        else resolve();
      };
      worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
    });

  try {
    await answered('ready', START_TIMEOUT_MS);
  } catch (error) {
    await worker.terminate();
    throw error;
  }

  return {
    connect() {
      const id = nextConnection++;
      const stream = new MessageStream(id, send, () => connections.delete(id));
      connections.set(id, stream);
      if (broken) stream.destroy(broken);
      return stream;
    },
    async dump(file) {
      const dumped = answered('dumped');
      send({ type: 'dump', file });
      await dumped;
    },
    async stop() {
      if (broken) {
        await worker.terminate();
        return;
      }
      const closed = answered('closed').catch(() => undefined);
      send({ type: 'close' });
      await closed;
      await exited;
    },
  };
}

/** The part of a socket that `pg` uses, over messages. */
class MessageStream extends Duplex {
  readonly #id: number;
  readonly #send: (request: PgliteRequest) => void;
  readonly #forget: () => void;

  constructor(id: number, send: (request: PgliteRequest) => void, forget: () => void) {
    super();
    this.#id = id;
    this.#send = send;
    this.#forget = forget;
  }

  connect(): this {
    this.#send({ type: 'connect', connection: this.#id });
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    // A copy: `pg` reuses its buffer, and a clone of a slice would carry the whole buffer along.
    this.#send({ type: 'bytes', connection: this.#id, bytes: new Uint8Array(chunk) });
    done();
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#forget();
    done(error);
  }
}
