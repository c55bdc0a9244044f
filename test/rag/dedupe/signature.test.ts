import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bandsOf,
  estimateJaccard,
  packSignature,
  SIGNATURE_LENGTH,
  signatureOf,
  signatureOfWords,
  unpackSignature,
} from '../../../rag/dedupe/signature.ts';

const words = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `word${from + index}`);
const REPORT =
  'Harbour Bank said on Monday that its customers will be able to hold three coins from June, ' +
  'after the regulator of the island gave it a licence that no other lender there has.';

describe('signatureOf', () => {
  it('is the same on every machine', () => {
    const [first, second, third] = signatureOf('Harbour Bank opens a desk for bitcoin in Oslo today');
    expect([first, second, third]).toEqual([831627464, 755169358, 207951637]);
  });

  it('passes over case, punctuation and spaces', () => {
    const other = REPORT.toUpperCase().replaceAll(',', ' –').replaceAll(' ', '  ');
    expect(estimateJaccard(signatureOf(REPORT), signatureOf(other))).toBe(1);
  });

  it('finds a text again in which a word was changed, and no other', () => {
    const changed = signatureOf(REPORT.replace('Monday', 'Tuesday'));
    expect(estimateJaccard(signatureOf(REPORT), changed)).toBeGreaterThan(0.7);
    const other = signatureOf('A storm closed the port of the island and all of its banks for two days in a row.');
    expect(estimateJaccard(signatureOf(REPORT), other)).toBeLessThan(0.05);
  });

  it('finds a headline of a few words again in which one was added', () => {
    const [short, longer] = [signatureOf('Bank opens bitcoin desk'), signatureOf('Bank opens bitcoin desk today')];
    expect(estimateJaccard(short, longer)).toBeGreaterThan(0.6);
  });

  it('finds a Korean text again whose endings and spaces differ', () => {
    const a = '하버은행이 오는 6월부터 고객의 비트코인 보관 서비스를 시작한다고 월요일 밝혔다';
    const b = '하버은행은 오는 6월부터 고객의 비트코인 보관서비스를 시작한다고 월요일 밝혔다';
    expect(estimateJaccard(signatureOf(a), signatureOf(b))).toBeGreaterThan(0.6);
  });

  it('resembles nothing where there are no words', () => {
    expect(estimateJaccard(signatureOf(''), signatureOf(' …'))).toBe(0);
    expect(bandsOf(signatureOf(''))).toEqual([]);
  });
});

describe('estimateJaccard', () => {
  it('comes within three standard errors of the true share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 400 }), fc.integer({ min: 0, max: 400 }), (size, shift) => {
        const [a, b] = [words(0, size), words(shift, shift + size)];
        const common = Math.max(0, size - shift - 2);
        const share = common / (2 * (size - 2) - common);
        const estimate = estimateJaccard(signatureOfWords(a), signatureOfWords(b));
        expect(Math.abs(estimate - share)).toBeLessThan(0.22);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('does not depend on which text comes first', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const [left, right] = [signatureOf(a), signatureOf(b)];
        expect(estimateJaccard(left, right)).toBe(estimateJaccard(right, left));
      }),
    );
  });
});

describe('bandsOf', () => {
  it('gives 16 different signed 32-bit keys', () => {
    const bands = bandsOf(signatureOf(REPORT));
    expect(new Set(bands).size).toBe(16);
    expect(bands.every((key) => key === (key | 0))).toBe(true);
  });

  it('gives near-duplicates a key in common', () => {
    const other = new Set(bandsOf(signatureOf(REPORT.replace('Monday', 'Tuesday'))));
    expect(bandsOf(signatureOf(REPORT)).some((key) => other.has(key))).toBe(true);
  });
});

describe('packSignature', () => {
  it('is read back as it was', () => {
    const signature = signatureOf(REPORT);
    const bytes = packSignature(signature);
    expect(bytes).toHaveLength(SIGNATURE_LENGTH * 4);
    expect(unpackSignature(bytes)).toEqual(signature);
    expect(unpackSignature(packSignature(signatureOf('')))).toHaveLength(0);
  });

  it('is read as resembling nothing where bytes are missing', () => {
    expect(unpackSignature(packSignature(signatureOf(REPORT)).subarray(1))).toHaveLength(0);
  });
});
