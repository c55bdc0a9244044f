import { afterEach, describe, expect, test } from 'vitest';
import { expiryWarningOf } from '../../../../engine/exchanges/ccxt/account-checks.ts';
import { VENUE_NAMES } from '../../../../engine/exchanges/venues/venue-name.ts';
import { openVenue, type VenueSetting, type VenueUnderTest } from './venue-under-test.ts';

const DAY = 86_400_000;
const open: VenueUnderTest[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((under) => under.close()));
});

async function checked(name: (typeof VENUE_NAMES)[number], setting: VenueSetting = {}) {
  const under = await openVenue(name, { stream: false, ...setting });
  open.push(under);
  return { ...under, checks: await under.execution.checks() };
}

describe.each(VENUE_NAMES)('the account at %s', (name) => {
  test('is found in order', async () => {
    const { checks, symbol } = await checked(name);
    expect(checks).toMatchObject({
      venue: name,
      keyWorks: true,
      canWithdraw: false,
      problems: [],
      expiryWarning: null,
    });
    expect(checks.minimums).toMatchObject([{ symbol, trading: true }]);
    expect(Math.abs(checks.clockOffsetMs ?? 9_999)).toBeLessThan(1_000);
    expect(checks.limits.every(({ used, allowed }) => used <= allowed)).toBe(true);
  });

  test('is refused where the key can withdraw', async () => {
    const { checks } = await checked(name, { opened: { canWithdraw: true } });
    expect(checks.canWithdraw).toBe(true);
    expect(checks.problems.map(({ code }) => code)).toContain('venue.key-can-withdraw');
  });

  test('is refused where the key does not work', async () => {
    const { venue, execution } = await checked(name);
    venue.accounts.revoke('key'.repeat(8));
    const checks = await execution.checks();
    expect(checks.keyWorks).toBe(false);
    expect(checks.problems.map(({ code }) => code)).toContain('venue.key-refused');
  });

  test('is refused while the clocks differ', async () => {
    const { venue, execution } = await checked(name);
    venue.market.setClockOffset(20_000);
    await execution.close();
    const late = await openVenue(name, { stream: false, before: (fresh) => fresh.market.setClockOffset(20_000) });
    open.push(late);
    expect((await late.execution.checks()).problems.map(({ code }) => code)).toContain('venue.clock-offset');
  });
});

test('a key of Upbit tells when it ends', async () => {
  const { checks } = await checked('upbit', { opened: { expiresAt: Date.now() + 5 * DAY } });
  expect(checks.expiryWarning).toBe('T-7');
});

test.each([
  [31 * DAY, null],
  [30 * DAY, 'T-30'],
  [7 * DAY, 'T-7'],
  [DAY, 'T-1'],
  [0, 'expired'],
])('a key that ends in %d ms is told as %s', (leftMs, warning) => {
  expect(expiryWarningOf(leftMs)).toBe(warning);
});

describe('settings of Binance futures', () => {
  test('are brought to what was asked for before the first entry', async () => {
    const { execution, symbol } = await checked('binanceusdm', {
      leverage: 3,
      marginMode: 'cross',
      opened: { leverage: 20, marginMode: 'isolated', hedgeMode: true },
    });
    const outcome = await execution.send(entry(symbol));
    expect(outcome.outcome).toBe('acknowledged');
    const { positionMode, leverage } = await execution.checks();
    expect({ positionMode, leverage }).toEqual({
      positionMode: 'one-way',
      leverage: [{ symbol, leverage: 3, marginMode: 'cross' }],
    });
  });

  test('refuse the entry where the account is hedged and cannot be changed', async () => {
    const { execution, symbol, venue } = await checked('binanceusdm', { opened: { hedgeMode: true } });
    venue.faults.onRequest(
      { status: 400, body: '{"code":-4068,"msg":"Position side cannot be changed."}', accept: false },
      { path: /positionSide/, method: 'POST' },
      5,
    );
    expect(await execution.send(entry(symbol))).toMatchObject({
      outcome: 'rejected',
      reason: { code: 'venue.hedge-mode' },
    });
    expect(venue.ledger.orders()).toEqual([]);
  });
});

function entry(symbol: string) {
  return {
    clientId: `c${'e'.repeat(26)}`,
    decisionId: 'D-1',
    leg: 'entry' as const,
    attempt: 0,
    at: Date.now(),
    request: {
      symbol,
      side: 'buy' as const,
      type: 'limit' as const,
      quantity: '0.01',
      price: '30000',
      triggerPrice: null,
      reduceOnly: false,
    },
  };
}
