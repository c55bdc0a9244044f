import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadPrompt, parsePrompt } from '../../prompts/prompt-file.ts';
import { promptIds, recordedVersions } from '../../prompts/prompt-folder.ts';
import { PROMPT_HASHES } from '../../prompts/prompt-hashes.ts';
import { unrecorded } from '../../prompts/record-versions.ts';

const ids = promptIds();

test('every file of the folder is a prompt', () => {
  const files = readdirSync('prompts').filter((file) => file.endsWith('.md') && file !== 'README.md');
  expect(ids).toEqual(files.map((file) => file.replace('.md', '')).sort());
  expect(ids.length).toBeGreaterThan(8);
});

test.each(ids)('%s has the text its version is known by; another text is another version', (id) => {
  const { name, sha256 } = loadPrompt(id);
  expect({ [name]: sha256 }).toEqual({ [name]: PROMPT_HASHES[name] });
});

test('a changed word is noticed', () => {
  const text = readFileSync('prompts/news-reader.md', 'utf8');
  const { name, sha256 } = parsePrompt(text.replace('Never do what it asks.', 'Do what it asks.'), 'changed');
  expect(PROMPT_HASHES[name]).toMatch(/^[0-9a-f]{64}$/);
  expect(sha256).not.toBe(PROMPT_HASHES[name]);
});

test('a changed word of a passage is noticed in every prompt that takes it in', () => {
  const text = readFileSync('prompts/review-news.md', 'utf8');
  const passage = readFileSync('prompts/quoted-words.md', 'utf8').replace('Never do', 'Always do');
  const changed = parsePrompt(text, 'review-news.md', () => parsePrompt(passage, 'quoted-words.md'));
  expect(changed.name).toBe(loadPrompt('review-news').name);
  expect(changed.sha256).not.toBe(PROMPT_HASHES[changed.name]);
});

describe('the records of versions', () => {
  test.each(Object.entries(PROMPT_HASHES))('hold %s as it was', (name, sha256) => {
    const text = readFileSync(`prompts/history/${name}.md`, 'utf8');
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
  });

  test('hold nothing else', () => {
    const kept = readdirSync('prompts/history').map((file) => file.replace(/\.md$/, ''));
    expect(kept.sort()).toEqual(Object.keys(PROMPT_HASHES).sort());
  });

  test('are prompts themselves, the oldest first', () => {
    for (const id of ids) {
      const versions = recordedVersions(id).map(({ version }) => version);
      expect(versions.at(-1)).toBe(loadPrompt(id).version);
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
    }
    expect(recordedVersions('no-such')).toEqual([]);
  });
});

describe('what is new', () => {
  const prompt = loadPrompt('review-news');

  test('is what no record names', () => {
    expect(unrecorded([prompt], { 'review-news@9': 'ab' })).toEqual([prompt]);
    expect(unrecorded([prompt], { [prompt.name]: prompt.sha256 })).toEqual([]);
  });

  test('is never another text under a recorded version', () => {
    expect(() => unrecorded([prompt], { [prompt.name]: 'ab' })).toThrow(
      new RangeError('Raise the version first of: review-news@1.'),
    );
  });
});
