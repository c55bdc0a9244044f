import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import type { LiveLoop } from '../system-event-loop.ts';

/** What a venue lets us trade, as of the last time it was asked. */
export interface InstrumentBook {
  list(): readonly Instrument[];
  find(symbol: InstrumentSymbol): Instrument | null;
  /** Why nothing may be entered in this market now. */
  block(symbol: InstrumentSymbol): Reason | null;
  /** Asks the venue; several callers at once share one question. */
  refresh(): Promise<void>;
  stop(): void;
}

export interface InstrumentBookOptions {
  readonly loop: LiveLoop;
  readonly symbols: readonly InstrumentSymbol[];
  readonly ask: () => Promise<readonly Instrument[]>;
  readonly everyMs?: number;
  readonly onChange?: (change: Reason) => void;
}

const EVERY_MS = 30 * 60_000;
/** Rules that have just changed are looked at again before anything is entered under them. */
const SETTLE_MS = 60_000;

/** Keeps the table of instruments fresh; a market whose rules change or that halts is closed for entries. */
export function createInstrumentBook(options: InstrumentBookOptions): InstrumentBook {
  const { loop, symbols, ask, everyMs = EVERY_MS, onChange } = options;
  const known = new Map<InstrumentSymbol, Instrument>();
  const changed = new Set<InstrumentSymbol>();
  let list: readonly Instrument[] = [];
  let running: Promise<void> | null = null;
  let disarm = () => {};
  let stopped = false;

  function take(listed: readonly Instrument[]): void {
    const first = known.size === 0;
    for (const symbol of symbols) {
      const before = known.get(symbol);
      const now = listed.find((instrument) => instrument.symbol === symbol);
      // A market that is listed no more keeps its grid, so that what is held can still be sold or written off.
      const next = now ?? (before === undefined ? undefined : { ...before, trading: false });
      if (next === undefined) continue;
      known.set(symbol, next);
      const differs = !first && before !== undefined && gridOf(before) !== gridOf(next);
      if (differs) {
        changed.add(symbol);
        onChange?.(reason('venue.filters-changed', { symbol }));
      } else changed.delete(symbol);
      if (before !== undefined && before.trading !== false && next.trading === false)
        onChange?.(reason('venue.symbol-not-trading', { symbol }));
    }
    list = [...known.values()];
  }

  function again(): void {
    disarm();
    if (stopped) return;
    disarm = loop.after(changed.size > 0 ? SETTLE_MS : everyMs, () => {
      // What could not be asked stays as it was; the next look is due as ever.
      refresh().catch(() => null);
    });
  }

  function refresh(): Promise<void> {
    running ??= ask()
      .then(take)
      .finally(() => {
        running = null;
        again();
      });
    return running;
  }

  return {
    list: () => list,
    find: (symbol) => known.get(symbol) ?? null,
    block(symbol) {
      const instrument = known.get(symbol);
      if (instrument === undefined) return reason('venue.unknown-symbol', { symbol });
      if (instrument.trading === false) return reason('venue.symbol-not-trading', { symbol });
      return changed.has(symbol) ? reason('venue.filters-changed', { symbol }) : null;
    },
    refresh,
    stop() {
      stopped = true;
      disarm();
    },
  };
}

/** What an order must fit; fees and whether it trades are not part of it. */
function gridOf(instrument: Instrument): string {
  const { tickSize, tickLadder, lotSize, minNotional, minQuantity, maxQuantity, maxMarketQuantity } = instrument;
  return JSON.stringify([tickSize, tickLadder, lotSize, minNotional, minQuantity, maxQuantity, maxMarketQuantity]);
}
