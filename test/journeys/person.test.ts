import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../engine/domain/command.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { Journey } from './journey.ts';
import { BTC, decisionsOf, ETH, eventsOf, HOUR, journalOf, MINUTE, OWNER, openJourney, SOL, START } from './journey.ts';

type Place = Omit<Extract<Command, { type: 'order.place' }>, 'by'>;

/** Ten in the morning of the first day; no strategy trades, so that all that happens is the person's. */
const TEN = START + 10 * HOUR;
let journey: Journey;

beforeAll(async () => {
  journey = await openJourney({ strategies: [] });
  await journey.playTo(TEN);
});

afterAll(() => journey.end());

const entries = () => journalOf(journey.directory);
const recordOf = (id: string) => decisionsOf(entries()).get(id)!.record;
const held = (symbol: string) =>
  journey.desk.view.positions().find(({ position }) => position.symbol === symbol)?.position;

async function place(over: Partial<Place>) {
  const outcome = await journey.send({
    type: 'order.place',
    symbol: BTC,
    direction: 'long',
    size: { type: 'notional', notional: '200' },
    limitPrice: null,
    stopPrice: null,
    targetPrice: null,
    ...over,
  });
  const record = [...decisionsOf(entries()).values()].at(-1)?.record;
  // What a person orders is a decision like any other, whatever becomes of it.
  expect(record?.signal).toMatchObject({ source: `human:${OWNER}`, action: 'enter' });
  return { outcome, record: record! };
}

describe('a person at the desk', () => {
  it('buys for 200 usdt and holds at most that', async () => {
    const { outcome, record } = await place({});
    expect(outcome).toEqual({
      outcome: 'accepted',
      reason: record.reason,
      decisionIds: ['D-1'],
      orderNumbers: [1],
    });
    // 200 at 103,9xx is 0.0019…: a lot is 0.001, and sizes round down.
    expect(record).toMatchObject({ outcome: 'acted', order: { type: 'market', side: 'buy', quantity: '0.001' } });
    await journey.playFor(MINUTE);
    expect(held(BTC)).toMatchObject({ direction: 'long', entryDecisionId: 'D-1' });
    expect(held(BTC)?.quantity.toFixed()).toBe('0.001');
    // No stop was named, so the desk's own lies 2 % below; no position goes without.
    const [stop] = journey.desk.view.openOrders();
    expect(stop).toMatchObject({ leg: 'stop', request: { side: 'sell', quantity: '0.001', reduceOnly: true } });
    expect(Number(stop?.request.triggerPrice) / record.inputs.market.price).toBeCloseTo(0.98, 3);
  });

  it('sells short with a stop above', async () => {
    const price = journey.desk.view.market(SOL)!.price;
    const stopPrice = (price * 1.05).toFixed(2);
    await place({ symbol: SOL, direction: 'short', size: { type: 'quantity', quantity: '4' }, stopPrice });
    await journey.playFor(MINUTE);
    expect(held(SOL)).toMatchObject({ direction: 'short' });
    expect(held(SOL)?.quantity.toFixed()).toBe('4');
    const stop = journey.desk.view.openOrders().find(({ leg, request }) => leg === 'stop' && request.symbol === SOL);
    expect(stop?.request).toMatchObject({ side: 'buy', quantity: '4', triggerPrice: stopPrice, reduceOnly: true });
  });

  it('closes half, and the stop shrinks with it', async () => {
    const outcome = await journey.send({ type: 'position.close', symbol: SOL, fraction: 0.5 });
    expect(outcome).toMatchObject({ outcome: 'accepted', reason: { code: 'consensus.exempt' } });
    await journey.playFor(MINUTE);
    expect(held(SOL)?.quantity.toFixed()).toBe('2');
    expect(journey.desk.view.openOrders().map(({ request }) => request.quantity)).toEqual(['0.001', '2']);
    const [id] = outcome.outcome === 'accepted' ? outcome.decisionIds : [];
    expect(recordOf(id!).signal).toMatchObject({
      source: `human:${OWNER}`,
      action: 'exit',
      reason: reason('human.close', { by: OWNER, fraction: 0.5 }),
    });
  });

  it('leaves a limit order resting and cancels it', async () => {
    const { record } = await place({ symbol: ETH, limitPrice: '2000' });
    expect(record.order).toMatchObject({ type: 'limit', price: '2000', quantity: '0.1' });
    await journey.playFor(10 * MINUTE);
    const order = journey.desk.view.openOrders().find(({ decisionId }) => decisionId === record.id)!;
    expect(order).toMatchObject({ state: 'OPEN', filledQuantity: '0' });
    expect(await journey.send({ type: 'order.cancel', number: order.number })).toMatchObject({ outcome: 'accepted' });
    expect(journey.desk.view.openOrders().some(({ decisionId }) => decisionId === record.id)).toBe(false);
    expect(held(ETH)).toBeUndefined();
  });

  it('is refused above the cap, with the numbers', async () => {
    const { outcome, record } = await place({ size: { type: 'fraction', fraction: 0.6 } });
    expect(outcome).toEqual({ outcome: 'refused', reason: record.reason });
    expect(record).toMatchObject({ outcome: 'denied', order: null });
    const denied = record.gates[0]!.rules.filter((rule) => rule.outcome === 'denied').map(({ rule }) => rule);
    expect(denied).toEqual(['human-order', 'max-symbol-exposure', 'trade-risk']);
  });

  it('is refused with a stop on the wrong side', async () => {
    const { outcome, record } = await place({ stopPrice: '200000' });
    expect(outcome).toMatchObject({ outcome: 'refused', reason: { code: 'sizing.stop-invalid' } });
    expect(record).toMatchObject({ outcome: 'skipped', order: null });
  });

  it('leaves every refusal in the journal too', () => {
    expect(
      eventsOf(entries(), 'command.refused').map(({ by, command, reason: why }) => [by, command, why.code]),
    ).toEqual([
      [OWNER, 'order.place', 'risk.human-order'],
      [OWNER, 'order.place', 'sizing.stop-invalid'],
    ]);
  });

  it('closes all that is left', async () => {
    expect((await journey.send({ type: 'positions.close-all' })).reason).toEqual(
      reason('positions.closing', { positions: 2, asked: 2 }),
    );
    await journey.playFor(MINUTE);
    expect(journey.desk.view.positions()).toEqual([]);
    expect(journey.desk.view.openOrders()).toEqual([]);
    expect(eventsOf(entries(), 'trade.closed').map(({ trade }) => [trade.symbol, trade.source])).toEqual([
      [BTC, `human:${OWNER}`],
      [SOL, `human:${OWNER}`],
    ]);
  });
});
