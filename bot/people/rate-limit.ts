/** Counts what each user sent lately. */
export interface RateLimit {
  /** Counts one and tells whether it is still within the limit. */
  allows(userId: string, at: number): boolean;
}

/** Beyond so many people the one who was counted longest ago is forgotten: strangers must not fill the memory. */
const MAX_WATCHED = 5_000;

/** Returns a RateLimit of `limit` per `windowMs` for each user. */
export function createRateLimit(limit: number, windowMs: number): RateLimit {
  const seen = new Map<string, number[]>();
  return {
    allows: (userId, at) => {
      const recent = (seen.get(userId) ?? []).filter((time) => at - time < windowMs);
      if (recent.length >= limit) return false;
      seen.delete(userId);
      seen.set(userId, [...recent, at]);
      for (const watched of seen.keys()) {
        if (seen.size <= MAX_WATCHED) break;
        seen.delete(watched);
      }
      return true;
    },
  };
}
