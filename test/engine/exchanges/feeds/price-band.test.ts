import { describe, expect, it } from 'vitest';
import { PriceBand } from '../../../../engine/exchanges/feeds/price-band.ts';

describe('PriceBand', () => {
  it('believes the first price and what lies near it', () => {
    const band = new PriceBand();
    expect([100, 120, 90, 149].map((price) => band.accepts(price))).toEqual([true, true, true, true]);
  });

  it.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY])('never believes %s', (price) => {
    expect(new PriceBand().accepts(price)).toBe(false);
  });

  it('refuses a slip in either direction', () => {
    const band = new PriceBand();
    for (let index = 0; index < 20; index += 1) band.accepts(100);
    expect([1_000, 10, 100].map((price) => band.accepts(price))).toEqual([false, false, true]);
  });

  it('follows a market that goes there step by step', () => {
    const band = new PriceBand();
    let price = 100;
    for (let index = 0; index < 400; index += 1) {
      expect(band.accepts(price)).toBe(true);
      price *= 1.01;
    }
    expect(price).toBeGreaterThan(5_000);
  });

  it('believes a jump that ten prices in a row agree on, and not a row of unlike slips', () => {
    const band = new PriceBand();
    for (let index = 0; index < 20; index += 1) band.accepts(100);
    const unlike = Array.from({ length: 60 }, (_, index) => band.accepts(index % 2 === 0 ? 1_000 : 10));
    expect(unlike).not.toContain(true);
    const row = Array.from({ length: 30 }, () => band.accepts(400));
    expect(row.indexOf(true)).toBe(9);
    expect(band.accepts(100)).toBe(false);
  });
});
