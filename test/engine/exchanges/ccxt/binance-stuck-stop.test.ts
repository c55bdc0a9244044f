import { afterEach, expect, test } from 'vitest';
import type { OrderIntent } from '../../../../engine/domain/order.ts';
import { createEmergencyVenue } from '../../../../engine/exchanges/ccxt/emergency-venue.ts';
import { KEYS, openVenue, type VenueUnderTest } from './venue-under-test.ts';

const STOP = `c${'s'.repeat(26)}`;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const under of open.splice(0)) await under.close();
});

const DAY_MS = 86_400_000;

/** A stop that the venue took, and then says to be on its way into the book since so long ago. */
async function triggered(forMs: number): Promise<VenueUnderTest> {
  const under = await openVenue('binanceusdm', { stream: false });
  open.push(under);
  const stop: OrderIntent = {
    ...{ clientId: STOP, decisionId: 'D-1', leg: 'stop', attempt: 0, at: 0 },
    request: {
      ...{ symbol: under.symbol, side: 'sell', type: 'stop-market', quantity: '0.01', price: null },
      ...{ triggerPrice: '50000', reduceOnly: true },
    },
  };
  await under.execution.send(stop);
  const triggerTime = Date.now() - forMs;
  const told = { symbol: 'BTCUSDT', algoId: 1, clientAlgoId: STOP, algoStatus: 'TRIGGERING', side: 'SELL' };
  const algo = { ...told, actualOrderId: '', triggerTime, updateTime: triggerTime };
  const answer = (body: object) => ({ status: 200, body: JSON.stringify(body), accept: false });
  under.venue.faults.onRequest(answer(algo), { method: 'GET', path: /algoOrder$/ });
  under.venue.faults.onRequest(answer([algo]), { method: 'GET', path: /openAlgoOrders$/ });
  return under;
}

test('a stop that never gets from its trigger into the book guards nothing, and is told to be gone', async () => {
  const { execution, symbol } = await triggered(DAY_MS);
  expect(await execution.findOrder(STOP, symbol)).toMatchObject({ state: 'CANCELED', filledQuantity: '0' });
  expect(await execution.openOrders()).toEqual([]);
});

test('nor does the emergency path try to take it away for ever', async () => {
  const { venue, symbol } = await triggered(DAY_MS);
  const address = { rest: venue.restUrl, stream: venue.streamUrl };
  const account = { venue: 'binanceusdm', account: 'test', keys: KEYS, symbols: [symbol], address } as const;
  const emergency = createEmergencyVenue(account);
  open.push(emergency);
  expect(await emergency.restingOrders()).toEqual([]);
});

test('a stop that was triggered just now is still on its way', async () => {
  // Its time lies a little ahead: however slow the machine, it is not five seconds ago.
  const { execution, symbol } = await triggered(-600_000);
  expect(await execution.findOrder(STOP, symbol)).toMatchObject({ state: 'OPEN' });
  expect(await execution.openOrders()).toMatchObject([{ clientId: STOP, state: 'OPEN' }]);
});
