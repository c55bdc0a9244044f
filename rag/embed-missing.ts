import { type Embedder, EmbedderError } from './embedders/embedder.ts';
import type { KeptEmbedder, VectorStore } from './vector-store.ts';

export interface EmbeddingProgress {
  readonly done: number;
  readonly left: number;
}

export interface EmbedMissingOptions {
  readonly vectors: VectorStore;
  readonly embedder: Embedder;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: EmbeddingProgress) => void) | undefined;
}

const BATCH = 64;

/**
 * Makes the vectors that are missing, batch by batch, each kept before the next is begun: stopped anywhere, it goes on
 * there. Once there are none missing the embedder serves and the one before it is retired; until then that one serves.
 */
export async function embedMissing(options: EmbedMissingOptions): Promise<KeptEmbedder> {
  const { vectors, embedder, signal, onProgress } = options;
  const { id } = await vectors.register(embedder);
  // A large collection gets its index first and grows into it: built at once, it would keep the database for minutes.
  await vectors.chooseIndex(id);
  let done = 0;
  for (;;) {
    signal?.throwIfAborted();
    const missing = await vectors.missing(id, BATCH);
    if (missing.length === 0) break;
    const texts = missing.map(({ text }) => text);
    const made = await embedder.embed(texts, 'passage', signal);
    // Without this the same chunks would be asked for again and again, for ever.
    if (made.length !== texts.length) throw fewer(embedder, made.length, texts.length);
    await vectors.save(
      id,
      missing.flatMap(({ chunk }, index) => {
        const vector = made[index];
        return vector === undefined ? [] : [{ chunk, vector }];
      }),
    );
    done += missing.length;
    onProgress?.({ done, left: await vectors.countMissing(id) });
  }
  await vectors.chooseIndex(id);
  await vectors.serve(id);
  return vectors.register(embedder);
}

function fewer({ name }: Embedder, got: number, asked: number): EmbedderError {
  return new EmbedderError('misconfigured', `${name} gave ${got} vectors for ${asked} texts. Choose another embedder.`);
}
