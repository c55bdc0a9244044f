import type { Embedder } from '../../rag/embedders/embedder.ts';
import type { NewsConfig } from '../config/config-news.ts';

/** The first call of a model loads it, which on a laptop takes a while. */
const EMBED_TIMEOUT_MS = 60_000;

/** Returns what opens the embedder that was asked for; null for the lexical one. Its code is loaded only then. */
export function embedderOpener({ embedder, ollamaUrl }: NewsConfig): (() => Promise<Embedder>) | null {
  if (embedder === null) return null;
  const { provider, model } = embedder;
  if (provider === 'onnx') {
    return async () => (await import('../../rag/embedders/onnx-embedder.ts')).createOnnxEmbedder({ directory: model });
  }
  return async () => {
    const { createOllamaEmbedder } = await import('../../rag/embedders/ollama-embedder.ts');
    return createOllamaEmbedder({ baseUrl: ollamaUrl, model, timeoutMs: EMBED_TIMEOUT_MS });
  };
}
