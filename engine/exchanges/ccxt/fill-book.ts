import { type Decimal, decimal } from '../../domain/decimal.ts';
import { InvariantError } from '../../domain/errors.ts';
import type { Fill } from '../../domain/fill.ts';
import type { FillCursor } from '../../ports/execution.ts';

/** All trades of ours that were seen, each once, in the order in which the venue made them. */
export interface FillBook {
  /** Returns the fill as it was first told; stream and REST may word the same trade differently. */
  take(fill: Fill): Fill;
  /** Whether this trade was told before. */
  has(fill: Pick<Fill, 'symbol' | 'tradeId'>): boolean;
  /** Fees of all trades of an order that were told so far. */
  feesOf(clientId: string): Decimal;
  /** Sorts what the venue lists and cuts it after the cursor; throws where the cursor's trade is not among it. */
  after(listed: readonly Fill[], since: FillCursor | null): readonly Fill[];
  sorted(fills: readonly Fill[]): readonly Fill[];
}

const KEPT = 50_000;
const OVERLAP_MS = 60_000;

interface Seen {
  readonly fill: Fill;
  readonly sequence: number;
}

/** Returns an empty book. Trades of one moment keep the order in which they were first told. */
export function createFillBook(): FillBook {
  const seen = new Map<string, Seen>();
  const fees = new Map<string, Decimal>();
  let sequence = 0;

  function feesOf(clientId: string): Decimal {
    return fees.get(clientId) ?? decimal('0');
  }

  function take(fill: Fill): Fill {
    const known = seen.get(keyOf(fill));
    if (known !== undefined) return known.fill;
    sequence += 1;
    fees.set(fill.clientId, feesOf(fill.clientId).plus(decimal(fill.fee)));
    seen.set(keyOf(fill), { fill, sequence });
    const [oldest] = seen.keys();
    if (seen.size > KEPT && oldest !== undefined) seen.delete(oldest);
    return fill;
  }

  function sorted(fills: readonly Fill[]): readonly Fill[] {
    const once = new Map(fills.map((fill) => [keyOf(fill), take(fill)]));
    return [...once.values()].sort((a, b) => a.at - b.at || sequenceOf(a) - sequenceOf(b));
  }

  function sequenceOf(fill: Fill): number {
    return seen.get(keyOf(fill))?.sequence ?? 0;
  }

  function after(listed: readonly Fill[], since: FillCursor | null): readonly Fill[] {
    if (since === null) return sorted(listed);
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
