import { type Decimal, decimal } from '../../domain/decimal.ts';
import { InvariantError } from '../../domain/errors.ts';
import type { Fill } from '../../domain/fill.ts';
import { isClientId } from '../../execution/client-id.ts';
import type { FillCursor, FillMoment } from '../../ports/execution.ts';
import { forgetOldest } from './forget-oldest.ts';

/** All trades of ours that were seen, each once, in the order in which the venue made them. */
export interface FillBook {
  /**
   * Returns the fill as it was first told; stream and REST may word the same trade differently. Only whose it is may be
   * learnt later: of a triggered stop the trade can be told before the venue says which order made it.
   */
  take(fill: Fill): Fill;
  /** Whether this trade was told before. */
  has(fill: Pick<Fill, 'symbol' | 'tradeId'>): boolean;
  /** Fees of all trades of an order that were told so far and are still remembered. */
  feesOf(clientId: string): Decimal;
  /** Sorts what the venue lists and cuts it after the place; throws where a cursor's trade is not among it. */
  after(listed: readonly Fill[], since: FillCursor | FillMoment | null): readonly Fill[];
  sorted(fills: readonly Fill[]): readonly Fill[];
}

const KEPT = 50_000;
const OVERLAP_MS = 60_000;

interface Seen {
  readonly fill: Fill;
  readonly sequence: number;
}

interface OrderFees {
  readonly sum: Decimal;
  readonly trades: number;
}

/** Returns an empty book. Trades of one moment keep the order in which they were first told. */
export function createFillBook(kept = KEPT): FillBook {
  const seen = new Map<string, Seen>();
  const fees = new Map<string, OrderFees>();
  let sequence = 0;

  function feesOf(clientId: string): Decimal {
    return fees.get(clientId)?.sum ?? decimal('0');
  }

  function take(fill: Fill): Fill {
    const known = seen.get(keyOf(fill));
    if (known === undefined) {
      sequence += 1;
      put({ fill, sequence });
      forgetLast();
      return fill;
    }
    if (isClientId(known.fill.clientId) || !isClientId(fill.clientId)) return known.fill;
    const owned = { ...known.fill, clientId: fill.clientId };
    discount(known.fill);
    put({ ...known, fill: owned });
    return owned;
  }

  function put(entry: Seen): void {
    const { clientId, fee } = entry.fill;
    seen.set(keyOf(entry.fill), entry);
    fees.set(clientId, { sum: feesOf(clientId).plus(decimal(fee)), trades: (fees.get(clientId)?.trades ?? 0) + 1 });
  }

  /** A trade's fee goes with it: told again, it counts once. */
  function discount({ clientId, fee }: Fill): void {
    const { sum, trades } = fees.get(clientId) ?? { sum: decimal('0'), trades: 0 };
    if (trades <= 1) fees.delete(clientId);
    else fees.set(clientId, { sum: sum.minus(decimal(fee)), trades: trades - 1 });
  }

  function forgetLast(): void {
    const [oldest] = seen.values();
    if (forgetOldest(seen, kept) !== null && oldest !== undefined) discount(oldest.fill);
  }

  function sorted(fills: readonly Fill[]): readonly Fill[] {
    const once = new Map(fills.map((fill) => [keyOf(fill), take(fill)]));
    return [...once.values()].sort((a, b) => a.at - b.at || sequenceOf(a) - sequenceOf(b));
  }

  function sequenceOf(fill: Fill): number {
    return seen.get(keyOf(fill))?.sequence ?? 0;
  }

  function after(listed: readonly Fill[], since: FillCursor | FillMoment | null): readonly Fill[] {
    if (since === null) return sorted(listed);
    if (since.tradeId === null) return sorted(listed).filter(({ at }) => at >= since.at);
    const wasKnown = seen.has(keyOf(since));
    const all = sorted(listed);
    const index = all.findIndex((fill) => keyOf(fill) === keyOf(since));
    // "Nothing since a trade that never was" would look like an empty answer.
    if (index < 0)
      throw new InvariantError(`The venue knows no trade ${since.tradeId.slice(0, 40)}, which the journal has.`, {
        hint: 'The keys belong to another account, or the trade lies further back than the venue tells.',
      });
    const cursor = all[index];
    const at = cursor?.at ?? since.at;
    return all.filter((fill, place) => place > index || (place < index && mayBeNew(fill, since, at, wasKnown)));
  }

  return { take, has: (fill) => seen.has(keyOf(fill)), feesOf, after, sorted };
}

function keyOf({ symbol, tradeId }: Pick<Fill, 'symbol' | 'tradeId'>): string {
  return `${symbol} ${tradeId}`;
}

/**
 * What counts once may be told twice: another symbol's trades may be told later than they were made, and after a restart
 * nobody knows which of one second's trades came first.
 */
function mayBeNew(fill: Fill, since: FillCursor, at: number, wasKnown: boolean): boolean {
  if (fill.symbol !== since.symbol) return fill.at >= at - OVERLAP_MS;
  return !wasKnown && sameSecond(fill.at, at);
}

function sameSecond(a: number, b: number): boolean {
  return Math.floor(a / 1_000) === Math.floor(b / 1_000);
}
