import type { VenueName } from '../venues/venue-name.ts';
import { UpbitBookSync } from './upbit-book-sync.ts';
import { koreanCode } from './upbit-fields.ts';
import { UpbitFrames } from './upbit-frames.ts';
import type {
  ConnectionLimits,
  ConnectionPlan,
  KeepAliveRules,
  StreamKind,
  StreamWish,
  VenueFeed,
} from './venue-feed.ts';

/** What distinguishes the venues that speak Upbit's protocol. */
export interface UpbitLikeVenue {
  readonly venue: VenueName;
  readonly url: string;
  readonly limits: ConnectionLimits;
  readonly format: 'SIMPLE' | 'DEFAULT';
  /** The venue's word for "nothing of the past". */
  readonly onlyNew: 'is_only_realtime' | 'isOnlyRealtime';
  /** The venue's word for each kind; a kind it has not is missing. */
  readonly types: Readonly<Partial<Record<StreamKind, string>>>;
}

/** 120 s of silence end a connection; the text PING is answered with `{"status":"UP"}` and counts as a message. */
const KEEP_ALIVE: KeepAliveRules = { lifeMs: null, ping: { everyMs: 30_000, text: 'PING' } };

/** Returns the feed of a venue that speaks Upbit's protocol. */
export function createUpbitLikeFeed(options: UpbitLikeVenue): VenueFeed {
  const { venue, limits } = options;
  return {
    venue,
    limits,
    keepAlive: KEEP_ALIVE,
    plan: (wishes) => chunksOf(wishes.filter(servedBy(options)), limits.streamsPerConnection).map(planOf(options)),
    parser: (symbols) => new UpbitFrames(venue, symbols),
    bookSync: (symbol) => new UpbitBookSync(venue, symbol),
    snapshot: () => null,
  };
}

/** Returns Upbit's public streams. */
export function createUpbitFeed(): VenueFeed {
  return createUpbitLikeFeed({
    venue: 'upbit',
    url: 'wss://api.upbit.com/websocket/v1',
    // Five connections a second, five messages a second and a hundred a minute, for each address.
    limits: { streamsPerConnection: 400, messagesPerSecond: 5, connects: { count: 5, windowMs: 1_000 } },
    format: 'SIMPLE',
    onlyNew: 'is_only_realtime',
    types: { trades: 'trade', depth: 'orderbook', ticker: 'ticker', candles: 'candle.1m' },
  });
}

function servedBy({ types }: UpbitLikeVenue): (wish: StreamWish) => boolean {
  return ({ symbol, kind }) => types[kind] !== undefined && koreanCode(symbol) !== null;
}

function planOf({
  url,
  format,
  types,
  onlyNew,
}: UpbitLikeVenue): (wishes: readonly StreamWish[], index: number) => ConnectionPlan {
  return (wishes, index) => {
    const codes = new Map<string, string[]>();
    for (const { symbol, kind } of wishes) {
      const [type, code] = [types[kind], koreanCode(symbol)];
      if (type === undefined || code === null) continue;
      codes.set(type, [...(codes.get(type) ?? []), code]);
    }
    const parts = [...codes].map(([type, list]) => ({
      type,
      codes: list,
      // Books and tickers begin with what stands now; a trade of the past is no news.
      ...(type === 'trade' ? { [onlyNew]: true } : {}),
    }));
    // One message says it all: a second one would replace the first.
    const message = JSON.stringify([{ ticket: `assent-${index}` }, ...parts, { format }]);
    return { url, messages: [message], wishes };
  };
}

function chunksOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
