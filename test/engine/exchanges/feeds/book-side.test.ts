import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BookSide } from '../../../../engine/exchanges/feeds/book-side.ts';
import { LevelList } from '../../../../engine/exchanges/feeds/level-list.ts';
import { seededRandom } from '../../../faults/seeded-random.ts';

type Side = 'bid' | 'ask';

/** The plainest side there can be. */
class PlainSide {
  readonly levels = new Map<number, number>();
  readonly #side: Side;

  constructor(side: Side) {
    this.#side = side;
  }

  setAll({ values, count }: LevelList): void {
    for (let at = 0; at < count * 2; at += 2) {
      if (values[at + 1] === 0) this.levels.delete(values[at]!);
      else this.levels.set(values[at]!, values[at + 1]!);
    }
  }

  sorted(): readonly (readonly [number, number])[] {
    return [...this.levels].sort(([one], [other]) => (this.#side === 'bid' ? other - one : one - other));
  }
}

/**
 * A message about a market whose middle wanders: some levels near, some far, some taken away, what was crossed removed;
 * sometimes everything near the best goes at once.
 */
function message(side: Side, middle: number, before: number, random: () => number, plain: PlainSide): LevelList {
  const sign = side === 'bid' ? -1 : 1;
  const list = new LevelList();
  for (const price of plain.levels.keys()) if ((price - middle) * sign <= 0) list.push(price, 0);
  if (random() < 0.02) for (const [price] of plain.sorted().slice(0, Math.floor(random() * 300))) list.push(price, 0);
  const drawn = Array.from({ length: Math.floor(random() * 40) }, () => 1 + Math.floor(random() ** 3 * 2_000));
  // As the venue does, best first; sometimes not.
  if (random() < 0.8) drawn.sort((one, other) => one - other);
  for (const distance of drawn)
    list.push(middle + sign * distance, random() < 0.35 ? 0 : 1 + Math.floor(random() * 99));
  if (middle !== before) list.push(middle + sign, 7);
  return list;
}

describe('BookSide', () => {
  it.each(['bid', 'ask'] as const)('equals a plain map under a wandering market, the %s side', (which) => {
    for (const seed of [1, 2]) {
      const random = seededRandom(seed);
      const [side, plain] = [new BookSide(which, 5_000), new PlainSide(which)];
      let middle = 10_000;
      for (let step = 0; step < 1_500; step += 1) {
        const before = middle;
        middle += Math.floor(random() * 61) - 30;
        const list = message(which, middle, before, random, plain);
        side.setAll(list);
        plain.setAll(list);
        if (step % 7 !== 0) continue;
        const sorted = plain.sorted();
        const looked = step % 70 === 0 ? sorted.length : Math.min(10, sorted.length);
        for (let rank = 0; rank < looked; rank += 1) {
          expect([side.priceAt(rank), side.quantityOf(rank)]).toEqual(sorted[rank]);
        }
        const price = middle + Math.floor((random() - 0.5) * 4_000);
        expect(side.quantityAt(price)).toBe(plain.levels.get(price) ?? 0);
        if (step % 70 === 0) expect(side.count).toBe(sorted.length);
        if (sorted.length === 0) expect(side.priceAt(0)).toBeNaN();
      }
    }
  });

  it('keeps apart the sides that lie in one slab', () => {
    const sides = Array.from({ length: 40 }, (_, index) => new BookSide(index % 2 === 0 ? 'bid' : 'ask', 5_000));
    for (let price = 1; price <= 600; price += 1) {
      for (const [index, side] of sides.entries()) if (price % (index + 1) === 0) side.set(price, index + 1);
    }
    for (const [index, side] of sides.entries()) {
      expect(side.count).toBe(Math.floor(600 / (index + 1)));
      expect(side.quantityOf(0)).toBe(index + 1);
    }
    sides[3]!.clear();
    expect(sides.map(({ count }) => count).filter((count) => count === 0)).toHaveLength(1);
  });

  it('forgets the farthest beyond what it may keep, whatever the order they come in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.boolean(), fc.integer(), (most, best, seed) => {
        const side = new BookSide('ask', most);
        const prices = Array.from({ length: 900 }, (_, index) => index + 1);
        const random = seededRandom(seed);
        prices.sort(() => random() - 0.5);
        if (best) prices.sort((one, other) => one - other);
        for (const price of prices) side.set(price, price);
        expect(side.count).toBe(most);
        expect(side.priceAt(0)).toBe(1);
        expect(side.priceAt(most - 1)).toBe(most);
        expect(side.priceAt(most)).toBeNaN();
      }),
      { numRuns: 30 },
    );
  });

  it('is as new after it was emptied', () => {
    const side = new BookSide('bid', 5_000);
    for (let price = 1; price <= 1_000; price += 1) side.set(price, 1);
    side.clear();
    expect([side.count, side.priceAt(0), side.quantityAt(5)]).toEqual([0, Number.NaN, 0]);
    side.set(5, 2);
    expect([side.count, side.priceAt(0), side.quantityOf(0)]).toEqual([1, 5, 2]);
  });
});
