import type { Embedder } from './embedder.ts';
import { relevanceFloor } from './relevance-floor.ts';
import { SentenceProcess } from './sentence-process.ts';

/**
 * Opens a local sentence model in a process of its own: a text takes 3 to 100 ms of computing, which the event loop
 * must not wait for. Throws an EmbedderError that says what the folder lacks.
 */
export async function createOnnxEmbedder({ directory }: { readonly directory: string }): Promise<Embedder> {
  const sentences = new SentenceProcess(directory);
  try {
    const { name, version, dimensions } = await sentences.start();
    const embed: Embedder['embed'] = (texts, role, signal) => sentences.embed(texts, role, signal);
    const floor = await relevanceFloor(embed);
    return {
      name: `onnx:${name}`,
      version,
      kind: 'semantic',
      dimensions,
      floor,
      embed,
      close: () => sentences.close(),
    };
  } catch (error) {
    await sentences.close();
    throw error;
  }
}
