import { expect, it } from 'vitest';
import { createSimulatedExecution } from '../../../engine/exchanges/simulated-execution.ts';
import { fencedExecution } from '../../../engine/execution/fenced-execution.ts';
import { BTC, intentOf, quoteEvent, quoteOf } from '../../fakes/market.ts';

function fenced(ownership: 'held' | 'unsure' | 'lost') {
  const fence = { ownership };
  const venue = createSimulatedExecution({ seed: 'fence' });
  venue.onMarket(quoteEvent(quoteOf(1, 100)));
  return { fence, venue, execution: fencedExecution(venue, { verify: async () => fence.ownership }) };
}

it('an engine that owns the account sends and asks as ever', async () => {
  const { venue, execution } = fenced('held');
  expect(execution.venue).toBe(venue.venue);
  expect(await execution.send(intentOf('D-1', 1))).toMatchObject({ outcome: 'acknowledged' });
  expect(await execution.openOrders()).toHaveLength(1);
});

it('one that lost the account sends and cancels nothing, not even what reduces', async () => {
  const { fence, venue, execution } = fenced('held');
  const first = intentOf('D-1', 1);
  await execution.send(first);
  fence.ownership = 'lost';
  for (const reduceOnly of [false, true]) {
    const refused = await execution.send(intentOf(`D-2-${reduceOnly}`, 1, { reduceOnly }));
    expect(refused).toMatchObject({ outcome: 'rejected', reason: { code: 'venue.account-lost' } });
  }
  expect(await execution.cancel(first.clientId, BTC)).toMatchObject({ outcome: 'unknown' });
  expect(await venue.openOrders()).toHaveLength(1);
});

it('one that cannot know sends only what reduces, and may cancel', async () => {
  const { fence, venue, execution } = fenced('held');
  const first = intentOf('D-1', 1);
  await execution.send(first);
  venue.onMarket(quoteEvent(quoteOf(2, 100)));
  const resting = intentOf('D-2', 2, { type: 'limit', price: '50' });
  await execution.send(resting);
  fence.ownership = 'unsure';
  expect(await execution.send(intentOf('D-3', 2))).toMatchObject({ reason: { code: 'venue.account-unsure' } });
  const exit = intentOf('D-4', 2, { side: 'sell', reduceOnly: true });
  expect(await execution.send(exit)).toMatchObject({ outcome: 'acknowledged' });
  expect(await execution.cancel(resting.clientId, BTC)).toEqual({ outcome: 'canceled' });
});

it('what reduces does not wait for a database that hangs, an entry does', async () => {
  const venue = createSimulatedExecution({ seed: 'fence' });
  venue.onMarket(quoteEvent(quoteOf(1, 100)));
  await venue.send(intentOf('D-1', 1));
  venue.onMarket(quoteEvent(quoteOf(2, 100)));
  const resting = intentOf('D-2', 2, { type: 'limit', price: '50' });
  await venue.send(resting);
  const patience: (number | undefined)[] = [];
  let answer: (ownership: 'held') => void = () => undefined;
  const hanging = new Promise<'held'>((resolve) => {
    answer = resolve;
  });
  const execution = fencedExecution(venue, {
    verify: (patienceMs) => {
      patience.push(patienceMs);
      return patienceMs === undefined ? hanging : Promise.resolve('unsure');
    },
  });
  const entry = execution.send(intentOf('D-3', 2));
  const exit = intentOf('D-4', 2, { side: 'sell', reduceOnly: true });
  expect(await execution.send(exit)).toMatchObject({ outcome: 'acknowledged' });
  expect(await execution.cancel(resting.clientId, BTC)).toEqual({ outcome: 'canceled' });
  answer('held');
  expect(await entry).toMatchObject({ outcome: 'acknowledged' });
  expect(patience).toEqual([undefined, 250, 250]);
});
