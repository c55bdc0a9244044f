import type { RiskLimits } from '../domain/risk.ts';

/** Loose enough for any sensible desk, tight enough for a loop that has gone mad. */
const SYMBOL_ORDERS_PER_MINUTE = 6;
const DAILY_NOTIONAL_RATIO = 5;

/**
 * Returns the limits of a desk with a real market: the breakers are on where the file says nothing of them, and one
 * strategy owns a market at a time.
 */
export function liveLimits(limits: RiskLimits): RiskLimits {
  return {
    ...limits,
    maxSymbolOrdersPerMinute: limits.maxSymbolOrdersPerMinute ?? SYMBOL_ORDERS_PER_MINUTE,
    maxDailyNotionalRatio: limits.maxDailyNotionalRatio ?? DAILY_NOTIONAL_RATIO,
    oneOwnerPerSymbol: limits.oneOwnerPerSymbol ?? true,
  };
}
