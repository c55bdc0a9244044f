import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../engine/recordings/manifest.ts';
import { loadRecordedNews, newsAssets, type RecordedNewsItem } from '../../../engine/recordings/recorded-news.ts';
import { RecordingError } from '../../../engine/recordings/recording-error.ts';
import { loadManifest, recordingDirectory } from '../../../engine/recordings/recording-files.ts';
import { editText, withRecordingCopy } from './recording-copy.ts';
import { readSharedLines, whyNoSharedData } from './shared-data.ts';

const dayMs = 86_400_000;
const directory = recordingDirectory('may-2025');

async function refusalMessage(loading: Promise<unknown>): Promise<string> {
  const error = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RecordingError)) throw new Error('expected a RecordingError', { cause: error });
  return error.message;
}

describe('the recorded news', () => {
  let items: readonly RecordedNewsItem[];
  let manifest: Manifest;

  beforeAll(async () => {
    items = await loadRecordedNews(directory);
    manifest = await loadManifest(directory);
  });

  it('holds at least ninety items, oldest first, each with its own id', () => {
    expect(items.length).toBeGreaterThanOrEqual(90);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const times = items.map(({ publishedAt }) => publishedAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('stays within the week and the two days before it, with at least five items a day', () => {
    const perDay = new Map<number, number>();
    for (const { publishedAt } of items) {
      const day = Math.floor((publishedAt - manifest.startTime) / dayMs);
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
    }
    expect([...perDay.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3, 4, 5, 6]);
    expect(Math.min(...perDay.values())).toBeGreaterThanOrEqual(5);
  });

  it.each(newsAssets)('touches %s in at least ten items', (asset) => {
    expect(items.filter(({ assets }) => assets.includes(asset)).length).toBeGreaterThanOrEqual(10);
  });

  it('has a Korean title for at least half, written in Hangul', () => {
    const korean = items.flatMap(({ title }) => (title.ko === undefined ? [] : [title.ko]));
    expect(korean.length).toBeGreaterThanOrEqual(items.length / 2);
    expect(korean.filter((title) => !/\p{Script=Hangul}/u.test(title))).toEqual([]);
  });

  it('names no asset twice in one item and repeats no title', () => {
    expect(items.filter(({ assets }) => new Set(assets).size !== assets.length)).toEqual([]);
    expect(new Set(items.map(({ title }) => title.en)).size).toBe(items.length);
  });

  it('says everything in our own words: no six words in a row are those of a published item', ({ skip }) => {
    const missing = whyNoSharedData('news.csv.gz');
    skip(missing !== undefined, missing);
    // The whole file as one text: a phrase then counts wherever it stands, in a title or in a summary.
    const published = phrases(readSharedLines('news.csv.gz').join('\n'));
    const borrowed = items.flatMap(({ id, title, summary }) =>
      [title.en, summary.en].flatMap((text) =>
        [...phrases(text)].filter((phrase) => published.has(phrase)).map((phrase) => `${id}: ${phrase}`),
      ),
    );
    expect(borrowed).toEqual([]);
  });
});

function phrases(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return new Set(words.slice(5).map((_, i) => words.slice(i, i + 6).join(' ')));
}

describe('a damaged news file', () => {
  it('is refused with the number of the line that is not JSON', () =>
    withRecordingCopy(async (copy) => {
      const path = join(copy, 'news.jsonl');
      await editText(path, (text) => text.replace('{"id": "N-3"', '{"id" "N-3"'));
      expect(await refusalMessage(loadRecordedNews(copy))).toBe(`Recording file ${path}:3: the line is not valid JSON`);
    }));

  it('is refused with the line and the field that break the rules', () =>
    withRecordingCopy(async (copy) => {
      const path = join(copy, 'news.jsonl');
      await editText(path, (text) => text.replace('"kind": "summary"', '"kind": "article"'));
      const message = await refusalMessage(loadRecordedNews(copy));
      expect(message).toContain(`${path}:1: `);
      expect(message).toContain('kind');
    }));

  it('is refused when a line is missing', () =>
    withRecordingCopy(async (copy) => {
      const path = join(copy, 'news.jsonl');
      await editText(path, (text) => text.replace(/^.*"N-2".*\n/m, ''));
      expect(await refusalMessage(loadRecordedNews(copy))).toBe(
        `Recording file ${path}:2: the id is N-3, expected N-2`,
      );
    }));

  it('is refused when an item is older than the one before', () =>
    withRecordingCopy(async (copy) => {
      const path = join(copy, 'news.jsonl');
      await editText(path, (text) => text.replace(/("N-5", "publishedAt": )\d+/, '$11747000000000'));
      expect(await refusalMessage(loadRecordedNews(copy))).toBe(
        `Recording file ${path}:5: N-5 is older than the item before it`,
      );
    }));

  it('is refused when a word was changed', () =>
    withRecordingCopy(async (copy) => {
      await editText(join(copy, 'news.jsonl'), (text) => text.replace('Wisconsin', 'Wyoming'));
      expect(await refusalMessage(loadRecordedNews(copy))).toMatch(/news\.jsonl: it has \d+ bytes, the manifest says/);
    }));

  it('is refused when it is missing', () =>
    withRecordingCopy(async (copy) => {
      await rm(join(copy, 'news.jsonl'));
      expect(await refusalMessage(loadRecordedNews(copy))).toContain('news.jsonl: it is missing');
    }));
});
