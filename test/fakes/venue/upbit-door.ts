import type { VenueCore } from './core.ts';
import type { VenueAnswer, VenueRequest } from './server-types.ts';
import type { RateGate, RateGroup } from './upbit-rates.ts';
import { tooMany } from './upbit-refusals.ts';
import { isRecord, openToken, type TokenFault } from './upbit-token.ts';

export interface DoorOptions {
  readonly core: VenueCore;
  readonly gate: RateGate;
  readonly tokenRefusal: (fault: TokenFault | 'expired-key' | 'wrong-time') => VenueAnswer;
  /** By how much a token's own time may differ; null: nobody looks. */
  readonly timeToleranceMs: number | null;
  /** Whether answers tell what is left of a limit. */
  readonly tellsRemaining: boolean;
}

/** What stands before both Korean venues: keys, limits, the time in each answer. */
export interface Door {
  /** Returns the key of the account that asks, or why it may not. */
  accountOf(request: VenueRequest, signed: readonly string[]): string | VenueAnswer;
  counted(group: RateGroup, whose: string, answer: () => VenueAnswer): VenueAnswer;
  dated(answer: VenueAnswer): VenueAnswer;
}

/** Puts up the door. */
export function createDoor({ core, gate, tokenRefusal, timeToleranceMs, tellsRemaining }: DoorOptions): Door {
  const usedNonces = new Set<string>();
  const secretOf = (apiKey: string) => {
    const account = core.account(apiKey);
    return account === undefined || account.revoked ? undefined : account.secret;
  };
  const isTimely = (timestamp: unknown) =>
    timeToleranceMs === null || (typeof timestamp === 'number' && Math.abs(core.now() - timestamp) <= timeToleranceMs);

  return {
    accountOf({ headers }, signed) {
      const token = openToken({ authorization: headers.authorization, secretOf, usedNonces, signed });
      if ('fault' in token) return tokenRefusal(token.fault);
      if (!isTimely(token.payload.timestamp)) return tokenRefusal('wrong-time');
      const until = core.account(token.apiKey)?.expiresAt ?? null;
      return until !== null && until <= core.now() ? tokenRefusal('expired-key') : token.apiKey;
    },
    counted(group, whose, answer) {
      const { verdict, left, retryAfterSeconds } = gate.count(group, whose);
      const told = verdict === 'allowed' ? answer() : tooMany(verdict === 'banned' ? 418 : 429, retryAfterSeconds);
      if (!tellsRemaining) return { ...told, weight: 1 };
      const remaining = `group=${group.name}; min=${(group.requests * 60_000) / group.perMs}; sec=${left}`;
      return { ...told, weight: 1, headers: { ...told.headers, 'remaining-req': remaining } };
    },
    dated: (answer) => ({ ...answer, headers: { date: new Date(core.now()).toUTCString(), ...answer.headers } }),
  };
}

/** Returns the fields of a JSON body; none where it is no object. */
export function bodyFields(rawBody: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(rawBody);
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}
