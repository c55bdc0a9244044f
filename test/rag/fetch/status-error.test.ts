import { expect, test } from 'vitest';
import { retryAfterMs } from '../../../rag/fetch/status-error.ts';

const NOW = Date.parse('2025-05-20T08:00:00Z');

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['Tue, 20 May 2025 08:00:30 GMT', 30_000],
  ['Tue, 20 May 2025 07:00:00 GMT', 0],
  ['99999999999999999999', 259_200_000],
  ['Tue, 20 May 2099 08:00:30 GMT', 259_200_000],
  ['', undefined],
  ['soon', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  [undefined, undefined],
])('a wait of "%s" is %s ms', (header, ms) => expect(retryAfterMs(header, NOW)).toBe(ms));
