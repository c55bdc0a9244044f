import { describe, expect, it } from 'vitest';
import { likeness, rareKeysOf, sharedRareWords, wordingOf } from '../../../rag/dedupe/wording.ts';
import { HARBOUR, HARBOUR_RETOLD, STORM } from './placeable.ts';

const english = ({ title, body }: typeof HARBOUR) => wordingOf({ title: { en: title }, body: { en: body } });

describe('likeness', () => {
  it('is 1 for the same words and 0 for none in common', () => {
    const { whole } = english(HARBOUR);
    expect(likeness(whole, whole)).toBeCloseTo(1, 12);
    expect(likeness(whole, wordingOf({ title: { en: '' }, body: {} }).whole)).toBe(0);
  });

  it('is higher for one event in two wordings than for two events', () => {
    const harbour = english(HARBOUR).whole;
    expect(likeness(harbour, english(HARBOUR_RETOLD).whole)).toBeGreaterThan(0.4);
    expect(likeness(harbour, english(STORM).whole)).toBeLessThan(0.1);
  });

  it('counts a word by how rare it is', () => {
    const title = (en: string) => wordingOf({ title: { en }, body: {} }).title;
    const common = likeness(title('Bitcoin price walnut'), title('Bitcoin price juniper'));
    const rare = likeness(title('Bitcoin price walnut'), title('Crypto market walnut'));
    expect(rare).toBeGreaterThan(0.8);
    expect(common).toBeLessThan(0.1);
  });

  it('takes Korean words with different particles for the same', () => {
    const title = (ko: string) => wordingOf({ title: { ko }, body: {} }).title;
    expect(likeness(title('하버은행이 몰타에서 비트코인을 보관'), title('하버은행, 몰타 비트코인 보관'))).toBeCloseTo(
      1,
      12,
    );
  });
});

describe('sharedRareWords', () => {
  it('leaves out what stands in every report', () => {
    const [a, b] = [english(HARBOUR).title, english(HARBOUR_RETOLD).title];
    expect(sharedRareWords(a, b)).toEqual(['harbour', 'malta']);
  });
});

describe('rareKeysOf', () => {
  it('gives signed 32-bit keys, several of them shared by texts of one story', () => {
    const [a, b] = [rareKeysOf(english(HARBOUR)), new Set(rareKeysOf(english(HARBOUR_RETOLD)))];
    expect(a.every((key) => key === (key | 0))).toBe(true);
    expect(a.filter((key) => b.has(key)).length).toBeGreaterThanOrEqual(5);
  });
});
