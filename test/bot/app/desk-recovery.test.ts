import { expect, it } from 'vitest';
import { recover } from '../../../bot/app/desk-recovery.ts';
import { decimal } from '../../../engine/domain/decimal.ts';
import type { Fill } from '../../../engine/domain/fill.ts';
import { ReplayClock } from '../../../engine/exchanges/replay-clock.ts';
import { createSimulatedExecution } from '../../../engine/exchanges/simulated-execution.ts';
import type { FillCursor } from '../../../engine/ports/execution.ts';
import { entrySignal, openDeskWorld } from '../../engine/desk/desk-world.ts';
import { BTC } from '../../fakes/market.ts';

/** More than the desk remembers by their ids. */
const FILLS = 8_500;

it('adopts no fill a second time, however many there were', async () => {
  const world = openDeskWorld();
  await world.quote(100_000);
  await world.candidates.consider(entrySignal(world.clock.now()));
  const [order] = world.openOrders('entry');
  const fills = Array.from(
    { length: FILLS },
    (_, index): Fill => ({
      tradeId: `sim-${String(index + 1).padStart(6, '0')}`,
      clientId: order!.clientId,
      venue: 'simulated',
      symbol: BTC,
      side: 'buy',
      quantity: '0.000001',
      price: '100000',
      fee: '0',
      feeCurrency: 'USDT',
      liquidity: 'taker',
      at: world.clock.now(),
    }),
  );
  world.ledger.record(
    fills.map((fill, index) => ({ type: 'order.filled', number: index + 1, decisionId: order!.decisionId, fill })),
  );
  const held = decimal('0.000001').times(FILLS);
  const venue = {
    ...createSimulatedExecution({ seed: 'recovery' }),
    openOrders: async () => [],
    findOrder: async () => null,
    fillsSince: async (since: FillCursor | null) => fills.slice(since === null ? 0 : Number(since.tradeId.slice(4))),
    positions: () => new Map([[BTC, held]]),
  };
  const report = await recover({ clock: new ReplayClock(world.clock.now()), ledger: world.ledger, simulated: venue });
  expect(report.adoptedFills).toEqual([]);
  expect(world.ledger.position(BTC)?.quantity.equals(held)).toBe(true);
});
