import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { EmergencyEntry } from '../../engine/emergency/emergency-journal.ts';
import type { EmergencyStatus } from '../../engine/emergency/fast-path.ts';
import type { KnownAccount } from '../../engine/emergency/flatten-account.ts';
import type { VenueAddress, VenueKeys, VenueName } from '../../engine/exchanges/venues/venue-name.ts';

/** An account that the fast path can get flat. Holds secrets: it goes to the thread and nowhere else. */
export interface EmergencyAccount {
  readonly venue: VenueName;
  readonly account: string;
  readonly symbols: readonly InstrumentSymbol[];
  readonly keys: VenueKeys;
  readonly address: VenueAddress;
}

export interface EmergencyJob {
  readonly directory: string;
  readonly accounts: readonly EmergencyAccount[];
}

export type ToEmergency =
  | { readonly type: 'panic'; readonly by: string; readonly why: string }
  | {
      readonly type: 'known';
      readonly account: string;
      readonly known: KnownAccount;
    }
  | { readonly type: 'clear'; readonly by: string; readonly incident: string }
  | { readonly type: 'close' };

export type FromEmergency =
  | { readonly type: 'ready' }
  | { readonly type: 'entry'; readonly entry: EmergencyEntry }
  | { readonly type: 'status'; readonly status: EmergencyStatus }
  | { readonly type: 'closed' };
