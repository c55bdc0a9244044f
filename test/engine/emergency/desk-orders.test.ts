import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderUnderWay } from '../../../engine/emergency/desk-orders.ts';
import { openEmergencyJournal, readEmergencyJournal } from '../../../engine/emergency/emergency-journal.ts';
import type { FastPath } from '../../../engine/emergency/fast-path.ts';
import { createFastPath } from '../../../engine/emergency/fast-path.ts';
import { killSwitch } from '../../../engine/emergency/kill-switch.ts';
import { FakeEmergencyVenue, restingOrder } from '../../fakes/emergency-venue.ts';
import { WaitingClock } from '../../fakes/waiting-clock.ts';

const SPOT = 'BTC/USDT';
const FUTURE = 'BTC/USDT:USDT';
const ENTRY: OrderUnderWay = { clientId: 'centry', symbol: SPOT, side: 'buy', filled: '0' };
const EXIT: OrderUnderWay = { clientId: 'cexit', symbol: SPOT, side: 'sell', filled: '0' };

let directory: string;
let clock: WaitingClock;
let venue: FakeEmergencyVenue;
let fast: FastPath;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assent-desk-orders-'));
  clock = new WaitingClock();
});

afterEach(async () => {
  await fast.close();
  rmSync(directory, { recursive: true, force: true });
});

function begin(kind: 'spot' | 'perpetual'): void {
  venue = new FakeEmergencyVenue({ kind, now: () => clock.now() });
  fast = createFastPath({
    ...{ directory, venues: [venue], clock },
    killSwitch: killSwitch(directory),
    journal: openEmergencyJournal(directory),
  });
}

async function press(): Promise<void> {
  fast.panic({ by: 'owner', why: 'test' });
  await clock.run(fast.settled());
}

const sent = (): readonly string[] => venue.orders.map(({ quantity }) => quantity);

describe('an entry on the wire when the panic comes', () => {
  it('is sold once it is filled, though nothing was held before', async () => {
    begin('spot');
    fast.setKnown('desk', { owned: {}, resting: [], underWay: [ENTRY] });
    clock.after(150, () => {
      venue.held.set(SPOT, '1');
      venue.deskOrders.set('centry', { state: 'filled', filled: '1' });
    });
    await press();
    expect(venue.held.get(SPOT)).toBe('0');
    expect(sent()).toEqual(['1']);
    expect(fast.status().finished).toBe(true);
  });

  it('had bought beside the coins of others: only what it bought is sold', async () => {
    begin('spot');
    venue.held.set(SPOT, '3.4');
    venue.deskOrders.set('centry', { state: 'ended', filled: '0.6' });
    // 0.2 of it is in what the desk owns; of the other 0.4 it has not heard.
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [], underWay: [{ ...ENTRY, filled: '0.2' }] });
    await press();
    expect(venue.held.get(SPOT)).toBe('2');
  });

  it('leaves a person’s own resting sell alone where it bought nothing', async () => {
    begin('spot');
    venue.held.set(SPOT, '2');
    venue.resting.push(restingOrder({ symbol: SPOT, venueOrderId: 'theirs', side: 'sell' }));
    venue.locks.set('theirs', '2');
    venue.deskOrders.set('centry', { state: 'ended', filled: '0' });
    fast.setKnown('desk', { owned: {}, resting: [], underWay: [ENTRY] });
    await press();
    expect(venue.resting).toHaveLength(1);
    expect(venue.orders).toEqual([]);
  });

  it('keeps a futures account from being told flat until it has come', async () => {
    begin('perpetual');
    fast.setKnown('desk', { owned: {}, resting: [], underWay: [{ ...ENTRY, symbol: FUTURE }] });
    clock.after(3_000, () => {
      venue.held.set(FUTURE, '1');
      venue.deskOrders.set('centry', { state: 'filled', filled: '1' });
    });
    await press();
    expect(venue.held.get(FUTURE)).toBe('0');
    expect(readEmergencyJournal(directory).filter(({ step }) => step.type === 'flat')).toHaveLength(1);
  });

  it('that the venue never had ends the wait; one that comes after all is worked on again', async () => {
    begin('spot');
    venue.held.set(SPOT, '2');
    fast.setKnown('desk', { owned: {}, resting: [], underWay: [ENTRY] });
    await press();
    expect(fast.status().finished).toBe(true);
    venue.held.set(SPOT, '3');
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [] });
    await clock.run(fast.settled());
    expect(venue.held.get(SPOT)).toBe('2');
  });

  it('keeps the stop beside the coins of others until it is known whose they are', async () => {
    begin('spot');
    venue.held.set(SPOT, '3');
    venue.resting.push(restingOrder({ symbol: SPOT, venueOrderId: 'stop', side: 'sell', protective: true }));
    venue.locks.set('stop', '1');
    venue.deskOrders.set('centry', { state: 'open', filled: '0' });
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [...venue.resting], underWay: [ENTRY] });
    let guardedAt = 0;
    clock.after(3_000, () => {
      guardedAt = venue.resting.length;
      venue.deskOrders.set('centry', { state: 'ended', filled: '0' });
    });
    await press();
    expect(guardedAt).toBe(1);
    expect(venue.resting).toEqual([]);
    expect(venue.held.get(SPOT)).toBe('2');
  });

  it('that adds late to what was held is worked on again, though the desk heard late of the sale', async () => {
    begin('spot');
    venue.held.set(SPOT, '2');
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [], underWay: [ENTRY] });
    await press();
    expect(venue.held.get(SPOT)).toBe('1');
    fast.setKnown('desk', { owned: {}, resting: [] });
    venue.held.set(SPOT, '1.5');
    fast.setKnown('desk', { owned: { [SPOT]: '0.5' }, resting: [] });
    await clock.run(fast.settled());
    expect(venue.held.get(SPOT)).toBe('1');
  });

  it('is known from the file when the desk is gone', async () => {
    begin('spot');
    fast.setKnown('desk', { owned: {}, resting: [], underWay: [ENTRY] });
    await fast.close();
    begin('spot');
    venue.held.set(SPOT, '3');
    venue.deskOrders.set('centry', { state: 'filled', filled: '1' });
    await press();
    expect(venue.held.get(SPOT)).toBe('2');
  });
});

describe('an exit of the desk on the wire when the panic comes', () => {
  it('that has sold is not done again out of the coins of others', async () => {
    begin('spot');
    venue.held.set(SPOT, '2');
    venue.deskOrders.set('cexit', { state: 'filled', filled: '1' });
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [], underWay: [EXIT] });
    await press();
    expect(venue.held.get(SPOT)).toBe('2');
    expect(venue.orders).toEqual([]);
  });

  it('that has not arrived yet is waited for', async () => {
    begin('spot');
    venue.held.set(SPOT, '3');
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [], underWay: [EXIT] });
    clock.after(400, () => {
      venue.held.set(SPOT, '2.4');
      venue.deskOrders.set('cexit', { state: 'ended', filled: '0.6' });
    });
    await press();
    expect(venue.held.get(SPOT)).toBe('2');
    expect(sent()).toEqual(['0.4']);
  });

  it('holds nothing up where no coins of others lie', async () => {
    begin('spot');
    venue.held.set(SPOT, '1').set('ETH/USDT', '5');
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [], underWay: [EXIT] });
    const began = clock.now();
    await press();
    expect(venue.orders.map(({ at }) => at - began)).toEqual([0]);
  });

  it('holds up its own market only', async () => {
    begin('spot');
    venue.held.set(SPOT, '3').set('ETH/USDT', '5');
    fast.setKnown('desk', { owned: { [SPOT]: '1', 'ETH/USDT': '2' }, resting: [], underWay: [EXIT] });
    const began = clock.now();
    await press();
    expect(venue.orders.map(({ symbol, quantity }) => [symbol, quantity])).toEqual([
      ['ETH/USDT', '2'],
      [SPOT, '1'],
    ]);
    expect((venue.orders[0]?.at ?? 0) - began).toBe(0);
  });

  it('whose end the desk learns meanwhile is the desk’s own count', async () => {
    begin('spot');
    venue.held.set(SPOT, '3');
    venue.failing.find = 1_000;
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [], underWay: [EXIT] });
    clock.after(500, () => {
      venue.held.set(SPOT, '2');
      fast.setKnown('desk', { owned: {}, resting: [] });
    });
    await press();
    expect(venue.held.get(SPOT)).toBe('2');
    expect(venue.orders).toEqual([]);
  });
});
