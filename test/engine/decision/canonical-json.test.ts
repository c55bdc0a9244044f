import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../engine/decision/canonical-json.ts';
import { recordHash } from '../../../engine/decision/record-hash.ts';

describe('canonicalJson', () => {
  it('sorts keys at every depth and leaves absent fields out', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 'x' }], a: undefined, c: null })).toBe('{"b":[{"a":"x","z":1}],"c":null}');
  });

  it('writes -0 as 0', () => {
    expect(canonicalJson([-0])).toBe('[0]');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, 1n, () => 1, new Date(0), new Map()])(
    'refuses %s',
    (value) => {
      expect(() => canonicalJson({ deep: [value] })).toThrow(/\$\.deep\[0\]/);
    },
  );

  it('is the same text whatever the order of keys, and survives a round trip', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        const text = canonicalJson(value);
        expect(canonicalJson(reversed)).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe('recordHash', () => {
  it('is sha256 of the canonical text', () => {
    expect(recordHash({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});
