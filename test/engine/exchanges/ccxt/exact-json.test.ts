import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactNumber, parsedJson } from '../../../../engine/exchanges/ccxt/exact-json.ts';

test('numbers keep all their digits', () => {
  expect(
    parsedJson('{"id":17625400000000001,"p":0.1000000000000000055,"list":[1.0E-7,-2],"t":"a \\"1\\" b:2"}'),
  ).toEqual({
    id: '17625400000000001',
    p: '0.1000000000000000055',
    list: ['1.0E-7', '-2'],
    t: 'a "1" b:2',
  });
});

test('what is no JSON is nothing', () => {
  for (const text of ['', '<html>', '{"a":1', 'undefined']) expect(parsedJson(text)).toBeUndefined();
});

test('reads everything that JSON can say, numbers as text', () => {
  const asText = (value: unknown): unknown => {
    if (typeof value === 'number') return JSON.stringify(value);
    if (Array.isArray(value)) return value.map(asText);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
    return value;
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parsedJson(JSON.stringify(value))).toEqual(asText(JSON.parse(JSON.stringify(value))));
    }),
  );
});

test('plain digits come out of any spelling', () => {
  const read = (value: string | number) => exactNumber.safeParse(value);
  expect(read('1.0E-7').data).toBe('0.0000001');
  expect(read('100.00').data).toBe('100');
  expect(read(1e21).data).toBe('1000000000000000000000');
  for (const wrong of ['', 'NaN', 'Infinity', 'abc']) expect(read(wrong).success).toBe(false);
});
