import { type EmbeddingProgress, embedMissing } from './embed-missing.ts';
import { type Embedder, EmbedderError } from './embedders/embedder.ts';
import type { KeptEmbedder, VectorStore } from './vector-store.ts';

export interface EmbeddingServiceOptions {
  readonly vectors: VectorStore;
  /** Needs nothing and is always there. */
  readonly lexical: Embedder;
  /** Opens the one that was asked for; null where the lexical one was. */
  readonly open: (() => Promise<Embedder>) | null;
}

export interface CatchUpOptions {
  readonly onProgress?: (progress: EmbeddingProgress) => void;
  /** Ends it between two batches, or within one; what was made stays. */
  readonly signal?: AbortSignal;
}

/**
 * Sees to it that every chunk has a vector of the embedder that was asked for. Until the last one is made the embedder
 * before it serves; one that is away leaves searches to the words alone.
 */
export class EmbeddingService {
  readonly #options: EmbeddingServiceOptions;
  readonly #closing = new AbortController();
  #wanted: Embedder | null = null;
  #active: Embedder | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: EmbeddingServiceOptions) {
    this.#options = options;
  }

  /** The one whose vectors serve and which can be asked; null while there is none. */
  get active(): Embedder | null {
    return this.#active;
  }

  /** Finds out who serves. The lexical embedder is asked for what little may be missing; nothing else is waited for. */
  async start(few: number): Promise<void> {
    const { vectors, lexical } = this.#options;
    const serving = await vectors.serving();
    if (serving !== null && !isSame(serving, lexical)) return;
    const { id } = await vectors.register(lexical);
    if ((await vectors.countMissing(id)) <= few) await embedMissing({ vectors, embedder: lexical });
    this.#active = lexical;
  }

  /**
   * Opens the embedder that was asked for where nobody can be asked yet, so that vectors made before this process began
   * can be searched; makes none. Throws an EmbedderError where it cannot be used.
   */
  resume(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#active === null) await this.#openServing();
    });
  }

  /**
   * Makes the vectors that are missing and lets the embedder that was asked for serve. Throws an EmbedderError where it
   * cannot be used, and the signal's reason; what served before goes on serving.
   */
  catchUp(options: CatchUpOptions = {}): Promise<KeptEmbedder> {
    return this.#inTurn(() => this.#catchUp(options));
  }

  async #catchUp({ onProgress, signal }: CatchUpOptions): Promise<KeptEmbedder> {
    const { vectors } = this.#options;
    const stop = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
    const embedder = await this.#openServing();
    const kept = await embedMissing({ vectors, embedder, signal: stop, onProgress });
    this.#active = embedder;
    return kept;
  }

  /** It may have served when the process before this one ended. */
  async #openServing(): Promise<Embedder> {
    const embedder = await this.#open();
    const serving = await this.#options.vectors.serving();
    if (serving !== null && isSame(serving, embedder)) this.#active = embedder;
    return embedder;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #open(): Promise<Embedder> {
    if (this.#closing.signal.aborted) throw new EmbedderError('unavailable', 'The embedder was closed.');
    const { lexical, open } = this.#options;
    this.#wanted ??= open === null ? lexical : await open();
    return this.#wanted;
  }

  async close(): Promise<void> {
    this.#closing.abort(new EmbedderError('unavailable', 'The embedder was closed.'));
    await this.#turn;
    await this.#wanted?.close();
  }
}

function isSame(kept: KeptEmbedder, embedder: Embedder): boolean {
  return kept.name === embedder.name && kept.version === embedder.version;
}
