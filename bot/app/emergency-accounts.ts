import type { AppConfig } from '../config/config.ts';
import type { EmergencyAccount } from '../emergency/emergency-messages.ts';

/**
 * Returns the accounts that the emergency path can get flat: the one that a live desk trades. Paper and replay hold
 * nothing at a venue; their /panic stays within the desk.
 */
export function emergencyAccounts({ mode, venue, account }: AppConfig): readonly EmergencyAccount[] {
  const keys = venue.keys[venue.name];
  if (mode !== 'live' || keys === null) return [];
  const { name, symbols, addresses } = venue;
  return [{ venue: name, account: account.name, symbols, keys, address: addresses[name] }];
}
