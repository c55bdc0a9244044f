import { baseOf } from '../../engine/domain/instrument.ts';
import { readKnownAccounts } from '../../engine/emergency/known-accounts-file.ts';
import { symbolOf } from '../../engine/exchanges/venues/venue-symbols.ts';
import type { AppConfig } from '../config/config.ts';
import type { EmergencyAccount } from '../emergency/emergency-messages.ts';
import { emergencyDirectory } from './emergency.ts';

/**
 * Returns the accounts that the emergency path can get flat: the one that a live desk trades. Paper and replay hold
 * nothing at a venue; their /panic stays within the desk.
 */
export function emergencyAccounts({ mode, venue, account, data }: AppConfig): readonly EmergencyAccount[] {
  const keys = venue.keys[venue.name];
  if (mode !== 'live' || keys === null) return [];
  const { name, addresses } = venue;
  // A coin that was taken out of the configuration while it was held is got rid of like any other.
  const owned = readKnownAccounts(emergencyDirectory(data.directory))[account.name]?.owned ?? {};
  const held = Object.keys(owned).filter((symbol) => symbol === symbolOf(name, baseOf(symbol)));
  const symbols = [...new Set([...venue.symbols, ...held])];
  return [{ venue: name, account: account.name, symbols, keys, address: addresses[name] }];
}
