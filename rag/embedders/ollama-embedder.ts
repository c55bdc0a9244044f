import { type Embedder, EmbedderError } from './embedder.ts';
import { OllamaClient, type OllamaModel, type OllamaOptions } from './ollama-client.ts';
import { relevanceFloor } from './relevance-floor.ts';
import { retrievalPrefixes } from './retrieval-prefixes.ts';
import { unitVector } from './unit-vector.ts';

/** Larger ones are no quicker, and their answers take longer to read than the event loop should wait. */
const BATCH = 16;

/** About as much as the longest of these models reads. */
const MAX_CHARACTERS = 16_000;

/** A text that the server finds too long is halved down to this many characters. */
const SHORTEST = 200;

export interface OllamaEmbedderOptions extends OllamaOptions {
  /** Such as `bge-m3` or `nomic-embed-text:v1.5`. */
  readonly model: string;
}

/**
 * Connects to an embedding model of the user's own Ollama server; its digest is the version, so that an updated model
 * is a new one. Throws an EmbedderError: `unavailable` where the server is not running or busy, `misconfigured` where
 * it lacks the model.
 */
export async function createOllamaEmbedder({ model, ...options }: OllamaEmbedderOptions): Promise<Embedder> {
  const client = new OllamaClient(options);
  const { digest } = findModel(model, await client.models(), client.address);
  const connection = new OllamaConnection(client, model);
  const embed: Embedder['embed'] = (texts, role, signal) => connection.embed(texts, role, signal);
  const [probe] = await embed(['a'], 'passage');
  return {
    name: `ollama:${model}`,
    version: digest.replace(/^sha256:/, '').slice(0, 12),
    kind: 'semantic',
    dimensions: probe?.length ?? 0,
    floor: await relevanceFloor(embed),
    embed,
    close: async () => connection.close(),
  };
}

function findModel(model: string, models: readonly OllamaModel[], address: string): OllamaModel {
  const found = models.find(({ name }) => name === model || name === `${model}:latest`);
  if (found !== undefined) return found;
  const names = models.map(({ name }) => name).join(', ');
  throw new EmbedderError(
    'misconfigured',
    `Ollama at ${address} has no model "${model}". Pull it with \`ollama pull ${model}\`; the server has: ${names || 'none'}.`,
  );
}

class OllamaConnection {
  readonly #client: OllamaClient;
  readonly #model: string;
  readonly #closing = new AbortController();
  #dimensions: number | undefined;

  constructor(client: OllamaClient, model: string) {
    this.#client = client;
    this.#model = model;
  }

  async embed(texts: readonly string[], role: 'query' | 'passage', signal?: AbortSignal): Promise<Float32Array[]> {
    const stop = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    stop.throwIfAborted();
    const prefix = retrievalPrefixes(this.#model)[role];
    // Blank texts have no tokens in some models, and those are then missing in the answer.
    const whole = texts.map((text) => prefix + (text.trim() === '' ? '-' : text.slice(0, MAX_CHARACTERS)));
    const vectors: Float32Array[] = [];
    for (let start = 0; start < whole.length; start += BATCH) {
      vectors.push(...(await this.#embedBatch(whole.slice(start, start + BATCH), stop)));
    }
    return vectors;
  }

  close(): void {
    this.#closing.abort(new EmbedderError('unavailable', `The connection to Ollama's ${this.#model} was closed.`));
  }

  async #embedBatch(batch: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    const answer = await this.#client.embed(this.#model, batch, signal);
    if (answer.outcome === 'answered') return this.#check(answer.value, batch.length);
    if (answer.status === 400) return this.#embedSmaller(batch, answer.reason, signal);
    throw this.#refusal(answer.status, answer.reason);
  }

  /** Despite `truncate`, some models refuse a long text (ollama issue 14186): alone first, then by halves. */
  async #embedSmaller(
    batch: readonly string[],
    reason: string | null,
    signal: AbortSignal,
  ): Promise<readonly Float32Array[]> {
    const [only = '', ...others] = batch;
    if (others.length > 0) {
      const vectors: Float32Array[] = [];
      for (const text of batch) vectors.push(...(await this.#embedBatch([text], signal)));
      return vectors;
    }
    if (only.length > SHORTEST) return this.#embedBatch([only.slice(0, Math.floor(only.length / 2))], signal);
    throw this.#refusal(400, reason);
  }

  #refusal(status: number, reason: string | null): EmbedderError {
    const model = this.#model;
    const told = `${status}: ${reason ?? 'no reason given'}`;
    if (status === 404 && reason === null) return this.#wrong('has no /api/embed. Update Ollama to 0.3 or newer.');
    if (status === 404) {
      return this.#wrong(`no longer has the model "${model}". Pull it with \`ollama pull ${model}\`.`);
    }
    if (status === 503) return this.#client.unavailable('is busy; try again in a minute.');
    if (status === 429 || (status >= 500 && status !== 501)) {
      return this.#client.unavailable(`failed (${told}); try again.`);
    }
    return this.#wrong(`refused to embed with "${model}" (${told}). Name a model for embeddings.`);
  }

  #check(rows: readonly (readonly number[])[], expected: number): readonly Float32Array[] {
    if (rows.length !== expected) throw this.#wrong(`gave ${rows.length} vectors for ${expected} texts.`);
    return rows.map((row) => {
      this.#dimensions ??= row.length;
      if (row.length !== this.#dimensions) {
        throw this.#wrong(
          `gave a vector of ${row.length} numbers where "${this.#model}" gave ${this.#dimensions} before. ` +
            'The model was replaced; start again to use the new one.',
        );
      }
      const vector = unitVector(row);
      if (vector === null) throw this.#wrong(`gave a vector of "${this.#model}" that is empty or not finite.`);
      return vector;
    });
  }

  #wrong(what: string): EmbedderError {
    return new EmbedderError('misconfigured', `Ollama at ${this.#client.address} ${what}`);
  }
}
