import { LatestMap } from '../latest-map.ts';

/** What has become of messages with buttons since they were shown, by `chat:message`. */
export interface Cards {
  /** The card says its end already; a tap has nothing to add. */
  settle(ref: string): void;
  isSettled(ref: string): boolean;
  /** Notes that a button has done what it does. */
  use(ref: string, action: string): void;
  used(ref: string): ReadonlySet<string>;
}

interface Card {
  settled: boolean;
  readonly used: Set<string>;
}

const MAX_CARDS = 5_000;

export function createCards(): Cards {
  const cards = new LatestMap<string, Card>(MAX_CARDS);
  return {
    settle: (ref) => {
      cardOf(ref).settled = true;
    },
    isSettled: (ref) => cards.get(ref)?.settled === true,
    use: (ref, action) => void cardOf(ref).used.add(action),
    used: (ref) => cards.get(ref)?.used ?? new Set(),
  };

  function cardOf(ref: string): Card {
    const card = cards.get(ref) ?? { settled: false, used: new Set() };
    cards.set(ref, card);
    return card;
  }
}
