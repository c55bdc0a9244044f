import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { Hears } from '../config/config-places.ts';
import type { ChannelName } from '../outbox/channel.ts';
import { channelOf } from '../outbox/channel.ts';
import type { Draft } from '../outbox/journal-feed.ts';
import type { Access, Role } from '../people/access.ts';
import type { Place } from './places.ts';

/** Somebody, or some place such as a Slack channel, that is told what the desk does. */
export interface Recipient {
  /** `telegram:123`, `discord:9`; `slack:desk` and `email:a@b` are places that the configuration names. */
  readonly userId: string;
  readonly role: Role;
  /** Addresses, the preferred one first; what is of money and does not arrive goes on to the next. */
  readonly route: readonly string[];
}

export interface Recipients {
  /** Everybody who is told of the journal now, people first. */
  all(): readonly Recipient[];
  /** Null for somebody who is told nothing: a stranger, or one whose platform is not open. */
  readonly of: (userId: string) => Recipient | null;
  /** Returns the drafts without what a place did not ask to be told. */
  heard(draftOf: DraftOf): DraftOf;
}

export interface RecipientsOptions {
  readonly access: Pick<Access, 'users'>;
  /** Those that are open. */
  readonly channels: readonly ChannelName[];
  readonly places: readonly Place[];
}

type DraftOf = (entry: JournalEntry, userId: string) => Promise<Draft | null>;

/**
 * Returns who is told what the desk does. An admin's money goes on to the places when it does not arrive; what a place
 * was told of the same event on its own, the outbox does not tell it again.
 */
export function createRecipients({ access, channels, places }: RecipientsOptions): Recipients {
  const open = new Set<ChannelName | null>(channels);
  const usable = places.filter(({ address }) => open.has(channelOf(address)));
  const hears = new Map<string, Hears>(usable.map((place) => [place.address, place.hears]));
  const addresses = usable.map(({ address }) => address);
  const listening = usable.filter((place) => place.hears !== 'escalated').map(placeRecipient);

  return {
    all: () => [...people(), ...listening],
    of: (userId) => [...people(), ...listening].find((recipient) => recipient.userId === userId) ?? null,
    heard: (draftOf) => async (entry, userId) => {
      const draft = await draftOf(entry, userId);
      return draft !== null && hears.get(userId) === 'money' && !draft.money ? null : draft;
    },
  };

  function people(): readonly Recipient[] {
    return access.users().flatMap(({ userId, role }) => {
      const channel = channelOf(userId);
      // Nobody comes in from a place: an id there is no person.
      if (channel === 'slack' || channel === 'email' || !open.has(channel)) return [];
      return [{ userId, role, route: role === 'admin' ? [userId, ...addresses] : [userId] }];
    });
  }

  /** A place has no hands: it is shown what a viewer is shown, and where it is away the next one is told. */
  function placeRecipient({ address }: Place): Recipient {
    const others = addresses.slice(addresses.indexOf(address) + 1);
    return { userId: address, role: 'viewer', route: [address, ...others] };
  }
}
