import { afterEach, expect, test } from 'vitest';
import { usdmAccount } from '../../../../engine/exchanges/ccxt/binance-usdm-account.ts';
import { createCcxtExecution } from '../../../../engine/exchanges/ccxt/ccxt-execution.ts';
import type { VenueClient } from '../../../../engine/exchanges/ccxt/venue-client.ts';
import { symbolOf } from '../../../../engine/exchanges/venues/venue-symbols.ts';
import type { AccountEvent } from '../../../../engine/ports/execution.ts';
import { startFakeVenue } from '../../../fakes/venue/start-fake-venue.ts';
import { KEYS, until } from './venue-under-test.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const SYMBOL = symbolOf('binanceusdm', 'BTC');

/** An account that paid funding before the process began; whoever wants to hear of it comes after the start. */
async function paidBefore(fundedSince?: number): Promise<readonly AccountEvent[]> {
  let shiftMs = -60_000;
  const venue = await startFakeVenue('binanceusdm', { clock: () => Date.now() + shiftMs });
  venue.accounts.open({ ...KEYS, balances: { USDT: '1000000' } });
  venue.accounts.byHand(KEYS.apiKey, { symbol: SYMBOL, side: 'buy', quantity: '0.01', price: null });
  venue.market.settleFunding(SYMBOL, '0.0001');
  shiftMs = 0;
  const execution = createCcxtExecution({
    ...{ venue: 'binanceusdm', account: 'test', keys: KEYS, symbols: [SYMBOL], stream: false, fundedSince },
    address: { rest: venue.restUrl, stream: venue.streamUrl },
  });
  closing.push(async () => {
    await execution.close();
    await venue.close();
  });
  await execution.start();
  const asked = () => venue.ledger.requests().some(({ path }) => path.includes('/income'));
  expect(asked()).toBe(false);
  const events: AccountEvent[] = [];
  execution.subscribe((event) => events.push(event));
  await until(asked, 'the question');
  return events;
}

test('what was settled while no process ran is told to who listens', async () => {
  const events = await paidBefore(Date.now() - 120_000);
  await until(() => events.length > 0, 'the payment');
  expect(events).toMatchObject([{ type: 'funding.settled', funding: { symbol: SYMBOL, currency: 'USDT' } }]);
});

test('without a moment to begin at, nothing of before is told', async () => {
  const events = await paidBefore();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(events).toEqual([]);
});

const DAY_MS = 86_400_000;
const NOW = 200 * DAY_MS;

/** Three payments a millisecond, a thousand at most an answer. */
function account(count: number) {
  const asked: number[] = [];
  const read: VenueClient['read'] = async ({ params }) => {
    const start = Number(params?.startTime);
    asked.push(start);
    return Array.from({ length: count }, (_, index) => ({
      ...{ symbol: 'BTCUSDT', incomeType: 'FUNDING_FEE', income: '-1', asset: 'USDT', tranId: index },
      time: NOW - 10_000 + Math.floor(index / 3),
    }))
      .filter(({ time }) => time >= start)
      .slice(0, 1_000);
  };
  const client = { read } as VenueClient;
  const now = () => NOW;
  const money = usdmAccount({
    ...{ symbols: [SYMBOL], reads: client, orders: client, now, leverage: 1, marginMode: 'isolated' },
  });
  return { asked, fundingSince: money.fundingSince };
}

test('pages through more payments than an answer holds, and tells each once', async () => {
  const { fundingSince } = account(2_500);
  const paid = await fundingSince(NOW - 20_000);
  expect(new Set(paid.map(({ id }) => id)).size).toBe(2_500);
  expect(paid).toHaveLength(2_500);
});

test('asks no further back than the venue tells', async () => {
  const { fundingSince, asked } = account(0);
  await fundingSince(0);
  expect(asked).toEqual([NOW - 89 * DAY_MS]);
});
