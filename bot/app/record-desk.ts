import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { DeskLedger } from '../../engine/desk/desk-ledger.ts';
import { createDeskView } from '../../engine/desk/desk-view.ts';
import { Settings } from '../../engine/desk/settings.ts';
import { StrategyRoom } from '../../engine/desk/strategy-room.ts';
import { ConfigError, InvariantError } from '../../engine/domain/errors.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import { instrumentsBySymbol, simulatedInstruments } from '../../engine/exchanges/instrument-table.ts';
import { ReplayClock } from '../../engine/exchanges/replay-clock.ts';
import { closedCandlesBefore } from '../../engine/exchanges/replay-path.ts';
import { lastPrices } from '../../engine/market/last-prices.ts';
import { isMarketTimeframe, MarketState } from '../../engine/market/market-state.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { Journal } from '../../engine/ports/journal.ts';
import type { Records } from '../../engine/ports/records.ts';
import { loadRecordedNews } from '../../engine/recordings/recorded-news.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import { loadRecording } from '../../engine/recordings/recording.ts';
import { recordingDirectory } from '../../engine/recordings/recording-files.ts';
import type { AppConfig } from '../config/config.ts';
import { strategiesOf } from './desk.ts';
import { requireSameDesk, resumeTime, standingQuotes } from './desk-recovery.ts';
import type { Knowledge } from './knowledge.ts';
import { openKnowledge } from './knowledge.ts';
import type { Minds } from './minds.ts';
import { openMinds } from './minds.ts';
import { recordedAs } from './open-desk.ts';
import { withDeskRecord } from './record.ts';
import { createReplayPosition } from './replay-position.ts';

/** A desk as it stood when it was left: it can be read and asked, and does nothing. */
export interface RecordDesk {
  readonly config: AppConfig;
  readonly database: Database;
  readonly view: DeskView;
  readonly records: Records;
  readonly knowledge: Knowledge;
  readonly recording: Recording;
  readonly minds: Minds;
}

/** Opens the desk in the data folder as it was left, for as long as the work lasts. Throws ConfigError as withDeskRecord. */
export async function withRecordDesk<T>(
  config: AppConfig,
  logger: Logger,
  work: (desk: RecordDesk) => Promise<T>,
): Promise<T> {
  if (config.mode !== 'replay') {
    throw new ConfigError(`A desk of mode ${config.mode} keeps no market to be asked about while it does not run.`, {
      hint: 'Ask the running desk in chat, or "assent report" and "assent replay-decision" for what is written down.',
    });
  }
  return withDeskRecord(config, async ({ records, entries, database }) => {
    const directory = recordingDirectory(config.replay.recording);
    const [recording, items] = await Promise.all([loadRecording(directory), loadRecordedNews(directory)]);
    const view = viewOf(config, recording, entries);
    const knowledge = await openKnowledge({
      ...{ database, logger, embedded: config.database.url === null, news: config.news },
      recorded: { ...recordedAs(recording), items },
    });
    try {
      const minds = await openMinds({ config: config.minds, database, logger });
      try {
        return await work({ config, database, view, records, knowledge, recording, minds });
      } finally {
        await minds.close();
      }
    } finally {
      await knowledge.close();
    }
  });
}

/** Folds the journal and shows the market as far as it had been played. */
function viewOf(config: AppConfig, recording: Recording, entries: readonly JournalEntry[]): DeskView {
  const clock = new ReplayClock(entries.at(-1)?.at ?? recording.manifest.startTime);
  const journal = closedJournal(entries);
  const ledger = new DeskLedger({ clock, journal, settings: new Settings(config.desk) });
  for (const entry of entries) ledger.restore(entry);
  requireSameDesk(ledger.state.started, config, recording);
  const handledTo = createReplayPosition(config.data.directory).read();
  const at = resumeTime(clock.now(), handledTo, false, recording);
  clock.advanceTo(at);
  const market = new MarketState(recording.symbols);
  const strategies = new StrategyRoom(strategiesOf(config, recording.symbols));
  for (const candle of closedCandlesBefore(recording, at)) {
    const update = market.apply({ type: 'candle.closed', at: candle.closeTime, candle });
    if (update.outcome !== 'quarantined') for (const closed of update.closed) strategies.observe(closed);
  }
  for (const event of standingQuotes(recording, at)) market.apply(event);
  const instruments = simulatedInstruments('simulated');
  return createDeskView({
    ...{ clock, ledger, journal, instruments },
    priceOf: lastPrices(market, instrumentsBySymbol(instruments)),
    market: (symbol) => market.context(symbol),
    candles: (symbol, timeframe, limit) =>
      isMarketTimeframe(timeframe) ? market.candles(symbol, timeframe).latest(limit) : [],
    readings: (symbol) => strategies.readings(symbol, ledger),
  });
}

function closedJournal(entries: readonly JournalEntry[]): Journal {
  const last = entries.at(-1);
  return {
    append() {
      throw new InvariantError('A desk that is only read does not write its journal.');
    },
    head: () => ({ seq: last?.seq ?? 0, at: last?.at ?? 0, hash: last?.hash ?? '' }),
    flushed: async () => undefined,
  };
}
