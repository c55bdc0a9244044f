import type { Logger } from 'pino';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { Reason } from '../../engine/domain/reason.ts';
import type { LiveMarketData } from '../../engine/exchanges/feeds/live-market-data.ts';
import type { LiveLoop } from '../../engine/exchanges/system-event-loop.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { Execution } from '../../engine/ports/execution.ts';
import type { AppConfig } from '../config/config.ts';

/** What a paper or a real venue gives to a desk. */
export interface OpenedVenue {
  readonly execution: Execution;
  /** Why the venue takes no entry now. */
  entryBlock(symbol: InstrumentSymbol): Reason | null;
  /** Hears of every question to a real venue whether anybody answered. */
  onAnswers?(listener: (answered: boolean) => void): void;
  close(): Promise<void>;
}

/** What both kinds of venue are opened with. */
export interface VenueOpening {
  /** What the journal holds of the desk so far. */
  readonly entries: readonly JournalEntry[];
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly loop: LiveLoop;
  readonly market: LiveMarketData;
}
