import { afterEach, expect, it } from 'vitest';
import { VENUE_NAMES } from '../../../../engine/exchanges/venues/venue-name.ts';
import { symbolOf } from '../../../../engine/exchanges/venues/venue-symbols.ts';
import { openVenue, type VenueUnderTest } from './venue-under-test.ts';

let under: VenueUnderTest;
afterEach(() => under.close());

it.each(VENUE_NAMES)('%s: a coin that is not listed leaves the others, and the start to say so', async (name) => {
  const symbols = [symbolOf(name, 'BTC'), symbolOf(name, 'NONE')];
  under = await openVenue(name, { symbols, stream: false });
  expect(under.execution.instruments.map(({ symbol }) => symbol)).toEqual([symbolOf(name, 'BTC')]);
});
