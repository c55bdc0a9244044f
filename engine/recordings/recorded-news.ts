import { join } from 'node:path';
import { z } from 'zod';
import { RecordingError } from './recording-error.ts';
import { loadManifest, newsFile, readRecordedFile, verifyListedBytes } from './recording-files.ts';

export const newsTopics = [
  'regulation',
  'macro',
  'etf',
  'exchange',
  'security',
  'adoption',
  'technology',
  'market',
  'derivatives',
  'corporate',
  'legal',
  'other',
] as const;

export const newsAssets = ['BTC', 'ETH', 'XRP', 'SOL'] as const;

const text = z.strictObject({ en: z.string().trim().min(1), ko: z.string().trim().min(1).optional() });

/** A dated report in our own words. `publishedAt` is when the named source published it, the first moment it may be known. */
export const recordedNewsSchema = z.strictObject({
  id: z.string().regex(/^N-[1-9]\d*$/, 'must look like N-1'),
  publishedAt: z.number().int().positive(),
  topic: z.enum(newsTopics),
  assets: z.array(z.enum(newsAssets)),
  source: z.string().min(1),
  title: text,
  summary: text,
  kind: z.literal('summary'),
});

export type RecordedNewsItem = z.infer<typeof recordedNewsSchema>;

/** Reads the news of a recording, oldest first. A broken line is named before the checksum is compared. */
export async function loadRecordedNews(directory: string): Promise<readonly RecordedNewsItem[]> {
  const path = join(directory, newsFile);
  const manifest = await loadManifest(directory);
  const bytes = await readRecordedFile(path);
  const items = parseNews(bytes.toString('utf8'), path);
  verifyListedBytes(directory, manifest, newsFile, bytes);
  return items;
}

function parseNews(content: string, path: string): RecordedNewsItem[] {
  const lines = content.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const items = lines.map((line, index) => parseLine(line, `${path}:${index + 1}`));
  verifyOrder(items, path);
  return items;
}

function parseLine(line: string, place: string): RecordedNewsItem {
  const parsed = recordedNewsSchema.safeParse(parseJson(line, place));
  if (!parsed.success) throw new RecordingError(place, z.prettifyError(parsed.error), parsed.error);
  return parsed.data;
}

function parseJson(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new RecordingError(place, 'the line is not valid JSON', cause);
  }
}

/** Ids count up with time, so an id can stand for a place in the story. */
function verifyOrder(items: readonly RecordedNewsItem[], path: string): void {
  let previousTime = 0;
  items.forEach((item, index) => {
    const place = `${path}:${index + 1}`;
    if (item.id !== `N-${index + 1}`) throw new RecordingError(place, `the id is ${item.id}, expected N-${index + 1}`);
    if (item.publishedAt < previousTime) throw new RecordingError(place, `${item.id} is older than the item before it`);
    previousTime = item.publishedAt;
  });
}
