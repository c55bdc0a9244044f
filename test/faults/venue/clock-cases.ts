import type { VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import type { VenueFaultTable } from './fault-world.ts';
import { addTables, emptyVenueTable, FaultWorld } from './fault-world.ts';

const HOUR_MS = 3_600_000;
/** Our clock against the venue's: slow, fast, by an hour, and leaping while an order is open. */
export const SKEWS_MS = [-HOUR_MS, -30_000, 30_000, HOUR_MS] as const;
/** One without summer time on each side of UTC, one with. */
export const ZONES = ['UTC', 'Asia/Seoul', 'America/New_York'] as const;
/** Venues that refuse a request by its time; Upbit does not look at it. */
const JUDGES_TIME: ReadonlySet<VenueName> = new Set(['binance', 'binanceusdm']);
const ATTEMPTS = 3;

export interface ClockCase {
  readonly venue: VenueName;
  readonly zone: string;
  readonly skewMs: number;
  readonly table: VenueFaultTable;
  /** Exits that were needed until the position was gone; above 3 is a failure. */
  readonly attempts: number;
  /** Entries that went out although the clocks were known to be far apart. */
  readonly entriesWhileSkewed: number;
  /** False where entries were still kept out after the clocks agreed again. */
  readonly resumed: boolean;
}

/** A position is entered, the venue's clock leaps, and the position must still be left; then the clock is put right. */
export async function runClockCase(venue: VenueName, zone: string, skewMs: number): Promise<ClockCase> {
  const before = process.env.TZ;
  process.env.TZ = zone;
  const world = await FaultWorld.open({ venue });
  try {
    await world.entry('D-1');
    await world.manager.refresh(world.idOf('D-1', 'entry'));
    world.venue.market.setClockOffset(skewMs);
    let attempts = 0;
    for (let left = false; !left && attempts <= ATTEMPTS; attempts += 1) {
      await world.exit('D-1', attempts);
      await world.resolve();
      const order = await world.manager.refresh(world.idOf('D-1', 'exit', attempts));
      left = order?.filledQuantity === world.terms.quantity;
    }
    await measured(world, skewMs);
    const orders = world.venue.ledger.orders(world.apiKey).length;
    await world.entry('D-2');
    const entered = world.venue.ledger.orders(world.apiKey).length - orders;
    world.venue.market.setClockOffset(0);
    await measured(world, 0);
    const resumed = entered > 0 || (await resumes(world));
    await world.resolve();
    await world.reconcile();
    const table = emptyVenueTable();
    addTables(table, world.findings());
    const entriesWhileSkewed = JUDGES_TIME.has(venue) ? entered : 0;
    return { venue, zone, skewMs, table, attempts, entriesWhileSkewed, resumed };
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
    await world.close();
  }
}

/** A refused question has the clock measured anew; where the venue does not judge by it, the minute's measure does. */
async function measured(world: FaultWorld, skewMs: number): Promise<void> {
  for (let look = 0; look < 40; look += 1) {
    await world.execution.account().catch(() => null);
    if (Math.abs(world.execution.clockOffsetMs() - skewMs) < 1_000) return;
    if (look % 10 === 9) world.clock.leap(61_000);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Whether entries go out once the clocks agree again. */
async function resumes(world: FaultWorld): Promise<boolean> {
  const order = await world.entry('D-3');
  await world.resolve();
  return order.state !== 'REJECTED';
}
