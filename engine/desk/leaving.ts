import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Reason } from '../domain/reason.ts';

/** Why a market is being left. */
export interface Leave {
  readonly source: string;
  readonly reason: Reason;
}

interface Pushed extends Leave {
  pauseMs: number;
  nextAt: number;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * The markets that an alarm said to leave, until nothing is held there any more: an alarm rings once, and an exit that
 * the venue rejected must not be its end.
 */
export class Leaving {
  readonly #markets = new Map<InstrumentSymbol, Pushed>();

  begin(symbol: InstrumentSymbol, leave: Leave, at: number): void {
    this.#markets.set(symbol, { ...leave, pauseMs: FIRST_PAUSE_MS, nextAt: at + FIRST_PAUSE_MS });
  }

  /** What is bought there later has no part in it. */
  end(symbol: InstrumentSymbol): void {
    this.#markets.delete(symbol);
  }

  has(symbol: InstrumentSymbol): boolean {
    return this.#markets.has(symbol);
  }

  /** Returns why the exit is to be sent again now, or null; the pauses between grow. */
  due(symbol: InstrumentSymbol, at: number): Leave | null {
    const market = this.#markets.get(symbol);
    if (market === undefined || at < market.nextAt) return null;
    market.pauseMs = Math.min(market.pauseMs * 2, LONGEST_PAUSE_MS);
    market.nextAt = at + market.pauseMs;
    return { source: market.source, reason: market.reason };
  }
}
