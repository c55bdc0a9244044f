import type { VenueName } from '../venues/venue-name.ts';
import { binanceSpot } from './binance-spot.ts';
import { binanceUsdm } from './binance-usdm.ts';
import { BITHUMB, UPBIT } from './korean-dialect.ts';
import { koreanVenue } from './korean-venue.ts';
import type { UserStreamParts, UserStreamWire } from './user-stream.ts';
import { binanceUserStream } from './user-stream-binance.ts';
import { binanceUsdmUserStream } from './user-stream-binanceusdm.ts';
import { koreanUserStream } from './user-stream-korean.ts';
import type { ProtocolParts, VenueProtocol } from './venue-protocol.ts';

/** Returns a venue's words for REST. */
export function protocolOf(venue: VenueName, parts: ProtocolParts): VenueProtocol {
  switch (venue) {
    case 'binance':
      return binanceSpot(parts);
    case 'binanceusdm':
      return binanceUsdm(parts);
    case 'upbit':
      return koreanVenue(UPBIT, parts);
    case 'bithumb':
      return koreanVenue(BITHUMB, parts);
  }
}

/** Returns a venue's words for its user stream. */
export function userStreamOf(venue: VenueName, parts: UserStreamParts): UserStreamWire {
  switch (venue) {
    case 'binance':
      return binanceUserStream(parts);
    case 'binanceusdm':
      return binanceUsdmUserStream(parts);
    case 'upbit':
    case 'bithumb':
      return koreanUserStream(parts);
  }
}
