import { createUpbitLikeFeed } from './upbit-feed.ts';
import type { VenueFeed } from './venue-feed.ts';

/** Returns Bithumb's public streams: Upbit's protocol without bars, which are made of trades. */
export function createBithumbFeed(): VenueFeed {
  return createUpbitLikeFeed({
    venue: 'bithumb',
    url: 'wss://ws-api.bithumb.com/websocket/v1',
    // Ten connections a second for each address; who goes on past that is shut out for ten minutes.
    limits: { streamsPerConnection: 400, messagesPerSecond: 5, connects: { count: 10, windowMs: 1_000 } },
    format: 'DEFAULT',
    onlyNew: 'isOnlyRealtime',
    types: { trades: 'trade', depth: 'orderbook', ticker: 'ticker' },
  });
}
