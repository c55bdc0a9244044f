import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimalText } from '../../engine/domain/decimal.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { Journey } from './journey.ts';
import { BTC, decisionsOf, ETH, eventsOf, HOUR, journalOf, MINUTE, OWNER, openJourney, START } from './journey.ts';

let journey: Journey;

/** At a quarter past one a strategy holds SOL; a person adds two positions and an order that rests. */
beforeAll(async () => {
  journey = await openJourney();
  await journey.playTo(START + HOUR + 10 * MINUTE);
  const order = { type: 'order.place', direction: 'long', limitPrice: null, targetPrice: null } as const;
  const size = { type: 'notional', notional: '500' } as const;
  await journey.send({ ...order, symbol: BTC, size, stopPrice: '100000' });
  await journey.send({ ...order, symbol: ETH, size, stopPrice: null });
  await journey.playFor(MINUTE);
  await journey.send({ ...order, symbol: ETH, size, limitPrice: '2000', stopPrice: null });
});

afterAll(() => journey.end());

const entries = () => journalOf(journey.directory);
const view = () => journey.desk.view;

describe('panic', () => {
  it('closes everything, takes the stops away and gives a receipt', async () => {
    expect(view().positions()).toHaveLength(3);
    expect(
      view()
        .openOrders()
        .map(({ leg }) => leg)
        .sort(),
    ).toEqual(['entry', 'stop', 'stop', 'stop']);
    const cash = view().account().balance;
    expect((await journey.send({ type: 'panic.latch' })).reason).toEqual(
      reason('panic.latched', { positions: 3, orders: 1 }),
    );
    await journey.playFor(MINUTE);
    expect(view().positions()).toEqual([]);
    expect(view().openOrders()).toEqual([]);
    const account = view().account();
    expect(account.balance.equals(cash)).toBe(false);
    expect(eventsOf(entries(), 'panic.flattened')).toEqual([
      {
        type: 'panic.flattened',
        realised: decimalText(account.realised),
        fees: decimalText(account.fees),
        equity: decimalText(account.equity),
      },
    ]);
  });

  it('journals the latch before the first of its orders', () => {
    const story = entries();
    const latched = story.findIndex(({ event }) => event.type === 'panic.latched');
    const emergency = story.flatMap(({ event }, index) =>
      event.type === 'order.intended' && event.intent.leg === 'emergency' ? [index] : [],
    );
    expect(emergency).toHaveLength(3);
    expect(Math.min(...emergency)).toBeGreaterThan(latched);
  });

  it('keeps entries out, across a restart too', async () => {
    journey = await journey.reopen();
    expect(view().gates()).toEqual({ paused: false, panicked: true, halted: null });
    const buy = { type: 'order.place', symbol: BTC, direction: 'long', limitPrice: null } as const;
    const size = { type: 'notional', notional: '500' } as const;
    expect((await journey.send({ ...buy, size, stopPrice: null, targetPrice: null })).reason).toEqual(
      reason('entries.panic-latched'),
    );
    const before = entries().length;
    await journey.playFor(12 * HOUR);
    const since = entries().slice(before);
    const outcomes = new Set([...decisionsOf(since).values()].map(({ record }) => record.outcome));
    expect([...outcomes]).toEqual(['blocked']);
    expect(eventsOf(since, 'order.intended')).toEqual([]);
  });

  it('is cleared by a person only, once, and entries are made again', async () => {
    expect(await journey.send({ type: 'panic.clear' })).toMatchObject({ outcome: 'accepted' });
    expect((await journey.send({ type: 'panic.clear' })).reason).toEqual(reason('panic.not-latched'));
    expect(eventsOf(entries(), 'panic.cleared')).toEqual([{ type: 'panic.cleared', by: OWNER }]);
    await journey.playFor(24 * HOUR);
    const acted = [...decisionsOf(entries()).values()].filter(
      ({ record }) => record.outcome === 'acted' && record.at > START + 13 * HOUR && record.signal.action === 'enter',
    );
    expect(acted.length).toBeGreaterThan(0);
  });
});

it('closed between latch and exit, goes on by itself at the next start', async () => {
  const fresh = await openJourney();
  let again: Journey | null = null;
  try {
    await fresh.playTo(START + HOUR + 10 * MINUTE);
    expect(fresh.desk.view.positions()).toHaveLength(1);
    // Closed with the latch on file and no price in between: no exit was filled.
    await fresh.send({ type: 'panic.latch' });
    again = await fresh.reopen();
    expect(again.desk.view.positions()).toHaveLength(1);
    await again.playFor(MINUTE);
    expect(again.desk.view.positions()).toEqual([]);
    expect(again.desk.view.openOrders()).toEqual([]);
    const story = journalOf(again.directory);
    expect(eventsOf(story, 'panic.flattened')).toHaveLength(1);
    expect(eventsOf(story, 'order.intended').filter(({ intent }) => intent.leg === 'emergency')).toHaveLength(1);
    expect(eventsOf(story, 'entries.halted')).toEqual([]);
  } finally {
    await fresh.end();
    await again?.end();
  }
});

it('pressed first thing after a start with a proposal waiting, it withdraws that', async () => {
  let desk = await openJourney();
  try {
    await desk.playTo(START + 4 * HOUR + 50 * MINUTE);
    expect(desk.desk.view.pendingApprovals()).toHaveLength(1);
    desk = await desk.reopen();
    expect((await desk.send({ type: 'panic.latch' })).reason.code).toBe('panic.latched');
    expect(desk.desk.view.pendingApprovals()).toEqual([]);
    expect(eventsOf(journalOf(desk.directory), 'approval.answered').map(({ approval }) => approval.status)).toEqual([
      'voided',
    ]);
  } finally {
    await desk.end();
  }
});
