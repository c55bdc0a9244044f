import type { LiveLoop } from '../system-event-loop.ts';
import type { VenueName } from '../venues/venue-name.ts';

/** Who may use what is left of a limit. Cancels and the emergency path may use all of it, the others four fifths. */
export type CallPriority = 'read' | 'order' | 'cancel' | 'emergency';

/** What one call takes of each group of limits. */
export type CallCost = Readonly<Record<string, number>>;

export interface BudgetLimit {
  readonly group: string;
  readonly perMs: number;
  readonly allowed: number;
  /** The answer's header in which the venue counts by itself. */
  readonly usedHeader?: string;
}

export interface BudgetUse {
  readonly group: string;
  readonly perMs: number;
  readonly allowed: number;
  readonly used: number;
}

export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly retryAfterMs: number };

/** The venue's limits as one process shares them, whatever instances it has. */
export interface RequestBudget {
  /** Waits for its turn for a while; what would take longer is refused at once. */
  admit(cost: CallCost, priority: CallPriority): Promise<Admission>;
  observe(status: number | null, headers: Readonly<Record<string, string>>): void;
  use(): readonly BudgetUse[];
  /** Milliseconds until calls are allowed again, zero when they are. */
  bannedForMs(): number;
}

const RESERVED_FRACTION = 0.2;
/** How long a call waits for its turn: longer than a second's limit, shorter than what waits for it. */
const PATIENCE_MS: Readonly<Record<CallPriority, number>> = {
  read: 10_000,
  order: 1_500,
  cancel: 2_000,
  emergency: 2_000,
};
const DEFAULT_LIMIT_MS = 1_000;
const DEFAULT_BAN_MS = 120_000;

/** Limits as of November 2026, a snapshot: venues change them, and their own counters are believed where they send any. */
const LIMITS: Readonly<Record<VenueName, readonly BudgetLimit[]>> = {
  binance: [
    { group: 'weight', perMs: 60_000, allowed: 6_000, usedHeader: 'x-mbx-used-weight-1m' },
    { group: 'order', perMs: 10_000, allowed: 100, usedHeader: 'x-mbx-order-count-10s' },
  ],
  binanceusdm: [
    { group: 'weight', perMs: 60_000, allowed: 2_400, usedHeader: 'x-mbx-used-weight-1m' },
    { group: 'order', perMs: 10_000, allowed: 300, usedHeader: 'x-mbx-order-count-10s' },
  ],
  upbit: [
    { group: 'order', perMs: 1_000, allowed: 12 },
    { group: 'default', perMs: 1_000, allowed: 30 },
    { group: 'market', perMs: 1_000, allowed: 10 },
    { group: 'ticker', perMs: 1_000, allowed: 10 },
    { group: 'orderbook', perMs: 1_000, allowed: 10 },
  ],
  bithumb: [
    { group: 'order', perMs: 1_000, allowed: 140 },
    { group: 'default', perMs: 1_000, allowed: 140 },
    { group: 'market', perMs: 1_000, allowed: 150 },
    { group: 'ticker', perMs: 1_000, allowed: 150 },
    { group: 'orderbook', perMs: 1_000, allowed: 150 },
  ],
};

interface Spent {
  readonly at: number;
  readonly cost: number;
}

/** Counts what is sent against a venue's limits and keeps a fifth of each for what must get through. */
export function createRequestBudget(
  venue: VenueName,
  loop: LiveLoop,
  limits: readonly BudgetLimit[] = LIMITS[venue],
): RequestBudget {
  const spent = new Map<string, Spent[]>(limits.map(({ group }) => [group, []]));
  let readsAgainAt = 0;
  let bannedUntil = 0;

  function usedOf({ group, perMs }: BudgetLimit, now: number): number {
    const kept = (spent.get(group) ?? []).filter(({ at }) => at > now - perMs);
    spent.set(group, kept);
    return kept.reduce((sum, { cost }) => sum + cost, 0);
  }

  function waitOf(cost: CallCost, priority: CallPriority): number {
    const now = loop.elapsedMs();
    if (bannedUntil > now) return bannedUntil - now;
    if (priority === 'read' && readsAgainAt > now) return readsAgainAt - now;
    const share = priority === 'cancel' || priority === 'emergency' ? 1 : 1 - RESERVED_FRACTION;
    const waits = limits.map((limit) => {
      const wanted = cost[limit.group] ?? 0;
      if (wanted === 0 || usedOf(limit, now) + wanted <= limit.allowed * share) return 0;
      const oldest = spent.get(limit.group)?.[0]?.at ?? now;
      return Math.max(1, oldest + limit.perMs - now);
    });
    return Math.max(0, ...waits);
  }

  function take(cost: CallCost): void {
    const at = loop.elapsedMs();
    for (const [group, amount] of Object.entries(cost)) spent.get(group)?.push({ at, cost: amount });
  }

  async function admit(cost: CallCost, priority: CallPriority): Promise<Admission> {
    const patienceEnds = loop.elapsedMs() + PATIENCE_MS[priority];
    for (;;) {
      const wait = waitOf(cost, priority);
      if (wait <= 0) {
        take(cost);
        return { admitted: true };
      }
      if (bannedUntil > loop.elapsedMs() || loop.elapsedMs() + wait > patienceEnds)
        return { admitted: false, retryAfterMs: Math.ceil(wait) };
      await loop.sleep(Math.ceil(wait), new AbortController().signal);
    }
  }

  function observe(status: number | null, headers: Readonly<Record<string, string>>): void {
    const now = loop.elapsedMs();
    const asked = Number(headers['retry-after']);
    const retryAfterMs = Number.isFinite(asked) && asked > 0 ? asked * 1_000 : null;
    if (status === 418) bannedUntil = Math.max(bannedUntil, now + (retryAfterMs ?? DEFAULT_BAN_MS));
    if (status === 429) readsAgainAt = Math.max(readsAgainAt, now + (retryAfterMs ?? DEFAULT_LIMIT_MS));
    for (const limit of limits) {
      const counted = limit.usedHeader === undefined ? Number.NaN : Number(headers[limit.usedHeader]);
      correct(limit, Number.isFinite(counted) ? counted : remainingIn(headers['remaining-req'], limit), now);
    }
  }

  /** Others may spend from the same limit: the venue's own count is the higher truth. */
  function correct(limit: BudgetLimit, counted: number, now: number): void {
    const missing = counted - usedOf(limit, now);
    if (missing > 0) spent.get(limit.group)?.push({ at: now, cost: missing });
  }

  return {
    admit,
    observe,
    use: () =>
      limits.map((limit) => {
        const { group, perMs, allowed } = limit;
        return { group, perMs, allowed, used: usedOf(limit, loop.elapsedMs()) };
      }),
    bannedForMs: () => Math.max(0, bannedUntil - loop.elapsedMs()),
  };
}

/** `group=order; min=720; sec=11` says what is left of this second. */
function remainingIn(header: string | undefined, { group, allowed }: BudgetLimit): number {
  const found = /group=([a-z-]+)\s*;.*?sec=(\d+)/.exec(header ?? '');
  return found?.[1] === group ? allowed - Number(found?.[2]) : Number.NaN;
}
