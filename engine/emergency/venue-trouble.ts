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

/** Returns for how long the venue wants to be left alone; 0 when it said nothing of the kind. */
export function retryAfterMs(fault: unknown): number {
  return fault instanceof UnavailableError ? Math.max(0, fault.retryAfterMs ?? 0) : 0;
}
