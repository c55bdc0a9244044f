import type { Deadline } from '../../engine/decision/deadline.ts';
import type { DeskLedger } from '../../engine/desk/desk-ledger.ts';
import type { Decimal } from '../../engine/domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { Candle, MarketEvent } from '../../engine/domain/market.ts';
import type { PaperExecution } from '../../engine/exchanges/paper/paper-execution.ts';
import type { ReplayMarketData } from '../../engine/exchanges/replay-market-data.ts';
import type { ReconcileReport } from '../../engine/execution/reconcile.ts';
import type { PremiumView } from '../../engine/market/premium.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Execution } from '../../engine/ports/execution.ts';
import type { MarketData } from '../../engine/ports/market-data.ts';
import type { PriceHistory } from '../../engine/ports/price-history.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import type { LiveMaterials } from '../../engine/wire-engine.ts';
import type { StartedEvent } from './desk-recovery.ts';
import type { EmergencyService } from './emergency.ts';

/** Clock, market and venue of a desk: in nothing else do replay, paper and live differ. */
export interface DeskWorld {
  readonly clock: Clock;
  /** When the patience with a reviewer ends: never, in event time. */
  readonly deadline: Deadline;
  readonly execution: Execution;
  /** What a desk in real time needs besides; null in event time. */
  readonly live: LiveMaterials | null;
  /** The paper venue of mode paper. */
  readonly paper: PaperExecution | null;
  /** Reject when the desk must end: another engine took the account. */
  readonly endings: readonly Promise<never>[];
  readonly symbols: readonly InstrumentSymbol[];
  /** By symbol, as the venue lists them now. */
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  /** The recorded market; null where it is alive. */
  readonly recording: Recording | null;
  /** What markets cost in the past, as far as this desk knows. */
  readonly prices: PriceHistory;
  /** What coins cost more here than in the world; missing on a desk that does not trade in won. */
  readonly premium?: PremiumView;
  /** The entry that begins a desk here. */
  beginning(): Promise<StartedEvent>;
  /** Throws ConfigError where the data folder belongs to another desk. */
  requireSame(started: StartedEvent | null): void;
  /** Whether the venue has traded for this desk; of a real one nobody can tell. */
  hasTraded(): Promise<boolean>;
  /** What the venue says is held. */
  venuePositions(): ReadonlyMap<InstrumentSymbol, Decimal>;
  /** Brings the records in line with a venue of our own before anything trades; null where `live` does so. */
  recover(ledger: DeskLedger): Promise<ReconcileReport | null>;
  /** Opens the way out that needs none of the desk; null where nothing is held at a venue. */
  openEmergency(): EmergencyService | null;
  /** Opens the market where the desk goes on. */
  openFeed(firstStart: boolean): Promise<DeskFeed>;
  close(): Promise<void>;
}

/** The market from a moment on. */
export interface DeskFeed {
  readonly source: MarketData;
  /** What drives it; null where nobody does. */
  readonly replay: ReplayMarketData | null;
  /** Closed bars before that moment, to warm up with. */
  readonly past: Iterable<Candle>;
  /** The last quotes before it: a person may act before the next one comes. */
  readonly standing: Iterable<MarketEvent>;
  /** Shows the venue an event before the desk sees it. */
  show(event: MarketEvent): void;
  /** Notes an event whose work is all done. */
  handled(event: MarketEvent): void;
  /** Notes where the market was left. */
  left(): void;
}
