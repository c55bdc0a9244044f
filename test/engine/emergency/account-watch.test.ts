import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccountWatch } from '../../../engine/emergency/account-watch.ts';
import { createAccountWatch } from '../../../engine/emergency/account-watch.ts';
import { FakeEmergencyVenue } from '../../fakes/emergency-venue.ts';
import { WaitingClock } from '../../fakes/waiting-clock.ts';

const SPOT = 'BTC/USDT';
const OWNED = { [SPOT]: '1' };
let clock: WaitingClock;
let venue: FakeEmergencyVenue;
let watch: AccountWatch;
let stop: AbortController;
let busy: boolean;

beforeEach(() => {
  clock = new WaitingClock();
  venue = new FakeEmergencyVenue({ kind: 'spot', now: () => clock.now() });
  venue.held.set(SPOT, '3');
  stop = new AbortController();
  busy = false;
  watch = createAccountWatch({ venues: [venue], clock, stop: stop.signal, isBusy: () => busy });
});

afterEach(() => stop.abort());

const pass = (ms: number) => clock.run(clock.sleep(ms));
const free = () => watch.snapshot('desk', OWNED)?.balances.find(({ currency }) => currency === 'BTC')?.free ?? null;

it('has nothing to show before it has looked, then what was there, every three seconds anew', async () => {
  expect(free()).toBeNull();
  watch.start();
  await pass(10);
  expect(free()).toBe('3');
  venue.held.set(SPOT, '2');
  await pass(3_000);
  expect(free()).toBe('2');
  expect(venue.calls.filter((call) => call === 'state')).toHaveLength(2);
});

it('shows nothing from news of the desk on until it has looked at an account that has them', async () => {
  watch.start();
  await pass(10);
  watch.changed('desk');
  expect(free()).toBeNull();
  venue.held.set(SPOT, '4');
  await pass(200);
  expect(free()).toBeNull();
  await pass(60);
  expect(free()).toBe('4');
});

it('shows nothing that is older than ten seconds, and does not ask while the account is worked on', async () => {
  watch.start();
  await pass(10);
  venue.failing.state = 100;
  await pass(9_000);
  expect(free()).toBe('3');
  await pass(2_000);
  expect(free()).toBeNull();
  venue.failing.state = 0;
  await pass(3_000);
  expect(free()).toBe('3');
  const asked = venue.calls.length;
  busy = true;
  await pass(9_000);
  expect(venue.calls).toHaveLength(asked);
});

it('shows no account that does not hold yet what the desk owns; a fee taken in coins may be missing', async () => {
  watch.start();
  await pass(10);
  expect(watch.snapshot('desk', { [SPOT]: '3.5' })).toBeNull();
  expect(watch.snapshot('desk', { [SPOT]: '3.003' })).not.toBeNull();
  expect(watch.snapshot('desk', { 'ETH/USDT': '1' })).toBeNull();
});
