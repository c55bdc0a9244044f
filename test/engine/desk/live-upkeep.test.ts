import { describe, expect, it } from 'vitest';
import { decimal, decimalText } from '../../../engine/domain/decimal.ts';
import { InvariantError } from '../../../engine/domain/errors.ts';
import type { OrderIntent } from '../../../engine/domain/order.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { SendOutcome } from '../../../engine/ports/execution.ts';
import type { LiveWorld } from './live-world.ts';
import { openLiveWorld, startLiveWorld } from './live-world.ts';

const stops = (world: LiveWorld) =>
  world.ledger
    .openOrders()
    .filter(({ leg }) => leg === 'stop')
    .map(({ request }) => [request.side, request.quantity, request.triggerPrice]);

describe('a desk at a real venue', () => {
  it.each(['spot', 'perpetual'] as const)('enters and rests its stop on %s', async (kind) => {
    const world = await startLiveWorld({ kind });
    await world.enter();
    expect(world.faults).toEqual([]);
    expect(decimalText(world.ledger.position(world.venue.symbol)!.quantity)).toBe('0.02');
    expect(stops(world)).toEqual([['sell', '0.02', '99000']]);
    // An entry is bounded, never a bare market order.
    expect(world.orders('entry')[0]?.request).toMatchObject({ type: 'limit', timeInForce: 'IOC', price: '100100.1' });
  });

  it('enters nothing before the records were compared with the venue', async () => {
    const world = openLiveWorld({ kind: 'perpetual' });
    await world.quote(100_000);
    await world.enter();
    expect(world.venue.arrivals).toEqual([]);
    expect(world.journal.of('decision.made')[0]?.record).toMatchObject({
      outcome: 'blocked',
      reason: { code: 'entries.not-reconciled' },
    });
  });

  it('changes nothing and blocks entries while the venue does not answer at the start', async () => {
    const world = openLiveWorld({ kind: 'spot' });
    world.venue.deaf = true;
    const before = world.journal.entries.length;
    await expect(world.upkeep.recover()).rejects.toThrow('does not answer');
    expect(world.journal.entries).toHaveLength(before);
    expect(world.upkeep.blockedBy()).toMatchObject({ code: 'entries.not-reconciled' });
  });

  it('takes a fee in coins off what it holds, sells whole lots and sets the rest aside once', async () => {
    const world = await startLiveWorld({ kind: 'spot', feeIn: 'base', deposit: { USDT: '10000', BTC: '5' } });
    await world.enter();
    const { symbol } = world.venue;
    expect(decimalText(world.ledger.position(symbol)!.quantity)).toBe('0.01998');
    expect(stops(world)).toEqual([['sell', '0.019', '99000']]);
    await world.quote(98_900);
    await world.advance(1_500);
    expect(world.ledger.position(symbol)).toBeNull();
    expect(world.journal.of('dust.set-aside')).toMatchObject([{ symbol, quantity: '0.00098' }]);
    expect(world.journal.of('trade.closed')).toHaveLength(1);
    const orders = world.orders().length;
    await world.advance(90_000);
    // Told once, kept, and no order is ever made for it; what was there before the desk is not its own.
    expect(world.journal.of('dust.set-aside')).toHaveLength(1);
    expect(world.orders()).toHaveLength(orders);
    expect(world.journal.of('external.found')).toEqual([]);
    expect(world.venue.total('BTC').toFixed()).toBe('5.00098');
  });

  it.each(['spot', 'perpetual'] as const)(
    'reconciles every 30 seconds and finds nothing of its own on %s',
    async (kind) => {
      const world = await startLiveWorld({ kind });
      await world.enter();
      const before = world.journal.entries.length;
      await world.advance(300_000);
      expect(world.journal.entries).toHaveLength(before);
      expect(world.faults).toEqual([]);
    },
  );

  it('finds the fills that the stream never told of', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    world.venue.hold();
    await world.enter();
    world.venue.release(() => []);
    await world.advance(5_000);
    expect(world.ledger.position(world.venue.symbol)?.quantity.toFixed()).toBe('0.02');
    expect(stops(world)).toEqual([['sell', '0.02', '99000']]);
  });

  it('counts each fill once, however often and in whatever order it is told', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    world.venue.hold();
    await world.enter();
    world.venue.release((events) => [...events, ...events].reverse());
    await world.advance(31_000);
    expect(world.ledger.position(world.venue.symbol)?.quantity.toFixed()).toBe('0.02');
    expect(world.journal.of('order.filled')).toHaveLength(1);
  });

  it('counts funding once, in cash', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    const cash = world.ledger.state.portfolio.cash;
    const funding = {
      ...{ id: 'f-1', venue: 'real', symbol: world.venue.symbol, amount: '-1.25', currency: 'USDT' },
      ...{ rateFraction: 0.0001, at: world.clock.now() },
    };
    for (let time = 0; time < 2; time += 1) {
      world.engine.process({ type: 'account', event: { type: 'funding.settled', at: world.clock.now(), funding } });
    }
    expect(world.ledger.state.portfolio.cash).toEqual(cash.minus(decimal('1.25')));
    expect(world.ledger.state.portfolio.funding.toFixed()).toBe('-1.25');
  });

  it('never sends an order twice whose answer was lost, and sends another only when it is proven not to be there', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    world.venue.swallows = ({ leg }) => leg === 'entry';
    await world.enter();
    expect(world.orders('entry').map(({ state }) => state)).toEqual(['UNKNOWN']);
    // While nobody knows, nothing is added there.
    await world.enter();
    expect(world.journal.of('decision.made').at(-1)?.record.reason.code).toBe('risk.unresolved-order');
    await world.advance(4_000);
    expect(world.orders('entry').map(({ state }) => state)).toEqual(['NOT_PLACED']);
    expect(world.venue.arrivals).toEqual([]);
  });

  it('freezes a symbol after two minutes of not knowing, and trades the way out all the same', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    await world.enter();
    world.venue.swallows = ({ leg }) => leg === 'entry';
    world.venue.deaf = true;
    await world.enter({ plan: { unit: 2, riskFraction: 0.001 } });
    await world.advance(125_000);
    expect(world.orders('entry').map(({ state }) => state)).toEqual(['FILLED', 'STUCK']);
    expect(world.ledger.state.halted).toBeNull();
    await world.quote(100_000);
    await world.enter({ plan: { unit: 3, riskFraction: 0.001 } });
    expect(world.journal.of('decision.made').at(-1)?.record.reason.code).toBe('risk.unresolved-order');
    const closing = world.send({ type: 'position.close', symbol: world.venue.symbol, fraction: 1 });
    await world.advance(3_000);
    expect((await closing).outcome).toBe('accepted');
    expect(world.venue.position().toFixed()).toBe('0');
  });

  it('asks for fills of the last minutes, however long ago the desk began or last traded', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    const startedAt = world.clock.now();
    const { fillsSince } = world.venue;
    const places: unknown[] = [];
    Object.assign(world.venue, {
      fillsSince: (since: Parameters<typeof fillsSince>[0]) => {
        places.push(since);
        return fillsSince(since);
      },
    });
    await world.advance(31_000);
    expect(places.at(-1)).toMatchObject({ tradeId: null });
    await world.enter();
    await world.advance(120_000);
    expect(places.at(-1)).toMatchObject({ tradeId: 't-1' });
    await world.advance(3_600_000);
    const last = places.at(-1) as { readonly tradeId: null; readonly at: number };
    expect(last.tradeId).toBeNull();
    expect(world.clock.now() - last.at).toBeLessThan(15 * 60_000);
    // What the stream kept to itself is found there all the same.
    world.venue.byHand('sell', '0.02', { loud: false });
    await world.advance(100_000);
    expect(world.ledger.position(world.venue.symbol)).toBeNull();
    const again = world.restart();
    places.length = 0;
    await again.upkeep.recover();
    expect(places).toMatchObject([{ at: startedAt + 31_000 }]);
  });

  it('begins where the desk was started as long as it has no fill', async () => {
    const world = openLiveWorld({ kind: 'spot' });
    const { startedAt } = world.ledger.state.account;
    const { fillsSince } = world.venue;
    const places: unknown[] = [];
    Object.assign(world.venue, {
      fillsSince: (since: Parameters<typeof fillsSince>[0]) => {
        places.push(since);
        return fillsSince(since);
      },
    });
    world.clock.set(startedAt + 40 * 86_400_000);
    await world.upkeep.recover();
    expect(places).toEqual([{ tradeId: null, at: startedAt - 600_000 }]);
  });

  it('keeps a trade of others in mind that it may not adopt yet', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    const { send } = world.venue;
    let answer: () => void = () => undefined;
    Object.assign(world.venue, {
      send: (intent: OrderIntent): Promise<SendOutcome> => {
        if (intent.leg !== 'entry') return send(intent);
        return new Promise((resolve) => {
          answer = () => resolve({ outcome: 'rejected', reason: reason('venue.rejected') });
        });
      },
    });
    await world.enter();
    world.venue.deaf = true;
    world.venue.byHand('buy', '0.005', { loud: false });
    await world.advance(70_000);
    world.venue.deaf = false;
    // For longer than the venue is asked back for, the trade may be of the order that nobody has answered.
    await world.advance(20 * 60_000);
    expect(world.ledger.position(world.venue.symbol)).toBeNull();
    answer();
    await world.advance(2_000);
    expect(world.ledger.position(world.venue.symbol)?.quantity.toFixed()).toBe('0.005');
  });

  it('rests a stop of whole lots for a perpetual too', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    await world.enter();
    world.venue.byHand('buy', '0.0005');
    await world.advance(62_000);
    await world.send({ type: 'external.answer', id: 'X-1', answer: 'take-over' });
    await world.advance(2_000);
    expect(world.ledger.position(world.venue.symbol)?.quantity.toFixed()).toBe('0.0205');
    expect(stops(world)).toEqual([['sell', '0.02', '99000']]);
  });

  it('enters nothing and says so when records and venue cannot be compared, and tries on', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    const { fillsSince } = world.venue;
    Object.assign(world.venue, {
      fillsSince: () => Promise.reject(new InvariantError('The venue knows no trade 7, which the journal has.')),
    });
    await world.advance(95_000);
    expect(world.faults).toHaveLength(3);
    expect(world.upkeep.blockedBy()).toMatchObject({ code: 'entries.not-reconciled' });
    // Told once, not at every pass.
    expect(world.journal.of('entries.halted')).toMatchObject([
      { reason: { code: 'reconcile.failed', values: { fault: 'InvariantError' } } },
    ]);
    Object.assign(world.venue, { fillsSince });
    await world.advance(30_000);
    expect(world.upkeep.blockedBy()).toBeNull();
  });

  it('keeps entering after a pass that the venue did not answer', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    world.venue.deaf = true;
    await world.advance(65_000);
    expect(world.faults).toHaveLength(2);
    expect(world.upkeep.blockedBy()).toBeNull();
    expect(world.journal.of('entries.halted')).toEqual([]);
  });

  it('gets through a restart with what it held', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    await world.enter();
    const again = world.restart();
    const report = await again.upkeep.recover();
    expect(report).toMatchObject({ adoptedFills: [], foreignFills: [], unexplained: [] });
    expect(again.journal.of('baseline.recorded')).toHaveLength(1);
    expect(again.journal.of('external.found')).toEqual([]);
  });
});
