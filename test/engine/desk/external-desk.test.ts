import { describe, expect, it } from 'vitest';
import type { LiveWorld } from './live-world.ts';
import { openLiveWorld, startLiveWorld } from './live-world.ts';

const asked = (world: LiveWorld) => world.journal.of('external.found').map(({ change }) => change);
const held = (world: LiveWorld) => world.ledger.position(world.venue.symbol)?.quantity.toFixed() ?? '0';
const openStops = (world: LiveWorld) =>
  world.ledger
    .openOrders()
    .filter(({ leg }) => leg === 'stop')
    .map(({ request }) => [request.quantity, request.triggerPrice]);

describe('a trade made by hand', () => {
  it('is buffered for a minute, then adopted, flagged and asked about', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    world.venue.byHand('buy', '0.005');
    await world.advance(55_000);
    expect(asked(world)).toEqual([]);
    await world.advance(10_000);
    expect(asked(world)).toMatchObject([
      { id: 'X-1', kind: 'trade', deskQuantity: '0.005', reason: { code: 'external.trade' } },
    ]);
    expect(held(world)).toBe('0.005');
    expect(world.journal.of('order.filled')).toMatchObject([{ external: true, decisionId: 'X-1' }]);
    // Until somebody says whose it is, strategies stay out, and the desk guards nothing.
    await world.quote(100_000);
    await world.enter();
    expect(world.journal.of('decision.made').at(-1)?.record.reason.code).toBe('risk.external-change');
    expect(openStops(world)).toEqual([]);
  });

  it.each([true, false])('is ours at once where the emergency path sent it (told by the stream: %s)', async (loud) => {
    const world = await startLiveWorld({ kind: 'perpetual', sentByEmergency: (id) => id === 'cemergency' });
    await world.enter();
    const quantity = held(world);
    world.venue.byHand('sell', quantity, { clientId: 'cemergency', loud });
    await world.advance(loud ? 1_000 : 31_000);
    expect(held(world)).toBe('0');
    expect(asked(world)).toEqual([]);
    expect(world.journal.of('trade.closed').at(-1)?.trade.exitReason.code).toBe('exit.panic');
  });

  it('is found by asking when the stream did not tell', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    world.venue.byHand('buy', '0.05', { loud: false });
    await world.advance(100_000);
    expect(asked(world)).toMatchObject([{ id: 'X-1', kind: 'trade' }]);
    expect(held(world)).toBe('0.05');
    await world.advance(120_000);
    expect(asked(world)).toHaveLength(1);
    expect(world.journal.of('order.filled')).toHaveLength(1);
  });

  it('from before the desk began is nobody’s news', async () => {
    const world = openLiveWorld({ kind: 'spot' });
    const from = world.clock.now();
    world.clock.set(from - 60_000);
    world.venue.byHand('buy', '0.05', { loud: false });
    world.clock.set(from);
    await world.upkeep.recover();
    expect(asked(world)).toEqual([]);
    expect(held(world)).toBe('0');
  });

  it('taken over is guarded by a stop at the default distance', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    world.venue.byHand('buy', '0.05');
    await world.advance(62_000);
    const outcome = await world.send({ type: 'external.answer', id: 'X-1', answer: 'take-over' });
    await world.settled();
    expect(outcome).toMatchObject({ outcome: 'accepted', reason: { code: 'external.taken-over' } });
    expect(openStops(world)).toEqual([['0.05', '98000']]);
    expect(world.ledger.state.account.external.size).toBe(0);
    // A second tap on the same button does nothing.
    expect(await world.send({ type: 'external.answer', id: 'X-1', answer: 'close' })).toMatchObject({
      outcome: 'refused',
      reason: { code: 'external.not-pending' },
    });
  });

  it('left alone is neither guarded nor traded, even where the desk had a stop', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    await world.enter();
    expect(openStops(world)).toHaveLength(1);
    world.venue.byHand('buy', '0.05');
    await world.advance(62_000);
    await world.send({ type: 'external.answer', id: 'X-1', answer: 'leave' });
    await world.advance(2_000);
    expect(openStops(world)).toEqual([]);
    await world.quote(90_000);
    await world.advance(5_000);
    expect(held(world)).toBe('0.07');
  });

  it.each([true, false])(
    'left alone stays so when they trade on by hand (the venue rests stops: %s)',
    async (stops) => {
      const world = await startLiveWorld({ kind: 'spot', stops });
      await world.enter();
      world.venue.byHand('buy', '0.01');
      await world.advance(62_000);
      await world.send({ type: 'external.answer', id: 'X-1', answer: 'leave' });
      world.venue.byHand('buy', '0.001');
      await world.advance(62_000);
      expect(asked(world).map(({ id }) => id)).toEqual(['X-1', 'X-2']);
      await world.quote(90_000);
      await world.advance(5_000);
      expect(openStops(world)).toEqual([]);
      expect(held(world)).toBe('0.031');
      const again = world.restart();
      await again.upkeep.recover();
      await again.quote(89_000);
      await again.advance(5_000);
      expect(held(again)).toBe('0.031');
      // It ends by the newer question as it would have by the older one.
      const taken = again.send({ type: 'external.answer', id: 'X-2', answer: 'take-over' });
      await again.advance(2_000);
      expect((await taken).outcome).toBe('accepted');
      expect(again.ledger.state.account.external.size).toBe(0);
    },
  );

  it('is asked about anew once they sold what was left alone', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    world.venue.byHand('buy', '0.01');
    await world.advance(62_000);
    await world.send({ type: 'external.answer', id: 'X-1', answer: 'leave' });
    world.venue.byHand('sell', '0.01');
    await world.advance(62_000);
    expect(world.ledger.state.account.external.get(world.venue.symbol)).toMatchObject({
      change: { id: 'X-2', deskQuantity: '0' },
      answer: null,
    });
  });

  it('keeps its question when coins come in that nobody explains, and they are asked about afterwards', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    world.venue.byHand('buy', '0.01');
    await world.advance(62_000);
    world.venue.deposit('BTC', '0.5');
    await world.advance(40_000);
    expect(asked(world).map(({ id, kind }) => [id, kind])).toEqual([['X-1', 'trade']]);
    world.venue.deposit('BTC', '-0.5');
    await world.advance(40_000);
    expect(world.ledger.state.account.external.get(world.venue.symbol)?.change.id).toBe('X-1');
    world.venue.deposit('BTC', '0.5');
    await world.send({ type: 'external.answer', id: 'X-1', answer: 'take-over' });
    await world.advance(40_000);
    expect(asked(world).map(({ id, kind }) => [id, kind])).toEqual([
      ['X-1', 'trade'],
      ['X-2', 'unexplained'],
    ]);
  });

  it.each(['gone', 'leave'] as const)('left alone stays so after a deposit on top of it (%s)', async (end) => {
    const world = await startLiveWorld({ kind: 'spot' });
    await world.enter();
    world.venue.byHand('buy', '0.01');
    await world.advance(62_000);
    await world.send({ type: 'external.answer', id: 'X-1', answer: 'leave' });
    world.venue.deposit('BTC', '0.5');
    await world.advance(40_000);
    expect(asked(world).at(-1)).toMatchObject({ id: 'X-2', kind: 'unexplained' });
    if (end === 'gone') world.venue.deposit('BTC', '-0.5');
    else await world.send({ type: 'external.answer', id: 'X-2', answer: 'leave' });
    await world.advance(40_000);
    await world.quote(90_000);
    await world.advance(5_000);
    expect(held(world)).toBe('0.03');
    expect(openStops(world)).toEqual([]);
    const standing = world.ledger.state.account.external.get(world.venue.symbol);
    expect(standing).toMatchObject({ change: { id: 'X-1' }, answer: 'leave' });
  });

  it('closed by the button is closed at the venue', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    world.venue.byHand('buy', '0.05');
    await world.advance(62_000);
    await world.quote(100_000);
    const answer = world.send({ type: 'external.answer', id: 'X-1', answer: 'close' });
    await world.advance(2_000);
    expect((await answer).outcome).toBe('accepted');
    expect(world.venue.position().toFixed()).toBe('0');
    expect(held(world)).toBe('0');
  });

  it('that sells what the desk held ends the trade, and sweeps its stop within five seconds', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    await world.enter();
    world.venue.byHand('sell', '0.02');
    await world.advance(61_000);
    await world.advance(5_000);
    expect(held(world)).toBe('0');
    expect(openStops(world)).toEqual([]);
    expect(world.journal.of('trade.closed')).toMatchObject([{ trade: { exitReason: { code: 'exit.external' } } }]);
  });

  it('of the venue itself is told as forced', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    await world.enter();
    world.venue.byHand('sell', '0.02', { clientId: 'autoclose-77' });
    await world.advance(65_000);
    expect(asked(world)).toMatchObject([{ kind: 'forced', reason: { code: 'external.forced' } }]);
  });

  it('is adopted again in the same way after a restart', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    world.venue.byHand('buy', '0.05');
    await world.advance(62_000);
    const again = world.restart();
    await again.upkeep.recover();
    expect(asked(again)).toHaveLength(1);
    expect(held(again)).toBe('0.05');
    expect(again.ledger.state.account.external.get(again.venue.symbol)?.change.id).toBe('X-1');
  });
});

describe('what nobody can explain', () => {
  it('is asked about when two passes see the same, and keeps even a person from adding', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    world.venue.deposit('BTC', '0.5');
    await world.advance(31_000);
    expect(asked(world)).toEqual([]);
    await world.advance(4_000);
    expect(asked(world)).toMatchObject([{ kind: 'unexplained', venueQuantity: '0.5', deskQuantity: '0' }]);
    await world.quote(100_000);
    const order = { type: 'order.place', symbol: world.venue.symbol, direction: 'long' } as const;
    const bought = world.send({
      ...order,
      ...{ size: { type: 'quantity', quantity: '0.001' }, limitPrice: null, stopPrice: '99000', targetPrice: null },
    });
    await world.advance(1_000);
    expect(await bought).toMatchObject({ outcome: 'refused', reason: { code: 'risk.external-change' } });
  });

  it('left alone is not counted any more, and the desk goes on with its own', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    world.venue.deposit('BTC', '0.5');
    await world.advance(35_000);
    await world.send({ type: 'external.answer', id: 'X-1', answer: 'leave' });
    await world.advance(95_000);
    expect(asked(world)).toHaveLength(1);
    await world.quote(100_000);
    await world.enter();
    expect(held(world)).toBe('0.02');
    expect(openStops(world)).toHaveLength(1);
  });

  it('taken over becomes a position at the price of now', async () => {
    const world = await startLiveWorld({ kind: 'perpetual' });
    world.venue.deposit('BTC', '0.5');
    await world.advance(35_000);
    await world.send({ type: 'external.answer', id: 'X-1', answer: 'take-over' });
    await world.advance(1_000);
    expect(held(world)).toBe('0.5');
    expect(openStops(world)).toEqual([['0.5', '98000']]);
    await world.advance(90_000);
    expect(asked(world)).toHaveLength(1);
  });

  it('that is gone again is let go of', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    world.venue.deposit('BTC', '0.5');
    await world.advance(35_000);
    world.venue.deposit('BTC', '-0.5');
    await world.advance(31_000);
    expect(world.ledger.state.account.external.size).toBe(0);
  });

  it('that is gone again takes nothing of what was set off before', async () => {
    const world = await startLiveWorld({ kind: 'spot' });
    world.venue.deposit('BTC', '1');
    await world.advance(35_000);
    await world.send({ type: 'external.answer', id: 'X-1', answer: 'leave' });
    world.venue.deposit('BTC', '0.2');
    await world.advance(65_000);
    expect(asked(world)).toHaveLength(2);
    world.venue.deposit('BTC', '-0.2');
    await world.advance(120_000);
    expect(asked(world)).toHaveLength(2);
    expect(world.ledger.state.account.external.size).toBe(0);
    expect(world.ledger.state.account.offsets.get(world.venue.symbol)?.toFixed()).toBe('1');
  });
});
