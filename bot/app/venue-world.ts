import type { Logger } from 'pino';
import { decimal, ZERO } from '../../engine/domain/decimal.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import type { Instrument, InstrumentSymbol } from '../../engine/domain/instrument.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { MarketEvent } from '../../engine/domain/market.ts';
import { reason } from '../../engine/domain/reason.ts';
import { ConnectionBudget } from '../../engine/exchanges/feeds/connection-budget.ts';
import { ownBook, sightBlock } from '../../engine/exchanges/feeds/entry-sight.ts';
import { createLiveMarketData } from '../../engine/exchanges/feeds/live-market-data.ts';
import { instrumentsBySymbol } from '../../engine/exchanges/instrument-table.ts';
import { RisingClock } from '../../engine/exchanges/rising-clock.ts';
import { SystemClock } from '../../engine/exchanges/system-clock.ts';
import { SYSTEM_LOOP } from '../../engine/exchanges/system-event-loop.ts';
import { fencedExecution } from '../../engine/execution/fenced-execution.ts';
import { latchedExecution } from '../../engine/execution/latched-execution.ts';
import { RecentPrices } from '../../engine/market/recent-prices.ts';
import type { Execution } from '../../engine/ports/execution.ts';
import type { AppConfig } from '../config/config.ts';
import type { StartedEvent } from './desk-recovery.ts';
import { requireNothingLeftBehind, requireSameVenueDesk, venueStartedEvent } from './desk-recovery.ts';
import type { DeskFeed, DeskWorld } from './desk-world.ts';
import type { EmergencyService } from './emergency.ts';
import { startEmergency } from './emergency.ts';
import { emergencyAccounts } from './emergency-accounts.ts';
import type { Licence } from './live-arming.ts';
import { openLiveVenue } from './live-venue.ts';
import type { PaperVenue } from './paper-venue.ts';
import { openPaperVenue } from './paper-venue.ts';
import { watchPremium } from './premium-watch.ts';
import { SYSTEM_DEADLINE } from './system-deadline.ts';
import type { OpenedVenue, VenueOpening } from './venue-opening.ts';

export interface VenueWorldParts {
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly entries: readonly JournalEntry[];
  /** Null in mode paper. */
  readonly licence: Licence | null;
}

/** Three days: the longest average of the strategies, and the change over a day from the first minute on. */
const WARM_UP_MINUTES = 3 * 24 * 60;
const LOOK_AT_RULES_MS = 60_000;

/** Opens a real market in real time, with a venue of paper money on its book or the real one. */
export async function openVenueWorld({ config, logger, entries, licence }: VenueWorldParts): Promise<DeskWorld> {
  const { venue } = config;
  const loop = SYSTEM_LOOP;
  const clock = new RisingClock(new SystemClock(), entries.at(-1)?.at ?? 0);
  const market = createLiveMarketData({
    ...{ venue: venue.name, address: venue.addresses[venue.name], symbols: venue.symbols, clock, loop },
    mirror: venue.mirror === null ? null : { venue: venue.mirror, address: venue.addresses[venue.mirror] },
    budget: new ConnectionBudget({ loop }),
    onNotice: (notice) => logger.info({ component: 'feed', ...notice }, 'market feed'),
  });
  const opening: VenueOpening = { config, logger, entries, clock, loop, market };
  const paper: PaperVenue | null = licence === null ? await openPaperVenue(opening) : null;
  const opened: OpenedVenue = paper ?? (await openLiveVenue(opening));
  try {
    requireListed(config, opened.execution.instruments);
  } catch (error) {
    await opened.close();
    throw error;
  }
  // In paper too: the signal file, the signal and `assent panic` keep entries out there as well.
  const emergency = startEmergency(emergencyOptions(config, logger));
  const latched = (): boolean => emergency.killSwitch.latched();
  const execution = latchedExecution(
    licence === null ? opened.execution : fencedExecution(opened.execution, licence),
    latched,
  );
  const instruments = new Map(instrumentsBySymbol(execution.instruments));
  const refresh = setInterval(() => refreshInto(instruments, execution.instruments), LOOK_AT_RULES_MS);
  refresh.unref();
  const prices = new RecentPrices(venue.symbols, () => clock.now());
  const premium = watchPremium(config, clock, logger);

  async function openFeed(): Promise<DeskFeed> {
    const past = await market.warmUp(WARM_UP_MINUTES);
    for (const candle of past) prices.add(candle);
    return {
      ...{ source: market, replay: null, past, standing: [] },
      show: (event: MarketEvent) => {
        if (event.type === 'candle.closed') prices.add(event.candle);
      },
      handled: () => undefined,
      left: () => undefined,
    };
  }

  return {
    ...{ clock, execution, instruments, prices },
    deadline: SYSTEM_DEADLINE,
    symbols: venue.symbols,
    recording: null,
    paper: paper?.paper ?? null,
    ...(premium !== null && { premium }),
    live: {
      ...{ execution, pace: loop, maxSlippageFraction: venue.maxSlippageFraction },
      book: (symbol) => ownBook(market, venue.name, symbol),
      entryBlock: (symbol) =>
        latched()
          ? reason('entries.panic-latched')
          : (sightBlock(market, venue.name, symbol) ?? opened.entryBlock(symbol)),
      onAnswers: (listener) => opened.onAnswers?.(listener),
      sentByEmergency: (clientId) => sentBy(emergency, clientId),
      onFault: (fault) => logger.warn({ err: fault }, 'A question to the venue failed; nothing was changed by it.'),
    },
    endings: licence === null ? [] : [licence.lost],
    openEmergency: () => emergency,
    beginning: () => beginning(config, execution),
    requireSame: (started: StartedEvent | null) => requireSameVenueDesk(started, config),
    // A real account may have traded before; a paper venue keeps its ledger beside the journal.
    hasTraded: async () => paper !== null && (await execution.fillsSince(null)).length > 0,
    venuePositions: () => new Map(),
    async recover(ledger) {
      requireNothingLeftBehind(ledger, config);
      return null;
    },
    openFeed,
    async close() {
      clearInterval(refresh);
      premium?.stop();
      await emergency.close();
      await market.stop();
      await opened.close();
    },
  };
}

function emergencyOptions(config: AppConfig, logger: Logger) {
  return { dataDirectory: config.data.directory, accounts: emergencyAccounts(config), logger };
}

/** The account of a real venue begins with what it holds in the currency of the desk. */
async function beginning(config: AppConfig, execution: Execution): Promise<StartedEvent> {
  if (config.mode !== 'live') return venueStartedEvent(config, config.account.startingCash);
  const { quoteCurrency } = config.venue;
  const { balances } = await execution.account();
  const own = balances.find(({ currency }) => currency === quoteCurrency);
  const cash = own === undefined ? ZERO : decimal(own.free).plus(decimal(own.locked));
  if (cash.lessThanOrEqualTo(ZERO)) {
    throw new ConfigError(`The account at ${config.venue.name} holds no ${quoteCurrency}.`, {
      hint: `Pay in ${quoteCurrency} first: a desk trades in one currency, and that is the one of this venue.`,
    });
  }
  return venueStartedEvent(config, cash.toFixed());
}

/** Every coin that the venue does not list, in one sentence: one by one would take as many starts. */
function requireListed({ venue }: AppConfig, instruments: readonly Instrument[]): void {
  const listed = new Set(instruments.map(({ symbol }) => symbol));
  const missing = venue.symbols.filter((symbol) => !listed.has(symbol)).map(baseOf);
  if (missing.length === 0) return;
  throw new ConfigError(`${venue.name} does not list ${missing.join(', ')} in ${venue.quoteCurrency}.`, {
    hint: 'Correct venue.symbols; a coin is written by its short name, such as BTC.',
  });
}

function refreshInto(map: Map<InstrumentSymbol, Instrument>, now: readonly Instrument[]): void {
  for (const instrument of now) map.set(instrument.symbol, instrument);
}

/** Its own journal has an order before the venue does. */
function sentBy(emergency: EmergencyService, clientId: string): boolean {
  return emergency.entries().some(({ step }) => step.type === 'sending' && step.clientId === clientId);
}
