import type { DecisionDesk } from './decision/decision-desk.ts';
import { CandidateDesk } from './desk/candidate-desk.ts';
import { CommandDesk } from './desk/command-desk.ts';
import type { DeskLedger } from './desk/desk-ledger.ts';
import { DeskWatch } from './desk/desk-watch.ts';
import type { OutsideExit } from './desk/emergency-exit.ts';
import { EmergencyExit } from './desk/emergency-exit.ts';
import { flattenedOutside } from './desk/exit-under-way.ts';
import { ExternalDesk } from './desk/external-desk.ts';
import type { Pace } from './desk/live-pace.ts';
import { LiveUpkeep } from './desk/live-upkeep.ts';
import { Measurements } from './desk/measurements.ts';
import { OrderRoad } from './desk/order-road.ts';
import { PositionGuard } from './desk/position-guard.ts';
import { StopKeeper } from './desk/stop-keeper.ts';
import type { StrategyRoom } from './desk/strategy-room.ts';
import type { WorkQueue } from './desk/work-queue.ts';
import type { Decimal } from './domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from './domain/instrument.ts';
import type { PriceOf } from './domain/portfolio.ts';
import type { Reason } from './domain/reason.ts';
import type { DangerWatch } from './emergency/danger-watch.ts';
import { createDangerWatch } from './emergency/danger-watch.ts';
import { NEWS_ALONE } from './emergency/emergency-settings.ts';
import type { OrderManager } from './execution/order-manager.ts';
import type { LatestFeatures } from './features/latest-features.ts';
import type { MarketState } from './market/market-state.ts';
import type { AccountEvent, Execution } from './ports/execution.ts';
import type { LiveBook } from './ports/live-market.ts';
import type { Sentiment } from './ports/sentiment.ts';
import { TradingEngine } from './trading-engine.ts';

/** In what a desk that trades, one that is played again and one in a test differ. */
export interface EngineMaterials {
  readonly ledger: DeskLedger;
  readonly market: MarketState;
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly priceOf: PriceOf;
  readonly features: LatestFeatures;
  readonly strategies: StrategyRoom;
  readonly decisions: DecisionDesk;
  readonly orders: OrderManager;
  readonly work: WorkQueue;
  readonly sentiment: Sentiment;
  /** What ends positions unasked; without it the news alone do. */
  readonly danger?: DangerWatch;
  /** Who gets everything flat outside of this process's main thread; without it the desk does so itself. */
  readonly outside?: OutsideExit;
  /** What a venue of our own says is held, to be compared with what the desk believes; a real one is asked by `live`. */
  readonly venuePositions?: () => ReadonlyMap<InstrumentSymbol, Decimal>;
  /** Of a desk with a real venue, or one that behaves like it; a replay has none of it. */
  readonly live?: LiveMaterials;
  /** What decisions are made from, where that is not what the engine computes. */
  readonly decidedOn?: Pick<LatestFeatures, 'latest'>;
}

/** What a desk needs to look after an account while time is real. */
export interface LiveMaterials {
  readonly execution: Execution;
  readonly pace: Pace;
  readonly book: (symbol: InstrumentSymbol) => LiveBook | null;
  /** How much worse than the best price an order may trade, as a fraction of it. */
  readonly maxSlippageFraction: number;
  /** Why the venue takes no entry in a symbol now, or null. */
  readonly entryBlock?: (symbol: InstrumentSymbol) => Reason | null;
  /** Says of each question to the venue whether anybody answered. */
  readonly onAnswers?: (listener: (answered: boolean) => void) => void;
  /** Whether the emergency path sent an order of that client id. */
  readonly sentByEmergency?: (clientId: string) => boolean;
  /** Told of a question to the venue that failed; nothing was changed by it. */
  readonly onFault: (fault: unknown) => void;
}

/** An engine and the desks behind it that somebody may want to speak to. */
export interface WiredEngine {
  readonly engine: TradingEngine;
  readonly candidates: CandidateDesk;
  readonly guard: PositionGuard;
  readonly emergency: EmergencyExit;
  readonly measurements: Measurements;
  /** Null without `live`. */
  readonly upkeep: LiveUpkeep | null;
}

/** Puts an engine together: what stands between its materials is alike wherever one runs. */
export function wireEngine(materials: EngineMaterials): WiredEngine {
  const { ledger, market, instruments, priceOf, features, strategies, decisions, orders, work, sentiment } = materials;
  const { venuePositions, decidedOn = features, outside } = materials;
  const { danger = createDangerWatch(NEWS_ALONE) } = materials;
  const { live } = materials;
  const quote = (symbol: InstrumentSymbol) => market.quote(symbol);
  const blockedBy = (symbol: InstrumentSymbol) => upkeep?.blockedBy() ?? live?.entryBlock?.(symbol) ?? null;
  const steppingBack = { flattenedOutside: () => flattenedOutside(ledger.state, outside) };
  const stops = new StopKeeper({
    ...{ instruments, ledger, orders, priceOf, ...steppingBack },
    ...(live !== undefined && { abilities: live.execution.abilities, pace: live.pace }),
  });
  const road =
    live === undefined
      ? undefined
      : new OrderRoad({ ...live, ...steppingBack, ledger, orders, stops, work, instruments, quote, blockedBy });
  const candidates = new CandidateDesk({
    ...{ ledger, decisions, orders, market, features: decidedOn, instruments, priceOf, sentiment },
    ...steppingBack,
    ...(road !== undefined && { road, blockedBy }),
  });
  const guard = new PositionGuard({ instruments, ledger, stops, pace: live?.pace, ...steppingBack });
  const emergency = new EmergencyExit({
    ledger,
    orders,
    priceOf,
    candidates,
    ...(outside !== undefined && { outside }),
  });
  const measurements = new Measurements(ledger, priceOf);
  const external = new ExternalDesk({
    ...{ ledger, instruments, quote },
    venue: live?.execution.venue ?? ledger.state.started?.venue ?? 'simulated',
    close: (symbol, by) => commands.close(symbol, by),
  });
  const commands = new CommandDesk({
    ...{ ledger, market, candidates, emergency, orders, work, priceOf, external },
    secure: (symbol) => engine.secure(symbol),
  });
  const watch = new DeskWatch({ ledger, market, ...(venuePositions !== undefined && { venuePositions }) });
  const engine = new TradingEngine({
    ...{ ledger, market, features, strategies, candidates, guard, emergency, orders, commands, measurements, work },
    ...{ sentiment, watch, danger },
    ...(live !== undefined && { isUrgent: true, onAccount: (event: AccountEvent) => upkeep?.onAccountEvent(event) }),
  });
  const upkeep =
    live === undefined
      ? null
      : new LiveUpkeep({
          ...{ ledger, orders, external, emergency, priceOf, symbols: market.symbols },
          ...{ execution: live.execution, pace: live.pace, onFault: live.onFault },
          ...(live.sentByEmergency !== undefined && { sentByEmergency: live.sentByEmergency }),
          secure: (symbol) => engine.secure(symbol),
          needsWork: (symbol) => guard.needsWork(symbol),
          reportClosings: () => engine.reportClosings(),
        });
  live?.onAnswers?.((answered) => {
    try {
      engine.noteVenueAnswer(answered);
    } catch (fault) {
      // Whoever asked the venue must get its answer, whatever the desk makes of it.
      live.onFault(fault);
    }
  });
  return { engine, candidates, guard, emergency, measurements, upkeep };
}
