import { recordHash } from '../../engine/decision/record-hash.ts';
import type { DeskLedger } from '../../engine/desk/desk-ledger.ts';
import { externalChange } from '../../engine/desk/desk-watch.ts';
import type { DecimalText } from '../../engine/domain/decimal.ts';
import { ConfigError, InvariantError } from '../../engine/domain/errors.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import type { JournalEvent } from '../../engine/domain/journal-entry.ts';
import type { MarketEvent } from '../../engine/domain/market.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import type { ReplayClock } from '../../engine/exchanges/replay-clock.ts';
import { HALF_SPREAD_FRACTIONS, replayEvents } from '../../engine/exchanges/replay-path.ts';
import type { SimulatedExecution } from '../../engine/exchanges/simulated-execution.ts';
import type { ReconcileReport } from '../../engine/execution/reconcile.ts';
import { reconcile } from '../../engine/execution/reconcile.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import type { AppConfig } from '../config/config.ts';
import { VENUE_WORDS } from '../i18n/venue-words.ts';

export type StartedEvent = Extract<JournalEvent, { type: 'desk.started' }>;

/** Returns the entry that begins a desk: what it must be again at every later start. */
export function startedEvent(config: AppConfig, recording: Recording): StartedEvent {
  return {
    type: 'desk.started',
    mode: config.mode,
    account: config.account.name,
    venue: 'simulated',
    source: sourceOf(recording),
    seed: config.account.seed,
    configSha256: recordHash({ desk: config.desk, strategies: config.strategies }),
    startingCash: config.account.startingCash,
    quoteCurrency: 'USDT',
  };
}

/** Returns the entry that begins a desk on a real market. */
export function venueStartedEvent(config: AppConfig, startingCash: DecimalText): StartedEvent {
  const { name, quoteCurrency } = config.venue;
  return {
    type: 'desk.started',
    mode: config.mode,
    account: config.account.name,
    venue: name,
    source: `venue:${name}`,
    seed: config.account.seed,
    configSha256: recordHash({ desk: config.desk, strategies: config.strategies }),
    ...{ startingCash, quoteCurrency },
  };
}

/** Paper and real money, or two venues, in one data folder would make one story of two. */
export function requireSameVenueDesk(started: StartedEvent | null, config: AppConfig): void {
  const wanted = venueStartedEvent(config, config.account.startingCash);
  // What a real account began with is the venue's to say; its seed decides nothing.
  const keys = config.mode === 'live' ? LIVE_KEYS : PAPER_KEYS;
  requireSame(started, wanted, keys, config);
}

const LIVE_KEYS = ['mode', 'account', 'source'] as const;
const PAPER_KEYS = ['mode', 'account', 'source', 'seed', 'startingCash'] as const;

function sourceOf(recording: Recording): string {
  return `recording:${recording.manifest.name}`;
}

/** One data directory holds one desk: another recording, account, seed or starting cash would make its story untrue. */
export function requireSameDesk(started: StartedEvent | null, config: AppConfig, recording: Recording): void {
  requireSame(started, startedEvent(config, recording), ['account', 'source', 'seed', 'startingCash'], config);
}

function requireSame(
  started: StartedEvent | null,
  wanted: StartedEvent,
  keys: readonly (keyof StartedEvent)[],
  config: AppConfig,
): void {
  const differing = keys.filter((key) => started?.[key] !== wanted[key]);
  if (differing.length === 0) return;
  const told = differing.map((key) => `${key} ${started?.[key]} there, ${wanted[key]} asked`).join('; ');
  throw new ConfigError(`The data directory ${config.data.directory} holds another desk: ${told}.`, {
    hint: 'Start with the old settings, or give the new desk a folder of its own: --data NAME.',
  });
}

/**
 * A coin that was taken out of `venue.symbols` while something of it is open would get no quotes: no stop would be
 * watched, no /close would reach it, and no panic would sell it.
 */
export function requireNothingLeftBehind(ledger: DeskLedger, { venue, chat }: AppConfig): void {
  const open = [
    ...ledger.state.portfolio.positions.keys(),
    ...ledger.openOrders().map(({ request }) => request.symbol),
  ];
  const left = [...new Set(open)].filter((symbol) => !venue.symbols.includes(symbol));
  if (left.length === 0) return;
  const { leftBehind, leftBehindHint } = VENUE_WORDS[chat.language === 'ko' ? 'ko' : 'en'];
  throw new ConfigError(leftBehind({ coins: left.map(baseOf).join(', ') }), { hint: leftBehindHint });
}

/** Brings the records in line with the venue before anything trades; entries halt on what it cannot explain. */
export async function recover(parts: {
  readonly clock: ReplayClock;
  readonly ledger: DeskLedger;
  readonly simulated: SimulatedExecution;
}): Promise<ReconcileReport> {
  const { clock, ledger, simulated } = parts;
  // The venue may have traded after our last entry: the desk wakes up at its time, not before it.
  const missed = await simulated.fillsSince(ledger.state.lastFill);
  for (const fill of missed) clock.advanceTo(Math.max(clock.now(), fill.at));
  const report = await reconcile({
    clock,
    execution: simulated,
    records: ledger,
    // Older fills may be forgotten here; asked for all, they would be taken for new ones.
    since: ledger.state.lastFill,
    venuePositions: () => simulated.positions(),
  });
  ledger.record([
    {
      type: 'desk.recovered',
      adoptedFills: report.adoptedFills.length,
      resolvedOrders: report.resolvedOrders.length + report.notPlaced.length,
      openOrders: ledger.openOrders().length,
    },
  ]);
  const changes = report.unexplained.map(externalChange).filter((change) => change !== null);
  if (changes.length > 0) ledger.record(changes, { durable: true });
  const [doubt] = report.unexplained;
  if (doubt !== undefined) ledger.record([{ type: 'entries.halted', reason: doubt }], { durable: true });
  return report;
}

/** Events at the time of the last entry may be half handled and are seen again; those of the noted position are done. */
export function resumeTime(now: number, handledTo: number | null, firstStart: boolean, recording: Recording): number {
  const after = firstStart || handledTo === null || handledTo < now ? now : handledTo + 1;
  return Math.min(after, recording.manifest.endTime);
}

/** The last quotes before a start: a person may act, and a panic go on, before the next one comes. */
export function* standingQuotes(recording: Recording, startAt: number): Generator<MarketEvent> {
  const minuteBefore = startAt - TIMEFRAME_MS['1m'];
  for (const event of replayEvents(recording, minuteBefore, HALF_SPREAD_FRACTIONS)) {
    if (event.at >= startAt) return;
    if (event.type === 'quote.updated') yield event;
  }
}

/** A venue that has traded for a desk which nobody remembers: to begin anew would trade over its positions. */
export function journalMissing(dataDirectory: string): InvariantError {
  return new InvariantError(`The venue in ${dataDirectory} has traded, but there is no journal of it.`, {
    hint: 'The journal folder was removed or replaced: put it back, or start in a new data folder with --data.',
  });
}
