import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { readEmergencyJournal } from '../../engine/emergency/emergency-journal.ts';
import { killSwitch } from '../../engine/emergency/kill-switch.ts';
import type { DeskJob, ToDesk } from '../bench/children/emergency-desk.ts';
import { startFakeVenue } from '../fakes/venue/start-fake-venue.ts';
import type { FakeVenue, RequestFault } from '../fakes/venue/venue.ts';

const SCRIPT = fileURLToPath(new URL('../bench/children/emergency-desk.ts', import.meta.url));
const KEYS = { apiKey: 'faults', secret: 'f'.repeat(64) };
const BTC = 'BTC/USDT:USDT';

const directory = mkdtempSync(join(tmpdir(), 'assent-kill-emergency-'));
const children: ChildProcess[] = [];
const venues: FakeVenue[] = [];

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(venues.map((venue) => venue.close()));
  rmSync(directory, { recursive: true, force: true });
});

function startDesk(venue: FakeVenue): ChildProcess {
  const job: DeskJob = {
    ...{ directory, trouble: 'none', hungUrl: '', busyUrl: '' },
    accounts: [
      {
        venue: venue.name,
        account: 'desk',
        symbols: [BTC],
        keys: KEYS,
        address: { rest: venue.restUrl, stream: null },
      },
    ],
  };
  const child = fork(SCRIPT, [JSON.stringify(job)], { execArgv: ['--import', import.meta.resolve('tsx')] });
  children.push(child);
  return child;
}

function heard(child: ChildProcess, type: string): Promise<void> {
  return new Promise((resolve) => {
    child.on('message', (message: { readonly type: string }) => {
      if (message.type === type) resolve();
    });
  });
}

test('killed while its exit is on the way, it goes on at the next start and sells nothing twice', {
  timeout: 120_000,
}, async () => {
  const venue = await startFakeVenue('binanceusdm');
  venues.push(venue);
  venue.accounts.open({ ...KEYS, balances: { USDT: '100000' } });
  venue.accounts.byHand(KEYS.apiKey, { symbol: BTC, side: 'buy', quantity: '0.05', price: null });
  // The order is accepted, and its answer never comes: nobody but the venue knows of it when the process dies.
  const fault: RequestFault = 'accept-then-silence';
  venue.faults.onRequest(fault, { kind: 'order', method: 'POST' });
  const first = startDesk(venue);
  await heard(first, 'ready');
  const pressed = heard(first, 'pressed');
  first.send({ type: 'panic' } satisfies ToDesk);
  await pressed;
  await expect.poll(() => venue.ledger.orders(KEYS.apiKey).length, { timeout: 20_000 }).toBe(2);
  const died = once(first, 'exit');
  first.kill('SIGKILL');
  await died;
  expect(killSwitch(join(directory, 'emergency')).latched()).toBe(true);

  const second = startDesk(venue);
  await heard(second, 'finished');
  expect(venue.ledger.positions(KEYS.apiKey)[BTC]).toBe('0');
  const sells = venue.ledger.trades(KEYS.apiKey).filter(({ side }) => side === 'sell');
  expect(sells.reduce((sum, { quantity }) => sum + Number(quantity), 0)).toBeCloseTo(0.05, 8);
  const steps = readEmergencyJournal(join(directory, 'emergency'));
  expect(steps.filter(({ step }) => step.type === 'sending')).toHaveLength(1);
  expect(new Set(steps.map(({ incident }) => incident)).size).toBe(1);
});
