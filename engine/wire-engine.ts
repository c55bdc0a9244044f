import type { DecisionDesk } from './decision/decision-desk.ts';
import { CandidateDesk } from './desk/candidate-desk.ts';
import { CommandDesk } from './desk/command-desk.ts';
import type { DeskLedger } from './desk/desk-ledger.ts';
import { DeskWatch } from './desk/desk-watch.ts';
import { EmergencyExit } from './desk/emergency-exit.ts';
import { Measurements } from './desk/measurements.ts';
import { PositionGuard } from './desk/position-guard.ts';
import type { StrategyRoom } from './desk/strategy-room.ts';
import type { WorkQueue } from './desk/work-queue.ts';
import type { Decimal } from './domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from './domain/instrument.ts';
import type { PriceOf } from './domain/portfolio.ts';
import type { OrderManager } from './execution/order-manager.ts';
import type { LatestFeatures } from './features/latest-features.ts';
import type { MarketState } from './market/market-state.ts';
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
  /** What the venue says is held, to be compared with what the desk believes. */
  readonly venuePositions: () => ReadonlyMap<InstrumentSymbol, Decimal>;
  /** What decisions are made from, where that is not what the engine computes. */
  readonly decidedOn?: Pick<LatestFeatures, 'latest'>;
}

/** An engine and the desks behind it that somebody may want to speak to. */
export interface WiredEngine {
  readonly engine: TradingEngine;
  readonly candidates: CandidateDesk;
  readonly guard: PositionGuard;
  readonly emergency: EmergencyExit;
  readonly measurements: Measurements;
}

/** Puts an engine together: what stands between its materials is alike wherever one runs. */
export function wireEngine(materials: EngineMaterials): WiredEngine {
  const { ledger, market, instruments, priceOf, features, strategies, decisions, orders, work, sentiment } = materials;
  const { venuePositions, decidedOn = features } = materials;
  const candidates = new CandidateDesk({
    ...{ ledger, decisions, orders, market, features: decidedOn, instruments, priceOf, sentiment },
  });
  const guard = new PositionGuard({ instruments, ledger, orders });
  const emergency = new EmergencyExit({ ledger, orders, priceOf, candidates });
  const measurements = new Measurements(ledger, priceOf);
  const commands = new CommandDesk({ ledger, market, candidates, emergency, orders, work, priceOf });
  const watch = new DeskWatch({ ledger, market, venuePositions });
  const engine = new TradingEngine({
    ...{ ledger, market, features, strategies, candidates, guard, emergency, orders, commands, measurements, work },
    ...{ sentiment, watch },
  });
  return { engine, candidates, guard, emergency, measurements };
}
