import type { DeliveryResult } from '../outbox/channel.ts';

/** What a platform's refusal means for a message that has to arrive; `type` is the platform's own, as far as it counts. */
export type DeliveryFault =
  | { readonly type: 'limited'; readonly retryAfterMs: number | null; readonly problem: string }
  | { readonly type: string; readonly retryAfterMs?: undefined; readonly problem: string };

/** Returns what becomes of a message that did not go out: tried again later, or never. */
export function deliveryFailure({ type, retryAfterMs, problem }: DeliveryFault): DeliveryResult {
  if (retryAfterMs !== undefined) return { outcome: 'later', retryAfterMs, problem };
  // A token can be renewed, and then all of it is still to be told.
  const passes = type === 'away' || type === 'revoked';
  return passes ? { outcome: 'later', retryAfterMs: null, problem } : { outcome: 'refused', problem };
}
