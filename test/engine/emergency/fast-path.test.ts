import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmergencyJournal, readEmergencyJournal } from '../../../engine/emergency/emergency-journal.ts';
import type { FastPath } from '../../../engine/emergency/fast-path.ts';
import { createFastPath } from '../../../engine/emergency/fast-path.ts';
import { killSwitch } from '../../../engine/emergency/kill-switch.ts';
import { isClientId } from '../../../engine/execution/client-id.ts';
import { FakeEmergencyVenue, restingOrder } from '../../fakes/emergency-venue.ts';
import { WaitingClock } from '../../fakes/waiting-clock.ts';

const BTC = 'BTC/USDT:USDT';
const ETH = 'ETH/USDT:USDT';
const PRESSED = { by: 'owner', why: 'test' };

let directory: string;
let clock: WaitingClock;
let open: FastPath[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assent-emergency-'));
  clock = new WaitingClock();
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((path) => path.close()));
  rmSync(directory, { recursive: true, force: true });
});

function path(...venues: FakeEmergencyVenue[]): FastPath {
  const made = createFastPath({
    ...{ directory, venues, clock },
    killSwitch: killSwitch(directory),
    journal: openEmergencyJournal(directory),
  });
  open.push(made);
  return made;
}

function futures(options: { readonly account?: string } = {}): FakeEmergencyVenue {
  return new FakeEmergencyVenue({
    ...options,
    now: () => clock.now(),
    after: (ms, call) => void clock.after(ms, call),
  });
}

function spot(): FakeEmergencyVenue {
  return new FakeEmergencyVenue({
    kind: 'spot',
    now: () => clock.now(),
    after: (ms, call) => void clock.after(ms, call),
  });
}

async function press(fast: FastPath): Promise<void> {
  fast.panic(PRESSED);
  await clock.run(fast.settled());
}

/** All that the ledger took off a position; a doubled order would show here. */
function sold(venue: FakeEmergencyVenue, symbol: string): number {
  return venue.orders.filter((order) => order.symbol === symbol).reduce((sum, { filled }) => sum + Number(filled), 0);
}

describe('a futures account', () => {
  it('cancels entries, closes long and short, and takes the stops away last', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5').set(ETH, '-2');
    venue.resting.push(
      restingOrder({ symbol: BTC, venueOrderId: 'entry' }),
      restingOrder({ symbol: BTC, venueOrderId: 'stop', side: 'sell', protective: true, reduceOnly: true }),
    );
    await press(path(venue));
    expect(venue.orders.map(({ symbol, side, quantity }) => [symbol, side, quantity])).toEqual([
      [BTC, 'sell', '0.5'],
      [ETH, 'buy', '2'],
    ]);
    expect(venue.orders.every(({ clientId }) => isClientId(clientId))).toBe(true);
    expect(venue.resting).toEqual([]);
    const order = venue.calls.filter((call) => /cancel|flatten/.test(call));
    expect(order.indexOf('cancel entry')).toBe(0);
    expect(order.at(-1)).toBe('cancel stop');
  });

  it('sends what the desk knows of before it has asked anything', async () => {
    const venue = futures();
    const entry = restingOrder({ symbol: ETH, venueOrderId: 'entry' });
    venue.held.set(BTC, '0.5').set(ETH, '-2');
    venue.resting.push(entry);
    const fast = path(venue);
    fast.setKnown('desk', { owned: { [BTC]: '0.5', [ETH]: '-2' }, resting: [entry] });
    await clock.run(fast.prepare());
    await press(fast);
    const calls = venue.calls.slice(1);
    expect(calls.slice(0, 3)).toEqual(['cancel entry', `flatten ${BTC}`, `flatten ${ETH}`]);
    expect([venue.held.get(BTC), venue.held.get(ETH)]).toEqual(['0', '0']);
    expect(venue.orders).toHaveLength(2);
  });

  it('believes the venue where the desk knows too much', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.2');
    const fast = path(venue);
    fast.setKnown('desk', { owned: { [BTC]: '0.5', [ETH]: '1' }, resting: [restingOrder({ symbol: ETH })] });
    await press(fast);
    expect(venue.held.get(BTC)).toBe('0');
    expect(sold(venue, BTC)).toBe(0.2);
    expect(sold(venue, ETH)).toBe(0);
  });

  it('journals each order before it leaves', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.resting.push(restingOrder({ symbol: BTC, venueOrderId: 'entry' }));
    const before: string[] = [];
    venue.onCall = (call) => {
      const last = readEmergencyJournal(directory).map(({ step }) => step.type);
      if (/cancel|flatten/.test(call))
        before.push(`${call}: ${last.includes('sending') || last.includes('canceling')}`);
    };
    await press(path(venue));
    expect(before).toEqual(['cancel entry: true', `flatten ${BTC}: true`]);
  });

  it('does nothing where nothing is held, and says so', async () => {
    const venue = futures();
    const fast = path(venue);
    await press(fast);
    expect(venue.orders).toEqual([]);
    expect(fast.status()).toMatchObject({ finished: true, accounts: [{ phase: 'flat' }] });
  });

  it('leaves dust alone and names it', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.0004');
    await press(path(venue));
    expect(venue.orders).toEqual([]);
    expect(readEmergencyJournal(directory).find(({ step }) => step.type === 'flat')?.step).toMatchObject({
      dust: [BTC],
    });
  });

  it('takes for dust what the venue refuses as too small, and does not ask for ever', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.004').set(ETH, '2');
    venue.sendFaults.push({ rejected: 'venue.below-minimum' });
    await press(path(venue));
    expect(venue.held.get(ETH)).toBe('0');
    expect(venue.calls.filter((call) => call === `flatten ${BTC}`)).toHaveLength(1);
  });

  it('does not take everything for dust while it could not load the markets', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.unprepared = 3;
    await press(path(venue));
    expect(venue.held.get(BTC)).toBe('0');
  });

  it('sends a fresh attempt for what a partial fill left', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.sendFaults.push({ partial: '0.2' });
    await press(path(venue));
    expect(venue.orders.map(({ quantity }) => quantity)).toEqual(['0.5', '0.3']);
    expect(new Set(venue.orders.map(({ clientId }) => clientId)).size).toBe(2);
    expect(venue.held.get(BTC)).toBe('0');
  });

  it.each(['accepted-lost', 'throws-accepted'] as const)('does not send again what was %s', async (fault) => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.sendFaults.push(fault);
    await press(path(venue));
    expect(venue.orders).toHaveLength(1);
    expect(venue.held.get(BTC)).toBe('0');
  });

  it('sends again what never arrived, after the venue has said so three times over a second', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.sendFaults.push('lost');
    const began = clock.now();
    await press(path(venue));
    expect(venue.orders).toHaveLength(1);
    expect(venue.calls.filter((call) => call === 'find').length).toBeGreaterThanOrEqual(3);
    expect((venue.orders[0]?.at ?? 0) - began).toBeGreaterThanOrEqual(1_000);
  });

  it('takes nothing twice off a position when a late order arrives after all', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.sendFaults.push({ lateMs: 1_500 });
    await press(path(venue));
    await clock.run(clock.sleep(5_000));
    expect(sold(venue, BTC)).toBe(0.5);
    expect(venue.held.get(BTC)).toBe('0');
  });

  it('tries a rejected exit again under an id of its own', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.sendFaults.push('rejected', 'rejected');
    await press(path(venue));
    expect(venue.orders).toHaveLength(1);
    const sent = readEmergencyJournal(directory).flatMap(({ step }) => (step.type === 'sending' ? [step] : []));
    expect(sent.map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
    expect(new Set(sent.map(({ clientId }) => clientId)).size).toBe(3);
  });

  it('never takes a failed question for an empty account', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.failing.state = 4;
    venue.failing.resting = 2;
    await press(path(venue));
    expect(venue.held.get(BTC)).toBe('0');
  });

  it('closes what an entry still filled while it was being cancelled', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.resting.push(restingOrder({ symbol: ETH, venueOrderId: 'entry' }));
    venue.onCall = (call) => {
      if (call !== 'cancel entry') return;
      venue.held.set(ETH, '1');
      venue.resting.length = 0;
    };
    await press(path(venue));
    expect(venue.held.get(ETH)).toBe('0');
    expect(venue.held.get(BTC)).toBe('0');
  });

  it.each(['lost', 'accepted-lost'] as const)(
    'cancels until the venue shows no order, though the answer was %s',
    async (fault) => {
      const venue = futures();
      venue.resting.push(restingOrder({ symbol: BTC, venueOrderId: 'entry' }));
      venue.cancelFaults.push(fault);
      await press(path(venue));
      expect(venue.resting).toEqual([]);
    },
  );

  it('keeps silence during a ban and tells a person to act in the app of the venue', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.ban = 120_000;
    const asked: number[] = [];
    venue.onCall = () => asked.push(clock.now());
    const began = clock.now();
    clock.after(119_000, () => {
      venue.ban = null;
    });
    await press(path(venue));
    expect(asked.filter((at) => at > began && at < began + 120_000)).toEqual([]);
    expect(venue.held.get(BTC)).toBe('0');
    const troubles = readEmergencyJournal(directory).flatMap(({ step }) =>
      step.type === 'trouble' ? [step.reason.code] : [],
    );
    expect(troubles).toContain('emergency.banned');
  });

  it('keeps silence during a ban before its markets are loaded too, and tells each trouble once', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.unprepared = 3;
    venue.prepareBan = 120_000;
    const asked: number[] = [];
    venue.onCall = (call) => {
      if (call === 'prepare') asked.push(clock.now());
    };
    await press(path(venue));
    expect(asked.map((at, index) => at - (asked[index - 1] ?? at))).toEqual([0, 120_000, 120_000, 120_000]);
    expect(venue.held.get(BTC)).toBe('0');
    const troubles = readEmergencyJournal(directory).flatMap(({ step }) =>
      step.type === 'trouble' ? [step.reason.code] : [],
    );
    expect(troubles).toEqual(['emergency.venue-away', 'emergency.banned']);
  });

  it('writes nothing of what a fault says into its journal', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    venue.sendFaults.push('throws-accepted');
    venue.cancelFaults.push('accepted-lost');
    venue.resting.push(restingOrder({ symbol: BTC, venueOrderId: 'entry' }));
    await press(path(venue));
    expect(readFileSync(join(directory, 'journal.jsonl'), 'utf8')).not.toMatch(/signature|https/);
  });
});

describe('a spot account', () => {
  const SPOT = 'BTC/USDT';

  it('frees the inventory first, sells the smaller of free and owned, and leaves the rest to its owner', async () => {
    const venue = spot();
    venue.held.set(SPOT, '3');
    venue.resting.push(restingOrder({ symbol: SPOT, venueOrderId: 'stop', side: 'sell', protective: true }));
    venue.locks.set('stop', '1');
    const fast = path(venue);
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [] });
    await press(fast);
    expect(venue.orders.map(({ quantity }) => quantity)).toEqual(['1']);
    expect(venue.held.get(SPOT)).toBe('2');
  });

  it('does not touch sells of coins that are not the desk’s', async () => {
    const venue = spot();
    venue.held.set('ETH/USDT', '5');
    venue.resting.push(restingOrder({ symbol: 'ETH/USDT', venueOrderId: 'theirs', side: 'sell' }));
    venue.locks.set('theirs', '5');
    const fast = path(venue);
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [] });
    await press(fast);
    expect(venue.resting.map(({ venueOrderId }) => venueOrderId)).toEqual(['theirs']);
  });

  it('sells also what an entry bought before it was cancelled', async () => {
    const venue = spot();
    venue.held.set(SPOT, '1');
    venue.resting.push(restingOrder({ symbol: SPOT, venueOrderId: 'entry' }));
    venue.onCall = (call) => {
      if (call === 'cancel entry') venue.held.set(SPOT, '1.4');
    };
    const fast = path(venue);
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [] });
    await press(fast);
    expect(venue.held.get(SPOT)).toBe('0');
  });

  it('does not take all for dust because the little that lay free was refused as too small', async () => {
    const venue = spot();
    venue.held.set(SPOT, '0.5');
    venue.resting.push(restingOrder({ symbol: SPOT, venueOrderId: 'by hand', side: 'sell' }));
    venue.locks.set('by hand', '0.497');
    venue.sendFaults.push({ rejected: 'venue.below-minimum' });
    const fast = path(venue);
    fast.setKnown('desk', { owned: { [SPOT]: '0.5' }, resting: [] });
    await press(fast);
    expect(venue.held.get(SPOT)).toBe('0');
    expect(venue.orders.map(({ quantity }) => quantity)).toEqual(['0.5']);
  });

  it('does not sell coins of others when an order that was lost arrives late', async () => {
    const venue = spot();
    venue.held.set(SPOT, '3');
    venue.sendFaults.push({ lateMs: 4_000 });
    const fast = path(venue);
    fast.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [] });
    await press(fast);
    await clock.run(clock.sleep(20_000));
    expect(venue.held.get(SPOT)).toBe('2');
    expect(venue.orders).toHaveLength(1);
  });

  describe('that was looked at a moment ago', () => {
    async function seen(venue: FakeEmergencyVenue, owned: Readonly<Record<string, string>>): Promise<FastPath> {
      const fast = path(venue);
      fast.setKnown('desk', { owned, resting: [...venue.resting] });
      await clock.run(fast.prepare());
      fast.watch();
      await clock.run(clock.sleep(400));
      venue.calls.length = 0;
      return fast;
    }

    it('is sold before anything is asked, and only what the desk owns', async () => {
      const venue = spot();
      venue.held.set(SPOT, '3');
      const fast = await seen(venue, { [SPOT]: '1' });
      await press(fast);
      expect(venue.calls[0]).toBe(`flatten ${SPOT}`);
      expect(venue.orders.map(({ quantity }) => quantity)).toEqual(['1']);
      expect(venue.held.get(SPOT)).toBe('2');
    });

    it('is sold as far as it lies free, and the rest once its stop is gone', async () => {
      const venue = spot();
      venue.held.set(SPOT, '3');
      const stop = restingOrder({ symbol: SPOT, venueOrderId: 'stop', side: 'sell', protective: true });
      venue.resting.push(stop);
      venue.locks.set('stop', '2.5');
      const fast = await seen(venue, { [SPOT]: '1' });
      await press(fast);
      expect(venue.calls.slice(0, 2)).toEqual(['cancel stop', `flatten ${SPOT}`]);
      expect(venue.orders.map(({ quantity }) => quantity)).toEqual(['0.5', '0.5']);
      expect(venue.held.get(SPOT)).toBe('2');
    });

    it('goes on with a look where the venue refuses what is not there any more', async () => {
      const venue = spot();
      venue.held.set(SPOT, '1');
      const fast = await seen(venue, { [SPOT]: '1' });
      venue.held.set(SPOT, '0.4');
      venue.sendFaults.push('rejected');
      await press(fast);
      expect(venue.held.get(SPOT)).toBe('0');
      expect(sold(venue, SPOT)).toBe(0.4);
    });

    it('is not sold twice when the answer to the first order is lost, beside coins of others', async () => {
      const venue = spot();
      venue.held.set(SPOT, '3');
      const fast = await seen(venue, { [SPOT]: '1' });
      venue.sendFaults.push('accepted-lost');
      await press(fast);
      expect(venue.held.get(SPOT)).toBe('2');
      expect(venue.orders).toHaveLength(1);
    });

    it('is looked at first when the desk has just learnt something new', async () => {
      const venue = spot();
      venue.held.set(SPOT, '3');
      const fast = await seen(venue, { [SPOT]: '1' });
      fast.setKnown('desk', { owned: { [SPOT]: '2' }, resting: [] });
      await press(fast);
      expect(venue.calls[0]).toBe('state');
      expect(venue.held.get(SPOT)).toBe('1');
    });
  });

  it('knows what it owns from the file when the desk is gone', async () => {
    const first = path(spot());
    first.setKnown('desk', { owned: { [SPOT]: '1' }, resting: [] });
    const venue = spot();
    venue.held.set(SPOT, '1');
    await press(path(venue));
    expect(venue.held.get(SPOT)).toBe('0');
  });
});

describe('the latch', () => {
  it('stands before anything is asked of a venue, and pressing twice is the same as once', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    const fast = path(venue);
    const first = fast.panic(PRESSED);
    expect(venue.orders).toEqual([]);
    expect(killSwitch(directory).latched()).toBe(true);
    const second = fast.panic({ by: 'somebody else', why: 'again' });
    await clock.run(fast.settled());
    const triggered = () =>
      readEmergencyJournal(directory).flatMap(({ step }) => (step.type === 'triggered' ? [step.by] : []));
    expect(triggered()).toEqual([PRESSED.by]);
    // After the end it is a press of its own: it looks again, and the desk must hear of it.
    await press(fast);
    expect(triggered()).toEqual([PRESSED.by, PRESSED.by]);
    expect(second).toEqual(first);
    expect(venue.orders).toHaveLength(1);
  });

  it('is cleared only when everything is flat', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    const fast = path(venue);
    fast.panic(PRESSED);
    expect(fast.clear('admin')).toBe(false);
    await clock.run(fast.settled());
    expect(fast.clear('admin')).toBe(true);
    expect(killSwitch(directory).latched()).toBe(false);
    expect(fast.clear('admin')).toBe(false);
  });

  it('is not finished while it is worked on again', async () => {
    const venue = futures();
    const fast = path(venue);
    await press(fast);
    venue.held.set(BTC, '1');
    fast.panic(PRESSED);
    expect(fast.status()).toMatchObject({ finished: false, accounts: [{ phase: 'working' }] });
    await clock.run(fast.settled());
    expect(fast.status().finished).toBe(true);
    expect(venue.held.get(BTC)).toBe('0');
  });

  it('is told to be cleared by name, also when its file is gone already', async () => {
    const fast = path(futures());
    const { incident } = fast.panic(PRESSED);
    await clock.run(fast.settled());
    killSwitch(directory).clear(incident);
    expect(fast.clear('admin', incident)).toBe(true);
    expect(fast.clear('admin', incident)).toBe(false);
    expect(readEmergencyJournal(directory).at(-1)).toMatchObject({ incident, step: { type: 'cleared', by: 'admin' } });
  });

  it('of somebody who pressed since is not taken away with the one before', async () => {
    const venue = futures();
    const fast = path(venue);
    const { incident } = fast.panic(PRESSED);
    await clock.run(fast.settled());
    killSwitch(directory).clear(incident);
    await clock.run(clock.sleep(1_000));
    venue.held.set(BTC, '1');
    const next = fast.panic(PRESSED);
    expect(fast.clear('admin', incident)).toBe(true);
    expect(killSwitch(directory).read()).toEqual(next);
    await clock.run(fast.settled());
    expect(venue.held.get(BTC)).toBe('0');
    expect(fast.status()).toMatchObject({ finished: true, latch: next });
  });

  it('leaves alone at the next start what a person bought after it was flat', async () => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    await press(path(venue));
    venue.held.set(BTC, '1');
    const next = path(venue);
    next.resume();
    await clock.run(next.settled());
    expect(venue.held.get(BTC)).toBe('1');
  });
});

describe('several accounts', () => {
  it('gets the others flat while one venue is away, and that one when it is back', async () => {
    const [away, well] = [futures({ account: 'away' }), futures({ account: 'well' })];
    away.held.set(BTC, '1');
    well.held.set(ETH, '2');
    away.failing.state = 40;
    const done: Record<string, number> = {};
    for (const venue of [away, well]) {
      venue.onCall = (call) => {
        if (call.startsWith('flatten')) done[venue.account] = clock.now();
      };
    }
    await press(path(away, well));
    expect(away.held.get(BTC)).toBe('0');
    expect(well.held.get(ETH)).toBe('0');
    expect((done.away ?? 0) - (done.well ?? 0)).toBeGreaterThan(10_000);
  });
});

describe('after a crash', () => {
  it.each([
    ['accepted and not answered', true],
    ['never sent', false],
  ])('an exit that was %s is found out, not repeated', async (_words, accepted) => {
    const venue = futures();
    venue.held.set(BTC, '0.5');
    const before = path(venue);
    const arrived = new Promise<void>((resolve) => {
      venue.onCall = (call) => {
        if (!call.startsWith('flatten')) return;
        resolve();
        // The process ends here: nobody hears the answer.
        venue.sendFaults.unshift(accepted ? 'accepted-lost' : 'lost');
      };
    });
    before.panic(PRESSED);
    await clock.run(arrived);
    open.splice(open.indexOf(before), 1);
    await before.close().catch(() => undefined);
    venue.onCall = () => undefined;

    const next = path(venue);
    next.resume();
    await clock.run(next.settled());
    expect(venue.orders).toHaveLength(1);
    expect(sold(venue, BTC)).toBe(0.5);
    expect(next.status().finished).toBe(true);
    const ids = readEmergencyJournal(directory).flatMap(({ step }) => (step.type === 'sending' ? [step.clientId] : []));
    expect(ids).toHaveLength(accepted ? 1 : 2);
  });
});
