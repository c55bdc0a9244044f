import type { NewsReader } from '../rag/sentiment/reader.ts';
import type { NewsConfig } from './config/config-news.ts';

const DEADLINE_MS = 30_000;
/** A busy day brings some hundreds of reports. */
const CALLS_PER_DAY = 2_000;

/** Returns the language model that reads reports, or null where the lexicon does. Its code is loaded only then. */
export async function openNewsReader({ reader, ollamaUrl, secrets }: NewsConfig): Promise<NewsReader | null> {
  if (reader === null || reader.provider === 'onnx') return null;
  const { createNewsReader } = await import('../agent/news-reader.ts');
  const { provider, model } = reader;
  const limits = { deadlineMs: DEADLINE_MS, callsPerDay: CALLS_PER_DAY };
  if (provider === 'ollama') return createNewsReader({ provider, model, baseUrl: ollamaUrl, ...limits });
  return createNewsReader({
    provider,
    model,
    ...(secrets.groqApiKey === null ? {} : { apiKey: secrets.groqApiKey }),
    ...limits,
  });
}
