import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { signatureOf } from '../../rag/dedupe/signature.ts';
import type { Placeable } from '../../rag/dedupe/story-finder.ts';
import { wordingOf } from '../../rag/dedupe/wording.ts';

const NEWS = new URL('../../../shared/data/news.csv.gz', import.meta.url);
const ROWS = z.array(
  z.object({
    id: z.string(),
    published_ms: z.coerce.number(),
    title: z.string(),
    summary: z.string(),
    source: z.string(),
    url: z.string(),
    tickers: z.string(),
    dataset: z.string(),
  }),
);
export type NewsRow = z.infer<typeof ROWS>[number];

/** Returns the shared news of May 2025 in the order of publication, or null where the shared data is not at hand. */
export function newsOfMay2025(): NewsRow[] | null {
  if (!existsSync(NEWS)) return null;
  const rows = ROWS.parse(parse(gunzipSync(readFileSync(NEWS)), { columns: true }));
  return rows
    .filter(({ dataset }) => dataset.startsWith('bitcoin_news_data:'))
    .sort((a, b) => a.published_ms - b.published_ms || (a.id < b.id ? -1 : 1));
}

export function placeableOf(row: NewsRow): Placeable {
  return {
    id: row.id,
    canonicalUrl: withoutTracking(row.url),
    sha256: sha256([row.source, row.published_ms, row.title, row.summary]),
    textSha256: sha256([row.title, row.summary]),
    source: row.source,
    publishedAt: row.published_ms,
    assets: row.tickers === '' ? [] : row.tickers.split('|'),
    signature: signatureOf(`${row.title}\n${row.summary}`),
    wording: wordingOf({ title: { en: row.title }, body: { en: row.summary } }),
  };
}

function withoutTracking(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (/^utm_|^feed_item/.test(name)) url.searchParams.delete(name);
  return url.href;
}

function sha256(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
