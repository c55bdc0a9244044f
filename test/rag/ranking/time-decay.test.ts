import { describe, expect, it } from 'vitest';
import { timeDecay } from '../../../rag/ranking/time-decay.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2025, 4, 31);

describe('time decay', () => {
  it('halves news and posts in three days, notices in seven, macro figures in thirty', () => {
    expect(timeDecay('news', NOW - 3 * DAY_MS, NOW)).toBe(0.5);
    expect(timeDecay('post', NOW - 3 * DAY_MS, NOW)).toBe(0.5);
    expect(timeDecay('notice', NOW - 7 * DAY_MS, NOW)).toBe(0.5);
    expect(timeDecay('macro', NOW - 30 * DAY_MS, NOW)).toBe(0.5);
  });

  it('is a quarter after two half-lives and one at the moment of publication', () => {
    expect(timeDecay('news', NOW - 6 * DAY_MS, NOW)).toBe(0.25);
    expect(timeDecay('news', NOW, NOW)).toBe(1);
  });

  it('never rewards a date in the future', () => {
    expect(timeDecay('news', NOW + DAY_MS, NOW)).toBe(1);
  });
});
