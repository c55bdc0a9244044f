import type { VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import { startBinance } from './binance-venue.ts';
import { startFakeBithumb } from './bithumb-venue.ts';
import type { FakeVenueOptions } from './start-options.ts';
import { startFakeUpbit } from './upbit-venue.ts';
import type { FakeVenue } from './venue.ts';

const STARTERS: Readonly<Record<VenueName, (options: FakeVenueOptions) => Promise<FakeVenue>>> = {
  binance: (options) => startBinance('spot', options),
  binanceusdm: (options) => startBinance('usdm', options),
  upbit: startFakeUpbit,
  bithumb: startFakeBithumb,
};

/** Starts a venue of our own on loopback; an account must be opened before keys are of use. */
export async function startFakeVenue(name: VenueName, options: FakeVenueOptions = {}): Promise<FakeVenue> {
  return STARTERS[name](options);
}
