import { expect, it } from 'vitest';
import { higherOf } from '../../../../engine/performance/reviewer-score/tell-apart.ts';

const share = (value: number | null, sample: number) => ({ value, sample, floor: 10 });

it('tells two shares apart only where so many votes can: by hand, 1.96 × √(0.55·0.45·(2/100)) = 0.138', () => {
  expect(higherOf(share(0.48, 100), share(0.62, 100))).toBe('second');
  expect(higherOf(share(0.62, 100), share(0.48, 100))).toBe('first');
  expect(higherOf(share(0.485, 100), share(0.62, 100))).toBeNull();
  expect(higherOf(share(0.48, 20), share(0.62, 20))).toBeNull();
});

it('does not tell where a share is not known, or both are the same', () => {
  expect(higherOf(share(null, 9), share(1, 100))).toBeNull();
  expect(higherOf(share(1, 1_000), share(1, 1_000))).toBeNull();
});
