import { UnavailableError } from '../../domain/errors.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import type { VenueName } from '../venues/venue-name.ts';
import { CLOCK_BLOCK_MS, type ClockOffset } from './clock-offset.ts';
import type { InstrumentBook } from './instrument-book.ts';
import type { BudgetUse, RequestBudget } from './request-budget.ts';
import type { KeyRights, PositionSettings, VenueProtocol } from './venue-protocol.ts';

/** How soon a key ends; each is told once. */
export type ExpiryWarning = 'T-30' | 'T-7' | 'T-1' | 'expired';

/** What `doctor` shows and what live asks before it starts; null where the venue does not tell. */
export interface AccountChecks extends KeyRights, PositionSettings {
  readonly venue: VenueName;
  readonly keyWorks: boolean;
  readonly expiryWarning: ExpiryWarning | null;
  readonly clockOffsetMs: number | null;
  readonly limits: readonly BudgetUse[];
  readonly minimums: readonly {
    readonly symbol: InstrumentSymbol;
    readonly minNotional: string;
    readonly minQuantity: string | null;
    readonly trading: boolean;
  }[];
  /** What forbids live trading. */
  readonly problems: readonly Reason[];
}

interface CheckParts {
  readonly venue: VenueName;
  readonly protocol: Pick<VenueProtocol, 'account' | 'keyRights' | 'settings'>;
  readonly budget: RequestBudget;
  readonly offset: ClockOffset;
  readonly instruments: InstrumentBook;
}

const DAY_MS = 86_400_000;
const NO_RIGHTS: KeyRights = { canTrade: null, canWithdraw: null, ipBound: null, expiresAt: null };
const NO_SETTINGS: PositionSettings = { positionMode: null, leverage: [] };

/** Asks the venue about key and account. What cannot be asked is null, and a key that does not work is a problem. */
export async function checkAccount(parts: CheckParts): Promise<AccountChecks> {
  const { venue, protocol, budget, offset, instruments } = parts;
  await attempted(async () => {
    if (offset.reading() === null) await offset.measure();
  }, undefined);
  await attempted(() => instruments.refresh(), undefined);
  const keyWorks = await attempted(async () => (await protocol.account()) !== null, false);
  const rights = await attempted(() => protocol.keyRights(), NO_RIGHTS);
  const settings = await attempted(() => protocol.settings(), NO_SETTINGS);
  const clockOffsetMs = offset.reading()?.offsetMs ?? null;
  const now = offset.venueNow();
  const expiryWarning = rights.expiresAt === null ? null : expiryWarningOf(rights.expiresAt - now);
  const minimums = instruments.list().map(({ symbol, minNotional, minQuantity, trading }) => {
    return { symbol, minNotional, minQuantity: minQuantity ?? null, trading: trading !== false };
  });
  const checks = { venue, keyWorks, ...rights, ...settings, expiryWarning, clockOffsetMs, minimums };
  return { ...checks, limits: budget.use(), problems: problemsOf(checks) };
}

/** Returns which warning is due so long before a key ends. */
export function expiryWarningOf(leftMs: number): ExpiryWarning | null {
  if (leftMs <= 0) return 'expired';
  if (leftMs <= DAY_MS) return 'T-1';
  if (leftMs <= 7 * DAY_MS) return 'T-7';
  return leftMs <= 30 * DAY_MS ? 'T-30' : null;
}

function problemsOf(checks: Omit<AccountChecks, 'limits' | 'problems'>): readonly Reason[] {
  const { venue, keyWorks, canTrade, canWithdraw, expiryWarning, positionMode, clockOffsetMs, minimums } = checks;
  const problems: (Reason | false)[] = [
    !keyWorks && reason('venue.key-refused', { code: null }),
    keyWorks && canTrade === false && reason('venue.key-cannot-trade', { venue }),
    canWithdraw === true && reason('venue.key-can-withdraw', { venue }),
    expiryWarning === 'expired' && reason('venue.key-expired', { venue }),
    positionMode === 'hedge' && reason('venue.hedge-mode'),
    clockOffsetMs === null && reason('venue.clock-unknown'),
    clockOffsetMs !== null &&
      Math.abs(clockOffsetMs) > CLOCK_BLOCK_MS &&
      reason('venue.clock-offset', { offsetMs: Math.round(clockOffsetMs) }),
    ...minimums.map(({ symbol, trading }) => !trading && reason('venue.symbol-not-trading', { symbol })),
  ];
  return problems.filter((problem) => problem !== false);
}

/** A question that fails leaves its field empty; a fault of ours is none of the venue's. */
async function attempted<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof UnavailableError) return otherwise;
    throw error;
  }
}
