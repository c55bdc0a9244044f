import { describe, expect, it } from 'vitest';
import { krwPremium, PREMIUM_MAX_AGE_MS, type PremiumParts } from '../../../engine/market/premium.ts';

const NOW = 1_730_000_000_000;
const PARTS: PremiumParts = {
  korean: { currency: 'KRW', price: 103_000_000, at: NOW - 1_000 },
  world: { currency: 'USDT', price: 71_428.571428571, at: NOW - 2_000 },
  rate: { pair: 'USDT/KRW', rate: 1_400, at: NOW - 3_000 },
};

describe('the premium of Korean prices', () => {
  it('is what a coin costs more than in the world, with the rate and the age of the oldest part', () => {
    const premium = krwPremium(PARTS, NOW);
    expect(premium?.fraction).toBeCloseTo(0.03, 9);
    expect(premium).toMatchObject({ rate: 1_400, ageMs: 3_000 });
    expect(
      krwPremium({ ...PARTS, korean: { currency: 'KRW', price: 97_000_000, at: NOW } }, NOW)?.fraction,
    ).toBeCloseTo(-0.03, 9);
  });

  it.each(['korean', 'world', 'rate'] as const)('is unknown while the part %s is missing or too old', (part) => {
    expect(krwPremium({ ...PARTS, [part]: null }, NOW)).toBeNull();
    const aged = (at: number) => ({ ...PARTS, [part]: { ...PARTS[part], at } }) as PremiumParts;
    expect(krwPremium(aged(NOW - PREMIUM_MAX_AGE_MS), NOW)?.ageMs).toBe(PREMIUM_MAX_AGE_MS);
    expect(krwPremium(aged(NOW - PREMIUM_MAX_AGE_MS - 1), NOW)).toBeNull();
    expect(krwPremium(aged(Number.NaN), NOW)).toBeNull();
  });

  it('is unknown where a part is impossible', () => {
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(krwPremium({ ...PARTS, korean: { currency: 'KRW', price: bad, at: NOW } }, NOW)).toBeNull();
      expect(krwPremium({ ...PARTS, world: { currency: 'USDT', price: bad, at: NOW } }, NOW)).toBeNull();
      expect(krwPremium({ ...PARTS, rate: { pair: 'USDT/KRW', rate: bad, at: NOW } }, NOW)).toBeNull();
    }
  });

  it('is unknown where the prices cannot be those of one coin', () => {
    expect(krwPremium({ ...PARTS, world: { currency: 'USDT', price: 71.4, at: NOW } }, NOW)).toBeNull();
    expect(krwPremium({ ...PARTS, world: { currency: 'USDT', price: 200_000, at: NOW } }, NOW)).toBeNull();
  });

  it('cannot be asked with the currencies exchanged', () => {
    // @ts-expect-error a price in USDT is none in KRW
    expect(krwPremium({ ...PARTS, korean: PARTS.world }, NOW)).toBeNull();
    // @ts-expect-error a rate of dollars at the bank is none of USDT
    expect(krwPremium({ ...PARTS, rate: { pair: 'USD/KRW', rate: 1_400, at: NOW } }, NOW)).not.toBeNull();
  });
});
