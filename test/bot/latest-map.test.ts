import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LatestMap } from '../../bot/latest-map.ts';

test('keeps the entries that were set last, and no more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.tuple(fc.nat(12), fc.nat())), (most, sets) => {
      const map = new LatestMap<number, number>(most);
      for (const [key, value] of sets) map.set(key, value);
      const newestFirst = [...new Map(sets.map(([key]) => [key, true])).keys()].sort(
        (a, b) => lastIndexOf(sets, b) - lastIndexOf(sets, a),
      );
      const kept = newestFirst.slice(0, most);
      expect(map.size).toBe(kept.length);
      for (const key of kept) expect(map.get(key)).toBe(sets[lastIndexOf(sets, key)]?.[1]);
      for (const key of newestFirst.slice(most)) expect(map.has(key)).toBe(false);
    }),
  );
});

test('forgets what it is told to forget', () => {
  const map = new LatestMap<string, number>(2);
  map.set('a', 1);
  map.delete('a');
  expect([map.has('a'), map.get('a'), map.size]).toEqual([false, undefined, 0]);
});

function lastIndexOf(sets: readonly (readonly [number, number])[], key: number): number {
  return sets.map(([one]) => one).lastIndexOf(key);
}
