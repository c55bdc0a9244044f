/** Counts what each user sent lately. */
export interface RateLimit {
  /** Counts one and tells whether it is still within the limit. */
  allows(userId: string, at: number): boolean;
}

/** Returns a RateLimit of `limit` per `windowMs` for each user. */
export function createRateLimit(limit: number, windowMs: number): RateLimit {
  const seen = new Map<string, number[]>();
  return {
    allows: (userId, at) => {
      const recent = (seen.get(userId) ?? []).filter((time) => at - time < windowMs);
      if (recent.length >= limit) return false;
      seen.set(userId, [...recent, at]);
      return true;
    },
  };
}
