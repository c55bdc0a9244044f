import { NO_DEADLINE } from '../../../engine/decision/deadline.ts';
import { createDecisionDesk } from '../../../engine/decision/decision-desk.ts';
import { liveLimits } from '../../../engine/decision/live-limits.ts';
import { DeskLedger } from '../../../engine/desk/desk-ledger.ts';
import type { OutsideExit } from '../../../engine/desk/emergency-exit.ts';
import { incidentEvents } from '../../../engine/desk/incidents.ts';
import type { Pace } from '../../../engine/desk/live-pace.ts';
import type { LiveUpkeep } from '../../../engine/desk/live-upkeep.ts';
import { Settings } from '../../../engine/desk/settings.ts';
import { StrategyRoom } from '../../../engine/desk/strategy-room.ts';
import { WorkQueue } from '../../../engine/desk/work-queue.ts';
import type { Command, CommandOutcome } from '../../../engine/domain/command.ts';
import { decimalFromEstimate } from '../../../engine/domain/decimal.ts';
import type { JournalEntry } from '../../../engine/domain/journal-entry.ts';
import type { Leg, Order } from '../../../engine/domain/order.ts';
import type { Signal } from '../../../engine/domain/signal.ts';
import { instrumentsBySymbol } from '../../../engine/exchanges/instrument-table.ts';
import { RisingClock } from '../../../engine/exchanges/rising-clock.ts';
import { createOrderManager } from '../../../engine/execution/order-manager.ts';
import { LatestFeatures } from '../../../engine/features/latest-features.ts';
import { findFeatureSet } from '../../../engine/features/registry.ts';
import { MarketState } from '../../../engine/market/market-state.ts';
import type { LiveBook } from '../../../engine/ports/live-market.ts';
import type { WiredEngine } from '../../../engine/wire-engine.ts';
import { wireEngine } from '../../../engine/wire-engine.ts';
import { createSetClock, quoteEvent, quoteOf, type SetClock } from '../../fakes/market.ts';
import type { RealVenue, RealVenueOptions } from '../../fakes/real-venue.ts';
import { createRealVenue } from '../../fakes/real-venue.ts';
import { fakeModel, fakeReviewer, modelVote, features as vector, verdict } from '../decision/decision-fixtures.ts';
import { CONFIG, entrySignal, MemoryJournal, NOON, OWNER, STARTED } from './desk-world.ts';

export interface LiveWorld extends WiredEngine {
  readonly clock: SetClock;
  readonly venue: RealVenue;
  readonly ledger: DeskLedger;
  readonly journal: MemoryJournal;
  readonly upkeep: LiveUpkeep;
  readonly faults: unknown[];
  /** Lets time pass; timers that fall due are called in their order, and what they begin is let finish. */
  advance(ms: number): Promise<void>;
  /** The venue's price moves first, then the desk sees it. */
  quote(price: number): Promise<void>;
  /** The machine's clock is ahead by so much for one look at it. */
  leap(ms: number): void;
  enter(over?: Parameters<typeof entrySignal>[1]): Promise<void>;
  send(command: Command extends infer C ? (C extends Command ? Omit<C, 'by'> : never) : never): Promise<CommandOutcome>;
  orders(leg?: Leg): readonly Order[];
  restart(): LiveWorld;
  settled(): Promise<void>;
}

export interface LiveWorldOptions extends Omit<RealVenueOptions, 'clock'> {
  readonly book?: LiveBook;
  readonly beforeVote?: () => Promise<void>;
  /** Client ids that the emergency path has sent by itself. */
  readonly sentByEmergency?: (clientId: string) => boolean;
  /** Who gets everything flat beside the desk. */
  readonly outside?: OutsideExit;
}

interface Standing {
  readonly clock: SetClock;
  readonly venue: RealVenue;
  readonly history: readonly JournalEntry[];
}

const TURNS = 60;

/** Everything that waits for nothing but its turn has it. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
}

/** A desk over an account at a real venue, with all that looks after it, on time that the test moves. */
export function openLiveWorld(options: LiveWorldOptions, standing?: Standing): LiveWorld {
  const clock = standing?.clock ?? createSetClock(NOON);
  const venue = standing?.venue ?? createRealVenue({ ...options, clock });
  const journal = new MemoryJournal(standing?.history);
  let ahead = 0;
  const wall = new RisingClock({ now: () => clock.now() + ahead }, journal.entries.at(-1)?.at ?? 0);
  const settings = new Settings({ ...CONFIG, limits: liveLimits(CONFIG.limits) });
  const ledger = new DeskLedger({ clock: wall, journal, settings });
  for (const entry of journal.entries) ledger.restore(entry);
  if (ledger.state.started === null) ledger.record([{ ...STARTED, mode: 'live', venue: 'real' }]);
  const timers = new Map<number, { readonly at: number; readonly call: () => void }>();
  let timerIds = 0;
  let killed = false;
  const pace: Pace = {
    elapsedMs: () => clock.now(),
    after(ms, call) {
      timerIds += 1;
      const id = timerIds;
      timers.set(id, { at: clock.now() + ms, call });
      return () => timers.delete(id);
    },
  };
  const instruments = instrumentsBySymbol(venue.instruments);
  const market = new MarketState([venue.symbol]);
  const orders = createOrderManager({
    ...{ account: 'test', clock: wall, execution: venue, records: ledger, foreignFills: 'keep' },
    onIncident: (what) => {
      const events = incidentEvents(what, ledger.state);
      if (events.length > 0) ledger.record(events, { durable: true });
    },
  });
  const featureSet = findFeatureSet('baseline@1');
  if (featureSet === undefined) throw new Error('the feature set of the baseline model is gone');
  const decisions = createDecisionDesk({
    ...{ clock: wall, deadline: NO_DEADLINE, model: fakeModel(modelVote('buy')) },
    reviewers: ['rules:technical', 'rules:news-risk'].map((name) =>
      fakeReviewer(name, async () => {
        await options.beforeVote?.();
        return verdict(name, 'buy');
      }),
    ),
    advisor: { name: 'test', advise: async () => ({ investmentFraction: 0.2, advisor: 'test' }) },
    ...{ news: { find: async () => [] }, series: { series: async () => [] } },
    deadlines: { newsMs: 1, modelMs: 1, reviewerMs: 1, advisorMs: 1 },
  });
  const faults: unknown[] = [];
  const work = new WorkQueue((fault) => faults.push(fault));
  const wired = wireEngine({
    ...{ ledger, market, instruments, decisions, orders, work },
    priceOf: (symbol) => {
      const price = market.quote(symbol)?.price;
      return price === undefined ? null : decimalFromEstimate(price, '0.1');
    },
    features: new LatestFeatures(featureSet),
    strategies: new StrategyRoom([]),
    sentiment: { read: () => null },
    decidedOn: { latest: () => vector() },
    ...(options.outside !== undefined && { outside: options.outside }),
    live: {
      ...{ execution: venue, pace, book: () => options.book ?? null },
      ...{ maxSlippageFraction: 0.001, onFault: (fault: unknown) => faults.push(fault) },
      ...(options.sentByEmergency !== undefined && { sentByEmergency: options.sentByEmergency }),
    },
  });
  const { upkeep } = wired;
  if (upkeep === null) throw new Error('a live desk has an upkeep');
  venue.subscribe((event) => {
    if (!killed) wired.engine.process({ type: 'account', event });
  });
  const world: LiveWorld = {
    ...wired,
    ...{ clock, venue, ledger, journal, upkeep, faults },
    async advance(ms) {
      const until = clock.now() + ms;
      for (;;) {
        await turns();
        const [next] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next[0]);
        clock.set(Math.max(clock.now(), next[1].at));
        next[1].call();
      }
      clock.set(until);
      await turns();
    },
    async quote(price) {
      clock.set(clock.now() + 100);
      venue.setPrice(price);
      wired.engine.process({
        type: 'market',
        event: quoteEvent(quoteOf(clock.now(), price, { symbol: venue.symbol })),
      });
      await turns();
    },
    leap(ms) {
      ahead = ms;
      wall.now();
      ahead = 0;
    },
    async enter(over) {
      const signal: Signal = { ...entrySignal(clock.now(), over), symbol: venue.symbol };
      void wired.candidates.consider(signal).catch((fault: unknown) => faults.push(fault));
      await turns();
    },
    send: (command) => wired.engine.send({ ...command, by: OWNER } as Command),
    orders: (leg) => [...ledger.state.orders.values()].filter((order) => leg === undefined || order.leg === leg),
    restart() {
      killed = true;
      upkeep.stop();
      timers.clear();
      return openLiveWorld(options, { clock, venue, history: journal.entries });
    },
    settled: turns,
  };
  return world;
}

/** A desk that has compared its records with the venue, sees the market at 100,000 and looks around each second. */
export async function startLiveWorld(options: LiveWorldOptions): Promise<LiveWorld> {
  const world = openLiveWorld(options);
  await world.upkeep.recover();
  await world.quote(100_000);
  world.upkeep.start();
  return world;
}
