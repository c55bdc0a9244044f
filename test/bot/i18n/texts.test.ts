import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EN } from '../../../bot/i18n/texts-en.ts';
import { KO } from '../../../bot/i18n/texts-ko.ts';

const HANGUL = /[가-힣]/;

/** Every sentence and word under its path: `orderState.OPEN`. */
function flatten(texts: object, path = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [key, value] of Object.entries(texts)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [deeper, text] of flatten(value, here)) flat.set(deeper, text);
    } else flat.set(here, value);
  }
  return flat;
}

describe('the sentences of the chat', () => {
  test('each language has the same', () => {
    expect([...flatten(KO).keys()].sort()).toEqual([...flatten(EN).keys()].sort());
  });

  test('each is used somewhere', () => {
    const files = readdirSync('bot', { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !/texts-(?:en|ko)\.ts$/.test(file),
    );
    const code = files.map((file) => readFileSync(join('bot', file), 'utf8')).join('\n');
    expect(Object.keys(EN).filter((key) => !new RegExp(String.raw`\.${key}\b`).test(code))).toEqual([]);
  });

  test('the English ones hold no Hangul, but for questions quoted as examples', () => {
    const quoted = new Set(['helpQuestions', 'welcomeHow']);
    const odd = [...flatten(EN)].filter(([key, text]) => HANGUL.test(String(text)) && !quoted.has(key));
    expect(odd).toEqual([]);
  });

  test('the Korean ones keep to one style of speech', () => {
    const casual = [...flatten(KO)].filter(([, text]) =>
      /(?:해요|예요|이에요|어요|네요)[.?!]?['`"]?$/.test(String(text)),
    );
    expect(casual).toEqual([]);
  });
});
