import { expect, it } from 'vitest';
import { createSimulatedExecution } from '../../../engine/exchanges/simulated-execution.ts';
import { latchedExecution } from '../../../engine/execution/latched-execution.ts';
import { BTC, intentOf, quoteEvent, quoteOf } from '../../fakes/market.ts';

it('sends no entry once the switch is latched, and goes on with whatever gets out', async () => {
  const venue = createSimulatedExecution({ seed: 'latch' });
  venue.onMarket(quoteEvent(quoteOf(1, 100)));
  let latched = false;
  const execution = latchedExecution(venue, () => latched);
  expect(await execution.send(intentOf('D-1', 1))).toMatchObject({ outcome: 'acknowledged' });
  venue.onMarket(quoteEvent(quoteOf(2, 100)));
  const resting = intentOf('D-2', 2, { type: 'limit', price: '50' });
  await execution.send(resting);
  latched = true;
  expect(await execution.send(intentOf('D-3', 2))).toEqual({
    outcome: 'rejected',
    reason: { code: 'entries.panic-latched', values: {} },
  });
  expect(await venue.openOrders()).toHaveLength(1);
  expect(await execution.cancel(resting.clientId, BTC)).toEqual({ outcome: 'canceled' });
  const out = { ...intentOf('D-4', 2, { side: 'sell', reduceOnly: true }), leg: 'exit' as const };
  expect(await execution.send(out)).toMatchObject({ outcome: 'acknowledged' });
  latched = false;
  expect(await execution.send(intentOf('D-5', 2))).toMatchObject({ outcome: 'acknowledged' });
});
