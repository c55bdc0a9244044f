import { LatestMap } from '../latest-map.ts';

/** Remembers the last messages that came in, so that one that is delivered twice is answered once. */
export interface SeenDeliveries {
  /** Notes an id and returns whether it was new. */
  isNew(id: string): boolean;
  has(id: string): boolean;
}

export function createSeenDeliveries(maxRemembered: number): SeenDeliveries {
  const seen = new LatestMap<string, true>(maxRemembered);
  return {
    has: (id) => seen.has(id),
    isNew: (id) => {
      if (seen.has(id)) return false;
      seen.set(id, true);
      return true;
    },
  };
}
