import type { CcxtExecution, CcxtExecutionOptions } from '../../../../engine/exchanges/ccxt/ccxt-execution.ts';
import { createCcxtExecution } from '../../../../engine/exchanges/ccxt/ccxt-execution.ts';
import type { VenueName } from '../../../../engine/exchanges/venues/venue-name.ts';
import { quoteCurrencyOf, symbolOf } from '../../../../engine/exchanges/venues/venue-symbols.ts';
import type { AccountEvent } from '../../../../engine/ports/execution.ts';
import { startFakeVenue } from '../../../fakes/venue/start-fake-venue.ts';
import type { FakeVenueOptions } from '../../../fakes/venue/start-options.ts';
import type { FakeVenue } from '../../../fakes/venue/venue.ts';

export const KEYS = { apiKey: 'key'.repeat(8), secret: 'secret'.repeat(8) };

/** The real adapter against a venue of our own. */
export interface VenueUnderTest {
  readonly venue: FakeVenue;
  readonly execution: CcxtExecution;
  readonly symbol: string;
  readonly events: readonly AccountEvent[];
  close(): Promise<void>;
}

export interface VenueSetting extends Partial<CcxtExecutionOptions> {
  readonly price?: number;
  readonly account?: string;
  readonly opened?: Partial<Parameters<FakeVenue['accounts']['open']>[0]>;
  readonly fake?: FakeVenueOptions;
  readonly before?: (venue: FakeVenue) => void;
}

/** Starts both; `before` may change the venue before anything was asked of it. */
export async function openVenue(name: VenueName, setting: VenueSetting = {}): Promise<VenueUnderTest> {
  const { price, opened, fake, before, ...options } = setting;
  const symbol = symbolOf(name, 'BTC');
  const venue = await startFakeVenue(name, fake);
  const balances = { [quoteCurrencyOf(name)]: name === 'upbit' || name === 'bithumb' ? '1000000000' : '1000000' };
  venue.accounts.open({ ...KEYS, balances, ...opened });
  if (price !== undefined) venue.market.setPrice(symbol, price);
  before?.(venue);
  const execution = createCcxtExecution({
    venue: name,
    account: 'test',
    keys: KEYS,
    symbols: [symbol],
    address: { rest: venue.restUrl, stream: venue.streamUrl },
    timeoutMs: 2_000,
    ...options,
  });
  const events: AccountEvent[] = [];
  execution.subscribe((event) => events.push(event));
  await execution.start();
  return {
    venue,
    execution,
    symbol,
    events,
    async close() {
      await execution.close();
      await venue.close();
    },
  };
}

/** Waits until something holds; fails after two seconds. */
export async function until(holds: () => boolean, what = 'it'): Promise<void> {
  const ends = Date.now() + 2_000;
  while (!holds()) {
    if (Date.now() > ends) throw new Error(`${what} did not come about`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
