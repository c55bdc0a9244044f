import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEmergencyJournal, readEmergencyJournal } from '../../../engine/emergency/emergency-journal.ts';
import type { FastPath } from '../../../engine/emergency/fast-path.ts';
import { createFastPath } from '../../../engine/emergency/fast-path.ts';
import { killSwitch } from '../../../engine/emergency/kill-switch.ts';
import { FakeEmergencyVenue, restingOrder } from '../../fakes/emergency-venue.ts';
import { WaitingClock } from '../../fakes/waiting-clock.ts';

const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';

let directory: string;
let clock: WaitingClock;
let fast: FastPath;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assent-emergency-'));
  clock = new WaitingClock();
});

afterEach(async () => {
  await fast.close();
  rmSync(directory, { recursive: true, force: true });
});

function pathOf(venue: FakeEmergencyVenue): FastPath {
  return createFastPath({
    ...{ directory, venues: [venue], clock },
    killSwitch: killSwitch(directory),
    journal: openEmergencyJournal(directory),
  });
}

function troubles() {
  return readEmergencyJournal(directory).flatMap(({ step }) => (step.type === 'trouble' ? [step.reason] : []));
}

it('a market that is not traded here is never flat: it is told, and its stop stays until a person has closed it', async () => {
  const venue = new FakeEmergencyVenue({ now: () => clock.now() });
  venue.untraded.add(ETH);
  venue.held.set(BTC, '0.5').set(ETH, '2');
  venue.resting.push(restingOrder({ symbol: ETH, side: 'sell', protective: true, reduceOnly: true }));
  fast = pathOf(venue);
  fast.setKnown('desk', { owned: { [BTC]: '0.5', [ETH]: '2' }, resting: [] });
  const seen: unknown[] = [];
  venue.onCall = (call) => {
    if (call !== 'state') return;
    seen.push([fast.status().finished, fast.status().accounts[0]?.phase, venue.resting.length]);
    if (seen.length === 6) venue.held.set(ETH, '0');
  };
  fast.panic({ by: 'owner', why: 'test' });
  await clock.run(fast.settled());
  expect(seen.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => [false, 'working', 1]));
  expect(venue.held.get(BTC)).toBe('0');
  expect(troubles()).toEqual([{ code: 'emergency.not-traded', values: { venue: 'fake', symbol: ETH } }]);
  expect(fast.status()).toMatchObject({ finished: true, accounts: [{ phase: 'flat' }] });
  expect(readEmergencyJournal(directory).at(-2)?.step).toMatchObject({ type: 'flat', dust: [] });
  expect(venue.resting).toEqual([]);
});

it('a futures position that the desk never had, in a market that it does not trade, is left alone and named', async () => {
  const venue = new FakeEmergencyVenue({ now: () => clock.now() });
  venue.untraded.add(ETH);
  venue.held.set(BTC, '0.5').set(ETH, '2');
  fast = pathOf(venue);
  fast.setKnown('desk', { owned: { [BTC]: '0.5' }, resting: [] });
  fast.panic({ by: 'owner', why: 'test' });
  await clock.run(fast.settled());
  expect(venue.held.get(ETH)).toBe('2');
  expect(troubles()).toEqual([]);
  expect(readEmergencyJournal(directory).at(-2)?.step).toMatchObject({ type: 'flat', dust: [ETH] });
});
