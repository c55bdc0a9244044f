import { setMaxListeners } from 'node:events';
import type { Reason } from '../domain/reason.ts';
import type { EmergencyVenue } from '../ports/emergency-venue.ts';
import { createAccountWatch } from './account-watch.ts';
import { rememberAccount } from './attempts.ts';
import type { EmergencyClock } from './emergency-clock.ts';
import type { EmergencyEntry, EmergencyJournal, EmergencyStep } from './emergency-journal.ts';
import type { KnownAccount } from './flatten-account.ts';
import { flattenAccount } from './flatten-account.ts';
import type { KillSwitch, Latch } from './kill-switch.ts';
import { readKnownAccounts, writeKnownAccounts } from './known-accounts-file.ts';
import { venueTrouble } from './venue-trouble.ts';

export interface FastPathParts {
  readonly directory: string;
  readonly venues: readonly EmergencyVenue[];
  readonly killSwitch: KillSwitch;
  readonly journal: EmergencyJournal;
  readonly clock: EmergencyClock;
  readonly onEntry?: (entry: EmergencyEntry) => void;
}

export interface AccountStatus {
  readonly account: string;
  readonly venue: string;
  /** `idle` nothing to do · `working` until the venue shows nothing any more · `flat` it does. */
  readonly phase: 'idle' | 'working' | 'flat';
  /** Markets are loaded, a connection was opened. */
  readonly ready: boolean;
  /** What went wrong last; null when nothing did. */
  readonly trouble: Reason | null;
}

export interface EmergencyStatus {
  readonly latch: Latch | null;
  /** All accounts of the incident are flat. */
  readonly finished: boolean;
  readonly accounts: readonly AccountStatus[];
  /** False when the disk took a line of the journal no more. */
  readonly journalIntact: boolean;
}

/** Gets every account flat, whatever else of the product is broken. It asks nobody and waits for nobody. */
export interface FastPath {
  /** Loads markets, so that the first order need not. A venue that is away is tried again when it is needed. */
  prepare(): Promise<void>;
  /** Keeps lines open and accounts in view from now on, until it is closed. */
  watch(): void;
  /** Latches before it returns, then works in the background. Pressing twice is the same as once. */
  panic(pressed: { readonly by: string; readonly why: string }): Latch;
  /** Goes on with what a crash interrupted. */
  resume(): void;
  /** Resolves when no account is worked on. */
  settled(): Promise<void>;
  /** What the desk believes of an account; kept on disk too. */
  setKnown(account: string, known: KnownAccount): void;
  /** Lets entries in again; refused while an account is not flat yet. */
  clear(by: string): boolean;
  status(): EmergencyStatus;
  close(): Promise<void>;
}

export function createFastPath(parts: FastPathParts): FastPath {
  const { directory, venues, killSwitch, journal, clock } = parts;
  const stop = new AbortController();
  // Every symbol of every account waits on it at times.
  setMaxListeners(0, stop.signal);
  const running = new Map<string, Promise<void>>();
  const ready = new Set<string>();
  const flat = new Set<string>();
  const troubles = new Map<string, Reason>();
  const known = new Map(Object.entries(readKnownAccounts(directory)));
  const accounts = createAccountWatch({ venues, clock, stop: stop.signal, isBusy: (account) => running.has(account) });

  function record(incident: string, step: EmergencyStep): void {
    const entry = journal.append(incident, step, clock.now());
    if (step.type === 'trouble') troubles.set(step.account, step.reason);
    parts.onEntry?.(entry);
  }

  function has(incident: string, type: EmergencyStep['type']): boolean {
    return journal.entries().some((entry) => entry.incident === incident && entry.step.type === type);
  }

  function work(incident: string): void {
    // A desk that trades at no venue of its own is only latched.
    if (venues.length === 0 && !has(incident, 'finished')) record(incident, { type: 'finished' });
    for (const venue of venues) {
      const { account } = venue;
      if (running.has(account)) continue;
      flat.delete(account);
      const job = flatten(venue, incident).finally(() => {
        running.delete(account);
        if (running.size === 0 && venues.every((one) => flat.has(one.account)) && !has(incident, 'finished'))
          record(incident, { type: 'finished' });
      });
      running.set(account, job);
    }
  }

  /** One venue that fails must not keep the others: whatever it throws stays here. */
  async function flatten(venue: EmergencyVenue, incident: string): Promise<void> {
    const { account } = venue;
    const memory = rememberAccount(journal.entries(), incident, account);
    const now = known.get(account) ?? { owned: {}, resting: [] };
    const snapshot = venue.kind === 'spot' ? accounts.snapshot(account, now.owned) : null;
    while (!stop.signal.aborted) {
      try {
        // Without its markets a venue says of everything that it is too small to be sold.
        if (!ready.has(account)) await prepare(venue);
        await flattenAccount({
          ...{ venue, incident, memory, clock, snapshot, stop: stop.signal },
          known: known.get(account) ?? now,
          record: (step) => record(incident, step),
        });
        flat.add(account);
        troubles.delete(account);
        return;
      } catch (fault) {
        if (stop.signal.aborted) return;
        record(incident, { type: 'trouble', account, reason: venueTrouble(fault) });
        await clock.sleep(FAULT_PAUSE_MS, stop.signal).catch(() => undefined);
      }
    }
  }

  async function prepare(venue: EmergencyVenue): Promise<void> {
    await venue.prepare();
    ready.add(venue.account);
  }

  async function settled(): Promise<void> {
    while (running.size > 0) await Promise.all(running.values());
  }

  return {
    async prepare() {
      await Promise.all(
        venues.map(async (venue) => {
          try {
            await prepare(venue);
          } catch (fault) {
            troubles.set(venue.account, venueTrouble(fault));
          }
        }),
      );
    },
    watch: () => accounts.start(),
    panic({ by, why }) {
      const { latch } = killSwitch.latch({ by, why, at: clock.now() });
      // Another thread may have latched the same press before this one.
      if (!has(latch.incident, 'triggered'))
        record(latch.incident, { type: 'triggered', by: latch.by, why: latch.why });
      work(latch.incident);
      return latch;
    },
    resume() {
      const latch = killSwitch.read();
      // Once it was flat, what is there was brought by a person who knows of the latch.
      if (latch !== null && !has(latch.incident, 'finished')) work(latch.incident);
    },
    settled,
    setKnown(account, now) {
      known.set(account, now);
      accounts.changed(account);
      writeKnownAccounts(directory, Object.fromEntries(known));
    },
    clear(by) {
      const incident = killSwitch.read()?.incident ?? null;
      if (incident === null || running.size > 0) return false;
      record(incident, { type: 'cleared', by });
      killSwitch.clear();
      flat.clear();
      return true;
    },
    status() {
      const latch = killSwitch.read();
      return {
        latch,
        finished: latch !== null && has(latch.incident, 'finished'),
        journalIntact: journal.intact,
        accounts: venues.map(({ account, venue }) => ({
          ...{ account, venue },
          phase: running.has(account) ? 'working' : flat.has(account) ? 'flat' : 'idle',
          ready: ready.has(account),
          trouble: troubles.get(account) ?? null,
        })),
      };
    },
    async close() {
      stop.abort();
      await settled();
      await Promise.all(venues.map((venue) => venue.close()));
      journal.close();
    },
  };
}

const FAULT_PAUSE_MS = 1_000;
