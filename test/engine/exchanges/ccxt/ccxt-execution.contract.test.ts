import { afterEach } from 'vitest';
import { VENUE_NAMES, type VenueName } from '../../../../engine/exchanges/venues/venue-name.ts';
import { describeExecution, type ExecutionAbilities } from '../../../contracts/execution.ts';
import { KEYS, openVenue, until, type VenueUnderTest } from './venue-under-test.ts';

const open: VenueUnderTest[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((under) => under.close()));
});

const ABILITIES: Readonly<Record<VenueName, ExecutionAbilities>> = {
  binance: { reduceOnly: false, sweepsStops: false, exactMarketBuys: true },
  binanceusdm: { reduceOnly: true, sweepsStops: false, exactMarketBuys: true },
  upbit: { reduceOnly: false, sweepsStops: false, exactMarketBuys: false },
  bithumb: { reduceOnly: false, sweepsStops: false, exactMarketBuys: false },
};

for (const name of VENUE_NAMES) {
  describeExecution(
    `${name} through ccxt`,
    async () => {
      const under = await openVenue(name, {
        price: 100,
        before: (venue) =>
          venue.market.setFilters(venue.market.symbols[0] ?? '', { minNotional: '5', maxQuantity: '1000' }),
      });
      open.push(under);
      const { venue, execution, symbol, events } = under;
      const fills = () => events.filter(({ type }) => type === 'fill.received').length;
      async function trade(price: number): Promise<void> {
        venue.market.setPrice(symbol, price);
        await until(() => fills() >= venue.ledger.trades(KEYS.apiKey).length, 'the fills');
        // A cancel by the venue comes right behind the fill that caused it.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return { execution, trade, now: () => Date.now() };
    },
    ABILITIES[name],
  );
}
