import { afterEach, describe, expect, test } from 'vitest';
import type { Fill } from '../../../../engine/domain/fill.ts';
import type { OrderIntent, OrderRequest } from '../../../../engine/domain/order.ts';
import { VENUE_NAMES, type VenueName } from '../../../../engine/exchanges/venues/venue-name.ts';
import type { AccountEvent } from '../../../../engine/ports/execution.ts';
import { KEYS, openVenue, until, type VenueSetting, type VenueUnderTest } from './venue-under-test.ts';

const open: VenueUnderTest[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((under) => under.close()));
});

async function started(name: VenueName, setting: VenueSetting = {}): Promise<VenueUnderTest> {
  const under = await openVenue(name, setting);
  open.push(under);
  return under;
}

let count = 0;
function order({ symbol }: VenueUnderTest, changes: Partial<OrderRequest> = {}): OrderIntent {
  count += 1;
  const request: OrderRequest = {
    symbol,
    side: 'buy',
    type: 'market',
    quantity: '0.01',
    price: null,
    triggerPrice: null,
    reduceOnly: false,
    ...changes,
  };
  return {
    clientId: `c${String(count).padStart(26, 'd')}`,
    decisionId: 'D-1',
    leg: 'entry',
    attempt: 0,
    at: Date.now(),
    request,
  };
}

function fillsIn(events: readonly AccountEvent[]): readonly Fill[] {
  return events.flatMap((event) => (event.type === 'fill.received' ? [event.fill] : []));
}

describe.each(VENUE_NAMES)('the user stream of %s', (name) => {
  test('tells each fill once, as the ledger has it, however often it comes', async () => {
    const under = await started(name);
    under.venue.faults.onStream('duplicate', 'user', 50);
    const intent = order(under);
    await under.execution.send(intent);
    await until(() => fillsIn(under.events).length >= under.venue.ledger.trades(KEYS.apiKey).length, 'the fills');
    await new Promise((resolve) => setTimeout(resolve, 30));
    const ours = under.venue.ledger
      .trades(KEYS.apiKey)
      .map(({ quantity, price, fee, feeCurrency }) => ({ quantity, price, fee, feeCurrency }));
    const told = fillsIn(under.events);
    expect(told.map(({ quantity, price, fee, feeCurrency }) => ({ quantity, price, fee, feeCurrency }))).toEqual(ours);
    expect(new Set(told.map(({ clientId }) => clientId))).toEqual(new Set([intent.clientId]));
    expect(await under.execution.fillsOf(intent.clientId, under.symbol)).toEqual(told);
  });

  test('says that it was lost and that it is back; what happened meanwhile can be asked for', async () => {
    const under = await started(name);
    under.venue.faults.refuseStreams();
    under.venue.faults.closeStreams('user');
    await until(() => under.events.some(({ type }) => type === 'stream.lost'), 'the loss');
    const intent = order(under);
    await under.execution.send(intent);
    expect(fillsIn(under.events)).toEqual([]);
    expect((await under.execution.fillsSince(null)).map(({ clientId }) => clientId)).toContain(intent.clientId);
    under.venue.faults.heal();
    await until(() => under.events.some(({ type }) => type === 'stream.restored'), 'the return');
    await under.execution.send(order(under));
    await until(() => fillsIn(under.events).length > 0, 'a fill');
  });

  test('tells of trades that somebody made by hand, under the venue’s own name', async () => {
    const under = await started(name);
    under.venue.accounts.byHand(KEYS.apiKey, { symbol: under.symbol, side: 'buy', quantity: '0.02', price: null });
    await until(() => fillsIn(under.events).length > 0, 'the fill');
    const [fill] = fillsIn(under.events);
    expect(fill?.clientId).not.toMatch(/^c[a-z2-7]{26}$/);
    expect(fill).toMatchObject({ side: 'buy', symbol: under.symbol, venue: name });
  });

  test('survives garbage: the connection is made anew', async () => {
    const under = await started(name);
    under.venue.faults.onStream('garbage', 'user', 1);
    await under.execution.send(order(under));
    await under.execution.send(order(under));
    await until(
      () => fillsIn(under.events).length > 0 || under.events.some(({ type }) => type === 'stream.restored'),
      'news',
    );
    expect(await under.execution.fillsSince(null)).not.toEqual([]);
  });
});

describe('the user stream of Binance futures', () => {
  test('names a triggered stop by its own id', async () => {
    const under = await started('binanceusdm');
    await under.execution.send(order(under));
    const stop = order(under, { side: 'sell', type: 'stop-market', triggerPrice: '59000', reduceOnly: true });
    await under.execution.send(stop);
    await until(() => fillsIn(under.events).length > 0, 'the entry');
    under.venue.market.setPrice(under.symbol, 58_000);
    await until(() => fillsIn(under.events).some(({ clientId }) => clientId === stop.clientId), 'the stop');
    expect(await under.execution.findOrder(stop.clientId, under.symbol)).toMatchObject({
      state: 'FILLED',
      filledQuantity: '0.01',
    });
    const since = await under.execution.fillsSince(null);
    expect(since.map(({ clientId }) => clientId).at(-1)).toBe(stop.clientId);
    expect(await under.execution.fillsOf(stop.clientId, under.symbol)).toEqual(since.slice(-1));
  });

  const STOP = `c${'s'.repeat(26)}`;

  /** A long with a stop below it; when the stop is hit its trades are told before anybody says whose they are. */
  async function stoppedOut(hide: (under: VenueUnderTest) => void): Promise<VenueUnderTest> {
    const under = await started('binanceusdm', { fake: { tradesBeforeAlgo: true } });
    await under.execution.send(order(under));
    const stop = order(under, { side: 'sell', type: 'stop-market', triggerPrice: '59000', reduceOnly: true });
    await under.execution.send({ ...stop, clientId: STOP });
    await until(() => fillsIn(under.events).length > 0, 'the entry');
    hide(under);
    under.venue.market.setPrice(under.symbol, 58_000);
    return under;
  }

  test('asks the stops that it knows what became of them, whatever the list of the last week shows', async () => {
    const under = await stoppedOut(({ venue }) =>
      venue.faults.onRequest('hide-algo-orders', { path: /allAlgoOrders/ }, 20),
    );
    await until(() => fillsIn(under.events).length > 1, 'the stop');
    expect(fillsIn(under.events)[1]).toMatchObject({ clientId: STOP, quantity: '0.01' });
    expect(await under.execution.fillsOf(STOP, under.symbol)).toEqual([fillsIn(under.events)[1]]);
  });

  test('tells a stop’s trade once more when it is heard to be the stop’s, and knows it so from then on', async () => {
    // The one question that would tell fails; the update that names the order comes behind the trade.
    const under = await stoppedOut(({ venue }) =>
      venue.faults.onRequest('503', { path: /fapi\/v1\/(order|algoOrder|allAlgoOrders)$/ }, 1),
    );
    await until(() => fillsIn(under.events).some(({ clientId }) => clientId === STOP), 'the stop');
    const told = fillsIn(under.events).slice(1);
    expect(told.map(({ clientId }) => clientId)).toEqual([expect.stringMatching(/^x-book/), STOP]);
    expect(told[1]).toEqual({ ...told[0], clientId: STOP });
    expect(await under.execution.fillsOf(STOP, under.symbol)).toEqual([told[1]]);
    expect((await under.execution.fillsSince(null)).at(-1)).toEqual(told[1]);
  });

  test('asks what funding was paid when it hears of one', async () => {
    const under = await started('binanceusdm');
    await under.execution.send(order(under));
    await until(() => fillsIn(under.events).length > 0, 'the entry');
    under.venue.market.settleFunding(under.symbol, '0.0001');
    await new Promise((resolve) => setTimeout(resolve, 2_300));
    const paid = under.events.flatMap((event) => (event.type === 'funding.settled' ? [event.funding] : []));
    expect(paid).toHaveLength(1);
    expect(paid[0]).toMatchObject({ symbol: under.symbol, currency: 'USDT', venue: 'binanceusdm' });
    expect(Number(paid[0]?.amount)).toBeLessThan(0);
  });

  test('tells of a liquidation that nobody asked for', async () => {
    const under = await started('binanceusdm');
    await under.execution.send(order(under));
    await until(() => fillsIn(under.events).length > 0, 'the entry');
    under.venue.market.forceFill(under.symbol, 'sell', '0.01', KEYS.apiKey);
    await until(() => fillsIn(under.events).length > 1, 'the forced fill');
    expect(fillsIn(under.events).at(-1)).toMatchObject({ side: 'sell', quantity: '0.01' });
  });

  test('tells when the venue ends an order by itself', async () => {
    const under = await started('binanceusdm');
    const ioc = order(under, { type: 'limit', price: '30000', timeInForce: 'IOC' });
    await under.execution.send(ioc);
    await until(
      () => under.events.some((event) => event.type === 'order.canceled-by-venue' && event.clientId === ioc.clientId),
      'the end',
    );
  });
});
