import { setMaxListeners } from 'node:events';
import type { DecimalText } from '../domain/decimal.ts';
import { decimal, decimalText } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
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
import { bannedFor, retryAfterMs, venueTrouble } from './venue-trouble.ts';

export interface FastPathParts {
  readonly directory: string;
  readonly venues: readonly EmergencyVenue[];
  readonly killSwitch: KillSwitch;
  readonly journal: EmergencyJournal;
  readonly clock: EmergencyClock;
  readonly onEntry?: (entry: EmergencyEntry) => void;
  /** Called when no account is worked on any more. */
  readonly onSettled?: () => void;
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
  /** All accounts of the incident are flat, and none is worked on again. */
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
  /**
   * Lets entries in again after an incident, the standing one unless it is named; refused while an account is not flat
   * yet. One that follows it stays latched.
   */
  clear(by: string, incident?: string): boolean;
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
  const told = new Set<string>();
  /** The least that the desk owned, by account, of symbols whose orders did not arrive before it was flat. */
  const neverArrived = new Map<string, Map<InstrumentSymbol, DecimalText>>();
  let working: string | null = null;
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

  /** The same trouble is told once in an incident, of each market that it is about. */
  function tell(incident: string, account: string, trouble: Reason): void {
    const key = [incident, account, trouble.code, trouble.values.symbol ?? ''].join(' ');
    if (told.has(key)) return;
    told.add(key);
    record(incident, { type: 'trouble', account, reason: trouble });
  }

  function work(incident: string): void {
    working = incident;
    // A desk that trades at no venue of its own is only latched.
    if (venues.length === 0 && !has(incident, 'finished')) record(incident, { type: 'finished' });
    for (const venue of venues) {
      const { account } = venue;
      if (running.has(account)) continue;
      flat.delete(account);
      neverArrived.delete(account);
      const job = flatten(venue, incident).finally(() => {
        running.delete(account);
        if (running.size === 0 && venues.every((one) => flat.has(one.account)) && !has(incident, 'finished'))
          record(incident, { type: 'finished' });
        if (running.size === 0) parts.onSettled?.();
      });
      running.set(account, job);
    }
  }

  /** One venue that fails must not keep the others: whatever it throws stays here. */
  async function flatten(venue: EmergencyVenue, incident: string): Promise<void> {
    const { account } = venue;
    const memory = rememberAccount(journal.entries(), incident, account);
    const snapshot = venue.kind === 'spot' ? accounts.snapshot(account, knownOf(account).owned) : null;
    while (!stop.signal.aborted) {
      try {
        // Without its markets a venue says of everything that it is too small to be sold.
        if (!ready.has(account)) await prepare(venue);
        const done = await flattenAccount({
          ...{ venue, incident, memory, clock, snapshot, stop: stop.signal },
          known: () => knownOf(account),
          record: (step) => record(incident, step),
          tell: (trouble) => tell(incident, account, trouble),
        });
        const { owned } = knownOf(account);
        neverArrived.set(account, new Map([...done.neverArrived].map((symbol) => [symbol, owned[symbol] ?? '0'])));
        flat.add(account);
        troubles.delete(account);
        return;
      } catch (fault) {
        if (stop.signal.aborted) return;
        tell(incident, account, venueTrouble(fault));
        const banMs = retryAfterMs(fault);
        const banned = bannedFor(venue.venue, banMs);
        if (banned !== null) tell(incident, account, banned);
        await clock.sleep(Math.max(banMs, FAULT_PAUSE_MS), stop.signal).catch(() => undefined);
      }
    }
  }

  function knownOf(account: string): KnownAccount {
    return known.get(account) ?? { owned: {}, resting: [] };
  }

  /** An entry that the venue did not have, and that the desk has now learnt was filled after all. */
  function bringsLate(account: string, now: KnownAccount): boolean {
    const least = neverArrived.get(account);
    const late = [...(least ?? [])].filter(([symbol, before]) => {
      const owned = decimal(now.owned[symbol] ?? '0').abs();
      // The desk may hear only now of what was sold in the emergency.
      if (owned.lt(decimal(before).abs())) least?.set(symbol, decimalText(owned));
      return owned.gt(decimal(before).abs());
    });
    return late.length > 0;
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
      // Pressed after the end it looks again, and the desk must know.
      else if (has(latch.incident, 'finished') && running.size === 0)
        record(latch.incident, { type: 'triggered', by, why });
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
      const latch = bringsLate(account, now) ? killSwitch.read() : null;
      if (latch !== null) work(latch.incident);
    },
    clear(by, incident = killSwitch.read()?.incident) {
      if (incident === undefined || has(incident, 'cleared')) return false;
      if (running.size > 0 && working === incident) return false;
      record(incident, { type: 'cleared', by });
      killSwitch.clear(incident);
      if (running.size > 0) return true;
      flat.clear();
      neverArrived.clear();
      return true;
    },
    status() {
      const latch = killSwitch.read();
      return {
        latch,
        finished: latch !== null && running.size === 0 && has(latch.incident, 'finished'),
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
