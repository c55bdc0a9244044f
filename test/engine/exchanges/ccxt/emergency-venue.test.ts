import { afterEach, describe, expect, test } from 'vitest';
import { baseOf } from '../../../../engine/domain/instrument.ts';
import type { OrderIntent } from '../../../../engine/domain/order.ts';
import { createEmergencyVenue } from '../../../../engine/exchanges/ccxt/emergency-venue.ts';
import { VENUE_NAMES, type VenueName } from '../../../../engine/exchanges/venues/venue-name.ts';
import { symbolOf } from '../../../../engine/exchanges/venues/venue-symbols.ts';
import type { EmergencyVenue } from '../../../../engine/ports/emergency-venue.ts';
import { KEYS, openVenue, type VenueUnderTest } from './venue-under-test.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((under) => under.close()));
});

async function started(
  name: VenueName,
  unlisted: readonly string[] = [],
): Promise<VenueUnderTest & { readonly emergency: EmergencyVenue }> {
  const under = await openVenue(name, { stream: false });
  const address = { rest: under.venue.restUrl, stream: under.venue.streamUrl };
  const emergency = createEmergencyVenue({
    venue: name,
    account: 'test',
    keys: KEYS,
    symbols: [under.symbol, ...unlisted],
    address,
  });
  open.push(under, emergency);
  await emergency.prepare();
  return { ...under, emergency };
}

function intent({ symbol }: VenueUnderTest, id: string, request: Partial<OrderIntent['request']>): OrderIntent {
  return {
    clientId: `c${id.repeat(26)}`,
    decisionId: 'D-1',
    leg: 'entry',
    attempt: 0,
    at: Date.now(),
    request: {
      symbol,
      side: 'buy',
      type: 'market',
      quantity: '0.01',
      price: null,
      triggerPrice: null,
      reduceOnly: false,
      ...request,
    },
  };
}

describe.each(VENUE_NAMES)('the fast path at %s', (name) => {
  test('sees what is held and what rests, takes it back and gets out with one request', async () => {
    const under = await started(name);
    const { execution, emergency, symbol, venue } = under;
    const far = name === 'upbit' || name === 'bithumb' ? '42000000' : '30000';
    await execution.send(intent(under, 'a', {}));
    await execution.send(intent(under, 'b', { type: 'limit', price: far }));
    const [resting, ...others] = await emergency.restingOrders();
    expect(others).toEqual([]);
    expect(resting).toMatchObject({ symbol, clientId: `c${'b'.repeat(26)}`, side: 'buy', protective: false });
    expect(await emergency.cancel(resting!)).toEqual({ outcome: 'canceled' });
    expect(await emergency.cancel(resting!)).toEqual({ outcome: 'not-open' });
    const held = await heldOf(emergency, symbol);
    expect(Number(held)).toBeGreaterThan(0);
    const part = emergency.sellable(symbol, held);
    const quantity = part.outcome === 'sellable' ? part.quantity : '';
    const before = venue.ledger.requests().length;
    const sent = await emergency.flatten({ clientId: `c${'f'.repeat(26)}`, symbol, side: 'sell', quantity });
    expect(sent.outcome).toBe('acknowledged');
    expect(
      venue.ledger
        .requests()
        .slice(before)
        .map(({ method }) => method),
    ).toEqual(['POST']);
    expect(await emergency.find(`c${'f'.repeat(26)}`, symbol)).toBe('filled');
    expect(await emergency.find(`c${'g'.repeat(26)}`, symbol)).toBe('absent');
    const left = await heldOf(emergency, symbol);
    expect(emergency.sellable(symbol, left)).toEqual({ outcome: 'too-small' });
    expect(emergency.sellable(symbolOf(name, 'NONE'), '1')).toEqual({ outcome: 'not-traded' });
  });

  test('sells what is listed though a coin beside it is not', async () => {
    const { emergency, symbol } = await started(name, [symbolOf(name, 'NONE')]);
    expect(emergency.sellable(symbol, '0.5')).toEqual({ outcome: 'sellable', quantity: '0.5' });
  });

  test('never takes a failed question for an empty account', async () => {
    const { emergency, venue } = await started(name);
    venue.faults.onRequest('200-html', { kind: 'account' }, 3);
    await expect(emergency.state()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    venue.faults.onRequest('503', { kind: 'open-orders' }, 3);
    await expect(emergency.restingOrders()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('is ready though what only makes it quicker failed', async () => {
    const under = await openVenue(name, { stream: false });
    const address = { rest: under.venue.restUrl, stream: under.venue.streamUrl };
    const { symbol } = under;
    const emergency = createEmergencyVenue({ venue: name, account: 'test', keys: KEYS, symbols: [symbol], address });
    open.push(under, emergency);
    for (const kind of ['clock', 'cancel'] as const) under.venue.faults.onRequest('503', { kind }, 10);
    await emergency.prepare();
    expect(emergency.sellable(symbol, '0.5')).toEqual({ outcome: 'sellable', quantity: '0.5' });
  });

  test('does not take an id that is there already for a rejected order', async () => {
    const under = await started(name);
    const far = name === 'upbit' || name === 'bithumb' ? '42000000' : '30000';
    await under.execution.send(intent(under, 'a', {}));
    await under.execution.send(intent(under, 'f', { type: 'limit', price: far }));
    const clientId = `c${'f'.repeat(26)}`;
    const again = { clientId, symbol: under.symbol, side: 'sell', quantity: '0.009' } as const;
    expect((await under.emergency.flatten(again)).outcome).toBe('unknown');
    const { state, filled } = await under.emergency.progressOf(clientId, under.symbol);
    expect([state, Number(filled)]).toEqual(['open', 0]);
  });

  test('says of a lost answer that it knows nothing', async () => {
    const under = await started(name);
    await under.execution.send(intent(under, 'a', {}));
    under.venue.faults.onRequest('accept-then-reset', { kind: 'order' });
    const sent = await under.emergency.flatten({
      clientId: `c${'f'.repeat(26)}`,
      symbol: under.symbol,
      side: 'sell',
      quantity: '0.009',
    });
    expect(sent.outcome).toBe('unknown');
    expect(await under.emergency.find(`c${'f'.repeat(26)}`, under.symbol)).toBe('filled');
  });
});

test('stops of Binance futures are told as such, and the exit only reduces', async () => {
  const under = await started('binanceusdm');
  const { execution, emergency, symbol, venue } = under;
  await execution.send(intent(under, 'a', {}));
  await execution.send(
    intent(under, 'b', { side: 'sell', type: 'stop-market', triggerPrice: '50000', reduceOnly: true }),
  );
  const [stop] = await emergency.restingOrders();
  expect(stop).toMatchObject({ protective: true, reduceOnly: true, side: 'sell' });
  await emergency.flatten({ clientId: `c${'f'.repeat(26)}`, symbol, side: 'sell', quantity: '0.05' });
  expect(venue.ledger.positions(KEYS.apiKey)[symbol] ?? '0').toBe('0');
  expect(await emergency.cancel(stop!)).toEqual({ outcome: 'canceled' });
  expect(await emergency.restingOrders()).toEqual([]);
});

async function heldOf(emergency: EmergencyVenue, symbol: string): Promise<string> {
  const { balances, positions } = await emergency.state();
  if (emergency.kind === 'perpetual') return positions.find((position) => position.symbol === symbol)?.quantity ?? '0';
  return balances.find(({ currency }) => currency === baseOf(symbol))?.free ?? '0';
}
