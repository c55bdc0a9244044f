import type { Reason } from '../../engine/domain/reason.ts';

/** What a venue tells of an account and its key; null where it does not tell. */
export interface AccountLook {
  readonly venue: string;
  readonly keyWorks: boolean;
  readonly canTrade: boolean | null;
  readonly canWithdraw: boolean | null;
  readonly ipBound: boolean | null;
  readonly expiresAt: number | null;
  /** How far the venue's clock is ahead of ours. */
  readonly clockOffsetMs: number | null;
  readonly limits: readonly {
    readonly group: string;
    readonly used: number | null;
    readonly allowed: number;
    readonly perMs: number;
  }[];
  readonly minimums: readonly { readonly symbol: string; readonly minNotional: string }[];
  /** What else the venue says that must not be traded on, such as a wrong position mode. */
  readonly problems: readonly Reason[];
}

/** Problems that have findings of their own: told twice they would look like two. */
const TOLD_BY_ITSELF: ReadonlySet<string> = new Set([
  'venue.key-refused',
  'venue.key-cannot-trade',
  'venue.key-can-withdraw',
  'venue.key-expired',
  'venue.clock-offset',
]);

/** Returns what the venue says against trading besides key, rights and clock. */
export function otherProblems({ problems }: Pick<AccountLook, 'problems'>): AccountLook['problems'] {
  return problems.filter(({ code }) => !TOLD_BY_ITSELF.has(code));
}

/** A clock further off than this would sign requests that the venue refuses, and judge candles wrongly. */
export const CLOCK_LIMIT_MS = 5_000;
export const CLOCK_WARNING_MS = 1_000;
/** A key is worth a word this long before it ends. */
export const EXPIRY_WARNING_MS = 30 * 86_400_000;
