import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EmbedderError } from './embedder.ts';
import type { SentenceAnswer, SentenceRequest } from './sentence-messages.ts';

/** A large model on a slow disk; hashing it is part of the start. */
const START_TIMEOUT_MS = 120_000;

const CHILD = fileURLToPath(new URL('./sentence-child.js', import.meta.url));

type Ready = Extract<SentenceAnswer, { type: 'ready' }>;

interface Waiting {
  resolve(vectors: readonly Float32Array[]): void;
  reject(error: unknown): void;
}

/** A sentence model in a process of its own, and what it owes us; one that died is started again by the next call. */
export class SentenceProcess {
  readonly #directory: string;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #started: Promise<Ready> | undefined;
  #version: string | undefined;
  #nextJob = 1;
  #closed = false;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** As a list of processes shows it; undefined while it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Throws an EmbedderError: what the folder lacks, or why the process did not start. */
  async start(): Promise<Ready> {
    if (this.#closed) throw this.#stopped('');
    this.#started ??= this.#launch();
    const ready = await this.#started;
    this.#version ??= ready.version;
    if (ready.version === this.#version) return ready;
    throw new EmbedderError(
      'misconfigured',
      `The model in ${this.#directory} was changed while it was in use. Start again to use the new one.`,
    );
  }

  async embed(texts: readonly string[], role: 'query' | 'passage', signal?: AbortSignal) {
    signal?.throwIfAborted();
    await this.start();
    signal?.throwIfAborted();
    if (texts.length === 0) return [];

    const job = this.#nextJob++;
    const cancel = () => {
      this.#send({ type: 'cancel', job });
      this.#settle(job)?.reject(signal?.reason);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<readonly Float32Array[]>((resolve, reject) => {
        this.#waiting.set(job, { resolve, reject });
        this.#keepAlive(true);
        this.#send({ type: 'embed', job, texts, role });
      });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (child === undefined) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    this.#keepAlive(true);
    // Asked to and not told to, so that a model is not broken off in the middle; the deadline is for one that hangs.
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    this.#send({ type: 'close' });
    await exited;
    clearTimeout(timer);
  }

  #launch(): Promise<Ready> {
    const child = fork(CHILD, [this.#directory], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    return new Promise<Ready>((resolve, reject) => {
      const timer = setTimeout(() => breakDown(this.#stopped('it did not start in time')), START_TIMEOUT_MS);
      const breakDown = (error: EmbedderError) => {
        // Its successor's texts are not its own to give up.
        if (this.#child !== child) return;
        clearTimeout(timer);
        this.#child = undefined;
        this.#started = undefined;
        child.kill('SIGKILL');
        reject(error);
        for (const job of [...this.#waiting.keys()]) this.#settle(job)?.reject(error);
      };
      child.on('message', (answer: SentenceAnswer) => {
        if (answer.type === 'refused') breakDown(new EmbedderError(answer.code, answer.message));
        else if (answer.type === 'ready') {
          clearTimeout(timer);
          if (this.#waiting.size === 0) this.#keepAlive(false);
          resolve(answer);
        } else this.#deliver(answer);
      });
      child.on('error', (error) => breakDown(this.#stopped(error.message)));
      child.on('exit', (code, killedBy) => breakDown(this.#stopped(killedBy ?? `code ${code}`)));
    });
  }

  #deliver(answer: Extract<SentenceAnswer, { readonly job: number }>): void {
    const waiting = this.#settle(answer.job);
    if (answer.type === 'failed') waiting?.reject(new EmbedderError(answer.code, answer.message));
    // Copies: as they came, all of them share one block of memory, and keeping one would keep them all.
    else waiting?.resolve(answer.vectors.map((vector) => vector.slice()));
  }

  #settle(job: number): Waiting | undefined {
    const waiting = this.#waiting.get(job);
    this.#waiting.delete(job);
    if (this.#waiting.size === 0) this.#keepAlive(false);
    return waiting;
  }

  /** Only while somebody waits for vectors may the model keep the program from ending. */
  #keepAlive(yes: boolean): void {
    const child = this.#child;
    if (yes) {
      child?.ref();
      child?.channel?.ref();
    } else {
      child?.unref();
      child?.channel?.unref();
    }
  }

  #send(request: SentenceRequest): void {
    // A process that is just ending cannot be written to; its end is told by its exit.
    this.#child?.send(request, () => undefined);
  }

  #stopped(why: string): EmbedderError {
    const what = this.#closed ? 'was closed.' : `stopped (${why}); try again.`;
    return new EmbedderError('unavailable', `The sentence model in ${this.#directory} ${what}`);
  }
}
