import { describe, expect, it } from 'vitest';
import { decimal, decimalText } from '../../../engine/domain/decimal.ts';
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
