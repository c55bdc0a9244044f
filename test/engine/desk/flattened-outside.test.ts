import { describe, expect, it } from 'vitest';
import type { OutsideExit } from '../../../engine/desk/emergency-exit.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { quoteOf } from '../../fakes/market.ts';
import type { LiveWorld, LiveWorldOptions } from './live-world.ts';
import { startLiveWorld } from './live-world.ts';

const THREAD_SALE = 'sale-of-the-thread';

/** A desk that holds 0.02 BTC beside an emergency thread whose switch the test moves. */
async function openBeside(options: Pick<LiveWorldOptions, 'kind' | 'stops' | 'deposit'>) {
  const thread = { latched: false, through: false, adopting: false };
  const outside: OutsideExit = {
    killSwitch: { standing: () => thread.latched },
    exitUnderWay: () => thread.latched && !thread.through,
    panic: () => {
      thread.latched = true;
      if (!thread.adopting) thread.through = false;
    },
    clear: () => {
      thread.latched = false;
      return true;
    },
  };
  const sentByEmergency = (clientId: string) => clientId === THREAD_SALE;
  const world = await startLiveWorld({ ...options, outside, sentByEmergency });
  await world.enter();
  return { world, thread };
}

const sent = (world: LiveWorld) => world.venue.arrivals.map(({ leg }) => leg);
const openStops = (world: LiveWorld) =>
  world.ledger
    .openOrders()
    .filter(({ leg }) => leg === 'stop')
    .map(({ request }) => request.quantity);

/** As the thread does to free the coins: at the venue first, then the user stream tells the desk. */
async function takeStopAway(world: LiveWorld): Promise<void> {
  const [stop] = world.orders('stop');
  const clientId = stop?.clientId ?? '';
  await world.venue.cancel(clientId, world.venue.symbol);
  world.engine.process({
    type: 'account',
    event: { type: 'order.canceled-by-venue', at: world.clock.now(), clientId, reason: reason('venue.canceled') },
  });
}

async function someSecondsAt(world: LiveWorld, price: number): Promise<void> {
  for (let second = 0; second < 3; second += 1) {
    await world.quote(price);
    await world.advance(1_000);
  }
}

describe('while the emergency thread gets the account flat', () => {
  it.each(['unheard of', 'pressed at the desk'])('no stop locks the coins again that it freed (%s)', async (how) => {
    const { world, thread } = await openBeside({ kind: 'spot' });
    if (how === 'unheard of') thread.latched = true;
    else void world.send({ type: 'panic.latch' });
    await takeStopAway(world);
    expect(world.guard.needsWork(world.venue.symbol)).toBe(false);
    await someSecondsAt(world, 100_000);
    expect(sent(world)).toEqual(['entry', 'stop']);
    const { balances } = await world.venue.account();
    expect(balances.find(({ currency }) => currency === 'BTC')).toMatchObject({ free: '0.02', locked: '0' });
  });

  it('a watched stop does not sell a second time, out of coins that are not the desk’s', async () => {
    const { world, thread } = await openBeside({ kind: 'spot', stops: false, deposit: { USDT: '10000', BTC: '1' } });
    thread.latched = true;
    // Nobody has told the desk of this sale yet.
    world.venue.byHand('sell', '0.02', { clientId: THREAD_SALE, loud: false });
    const { symbol } = world.venue;
    expect(world.guard.watch(quoteOf(world.clock.now(), 98_900, { symbol }))).toBeNull();
    await someSecondsAt(world, 98_900);
    expect(sent(world)).toEqual(['entry']);
    expect(world.venue.total('BTC').toFixed()).toBe('1');
  });

  it('nobody else gets out either, and a person is told that it is under way', async () => {
    const { world, thread } = await openBeside({ kind: 'perpetual' });
    thread.latched = true;
    const { symbol } = world.venue;
    const closing = world.send({ type: 'position.close', symbol, fraction: 1 });
    await world.settled();
    expect(await closing).toEqual({ outcome: 'refused', reason: reason('exit.under-way', { symbol }) });
    await world.emergency.leave(symbol, 'emergency:price-drop', reason('exit.panic'));
    expect(sent(world)).toEqual(['entry', 'stop']);
    expect(world.journal.of('decision.made')).toHaveLength(1);
  });

  it('an exit that was freeing its coins when the switch fell is not sent, and the record says why', async () => {
    const { world, thread } = await openBeside({ kind: 'spot' });
    const { cancel } = world.venue;
    world.venue.cancel = async (clientId, symbol) => {
      thread.latched = true;
      return cancel(clientId, symbol);
    };
    const closing = world.send({ type: 'position.close', symbol: world.venue.symbol, fraction: 1 });
    await someSecondsAt(world, 100_000);
    await closing;
    expect(sent(world)).toEqual(['entry', 'stop']);
    expect(world.orders('exit')).toMatchObject([
      { state: 'NOT_PLACED', reason: reason('exit.left-to-emergency'), decisionId: 'D-2' },
    ]);
  });

  it('the steps of an exit end where the switch falls', async () => {
    const { world, thread } = await openBeside({ kind: 'perpetual' });
    world.venue.depth = '0.004';
    const { send } = world.venue;
    world.venue.send = async (intent) => {
      const outcome = await send(intent);
      if (intent.leg === 'exit') thread.latched = true;
      return outcome;
    };
    const closing = world.send({ type: 'position.close', symbol: world.venue.symbol, fraction: 1 });
    await someSecondsAt(world, 100_000);
    await closing;
    expect(sent(world).filter((leg) => leg === 'exit')).toHaveLength(1);
  });

  it('the stop stays as it is while something is held, and goes with the rest: then the desk tells that all is flat', async () => {
    const { world } = await openBeside({ kind: 'perpetual' });
    void world.send({ type: 'panic.latch' });
    world.venue.byHand('sell', '0.008', { clientId: THREAD_SALE });
    await someSecondsAt(world, 100_000);
    expect(world.ledger.position(world.venue.symbol)?.quantity.toFixed()).toBe('0.012');
    expect(openStops(world)).toEqual(['0.02']);
    world.venue.byHand('sell', '0.012', { clientId: THREAD_SALE });
    await someSecondsAt(world, 100_000);
    expect(openStops(world)).toEqual([]);
    expect(world.journal.of('panic.flattened')).toHaveLength(1);
    expect(sent(world)).toEqual(['entry', 'stop']);
  });
});

describe('when the switch is lifted before all is flat', () => {
  it('the stop rests again', async () => {
    const { world, thread } = await openBeside({ kind: 'spot' });
    void world.send({ type: 'panic.latch' });
    await takeStopAway(world);
    await someSecondsAt(world, 100_000);
    thread.latched = false;
    await someSecondsAt(world, 100_000);
    expect(openStops(world)).toEqual(['0.02']);
  });

  it('a stop that is watched sells', async () => {
    const { world, thread } = await openBeside({ kind: 'spot', stops: false });
    thread.latched = true;
    await someSecondsAt(world, 98_900);
    thread.latched = false;
    await someSecondsAt(world, 98_900);
    expect(sent(world)).toEqual(['entry', 'exit']);
    expect(world.ledger.position(world.venue.symbol)).toBeNull();
  });
});

describe('when the emergency thread is through', () => {
  it('what is held by then is guarded once the records were compared with the venue', async () => {
    const { world, thread } = await openBeside({ kind: 'spot' });
    void world.send({ type: 'panic.latch' });
    await takeStopAway(world);
    thread.through = true;
    await someSecondsAt(world, 100_000);
    expect(world.ledger.state.flattening).toBe(true);
    expect(openStops(world)).toEqual([]);
    await world.upkeep.reconcile();
    await someSecondsAt(world, 100_000);
    expect(world.ledger.state).toMatchObject({ panicked: true, flattening: false });
    expect(openStops(world)).toEqual(['0.02']);
  });

  it('a latch that is found only then keeps nobody from guarding, closing or lifting it', async () => {
    const { world, thread } = await openBeside({ kind: 'spot' });
    Object.assign(thread, { latched: true, through: true });
    // As one that was found is passed on: nobody presses there again.
    thread.adopting = true;
    await world.send({ type: 'panic.latch' });
    expect(world.ledger.state).toMatchObject({ panicked: true, flattening: false });
    await takeStopAway(world);
    await someSecondsAt(world, 100_000);
    expect(openStops(world)).toEqual(['0.02']);
    expect(await world.send({ type: 'panic.clear' })).toMatchObject({ outcome: 'accepted' });
  });

  it('a press after that makes the desk step back again', async () => {
    const { world, thread } = await openBeside({ kind: 'spot' });
    Object.assign(thread, { latched: true, through: true, adopting: true });
    await world.send({ type: 'panic.latch' });
    thread.adopting = false;
    void world.send({ type: 'panic.latch' });
    await world.settled();
    expect(world.ledger.state).toMatchObject({ panicked: true, flattening: true });
    await takeStopAway(world);
    await someSecondsAt(world, 100_000);
    expect(openStops(world)).toEqual([]);
  });
});

describe('a desk found with the switch down at its start', () => {
  it('places no stop while it compares its records with the venue', async () => {
    const { world, thread } = await openBeside({ kind: 'spot' });
    thread.latched = true;
    await world.venue.cancel(world.orders('stop')[0]?.clientId ?? '', world.venue.symbol);
    const again = world.restart();
    await again.upkeep.recover();
    await again.engine.resume();
    await again.settled();
    expect(sent(again)).toEqual(['entry', 'stop']);
  });
});
