import { afterEach, describe, expect, test } from 'vitest';
import type { OrderIntent } from '../../../../engine/domain/order.ts';
import { VENUE_NAMES, type VenueName } from '../../../../engine/exchanges/venues/venue-name.ts';
import type { RequestFault } from '../../../fakes/venue/venue.ts';
import { KEYS, openVenue, until, type VenueSetting, type VenueUnderTest } from './venue-under-test.ts';

const open: VenueUnderTest[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((under) => under.close()));
});

async function started(name: VenueName, setting: VenueSetting = {}): Promise<VenueUnderTest> {
  const under = await openVenue(name, { stream: false, timeoutMs: 1_500, ...setting });
  open.push(under);
  return under;
}

function entry({ symbol, venue }: VenueUnderTest, count = 1): OrderIntent {
  const korean = venue.name === 'upbit' || venue.name === 'bithumb';
  return {
    clientId: `c${String(count).padStart(26, 'b')}`,
    decisionId: `D-${count}`,
    leg: 'entry',
    attempt: 0,
    at: Date.now(),
    request: {
      symbol,
      side: 'buy',
      type: 'limit',
      quantity: '0.01',
      price: korean ? '42000000' : '30000',
      triggerPrice: null,
      reduceOnly: false,
    },
  };
}

/** Whether the venue has it afterwards, and what we say. */
const FAULTS: readonly (readonly [fault: RequestFault, placed: boolean, says: string])[] = [
  ['accept-then-reset', true, 'unknown'],
  ['accept-then-silence', true, 'unknown'],
  ['accept-then-503', true, 'unknown'],
  ['accept-then-502-html', true, 'unknown'],
  ['accept-then-504', true, 'unknown'],
  ['accept-then-unknown-code', true, 'unknown'],
  ['accept-then-200-html', true, 'unknown'],
  ['accept-then-200-truncated', true, 'unknown'],
  ['accept-then-200-empty', true, 'unknown'],
  ['reset', false, 'unknown'],
  ['silence', false, 'unknown'],
  ['503', false, 'unknown'],
  ['200-html', false, 'unknown'],
  ['overloaded', false, 'unknown'],
  ['maintenance', false, 'unknown'],
  ['403-waf', false, 'venue.firewall'],
  ['429', false, 'venue.rate-limited'],
  ['418', false, 'venue.banned'],
  ['insufficient-funds', false, 'venue.insufficient-funds'],
  ['filter-reject', false, 'venue.'],
  ['halted', false, 'venue.symbol-not-trading'],
  ['no-permission', false, 'venue.key-refused'],
  ['duplicate-id', false, 'venue.duplicate-client-id'],
];

describe.each(VENUE_NAMES)('an order to %s', (name) => {
  test.each(FAULTS)('that meets %s', async (fault, placed, says) => {
    const under = await started(name, String(fault).endsWith('silence') ? { timeoutMs: 600 } : {});
    const intent = entry(under);
    under.venue.faults.onRequest(fault, { kind: 'order' });
    const outcome = await under.execution.send(intent);
    const rows = under.venue.ledger.orders(KEYS.apiKey);
    expect(rows.length).toBe(placed ? 1 : 0);
    if (says === 'unknown') expect(outcome.outcome).toBe('unknown');
    else expect(outcome).toMatchObject({ outcome: 'rejected', reason: { code: expect.stringContaining(says) } });
    if (!placed) return;
    // It is asked for and found; sending it again sends nothing.
    expect(await under.execution.findOrder(intent.clientId, intent.request.symbol)).toMatchObject({ state: 'OPEN' });
    expect((await under.execution.send(intent)).outcome).toBe('rejected');
    expect(under.venue.ledger.orders(KEYS.apiKey)).toHaveLength(1);
  });

  test.each<RequestFault>(['503', '200-html', '200-empty', 'silence', 'reset'])(
    'is never believed absent after %s',
    async (fault) => {
      const under = await started(name, fault === 'silence' ? { timeoutMs: 600 } : {});
      under.venue.faults.onRequest(fault, { kind: 'query' });
      await expect(under.execution.findOrder('cunheardof', under.symbol)).rejects.toMatchObject({
        code: 'UNAVAILABLE',
      });
      under.venue.faults.onRequest(fault, { kind: 'open-orders' }, 2);
      await expect(under.execution.openOrders()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      under.venue.faults.heal();
      under.venue.faults.onRequest(fault, { kind: 'account' }, 2);
      await expect(under.execution.account()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    },
  );

  test('leaves no secret in what a failed question says', async () => {
    const under = await started(name);
    under.venue.faults.onRequest('503', { kind: 'query' });
    const error: unknown = await under.execution.findOrder('cunheardof', under.symbol).catch((fault: unknown) => fault);
    const told = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''}`;
    expect(told).not.toMatch(/signature|Bearer|https?:\/\/127|keykey|secretsecret/);
  });

  test('is not sent while the venue shuts us out', async () => {
    const under = await started(name);
    under.venue.faults.onRequest('418', { kind: 'order' });
    await under.execution.send(entry(under, 1));
    const before = under.venue.ledger.requests().length;
    expect(await under.execution.send(entry(under, 2))).toMatchObject({
      outcome: 'rejected',
      reason: { code: 'venue.banned' },
    });
    await expect(under.execution.openOrders()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(under.venue.ledger.requests()).toHaveLength(before);
  });

  test('is not entered in a market that halts', async () => {
    const under = await started(name);
    expect(under.execution.entryBlock(under.symbol)).toBeNull();
    under.venue.market.setTrading(under.symbol, false);
    await under.execution.refreshInstruments();
    expect(under.execution.entryBlock(under.symbol)).toMatchObject({ code: 'venue.symbol-not-trading' });
    const outcome = await under.execution.send(entry(under));
    expect(outcome).toMatchObject({ outcome: 'rejected', reason: { code: 'venue.symbol-not-trading' } });
    expect(under.venue.ledger.orders(KEYS.apiKey)).toEqual([]);
    under.venue.market.setTrading(under.symbol, true);
    await under.execution.refreshInstruments();
    expect(under.execution.entryBlock(under.symbol)).toBeNull();
  });

  test('stops when the key is refused twice in a row', async () => {
    const warnings: string[] = [];
    const under = await started(name, { warn: ({ code }) => warnings.push(code) });
    under.venue.accounts.revoke(KEYS.apiKey);
    await under.execution.send(entry(under, 1));
    // Futures ask for their settings first, so that there the key was refused oftener by now.
    if (name !== 'binanceusdm') expect(under.execution.haltReason()).toBeNull();
    await under.execution.account().catch(() => null);
    expect(under.execution.haltReason()).toMatchObject({ code: 'venue.key-halted' });
    expect(warnings).toContain('venue.key-halted');
    expect(await under.execution.send(entry(under, 2))).toMatchObject({ reason: { code: 'venue.key-halted' } });
  });
});

test('a market whose rules change is closed until they were read twice', async () => {
  const under = await started('binance');
  under.venue.market.setFilters(under.symbol, { tickSize: '0.5' });
  await under.execution.refreshInstruments();
  expect(under.execution.entryBlock(under.symbol)).toMatchObject({ code: 'venue.filters-changed' });
  expect(under.execution.instruments[0]?.tickSize).toBe('0.5');
  await under.execution.refreshInstruments();
  expect(under.execution.entryBlock(under.symbol)).toBeNull();
});

test('a clock that is off blocks entries, is measured again after the venue complains, and exits still sign', async () => {
  const under = await started('binance');
  under.venue.market.setClockOffset(30_000);
  expect(await under.execution.send(entry(under, 1))).toMatchObject({ reason: { code: 'venue.clock-off' } });
  await until(() => Math.abs(under.execution.clockOffsetMs()) > 20_000, 'a new measurement');
  expect(under.execution.entryBlock(under.symbol)).toMatchObject({ code: 'venue.clock-offset' });
  expect(await under.execution.account()).toMatchObject({ positions: [] });
});

test('a hidden stop is still found by its id', async () => {
  const under = await started('binanceusdm');
  const { request, ...rest } = entry(under);
  const stop: OrderIntent = {
    ...rest,
    request: { ...request, side: 'sell', type: 'stop-market', price: null, triggerPrice: '30000', reduceOnly: false },
  };
  expect((await under.execution.send(stop)).outcome).toBe('acknowledged');
  under.venue.faults.onRequest('hide-algo-orders', { kind: 'open-orders' }, 2);
  await under.execution.openOrders().catch(() => null);
  expect(await under.execution.findOrder(stop.clientId, under.symbol)).toMatchObject({ state: 'OPEN' });
});
