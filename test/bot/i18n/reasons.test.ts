import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFormat } from '../../../bot/i18n/format.ts';
import { LANGUAGES } from '../../../bot/i18n/language.ts';
import { reasonText } from '../../../bot/i18n/reason-text.ts';
import { REASON_SENTENCES } from '../../../bot/i18n/reasons/catalogue.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { BTC, DESK_NOW, INSTRUMENTS, SOL } from '../../fakes/desk.ts';

const [ko, en] = LANGUAGES.map((language) =>
  createFormat({ language, zone: 'Asia/Seoul', now: DESK_NOW, instruments: INSTRUMENTS, quoteCurrency: 'USDT' }),
);
if (ko === undefined || en === undefined) throw new Error('two languages');

function filesUnder(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

describe('the catalogue', () => {
  test('has a sentence for every documented code', () => {
    const documented = filesUnder('docs', /^reason-codes.*\.md$/).flatMap((page) =>
      [...page.matchAll(/^\| `([a-z0-9-]+\.[a-z0-9.-]+)` \|/gm)].map((match) => match[1] ?? ''),
    );
    expect(documented.length).toBeGreaterThan(80);
    expect(documented.filter((code) => !Object.hasOwn(REASON_SENTENCES, code))).toEqual([]);
  });

  test('has a sentence for every code that the engine and the chat give', () => {
    const given = [
      ...filesUnder('engine', /\.ts$/),
      ...filesUnder('bot/parse', /\.ts$/),
      ...filesUnder('bot/commands', /\.ts$/),
    ]
      .flatMap((code) => [
        ...code.matchAll(/\b(?:reason|accepted|refused|unreadable)\(\s*'([a-z0-9-]+\.[a-z0-9.-]+)'/g),
      ])
      .map((match) => match[1] ?? '');
    expect([...new Set(given)].filter((code) => !Object.hasOwn(REASON_SENTENCES, code))).toEqual([]);
  });

  test('says the same values in both languages', () => {
    const slots = (template: string) => [...template.matchAll(/\{(\w+)/g)].map((match) => match[1]).sort();
    const uneven = Object.entries(REASON_SENTENCES).filter(
      ([, sentence]) => !slots(sentence.en).every((slot) => slots(sentence.ko).includes(slot)),
    );
    // Korean leaves out what its sentence does not need; it never tells a value that the English does not.
    const added = Object.entries(REASON_SENTENCES).filter(
      ([, sentence]) => !slots(sentence.ko).every((slot) => slots(sentence.en).includes(slot)),
    );
    expect(added.map(([code]) => code)).toEqual([]);
    expect(uneven.length).toBeLessThan(8);
  });

  test('leaves no particle undecided', () => {
    const undecided = Object.entries(REASON_SENTENCES).filter(([, { ko: text }]) =>
      /\((?:가|를|는|와|으|로)\)/.test(text),
    );
    expect(undecided.map(([code]) => code)).toEqual([]);
  });
});

describe('a reason as a sentence', () => {
  test('formats its values by their kind', () => {
    const denied = reason('risk.max-exposure', {
      value: 1.08,
      limit: 1,
      askedFraction: 0.3,
      allowedFraction: 0.2215,
    });
    expect(reasonText(denied, en)).toBe(
      'Total exposure would be 108.00% of equity, the cap is 100.00%; asked 30.00%, allowed 22.15%.',
    );
    expect(reasonText(denied, ko)).toBe(
      '총 노출이 자산의 108.00%가 되어 한도 100.00%를 넘습니다. 요청 30.00%, 허용 22.15%.',
    );
  });

  test('writes prices on the grid of the symbol it is about', () => {
    const hit = reason('turtle.breakout', { bars: 20, level: 105_999.95, close: 106_012.34, n: 88.123 });
    expect(reasonText(hit, en, BTC)).toBe(
      'Closed at 106,012.3, beyond the 20-bar channel at 106,000.0; N (average range) is 88.1.',
    );
    expect(reasonText(hit, ko, SOL)).toContain('106,012.34에 마감');
  });

  test('names voters and stances in the language', () => {
    const held = reason('consensus.disagreed', {
      voter: 'model',
      stance: 'hold',
      wanted: 'buy',
      dissent: 'model=hold',
      assenting: 2,
      asked: 3,
    });
    expect(reasonText(held, en)).toBe('the model said hold, not buy (2 of 3 assented).');
    expect(reasonText(held, ko)).toBe('모델의 판단은 매수가 아니라 보류입니다 (3명 중 2명 동의).');
  });

  test('an unknown code is shown with its values, a missing value as not known', () => {
    expect(reasonText(reason('new.code', { a: 1, b: 'x' }), en)).toBe('new.code (a=1, b=x)');
    expect(reasonText(reason('new.code'), ko)).toBe('new.code');
    expect(reasonText(reason('approval.expired'), en)).toBe('Nobody answered before N/A.');
    expect(reasonText(reason('toString', {}), en)).toBe('toString');
  });

  test('a value that only looks like a template stays what it is', () => {
    const text = reasonText(reason('parse.unknown-word', { text: '{text:money|을/를} $&' }), en);
    expect(text).toBe('I do not understand “{text:money|을/를} $&” in that line, so I did nothing.');
  });
});
