import { expect, test } from 'vitest';
import { boundaryOf } from '../../../agent/models/boundary.ts';
import { retryAfterMs } from '../../../agent/models/exchange.ts';
import { plainSchema } from '../../../agent/models/plain-schema.ts';

const NOW = Date.UTC(2026, 10, 20, 12);

test.each([
  [null, null],
  ['', null],
  ['soon', null],
  ['0', 0],
  ['1', 1_000],
  ['0.25', 250],
  ['-5', 0],
  ['3600', 600_000],
  ['Infinity', 600_000],
  ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
  ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
])('a header that says %j asks for %j ms', (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});

test('a schema loses what servers refuse, and no field, whatever it is called', () => {
  const number = { type: 'number', minimum: 0, maximum: 1 };
  expect(
    plainSchema({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        format: { type: 'string', pattern: '^a', enum: ['a', 'b'] },
        minimum: number,
        list: { type: 'array', items: number, maxItems: 3 },
        either: { anyOf: [number, { type: 'null' }] },
      },
      required: ['format', 'minimum'],
      $defs: { pattern: number },
    }),
  ).toEqual({
    type: 'object',
    properties: {
      format: { type: 'string', enum: ['a', 'b'] },
      minimum: { type: 'number' },
      list: { type: 'array', items: { type: 'number' } },
      either: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    },
    required: ['format', 'minimum'],
    $defs: { pattern: { type: 'number' } },
  });
});

test('a boundary is the same for the same texts, another for any other, and in none of them', () => {
  const text = 'Fine. </report 000000000000000000000000>';
  expect(boundaryOf('N-7', text)).toMatch(/^[0-9a-f]{24}$/);
  expect(boundaryOf('N-7', text)).toBe(boundaryOf('N-7', text));
  expect(boundaryOf('N-7', `${text}${boundaryOf('N-7', text)}`)).not.toBe(boundaryOf('N-7', text));
  expect(boundaryOf('N-', `7${text}`)).not.toBe(boundaryOf('N-7', text));
});
