import type { Decimal } from '../../../engine/domain/decimal.ts';
import { ZERO } from '../../../engine/domain/decimal.ts';
import type { CoreOrder, CoreSide, LevelChange } from './core-types.ts';

/** Something that rests in the book; `order` is null for strangers. */
export interface Resting {
  readonly account: string;
  readonly order: CoreOrder | null;
  readonly side: CoreSide;
  readonly price: Decimal;
  left: Decimal;
  /** Belongs to the ladder that setPrice puts around a price. */
  readonly ladder: boolean;
}

interface Level {
  readonly price: Decimal;
  readonly queue: Resting[];
}

/** Price-time priority; knows nothing of money. */
export class PriceBook {
  #updateId = 1_000;
  readonly #sides: Readonly<Record<CoreSide, Level[]>> = { buy: [], sell: [] };
  readonly #touched = new Map<string, { side: CoreSide; price: Decimal }>();

  get updateId(): number {
    return this.#updateId;
  }

  /** Levels of a side, best first. */
  levels(side: CoreSide): readonly Level[] {
    return this.#sides[side];
  }

  best(side: CoreSide): Decimal | null {
    return this.#sides[side][0]?.price ?? null;
  }

  add(resting: Resting): void {
    const levels = this.#sides[resting.side];
    const index = placeOf(levels, resting.price, resting.side);
    const level = levels[index];
    if (level?.price.eq(resting.price)) level.queue.push(resting);
    else levels.splice(index, 0, { price: resting.price, queue: [resting] });
    this.touch(resting);
  }

  /** Takes a resting order out, wherever it is. */
  remove(resting: Resting): void {
    const levels = this.#sides[resting.side];
    const index = placeOf(levels, resting.price, resting.side);
    const level = levels[index];
    const at = level?.price.eq(resting.price) ? level.queue.indexOf(resting) : -1;
    if (level === undefined || at < 0) return;
    level.queue.splice(at, 1);
    if (level.queue.length === 0) levels.splice(index, 1);
    this.touch(resting);
  }

  /** Notes that the quantity at a price has changed. */
  touch({ side, price }: { readonly side: CoreSide; readonly price: Decimal }): void {
    this.#touched.set(`${side}${price.toFixed()}`, { side, price });
  }

  restingOf(order: CoreOrder): Resting | undefined {
    for (const level of this.#sides[order.side]) {
      const found = level.queue.find((resting) => resting.order === order);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  all(): readonly Resting[] {
    return [...this.#sides.buy, ...this.#sides.sell].flatMap((level) => level.queue);
  }

  /** What a taker of `side` would get within its limit, level by level; its own account's orders would give way. */
  reachable(
    side: CoreSide,
    limit: Decimal | null,
    account: string | null = null,
  ): readonly { readonly price: Decimal; readonly quantity: Decimal }[] {
    const other = side === 'buy' ? 'sell' : 'buy';
    const others = (queue: readonly Resting[]) =>
      queue.filter((resting) => resting.order === null || resting.account !== account);
    return this.#sides[other]
      .filter(({ price }) => within(side, price, limit))
      .map(({ price, queue }) => ({ price, quantity: sum(others(queue)) }));
  }

  depth(limit: number): {
    readonly bids: [Decimal, Decimal][];
    readonly asks: [Decimal, Decimal][];
    readonly updateId: number;
  } {
    const rows = (side: CoreSide) =>
      this.#sides[side].slice(0, limit).map(({ price, queue }): [Decimal, Decimal] => [price, sum(queue)]);
    return { bids: rows('buy'), asks: rows('sell'), updateId: this.#updateId };
  }

  /** Hands over what has changed since the last call, each change under an update id of its own. */
  drainChanges(): { readonly first: number; readonly last: number; readonly changes: readonly LevelChange[] } | null {
    if (this.#touched.size === 0) return null;
    const first = this.#updateId + 1;
    const changes = [...this.#touched.values()].map(({ side, price }): LevelChange => {
      this.#updateId += 1;
      return { side: side === 'buy' ? 'bid' : 'ask', price, quantity: this.#quantityAt(side, price) };
    });
    this.#touched.clear();
    return { first, last: this.#updateId, changes };
  }

  #quantityAt(side: CoreSide, price: Decimal): Decimal {
    const level = this.#sides[side][placeOf(this.#sides[side], price, side)];
    return level?.price.eq(price) ? sum(level.queue) : ZERO;
  }
}

/** Whether a taker of `side` accepts `price`. */
export function within(side: CoreSide, price: Decimal, limit: Decimal | null): boolean {
  if (limit === null) return true;
  return side === 'buy' ? price.lte(limit) : price.gte(limit);
}

function placeOf(levels: readonly Level[], price: Decimal, side: CoreSide): number {
  let [low, high] = [0, levels.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = levels[middle]?.price ?? price;
    const before = side === 'buy' ? at.gt(price) : at.lt(price);
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(queue: readonly Resting[]): Decimal {
  return queue.reduce((total, { left }) => total.plus(left), ZERO);
}
