import { firstKnownFrom, insertKnown, removeKnown } from './known-order.ts';
import { type ScoredDocument, type ScoredItem, scoredItem } from './scored-item.ts';
import { type ToneReading, toneReading } from './tone-reading.ts';

const WINDOW_MS = 72 * 3_600_000;
/** About two months of a busy news flow; a reading looks back three days. */
const DEFAULT_CAPACITY = 100_000;
// What moves the whole market moves a coin, but says less of it than its own news.
const MARKET_SHARE = 0.4;
// A report is most about the coin it names first.
const ALSO_NAMED_SHARE = 0.7;
const MARKET = '';

/** The tone of what is written about each coin, at any time asked for. In memory; it forgets only what it is told to. */
export interface AssetIndex {
  /** Returns whether it counts: not twice, not what speaks to a machine, not without a time. In any order. */
  add(document: ScoredDocument): boolean;
  /** Returns the reading of a coin from what was known by a time, or null where too little was. */
  read(asset: string, asOf: number): ToneReading | null;
  /** Returns the reading of the market as a whole, in which each coin's news has a part. */
  marketTone(asOf: number): ToneReading | null;
  /** Drops what was known before a time, and returns how many documents; a reading needs the 72 hours before it. */
  forget(before: number): number;
  readonly size: number;
}

/** Returns an empty index. Beyond `capacity` documents the one known first is dropped. */
export function createAssetIndex({ capacity = DEFAULT_CAPACITY }: { readonly capacity?: number } = {}): AssetIndex {
  const all: ScoredItem[] = [];
  const ids = new Set<string>();
  const shelves = new Map<string, ScoredItem[]>();

  const remove = (item: ScoredItem) => {
    ids.delete(item.id);
    for (const name of shelvesOf(item)) {
      const shelf = shelves.get(name) ?? [];
      removeKnown(shelf, item);
      if (shelf.length === 0) shelves.delete(name);
    }
  };

  return {
    add(document) {
      const item = ids.has(document.id) ? null : scoredItem(document);
      if (item === null) return false;
      ids.add(item.id);
      insertKnown(all, item);
      for (const name of shelvesOf(item)) insertKnown(shelfOf(shelves, name), item);
      if (all.length > capacity) all.splice(0, 1).forEach(remove);
      return ids.has(item.id);
    },
    read(asset, asOf) {
      const own = asset === MARKET ? [] : within(shelves.get(asset), asOf);
      const items = own.concat(within(shelves.get(MARKET), asOf));
      return toneReading(items, asOf, ({ assets }) =>
        assets.length === 0 ? MARKET_SHARE : assets[0] === asset ? 1 : ALSO_NAMED_SHARE,
      );
    },
    marketTone(asOf) {
      return toneReading(within(all, asOf), asOf, ({ assets }) => (assets.length === 0 ? 1 : MARKET_SHARE));
    },
    forget(before) {
      const dropped = all.splice(0, firstKnownFrom(all, before));
      for (const { id } of dropped) ids.delete(id);
      for (const [name, shelf] of shelves) {
        shelf.splice(0, firstKnownFrom(shelf, before));
        if (shelf.length === 0) shelves.delete(name);
      }
      return dropped.length;
    },
    get size() {
      return all.length;
    },
  };
}

function shelvesOf({ assets }: ScoredItem): ReadonlySet<string> {
  return new Set(assets.length === 0 ? [MARKET] : assets);
}

function shelfOf(shelves: Map<string, ScoredItem[]>, name: string): ScoredItem[] {
  const shelf = shelves.get(name) ?? [];
  shelves.set(name, shelf);
  return shelf;
}

/** Known by then, and published within the window before it. */
function within(items: readonly ScoredItem[] | undefined, asOf: number): readonly ScoredItem[] {
  if (items === undefined) return [];
  // Nothing is known before it is published, so what was known earlier was published earlier.
  const recent: ScoredItem[] = [];
  for (let index = firstKnownFrom(items, asOf - WINDOW_MS); index < items.length; index += 1) {
    const item = items[index];
    if (item === undefined || item.knownAt > asOf) break;
    if (item.publishedAt > asOf - WINDOW_MS) recent.push(item);
  }
  return recent;
}
