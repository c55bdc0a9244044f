import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Candle } from '../../domain/market.ts';
import { TIMEFRAME_MS } from '../../domain/timeframe.ts';

const MINUTE_MS = TIMEFRAME_MS['1m'];
/** Minutes of the mirror that are kept in case the own venue never says theirs. */
const MIRROR_KEPT = 30;

/**
 * The minutes of all symbols as they are handed out: each once and in order, from the own venue; one that it owes for
 * long while its market is seen at the mirror is taken from there.
 */
export class MinuteOrder {
  private readonly nextOpen = new Map<InstrumentSymbol, number>();
  private readonly mirrored = new Map<InstrumentSymbol, Map<number, Candle>>();
  private earliest: number | null = null;

  /** Begins behind what is known already: the first minute owed opens at `nextOpen`. */
  begin(symbol: InstrumentSymbol, nextOpen: number): void {
    this.nextOpen.set(symbol, nextOpen);
    this.earliest = null;
  }

  next(symbol: InstrumentSymbol): number {
    return this.nextOpen.get(symbol) ?? 0;
  }

  /** The end of the earliest minute that some symbol is owed and that ended after `since`; what is owed longer is not waited for. */
  earliestClose(since: number): number {
    this.earliest ??= Math.min(...this.nextOpen.values()) + MINUTE_MS;
    if (this.earliest >= since) return this.earliest;
    let earliest = Number.POSITIVE_INFINITY;
    for (const nextOpen of this.nextOpen.values()) {
      const close = nextOpen + MINUTE_MS;
      if (close >= since && close < earliest) earliest = close;
    }
    return earliest;
  }

  /** Takes a minute of the own venue; tells whether it is to be handed out now. A later one says that those between do not exist. */
  own(candle: Candle): boolean {
    if (candle.openTime < this.next(candle.symbol)) return false;
    this.advance(candle);
    return true;
  }

  keepMirrored(candle: Candle): void {
    const kept = this.mirrored.get(candle.symbol) ?? new Map<number, Candle>();
    this.mirrored.set(candle.symbol, kept);
    kept.set(candle.openTime, candle);
    const [oldest] = kept.keys();
    if (kept.size > MIRROR_KEPT && oldest !== undefined) kept.delete(oldest);
  }

  /** Returns the minutes closed by `until` that the own venue owes and the mirror has. */
  fromMirror(symbol: InstrumentSymbol, until: number): readonly Candle[] {
    const kept = this.mirrored.get(symbol);
    const taken: Candle[] = [];
    for (;;) {
      const candle = kept?.get(this.next(symbol));
      if (candle === undefined || candle.closeTime > until) return taken;
      this.advance(candle);
      taken.push(candle);
    }
  }

  private advance(candle: Candle): void {
    this.nextOpen.set(candle.symbol, candle.closeTime);
    this.mirrored.get(candle.symbol)?.delete(candle.openTime);
    this.earliest = null;
  }
}
