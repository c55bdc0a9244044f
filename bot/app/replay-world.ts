import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NO_DEADLINE } from '../../engine/decision/deadline.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { EventLoop } from '../../engine/exchanges/event-loop.ts';
import { instrumentsBySymbol } from '../../engine/exchanges/instrument-table.ts';
import { ReplayClock } from '../../engine/exchanges/replay-clock.ts';
import { ReplayMarketData } from '../../engine/exchanges/replay-market-data.ts';
import { createSimulatedExecution } from '../../engine/exchanges/simulated-execution.ts';
import { recordedPrices } from '../../engine/recordings/recorded-prices.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import type { AppConfig } from '../config/config.ts';
import { recover, requireSameDesk, resumeTime, standingQuotes, startedEvent } from './desk-recovery.ts';
import type { DeskFeed, DeskWorld } from './desk-world.ts';
import { createReplayPosition } from './replay-position.ts';

export interface ReplayWorldParts {
  readonly config: AppConfig;
  readonly recording: Recording;
  /** What was recovered, the oldest first: the desk wakes up at the last one. */
  readonly entries: readonly JournalEntry[];
  /** How real time is waited for; a test has its own. */
  readonly loop: Partial<EventLoop>;
}

/** Returns a recorded market in event time, with a venue that is simulated on its quotes. */
export function createReplayWorld({ config, recording, entries, loop }: ReplayWorldParts): DeskWorld {
  const dataDirectory = config.data.directory;
  const clock = new ReplayClock(entries.at(-1)?.at ?? config.replay.from ?? recording.manifest.startTime);
  const simulated = createSimulatedExecution({ seed: config.account.seed, directory: join(dataDirectory, 'venue') });
  const position = createReplayPosition(dataDirectory);

  async function openFeed(firstStart: boolean): Promise<DeskFeed> {
    const replay = new ReplayMarketData({
      recording,
      clock,
      startAt: resumeTime(clock.now(), position.read(), firstStart, recording),
      speed: config.replay.speed,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      ...loop,
    });
    return {
      source: replay,
      replay,
      past: replay.warmUp(),
      // The venue was shown them before: they tell it where the market stands, and fill nothing.
      standing: standingQuotes(recording, replay.startTime),
      show: (event) => simulated.onMarket(event),
      // Several events share a time: only those before this one are surely all handled.
      handled: (event) => position.note(event.at - 1),
      // The replay may have been stopped between two events of one time; what is seen again is not done again.
      left: () => position.note(replay.position() - 1, { now: true }),
    };
  }

  return {
    clock,
    // Event time waits for the votes; a deadline of real time would make a replay depend on the machine. A language
    // model has one of its own.
    deadline: NO_DEADLINE,
    execution: simulated,
    live: null,
    paper: null,
    endings: [],
    openEmergency: () => null,
    symbols: recording.symbols,
    instruments: instrumentsBySymbol(simulated.instruments),
    recording,
    prices: recordedPrices(recording, () => clock.now()),
    beginning: async () => startedEvent(config, recording),
    requireSame: (started) => requireSameDesk(started, config, recording),
    hasTraded: async () => (await simulated.fillsSince(null)).length > 0,
    venuePositions: () => simulated.positions(),
    recover: (ledger) => recover({ clock, ledger, simulated }),
    openFeed,
    close: async () => undefined,
  };
}
