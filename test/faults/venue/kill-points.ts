import type { VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import type { RecordedBatch } from '../../fakes/memory-order-records.ts';
import type { VenueFaultTable } from './fault-world.ts';
import { addTables, emptyVenueTable, FaultWorld } from './fault-world.ts';

export interface KillPoints {
  readonly points: number;
  readonly table: VenueFaultTable;
}

/** Dies at the n-th thing that is awaited, as a process does: nothing after it runs, what was journalled stays. */
class Death {
  #left: number;
  dead = false;
  history: readonly RecordedBatch[] = [];

  constructor(at: number) {
    this.#left = at;
  }

  get spent(): boolean {
    return this.#left <= 0;
  }

  async pass(world: FaultWorld | null): Promise<void> {
    if (this.dead) return new Promise(() => undefined);
    this.#left -= 1;
    if (this.#left !== 0) return;
    this.dead = true;
    this.history = [...(world?.records.batches ?? [])];
    this.onDeath?.();
    return new Promise(() => undefined);
  }

  onDeath: (() => void) | undefined;
}

/**
 * One life of a position (entry, stop, a resting order and its cancel, exit) is played again and again, and killed at
 * its first await, its second, and so on until it lives to its end. Each time a new process takes over from the journal.
 */
export async function killAtEveryAwait(venue: VenueName): Promise<KillPoints> {
  const table = emptyVenueTable();
  let points = 0;
  for (let at = 1; ; at += 1) {
    const death = new Death(at);
    let world: FaultWorld | null = null;
    world = await FaultWorld.open({ venue, step: () => death.pass(world) });
    try {
      const died = new Promise<void>((resolve) => {
        death.onDeath = resolve;
      });
      await Promise.race([life(world), died]);
      if (!death.dead) return { points, table };
      points += 1;
      await takeOver(world, death);
      addTables(table, world.findings());
    } finally {
      await world.close();
    }
  }
}

async function life(world: FaultWorld): Promise<void> {
  const { manager } = world;
  await world.entry('D-1');
  await manager.refresh(world.idOf('D-1', 'entry'));
  if (world.holdsStops) await world.stop('D-1');
  await world.resting('D-2');
  await manager.cancel(world.idOf('D-2', 'entry'));
  if (world.holdsStops) await manager.cancel(world.idOf('D-1', 'stop'));
  await world.exit('D-1');
  await manager.refresh(world.idOf('D-1', 'exit'));
}

async function takeOver(world: FaultWorld, death: Death): Promise<void> {
  // The step of the dead process never returns; the new one has a life of its own.
  death.dead = false;
  world.restart(death.history);
  await world.restartWhole();
  await world.reconcile();
  await world.resolve();
  await world.reconcile();
}
