import type { OrderIntent } from '../../../engine/domain/order.ts';
import type { Reason } from '../../../engine/domain/reason.ts';
import { createSimulatedExecution, type SimulatedExecution } from '../../../engine/exchanges/simulated-execution.ts';
import { createOrderManager, type OrderManager } from '../../../engine/execution/order-manager.ts';
import { type ReconcileReport, reconcile } from '../../../engine/execution/reconcile.ts';
import { createFaultyExecution, type FaultScript, type FaultyExecution } from '../../fakes/faulty-execution.ts';
import { createSetClock, quoteEvent, quoteOf, type SetClock } from '../../fakes/market.ts';
import { createMemoryOrderRecords, type MemoryOrderRecords } from '../../fakes/memory-order-records.ts';

/** A desk's execution side with a simulated venue behind a faulty line, on a clock that the test moves. */
export interface OrderWorld {
  readonly clock: SetClock;
  readonly simulated: SimulatedExecution;
  readonly execution: FaultyExecution;
  readonly incidents: Reason[];
  /** Orders that reached the line without a durable record of their sending. */
  readonly unrecordedSends: OrderIntent[];
  records: MemoryOrderRecords;
  manager: OrderManager;
  /** Moves the clock on by a second and the market to `price`. */
  quote(price: number, volume?: number): void;
  /** Kills the process: what was recorded stays, a new manager takes over. Reconciling is left to the test. */
  restart(): void;
  reconcile(): Promise<ReconcileReport>;
}

export function openWorld(script: FaultScript = {}): OrderWorld {
  const clock = createSetClock(1_000);
  const simulated = createSimulatedExecution({ seed: 'world' });
  const faulty = createFaultyExecution(simulated, script);
  const incidents: Reason[] = [];
  const unrecordedSends: OrderIntent[] = [];
  const execution: FaultyExecution = {
    ...faulty,
    send(intent) {
      const durable = world.records.batches.some(
        ({ events, durable }) =>
          durable &&
          events.some((event) => event.type === 'order.intended' && event.intent.clientId === intent.clientId),
      );
      if (!durable || world.records.order(intent.clientId)?.state !== 'SENDING') unrecordedSends.push(intent);
      return faulty.send(intent);
    },
  };
  const newManager = (records: MemoryOrderRecords) =>
    createOrderManager({ account: 'test', clock, execution, records, onIncident: (what) => incidents.push(what) });
  const records = createMemoryOrderRecords(clock);
  const world: OrderWorld = {
    clock,
    simulated,
    execution,
    incidents,
    unrecordedSends,
    records,
    manager: newManager(records),
    quote(price, volume = 1_000) {
      clock.set(clock.now() + 1_000);
      simulated.onMarket(quoteEvent(quoteOf(clock.now(), price, { volume })));
    },
    restart() {
      world.records = createMemoryOrderRecords(clock, world.records.batches);
      world.manager = newManager(world.records);
    },
    reconcile: () =>
      reconcile({ clock, execution, records: world.records, venuePositions: () => simulated.positions() }),
  };
  execution.subscribe((event) => world.manager.onAccountEvent(event));
  world.quote(100_000);
  return world;
}
