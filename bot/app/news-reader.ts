import type { CallLogger } from '../../agent/models/call-log.ts';
import type { Database } from '../../db/database.ts';
import { ModelCallTable } from '../../db/model-call-table.ts';
import type { NewsReader } from '../../rag/sentiment/reader.ts';
import type { NewsConfig } from '../config/config-news.ts';

const DEADLINE_MS = 30_000;
/** A busy day brings some hundreds of reports. */
const CALLS_PER_DAY = 2_000;

export interface OpenedNewsReader {
  /** Null where the lexicon reads. */
  readonly reader: NewsReader | null;
  /** Waits until its calls are kept. */
  settled(): Promise<void>;
}

/** Opens the language model that reads reports, if one does; every call of it is kept. Its code is loaded only then. */
export async function openNewsReader(
  { reader, ollamaUrl, secrets }: NewsConfig,
  database: Database,
  logger: CallLogger,
): Promise<OpenedNewsReader> {
  if (reader === null || reader.provider === 'onnx') return { reader: null, settled: async () => undefined };
  const [{ createNewsReader }, { CallLog }] = await Promise.all([
    import('../../agent/news-reader.ts'),
    import('../../agent/models/call-log.ts'),
  ]);
  const { provider, model } = reader;
  const log = new CallLog(new ModelCallTable(database), logger);
  await log.open();
  const limits = { deadlineMs: DEADLINE_MS, callsPerDay: CALLS_PER_DAY, log, logger };
  const opened =
    provider === 'ollama'
      ? createNewsReader({ provider, model, baseUrl: ollamaUrl, ...limits })
      : createNewsReader({
          ...{ provider, model, ...limits },
          ...(secrets.groqApiKey === null ? {} : { apiKey: secrets.groqApiKey }),
        });
  return { reader: opened, settled: () => log.settled() };
}
