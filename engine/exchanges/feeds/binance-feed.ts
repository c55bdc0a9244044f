import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { BinanceBookSync } from './binance-book-sync.ts';
import { BinanceParser } from './binance-parser.ts';
import { type BinanceMarket, binanceName, binanceStreamName } from './binance-streams.ts';
import type {
  BookSync,
  ConnectionLimits,
  ConnectionPlan,
  FrameParser,
  KeepAliveRules,
  SnapshotRequest,
  StreamKind,
  StreamWish,
  VenueFeed,
} from './venue-feed.ts';

export type BinanceVenue = 'binance' | 'binanceusdm';

/** Names in one SUBSCRIBE: its answer comes sooner and a refused one costs less than a whole connection. */
const NAMES_PER_MESSAGE = 200;
/**
 * Levels of a book's snapshot. While few books are followed, as many as keep all first snapshots within a minute of our
 * share of the venue's weight; with more of them 500, the most that anything here walks through. Not fewer, though 100
 * would be cheap: of a level beyond the snapshot nothing is heard until it changes, so a shallow book is soon wrong.
 */
const SNAPSHOTS = { few: { upTo: 40, levels: 1_000 }, many: { levels: 500 } } as const;
const DAY_MS = 86_400_000;
const FIVE_MINUTES_MS = 300_000;

/** One entrance of the venue and what it serves. */
interface Route {
  readonly url: string;
  readonly kinds: readonly StreamKind[];
}

/** What a snapshot costs, by its levels. */
type SnapshotWeights = Readonly<Record<500 | 1_000, number>>;

/** Snapshot of Binance's own documentation, November 2026; numbers of theirs change, so they stand here only. */
interface BinanceFacts {
  readonly market: BinanceMarket;
  readonly routes: readonly Route[];
  readonly limits: ConnectionLimits;
  readonly rest: { readonly origin: string; readonly path: string; readonly weights: SnapshotWeights };
}

const CONNECTS = { count: 300, windowMs: FIVE_MINUTES_MS };

const FACTS: Readonly<Record<BinanceVenue, BinanceFacts>> = {
  binance: {
    market: 'spot',
    routes: [{ url: 'wss://stream.binance.com:9443/stream', kinds: ['trades', 'depth', 'best', 'candles', 'ticker'] }],
    limits: { streamsPerConnection: 1_024, messagesPerSecond: 5, connects: CONNECTS },
    rest: { origin: 'https://api.binance.com', path: '/api/v3/depth', weights: { 500: 25, 1000: 50 } },
  },
  binanceusdm: {
    market: 'usdm',
    // Since 2026-04-23 an entrance serves only its own kind of stream; the one without a path serves `public` only.
    routes: [
      { url: 'wss://fstream.binance.com/public/stream', kinds: ['depth', 'best'] },
      { url: 'wss://fstream.binance.com/market/stream', kinds: ['trades', 'candles', 'ticker'] },
    ],
    limits: { streamsPerConnection: 200, messagesPerSecond: 10, connects: CONNECTS },
    rest: { origin: 'https://fapi.binance.com', path: '/fapi/v1/depth', weights: { 500: 10, 1000: 20 } },
  },
};

/** Returns the public streams of Binance spot or of its USDT-margined futures. */
export function createBinanceFeed(venue: BinanceVenue): VenueFeed {
  return new BinanceFeed(venue, FACTS[venue]);
}

class BinanceFeed implements VenueFeed {
  readonly venue: BinanceVenue;
  readonly #facts: BinanceFacts;
  /** By the last plan: it says how dear a snapshot may be. */
  #booksFollowed = 0;

  constructor(venue: BinanceVenue, facts: BinanceFacts) {
    this.venue = venue;
    this.#facts = facts;
  }

  get limits(): ConnectionLimits {
    return this.#facts.limits;
  }

  get keepAlive(): KeepAliveRules {
    return { lifeMs: DAY_MS, ping: null };
  }

  plan(wishes: readonly StreamWish[]): readonly ConnectionPlan[] {
    this.#booksFollowed = new Set(wishes.filter(({ kind }) => kind === 'depth').map(({ symbol }) => symbol)).size;
    return this.#facts.routes.flatMap((route) => this.#planRoute(route, wishes));
  }

  parser(symbols: readonly InstrumentSymbol[]): FrameParser {
    return new BinanceParser({ venue: this.venue, market: this.#facts.market, symbols });
  }

  bookSync(symbol: InstrumentSymbol): BookSync {
    const chain = this.#facts.market === 'spot' ? 'spot' : 'futures';
    return new BinanceBookSync({ symbol, venue: this.venue, chain });
  }

  snapshot(symbol: InstrumentSymbol): SnapshotRequest | null {
    const name = binanceName(symbol, this.#facts.market);
    if (name === null) return null;
    const { origin, path, weights } = this.#facts.rest;
    const { levels } = this.#booksFollowed > SNAPSHOTS.few.upTo ? SNAPSHOTS.many : SNAPSHOTS.few;
    const query = `symbol=${encodeURIComponent(name)}&limit=${levels}`;
    return { origin, path: `${path}?${query}`, weight: weights[levels], limit: levels };
  }

  /** A symbol's streams of one entrance stay on one connection, so that they are late together or not at all. */
  #planRoute(route: Route, wishes: readonly StreamWish[]): readonly ConnectionPlan[] {
    const plans: ConnectionPlan[] = [];
    let names = new Map<string, StreamWish>();
    for (const group of this.#bySymbol(route, wishes)) {
      if (names.size > 0 && names.size + group.size > this.limits.streamsPerConnection) {
        plans.push(planOf(route.url, names));
        names = new Map();
      }
      for (const [name, wish] of group) names.set(name, wish);
    }
    return names.size === 0 ? plans : [...plans, planOf(route.url, names)];
  }

  #bySymbol(route: Route, wishes: readonly StreamWish[]): Iterable<ReadonlyMap<string, StreamWish>> {
    const groups = new Map<InstrumentSymbol, Map<string, StreamWish>>();
    for (const wish of wishes) {
      const name = route.kinds.includes(wish.kind) ? binanceStreamName(wish, this.#facts.market) : null;
      if (name === null) continue;
      const group = groups.get(wish.symbol) ?? new Map<string, StreamWish>();
      groups.set(wish.symbol, group.set(name, wish));
    }
    return groups.values();
  }
}

function planOf(url: string, names: ReadonlyMap<string, StreamWish>): ConnectionPlan {
  const all = [...names.keys()];
  const messages: string[] = [];
  for (let from = 0; from < all.length; from += NAMES_PER_MESSAGE) {
    const params = all.slice(from, from + NAMES_PER_MESSAGE);
    messages.push(JSON.stringify({ method: 'SUBSCRIBE', params, id: messages.length + 1 }));
  }
  return { url, messages, wishes: [...names.values()] };
}
