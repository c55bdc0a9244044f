import { AssentError, UnavailableError } from '../domain/errors.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import { TooLate } from './emergency-clock.ts';

/** Returns what went wrong at the venue as a reason. Messages of others stay out: they hold addresses and signatures. */
export function venueTrouble(fault: unknown): Reason {
  if (fault instanceof TooLate) return reason('emergency.no-answer');
  if (fault instanceof UnavailableError) return reason('emergency.venue-away');
  const name = fault instanceof AssentError ? fault.code : fault instanceof Error ? fault.name : 'unknown';
  return reason('emergency.venue-failed', { fault: name });
}

/** A person is quicker than that in the venue's own app. */
const LONG_BAN_MS = 5_000;

/** Returns what to tell a person of a ban that is longer than they are slow; null of a short one. */
export function bannedFor(venue: string, waitMs: number): Reason | null {
  return waitMs >= LONG_BAN_MS ? reason('emergency.banned', { venue, waitMs }) : null;
}

/** Returns for how long the venue wants to be left alone; 0 when it said nothing of the kind. */
export function retryAfterMs(fault: unknown): number {
  return fault instanceof UnavailableError ? Math.max(0, fault.retryAfterMs ?? 0) : 0;
}
