import type { DecimalText } from '../domain/decimal.ts';
import { decimal } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import { baseOf } from '../domain/instrument.ts';
import type { EmergencyVenue } from '../ports/emergency-venue.ts';
import type { VenueAccount } from '../ports/execution.ts';
import type { EmergencyClock } from './emergency-clock.ts';

export interface AccountWatchParts {
  readonly venues: readonly EmergencyVenue[];
  readonly clock: EmergencyClock;
  readonly stop: AbortSignal;
  /** While an account is worked on, nothing else is asked of its venue. */
  readonly isBusy: (account: string) => boolean;
}

/** Looks at the accounts every few seconds, so that a sale need not look first, and the lines stay open. */
export interface AccountWatch {
  start(): void;
  /** The desk knows something new: what was seen before that says nothing any more. */
  changed(account: string): void;
  /** The account as it was a moment ago; null where it may be older than what the desk knows, or does not hold that. */
  snapshot(account: string, owned: Readonly<Record<InstrumentSymbol, DecimalText>>): VenueAccount | null;
}

const EVERY_MS = 3_000;
/** A venue's account may show for so long what was before a trade. */
const LAG_MS = 250;
const OLDEST_MS = 10_000;
/** A fee that was taken in coins may be missing; a trade that the account does not show yet is more. */
const SHOWN_FRACTION = '0.99';

interface Seen {
  readonly account: VenueAccount;
  readonly askedAt: number;
}

export function createAccountWatch({ venues, clock, stop, isBusy }: AccountWatchParts): AccountWatch {
  const seen = new Map<string, Seen>();
  const changedAt = new Map<string, number>();
  const wakes = new Map<string, AbortController>();

  async function follow(venue: EmergencyVenue): Promise<void> {
    while (!stop.aborted) {
      const askedAt = clock.now();
      if (!isBusy(venue.account)) {
        try {
          const account = await venue.keepWarm();
          if (!isBusy(venue.account)) seen.set(venue.account, { account, askedAt });
        } catch {
          // A venue that does not answer is asked again; until then a sale there begins with a look.
        }
      }
      await pause(venue.account, askedAt);
    }
  }

  /** Until the next look is due; after news of the desk that is as soon as the account shows them. */
  async function pause(account: string, askedAt: number): Promise<void> {
    const isStale = (): boolean => askedAt < freshFrom(account);
    const wake = new AbortController();
    wakes.set(account, wake);
    if (!isStale()) await sleep(EVERY_MS, AbortSignal.any([stop, wake.signal]));
    if (isStale()) await sleep(Math.max(0, freshFrom(account) - clock.now()), stop);
  }

  async function sleep(ms: number, signal: AbortSignal): Promise<void> {
    await clock.sleep(ms, signal).catch(() => undefined);
  }

  function freshFrom(account: string): number {
    return (changedAt.get(account) ?? Number.NEGATIVE_INFINITY) + LAG_MS;
  }

  return {
    start() {
      for (const venue of venues) void follow(venue);
    },
    changed(account) {
      changedAt.set(account, clock.now());
      wakes.get(account)?.abort();
    },
    snapshot(account, owned) {
      const last = seen.get(account);
      if (last === undefined || last.askedAt < freshFrom(account) || clock.now() - last.askedAt > OLDEST_MS)
        return null;
      const shows = Object.entries(owned).every(([symbol, quantity]) => {
        const balance = last.account.balances.find(({ currency }) => currency === baseOf(symbol));
        const total = decimal(balance?.free ?? '0').plus(balance?.locked ?? '0');
        return total.gte(decimal(quantity).times(SHOWN_FRACTION));
      });
      return shows ? last.account : null;
    },
  };
}
