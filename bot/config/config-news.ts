import { resolve } from 'node:path';
import { z } from 'zod';
import type { NewsSourcesConfig, ServiceOrigins } from '../../rag/sources/registry.ts';
import { newsSourcesSchema } from '../../rag/sources/registry.ts';
import type { SeriesOrigins, SeriesSourcesConfig } from '../../rag/sources/series/registry.ts';
import { seriesSourcesSchema } from '../../rag/sources/series/registry.ts';
import { serverUrl } from './config-leaf.ts';
import type { ConfigProblem, KnownKeys } from './config-problem.ts';
import { isRecord, problemsOf } from './config-problem.ts';
import type { WrittenConfig } from './config-schema.ts';
import type { NewsSecrets } from './config-secrets.ts';

/** What turns texts into vectors, or reads them: `ollama:bge-m3` is model bge-m3 of Ollama. */
export interface ModelChoice {
  readonly provider: 'ollama' | 'groq' | 'onnx';
  /** A name at the provider, or an absolute folder. */
  readonly model: string;
}

export interface NewsConfig {
  /** Null: sources are visited only when somebody asks. */
  readonly fetchEveryMs: number | null;
  readonly sources: NewsSourcesConfig;
  readonly figures: SeriesSourcesConfig;
  /** Null: the lexical embedder that needs no model. */
  readonly embedder: ModelChoice | null;
  /** Null: the tone is that of the lexicon. */
  readonly reader: ModelChoice | null;
  readonly ollamaUrl: string;
  /** Where a service is asked instead of at its own address. */
  readonly addresses: ServiceOrigins & SeriesOrigins;
  /** Hosts in one's own network that sources may be on, as `host` or `host:port`. */
  readonly privateHosts: readonly string[];
  readonly secrets: NewsSecrets;
}

const address = serverUrl().optional();
const addressesSchema = z.strictObject({
  cryptopanic: address,
  x: address,
  upbit: address,
  binance: address,
  bithumb: address,
  fearGreed: address,
  fred: address,
  funding: address,
  mempool: address,
  coinmetrics: address,
});

const SECTIONS = { sources: newsSourcesSchema, figures: seriesSourcesSchema, addresses: addressesSchema } as const;

/** Returns what is wrong in the sections that the sources themselves describe. */
export function newsProblems(
  raw: Readonly<Record<string, unknown>>,
  originOf: (path: readonly PropertyKey[]) => string,
  keysAt: (schema: z.ZodType, path: readonly PropertyKey[]) => readonly string[],
): ConfigProblem[] {
  const { news } = raw;
  if (!isRecord(news)) return [];
  return Object.entries(SECTIONS).flatMap(([name, schema]) => {
    const written = news[name];
    if (!isRecord(written)) return [];
    const issues = schema.safeParse(written).error?.issues ?? [];
    const placed = issues.map((issue) => ({ ...issue, path: ['news', name, ...issue.path] }));
    const known: KnownKeys = (path) => keysAt(schema, path.slice(2));
    return problemsOf(placed, raw, known, originOf);
  });
}

/** Returns the settings of the news; the sections were looked at before. */
export function newsConfig(written: WrittenConfig['news'], secrets: NewsSecrets, workingDirectory: string): NewsConfig {
  const sources = newsSourcesSchema.parse(written.sources);
  const { folder } = sources;
  const { file } = seriesSourcesSchema.parse(written.figures).trends;
  const figures = seriesSourcesSchema.parse(written.figures);
  return {
    fetchEveryMs: written.fetchEvery,
    sources: {
      ...sources,
      folder: folder === null ? null : { ...folder, path: resolve(workingDirectory, folder.path) },
    },
    figures: { ...figures, trends: file === undefined ? {} : { file: resolve(workingDirectory, file) } },
    embedder: located(written.embedder, workingDirectory),
    reader: written.reader,
    ollamaUrl: written.ollamaUrl,
    addresses: addressesSchema.parse(written.addresses),
    privateHosts: written.privateHosts === 'none' ? [] : written.privateHosts.split(',').map((host) => host.trim()),
    secrets,
  };
}

function located(choice: ModelChoice | null, workingDirectory: string): ModelChoice | null {
  return choice?.provider === 'onnx' ? { ...choice, model: resolve(workingDirectory, choice.model) } : choice;
}
