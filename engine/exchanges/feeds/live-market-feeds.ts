import type { VenueName } from '../venues/venue-name.ts';
import { createBinanceFeed } from './binance-feed.ts';
import { createBithumbFeed } from './bithumb-feed.ts';
import { createUpbitFeed } from './upbit-feed.ts';
import type { VenueFeed } from './venue-feed.ts';

/** Returns the public streams of a venue. */
export function createVenueFeed(venue: VenueName): VenueFeed {
  if (venue === 'upbit') return createUpbitFeed();
  return venue === 'bithumb' ? createBithumbFeed() : createBinanceFeed(venue);
}
