import fc from 'fast-check';
import type { Leg, OrderState } from '../../../engine/domain/order.ts';
import { VENUE_NAMES, type VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import type { FaultMatch, RequestFault } from '../../fakes/venue/venue.ts';
import { seededRandom } from '../seeded-random.ts';
import type { VenueFaultTable } from './fault-world.ts';
import { addTables, breaches, emptyVenueTable, FaultWorld } from './fault-world.ts';

const ACTIONS = [
  ...['entry', 'exit', 'stop', 'cancel-stop', 'rest', 'cancel-rest', 'fall', 'rise', 'trade'],
  ...['resolve', 'reconcile', 'crash', 'crash-whole', 'deliver', 'leap'],
] as const;
type Action = (typeof ACTIONS)[number];
/** What makes orders comes more often: a schedule of nothing but questions proves little. */
const MOVES: readonly Action[] = ['entry', 'rest', 'exit', 'stop'];

const FAULTS: readonly RequestFault[] = [
  ...(['accept-then-reset', 'accept-then-silence', 'accept-then-503', 'accept-then-502-html'] as const),
  ...(['accept-then-200-html', 'accept-then-200-empty', 'accept-then-200-truncated', 'accept-then-504'] as const),
  ...(['reset', 'silence', '503', '502-html', '200-html', '200-empty', '429', 'overloaded', 'clock-error'] as const),
  ...(['insufficient-funds', 'duplicate-id', 'filter-reject', 'hide-algo-orders', 'accept-then-unknown-code'] as const),
];
const KINDS: readonly NonNullable<FaultMatch['kind']>[] = [
  ...(['order', 'algo-order', 'cancel', 'query', 'open-orders', 'trades', 'account', 'any'] as const),
];

export interface ScheduleStep {
  readonly action: Action;
  readonly fault: {
    readonly fault: RequestFault;
    readonly kind: NonNullable<FaultMatch['kind']>;
    readonly times: number;
  } | null;
  readonly seed: number;
}

export const scheduleStep: fc.Arbitrary<ScheduleStep> = fc.record({
  action: fc.oneof(
    { arbitrary: fc.constantFrom(...ACTIONS), weight: 3 },
    { arbitrary: fc.constantFrom(...MOVES), weight: 2 },
  ),
  fault: fc.option(
    fc.record({
      fault: fc.constantFrom(...FAULTS),
      kind: fc.constantFrom(...KINDS),
      times: fc.integer({ min: 1, max: 3 }),
    }),
    { freq: 2 },
  ),
  seed: fc.nat(1_000_000),
});

/** Worlds are used again, so that a schedule costs its own requests only; one in which something broke is thrown away. */
const SCHEDULES_A_WORLD = 25;
/** Most of the time goes into waiting for venues that say nothing. A slow machine only makes more doubts of it. */
const TIMEOUT_MS = 100;

export interface ScheduleReport {
  readonly schedules: number;
  readonly steps: number;
  readonly seed: number;
  readonly tables: Readonly<Record<VenueName, VenueFaultTable>>;
  /** The smallest schedule that broke something, with what it broke. */
  readonly broken: string | null;
}

/** Plays random schedules of actions, faults and crashes, a quarter of them at each venue, and stops at the first breach. */
export async function runSchedules(options: {
  readonly schedules: number;
  readonly seed: number;
  readonly venues?: readonly VenueName[];
}): Promise<ScheduleReport> {
  const tables: Record<VenueName, VenueFaultTable> = {
    ...{ binance: emptyVenueTable(), binanceusdm: emptyVenueTable() },
    ...{ upbit: emptyVenueTable(), bithumb: emptyVenueTable() },
  };
  const venues = options.venues ?? VENUE_NAMES;
  let steps = 0;
  let played = 0;
  let broken: string | null = null;
  for (const venue of venues) {
    const arena = new Arena(venue);
    try {
      const outcome = await fc.check(
        fc.asyncProperty(fc.array(scheduleStep, { minLength: 3, maxLength: 10 }), async (schedule) => {
          steps += schedule.length;
          played += 1;
          const table = await arena.play(schedule);
          if (breaches(table) > 0) throw new Error(JSON.stringify(table));
        }),
        { numRuns: Math.ceil(options.schedules / venues.length), seed: options.seed, endOnFailure: false },
      );
      if (outcome.failed) {
        broken ??= `${venue}: seed ${outcome.seed}, path ${outcome.counterexamplePath}: ${JSON.stringify(outcome.counterexample)} ${outcome.errorInstance instanceof Error ? outcome.errorInstance.message : ''}`;
      }
    } finally {
      await arena.close();
      addTables(tables[venue], arena.total);
    }
  }
  return { schedules: played, steps, seed: options.seed, tables, broken };
}

/** A venue with one account at which schedules are played one after another. */
class Arena {
  readonly total = emptyVenueTable();
  readonly #venue: VenueName;
  #world: FaultWorld | null = null;
  /** What its world showed after the last schedule; it counts all that happened there. */
  #last = emptyVenueTable();
  #played = 0;

  constructor(venue: VenueName) {
    this.#venue = venue;
  }

  async play(schedule: readonly ScheduleStep[]): Promise<VenueFaultTable> {
    this.#world ??= await FaultWorld.open({ venue: this.#venue, timeoutMs: TIMEOUT_MS });
    const world = this.#world;
    this.#played += 1;
    const table = await playSchedule(world, schedule, `S${this.#played}`);
    this.#last = table;
    if (breaches(table) > 0 || this.#played % SCHEDULES_A_WORLD === 0) {
      await this.close();
    }
    return table;
  }

  async close(): Promise<void> {
    const world = this.#world;
    if (world === null) return;
    addTables(this.total, this.#last);
    this.#world = null;
    await world.close();
  }
}

/** Plays one schedule and brings everything to rest; returns what the world then shows. */
export async function playSchedule(
  world: FaultWorld,
  schedule: readonly ScheduleStep[],
  name: string,
): Promise<VenueFaultTable> {
  world.venue.market.setPrice(world.symbol, world.terms.price);
  const hand = new Hand(world, name);
  for (const { action, fault, seed } of schedule) {
    if (fault !== null) world.venue.faults.onRequest(fault.fault, { kind: fault.kind }, fault.times);
    await hand.act(action, seed);
  }
  await hand.tidyUp();
  return world.findings();
}

const DOUBTFUL: ReadonlySet<OrderState> = new Set(['SENDING', 'UNKNOWN', 'STUCK', 'PENDING_CANCEL']);

/** What a desk would do with its orders, and no more: what the rules above the order manager forbid is left out. */
class Hand {
  readonly #world: FaultWorld;
  readonly #name: string;
  #decisions = 0;

  constructor(world: FaultWorld, name: string) {
    this.#world = world;
    this.#name = name;
  }

  async act(action: Action, seed: number): Promise<void> {
    const world = this.#world;
    switch (action) {
      case 'entry':
        if (!this.#doubt() && !this.#held()) await this.#place('entry');
        return;
      case 'rest':
        if (!this.#doubt() && this.#open('entry') === undefined) await this.#rest();
        return;
      case 'exit':
        if (this.#held() && this.#open('exit') === undefined) await this.#leave();
        return;
      case 'stop':
        if (world.holdsStops && this.#held() && !this.#doubt() && this.#open('stop') === undefined)
          await this.#place('stop');
        return;
      case 'cancel-stop':
        await this.#cancel('stop');
        return;
      case 'cancel-rest':
        await this.#cancel('entry');
        return;
      case 'fall':
        world.venue.market.setPrice(world.symbol, world.terms.price * 0.8);
        return;
      case 'rise':
        world.venue.market.setPrice(world.symbol, world.terms.price);
        return;
      case 'trade':
        world.venue.market.strangerOrder(world.symbol, seed % 2 === 0 ? 'buy' : 'sell', world.terms.quantity, null);
        return;
      case 'resolve':
        await world.manager.resolveUnknown();
        return;
      case 'reconcile':
        // A failed question ends it; the records then stand as they stood.
        await world.reconcile().catch(() => undefined);
        return;
      case 'crash':
        world.restart();
        return;
      case 'crash-whole':
        world.venue.faults.heal();
        await world.restartWhole();
        return;
      case 'deliver':
        await this.#deliver(seed);
        return;
      case 'leap':
        world.clock.leap((seed % 20) * 1_000);
        return;
    }
  }

  /** Heals the venue, lets every doubt be resolved, and leaves nothing open and nothing held. */
  async tidyUp(): Promise<void> {
    const world = this.#world;
    world.venue.faults.heal();
    world.clock.leap(130_000);
    world.venue.market.setPrice(world.symbol, world.terms.price);
    for (let round = 0; round < 4; round += 1) {
      await world.resolve();
      await world.reconcile();
      for (const { clientId } of world.records.openOrders()) await world.manager.cancel(clientId);
      await world.resolve();
      if (!this.#held()) break;
      await this.#leave();
      await world.resolve();
      await world.reconcile();
    }
  }

  async #place(leg: 'entry' | 'stop'): Promise<void> {
    if (leg === 'entry') this.#decisions += 1;
    const id = this.#decision();
    const attempt = this.#world.manager.nextAttempt(id, leg);
    if (leg === 'stop') await this.#world.stop(id, attempt);
    else if (attempt === 0) await this.#world.entry(id);
  }

  async #rest(): Promise<void> {
    this.#decisions += 1;
    await this.#world.resting(this.#decision());
  }

  async #leave(): Promise<void> {
    const world = this.#world;
    const held = world.records.position(world.symbol);
    if (held === null) return;
    const stop = this.#open('stop');
    // What a resting stop locks must be free before an exit can go out (spot).
    if (stop !== undefined && world.execution.abilities.locksInventory) await world.manager.cancel(stop.clientId);
    if (this.#world.records.position(world.symbol) === null || this.#stopLocks()) return;
    const id = `${this.#decision()}-x`;
    const attempt = world.manager.nextAttempt(id, 'exit');
    const request = world.request({
      side: held.direction === 'long' ? 'sell' : 'buy',
      reduceOnly: true,
      quantity: held.quantity.toFixed(),
    });
    await world.manager.place({ decisionId: id, leg: 'exit', attempt, request });
  }

  #stopLocks(): boolean {
    return this.#world.execution.abilities.locksInventory && this.#open('stop') !== undefined;
  }

  async #cancel(leg: Leg): Promise<void> {
    const order = this.#open(leg);
    if (order !== undefined) await this.#world.manager.cancel(order.clientId);
  }

  /** The user stream may tell all again, twice, in any order. */
  async #deliver(seed: number): Promise<void> {
    const { execution, manager, clock } = this.#world;
    const fills = await execution.fillsSince(null).catch(() => []);
    const random = seededRandom(seed);
    const shuffled = [...fills, ...fills.slice(0, 3)].sort(() => random() - 0.5);
    for (const fill of shuffled) manager.onAccountEvent({ type: 'fill.received', at: clock.now(), fill });
  }

  #decision(): string {
    return `${this.#name}-${this.#decisions}`;
  }

  #open(leg: Leg) {
    return this.#world.records.openOrders().find((order) => order.leg === leg);
  }

  #held(): boolean {
    return this.#world.records.position(this.#world.symbol) !== null;
  }

  #doubt(): boolean {
    return this.#world.records.openOrders().some(({ state }) => DOUBTFUL.has(state));
  }
}
