/** A price as it was seen: how much of `currency` for one of what it is the price of. */
export interface SeenPrice<Currency extends 'KRW' | 'USDT'> {
  readonly currency: Currency;
  readonly price: number;
  readonly at: number;
}

/** How many won one USDT costs. No other rate fits: with it both prices stand in won, each in what it was paid in. */
export interface UsdtKrwRate {
  readonly pair: 'USDT/KRW';
  readonly rate: number;
  readonly at: number;
}

export interface PremiumParts {
  /** Of one coin on a Korean venue. */
  readonly korean: SeenPrice<'KRW'> | null;
  /** Of the same coin on a world venue. */
  readonly world: SeenPrice<'USDT'> | null;
  readonly rate: UsdtKrwRate | null;
}

/** Parts older than this say nothing about now. */
export const PREMIUM_MAX_AGE_MS = 120_000;

/** Beyond twice or half the world's price it is not the same coin: two may bear one short name, or one of them split. */
const SAME_COIN_FACTOR = 2;

/** What a coin costs more in Korea than in the world ("kimchi premium"). */
export interface KrwPremium {
  /** 0.03: three percent more in Korea. */
  readonly fraction: number;
  /** Won for one USDT that it was reckoned with. */
  readonly rate: number;
  /** Age of the oldest part. */
  readonly ageMs: number;
}

/** What is known of the premium of each coin at this moment. */
export interface PremiumView {
  /** Null while a part is missing or too old. */
  of(symbol: string): KrwPremium | null;
}

/** Returns the premium, or null when a part of it is missing, impossible or too old: no amount is ever converted by guess. */
export function krwPremium(
  { korean, world, rate }: PremiumParts,
  now: number,
  maxAgeMs: number = PREMIUM_MAX_AGE_MS,
): KrwPremium | null {
  if (korean === null || world === null || rate === null) return null;
  if (!(isPositive(korean.price) && isPositive(world.price) && isPositive(rate.rate))) return null;
  const ageMs = Math.max(0, now - Math.min(korean.at, world.at, rate.at));
  if (!(ageMs <= maxAgeMs)) return null;
  const factor = korean.price / (world.price * rate.rate);
  if (factor > SAME_COIN_FACTOR || factor < 1 / SAME_COIN_FACTOR) return null;
  return { fraction: factor - 1, rate: rate.rate, ageMs };
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}
