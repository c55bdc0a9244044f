import type { AbsenceProof, VenueAbilities } from '../../ports/execution.ts';
import type { VenueName } from './venue-name.ts';

/** A Binance order is good only so long after it was stamped: what was not accepted by then never will be. */
export const BINANCE_ORDER_WINDOW_MS = 3_000;
const CLOCK_ERROR_MS = 1_000;
const QUEUE_MS = 2_000;

const BINANCE_PROOF: AbsenceProof = { queries: 3, afterMs: BINANCE_ORDER_WINDOW_MS + CLOCK_ERROR_MS + QUEUE_MS };

const ALL_TIMES = ['GTC', 'IOC', 'FOK', 'post-only'] as const;

const ABILITIES: Readonly<Record<VenueName, VenueAbilities>> = {
  binance: {
    orderTypes: new Set(['market', 'limit', 'stop-market', 'take-profit-market']),
    timeInForce: new Set(ALL_TIMES),
    reduceOnly: false,
    shorts: false,
    amends: false,
    locksInventory: true,
    absenceProof: BINANCE_PROOF,
  },
  binanceusdm: {
    orderTypes: new Set(['market', 'limit', 'stop-market', 'take-profit-market']),
    timeInForce: new Set(ALL_TIMES),
    reduceOnly: true,
    shorts: true,
    amends: true,
    locksInventory: false,
    absenceProof: BINANCE_PROOF,
  },
  // No bound on late arrival is documented; an identifier is unique for ever, so a late order is found, never doubled.
  upbit: koreanAbilities({ queries: 3, afterMs: 10_000 }),
  // Neither a bound on late arrival nor uniqueness of ids is documented: long patience.
  bithumb: koreanAbilities({ queries: 5, afterMs: 30_000 }),
};

function koreanAbilities(absenceProof: AbsenceProof): VenueAbilities {
  return {
    orderTypes: new Set(['market', 'limit']),
    timeInForce: new Set(ALL_TIMES),
    reduceOnly: false,
    shorts: false,
    amends: false,
    locksInventory: true,
    absenceProof,
  };
}

/** Returns what a venue can do by itself. */
export function venueAbilities(venue: VenueName): VenueAbilities {
  return ABILITIES[venue];
}
