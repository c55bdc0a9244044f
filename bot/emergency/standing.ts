import type { EmergencyEntry } from '../../engine/emergency/emergency-journal.ts';
import type { EmergencyStatus } from '../../engine/emergency/fast-path.ts';
import type { Latch } from '../../engine/emergency/kill-switch.ts';

/** How the emergency path stands, for a person to read. */
export interface EmergencyStanding {
  /** The thread has spoken and not ended since; null where nobody can tell from outside. */
  readonly alive: boolean | null;
  readonly accounts: number;
  /** Accounts whose markets are loaded; null where nobody can tell from outside. */
  readonly ready: number | null;
  readonly latched: Pick<Latch, 'by' | 'at'> | null;
  readonly last: EmergencyIncident | null;
}

export interface EmergencyIncident {
  readonly at: number;
  readonly by: string;
  /** Null where nothing was held at a venue: the desk itself tells what became of play money. */
  readonly flat: boolean | null;
}

export interface StandingSources {
  readonly latch: Latch | null;
  readonly entries: readonly EmergencyEntry[];
  /** What the thread said last; null where it runs elsewhere. */
  readonly status: EmergencyStatus | null;
  readonly alive: boolean | null;
  readonly accounts: number;
}

/** Returns how the path stands, from its files and what its thread said last. */
export function emergencyStanding({ latch, entries, status, alive, accounts }: StandingSources): EmergencyStanding {
  return {
    alive,
    accounts,
    ready: status === null ? null : status.accounts.filter(({ ready }) => ready).length,
    latched: latch && { by: latch.by, at: latch.at },
    last: lastIncident(entries, accounts),
  };
}

function lastIncident(entries: readonly EmergencyEntry[], accounts: number): EmergencyIncident | null {
  const began = entries.findLast(({ step }) => step.type === 'triggered');
  if (began?.step.type !== 'triggered') return null;
  const flat = entries.some(({ incident, step }) => incident === began.incident && step.type === 'finished');
  return { at: began.at, by: began.step.by, flat: accounts === 0 ? null : flat };
}
