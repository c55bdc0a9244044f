import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { ConnectionState, DropCause } from './connection.ts';
import type { FrameFaultCause } from './frame-fault.ts';
import type { FeedLine } from './live-market-line.ts';
import type { SymbolSight } from './live-market-sight.ts';
import type { StaleCause } from './stream-watch.ts';

/** One venue's feed in numbers. */
export interface VenueHealth {
  readonly venue: string;
  readonly lines: readonly {
    readonly state: ConnectionState;
    readonly connects: number;
    readonly drops: Readonly<Partial<Record<DropCause, number>>>;
  }[];
  readonly badFrames: Readonly<Partial<Record<FrameFaultCause, number>>>;
  readonly stale: Readonly<Record<InstrumentSymbol, StaleCause>>;
  readonly unsyncedBooks: readonly InstrumentSymbol[];
  readonly bookBreaks: number;
  readonly tradesRepeated: number;
  /** Trades that the venue's numbers say were made but never came; the venue's own bars of those minutes hold them. */
  readonly tradesMissing: number;
  readonly minutesRepaired: number;
  readonly minutesRevised: number;
  readonly restRequests: number;
}

/** Returns how a venue's feed is doing. */
export function venueHealth({
  venue,
  lines,
  sights,
  repaired,
  asked,
}: {
  readonly venue: string;
  readonly lines: readonly FeedLine[];
  readonly sights: readonly SymbolSight[];
  readonly repaired: number;
  readonly asked: number;
}): VenueHealth {
  const sum = (of: (sight: SymbolSight) => number): number => sights.reduce((total, sight) => total + of(sight), 0);
  const badFrames: Record<string, number> = {};
  for (const line of lines) {
    for (const [cause, count] of Object.entries(line.quarantine.counts())) {
      badFrames[cause] = (badFrames[cause] ?? 0) + count;
    }
  }
  return {
    venue,
    lines: lines.map((line) => ({ state: line.state(), ...line.counts() })),
    badFrames,
    stale: Object.fromEntries(sights.flatMap((s) => (s.staleFor === null ? [] : [[s.symbol, s.staleFor]]))),
    unsyncedBooks: sights.filter((sight) => !sight.sync.book.synced).map((sight) => sight.symbol),
    bookBreaks: sum((sight) => sight.sync.breaks),
    tradesRepeated: sum((sight) => sight.trades.counts().repeated),
    tradesMissing: sum((sight) => sight.trades.counts().missing),
    minutesRepaired: repaired,
    minutesRevised: sum((sight) => sight.minutes.counts().revised),
    restRequests: asked,
  };
}
