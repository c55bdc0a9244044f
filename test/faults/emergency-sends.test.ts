import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmergencyJournal, readEmergencyJournal } from '../../engine/emergency/emergency-journal.ts';
import type { FastPath } from '../../engine/emergency/fast-path.ts';
import { createFastPath } from '../../engine/emergency/fast-path.ts';
import { killSwitch } from '../../engine/emergency/kill-switch.ts';
import { createEmergencyVenue } from '../../engine/exchanges/ccxt/emergency-venue.ts';
import type { VenueName } from '../../engine/exchanges/venues/venue-name.ts';
import { quoteCurrencyOf, symbolOf } from '../../engine/exchanges/venues/venue-symbols.ts';
import { startFakeVenue } from '../fakes/venue/start-fake-venue.ts';
import type { FakeVenue, RequestFault } from '../fakes/venue/venue.ts';

const KEYS = { apiKey: 'faults', secret: 'f'.repeat(64) };
const FAULTS: readonly RequestFault[] = [
  ...(['accept-then-reset', 'accept-then-silence', 'accept-then-503', 'accept-then-200-html'] as const),
  ...(['accept-then-200-truncated', 'accept-then-200-empty', 'reset', '503', '200-html'] as const),
];

let directory: string;
let venue: FakeVenue | null = null;
let fast: FastPath | null = null;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assent-emergency-sends-'));
});

afterEach(async () => {
  await fast?.close();
  await venue?.close();
  [fast, venue] = [null, null];
  rmSync(directory, { recursive: true, force: true });
});

/** An account that holds 0.05 BTC, all of it the desk's, and an order to buy more that rests. */
async function opened(name: VenueName): Promise<{ venue: FakeVenue; fast: FastPath; symbol: string }> {
  const symbol = symbolOf(name, 'BTC');
  venue = await startFakeVenue(name);
  const quote = quoteCurrencyOf(name);
  venue.accounts.open({ ...KEYS, balances: { [quote]: quote === 'KRW' ? '900000000' : '900000' } });
  venue.accounts.byHand(KEYS.apiKey, { symbol, side: 'buy', quantity: '0.05', price: null });
  const far = quote === 'KRW' ? '42000000' : '30000';
  venue.accounts.byHand(KEYS.apiKey, { symbol, side: 'buy', quantity: '0.01', price: far });
  const address = { rest: venue.restUrl, stream: venue.streamUrl };
  fast = createFastPath({
    directory,
    venues: [
      createEmergencyVenue({ venue: name, account: 'desk', keys: KEYS, symbols: [symbol], address, timeoutMs: 300 }),
    ],
    killSwitch: killSwitch(directory),
    journal: openEmergencyJournal(directory),
    clock: { now: () => Date.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
  });
  fast.setKnown('desk', { owned: { [symbol]: venue.ledger.positions(KEYS.apiKey)[symbol] ?? '0' }, resting: [] });
  await fast.prepare();
  return { venue, fast, symbol };
}

/** Every way in which a send can end on futures and on spot; the other two venues differ in how they find an order. */
const CASES = [
  { name: 'binanceusdm', faults: FAULTS },
  { name: 'upbit', faults: FAULTS },
  { name: 'binance', faults: ['accept-then-reset', 'reset'] },
  { name: 'bithumb', faults: ['accept-then-reset', 'reset'] },
] as const satisfies readonly { readonly name: VenueName; readonly faults: readonly RequestFault[] }[];

describe.each(CASES)('at $name', ({ name, faults }) => {
  it.each(faults)('an exit that met %s is neither lost nor doubled', { timeout: 60_000 }, async (fault) => {
    const { venue: fake, fast: path, symbol } = await opened(name);
    fake.faults.onRequest(fault, { kind: 'order', method: 'POST' }, 1);
    path.panic({ by: 'owner', why: 'test' });
    await path.settled();
    const sold = fake.ledger.trades(KEYS.apiKey).filter(({ side }) => side === 'sell');
    const held = Number(fake.ledger.positions(KEYS.apiKey)[symbol] ?? 0);
    expect(held).toBeGreaterThanOrEqual(0);
    expect(held).toBeLessThan(0.0001);
    // Neither more nor less than what was held; a fee in coins takes its part of it.
    expect(sold.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBeCloseTo(0.05, 3);
    expect(fake.ledger.orders(KEYS.apiKey).filter(({ state }) => state === 'open')).toEqual([]);
    const steps = readEmergencyJournal(directory).map(({ step }) => step);
    const sends = steps.filter(({ type }) => type === 'sending');
    if (typeof fault === 'string' && fault.startsWith('accept')) expect(sends).toHaveLength(1);
    expect(new Set(sends.map((step) => (step.type === 'sending' ? step.clientId : '')))).toHaveProperty(
      'size',
      sends.length,
    );
    fake.ledger.checkConservation();
  });

  it('a cancel whose answer was lost takes the order away all the same', { timeout: 60_000 }, async () => {
    const { venue: fake, fast: path } = await opened(name);
    fake.faults.onRequest('accept-then-reset', { method: 'DELETE' }, 1);
    path.panic({ by: 'owner', why: 'test' });
    await path.settled();
    expect(fake.ledger.orders(KEYS.apiKey).filter(({ state }) => state === 'open')).toEqual([]);
  });
});
