import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import { DUPLICATE_CLIENT_ID } from '../../execution/venue-reason.ts';
import type { VenueName } from '../venues/venue-name.ts';
import type { DefinitiveReject, RefusalEffect } from './definitive-reject.ts';
import { BINANCE_REJECTS, BINANCE_USDM_REJECTS } from './outcome-binance.ts';
import { BITHUMB_REJECTS } from './outcome-bithumb.ts';
import { UPBIT_REJECTS } from './outcome-upbit.ts';
import type { VenueRefusal } from './venue-client.ts';

export interface Classified {
  readonly verdict: 'rejected' | 'duplicate' | 'unknown';
  readonly reason: Reason;
  readonly effect: RefusalEffect | null;
}

const REJECTS: Readonly<Record<VenueName, readonly DefinitiveReject[]>> = {
  binance: BINANCE_REJECTS,
  binanceusdm: BINANCE_USDM_REJECTS,
  upbit: UPBIT_REJECTS,
  bithumb: BITHUMB_REJECTS,
};

/** Says what a refusal of an order means: placed it was not only where the list says so; all else is unknown. */
export function classifyRefusal(venue: VenueName, refusal: VenueRefusal, clientId: string): Classified {
  const { sent, status, code, fault, retryAfterMs } = refusal;
  if (fault === 'budget') return rejected('venue.own-limit', { retryAfterMs });
  if (!sent && status === null) return rejected('venue.not-reached', { fault });
  if (status === 429) return rejected('venue.rate-limited', { retryAfterMs });
  if (status === 418) return rejected('venue.banned', { retryAfterMs });
  if (status !== null && status >= 400 && status <= 499) {
    const known = REJECTS[venue].find((row) => matches(row, refusal));
    if (known?.reason === 'duplicate')
      return { verdict: 'duplicate', reason: reason(DUPLICATE_CLIENT_ID, { clientId }), effect: null };
    if (known !== undefined) return rejected(known.reason, { code }, known.effect ?? null);
    if (status === 403 && code === null) return rejected('venue.firewall', {});
  }
  return {
    verdict: 'unknown',
    reason: reason('venue.outcome-unknown', { code: code ?? (status === null ? fault : `HTTP ${status}`) }),
    effect: null,
  };
}

function matches({ codes, words }: DefinitiveReject, refusal: VenueRefusal): boolean {
  if (refusal.code === null || !codes.includes(refusal.code)) return false;
  return words === undefined || words.test(refusal.words);
}

function rejected(
  code: string,
  values: Readonly<Record<string, string | number | null>>,
  effect: RefusalEffect | null = null,
): Classified {
  return { verdict: 'rejected', reason: reason(code, values), effect };
}
