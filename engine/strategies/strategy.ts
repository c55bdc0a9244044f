import type { z } from 'zod';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import type { Reason } from '../domain/reason.ts';
import type { Direction, Signal } from '../domain/signal.ts';
import type { Timeframe } from '../domain/timeframe.ts';

/**
 * A strategy for one symbol. It remembers the market (indicators over closed candles) and never what was traded:
 * that comes with the context. So after a restart the same candles make it the same strategy again.
 */
export interface Strategy {
  readonly name: string;
  readonly symbol: InstrumentSymbol;
  readonly timeframe: Timeframe;
  /** Takes in every closed candle of its symbol and timeframe, oldest first, in the warm-up too. */
  observe(candle: Candle): void;
  /**
   * Returns what it wants after the last candle, or null. Asked again without a new candle, it answers the same.
   * An entry is wanted on the bar that makes its condition true, not on those that keep it true; an exit on every bar
   * that calls for it while the position is still held, because getting out must not hang on a single order.
   */
  propose(context: StrategyContext): Signal | null;
  /**
   * Returns how near the last candle came to an entry: at most one reading for each direction, in its own numbers, with
   * `at` (when the candle closed), `direction` and `distanceFraction` (how far the close was from the border that it
   * has to pass, zero where it had, null where that decides nothing). Empty before it is warmed up; a direction whose
   * entry this candle made has none, for that is a signal.
   */
  readings(): readonly Reason[];
}

export interface StrategyContext {
  readonly at: number;
  /** The last price, an estimate. */
  readonly price: number;
  /** The venue at which the market is seen, where that is not the desk's own: a mirror, during an outage. */
  readonly venue?: string;
  /** What is held in the symbol, whoever opened it; null when flat. */
  readonly position: HeldPosition | null;
}

export interface HeldPosition {
  readonly direction: Direction;
  /** Base quantity, above zero. */
  readonly quantity: number;
  /** The source of the signal that opened it. */
  readonly source: string;
  /** Entries made into it so far, from 1. */
  readonly units: number;
  readonly lastEntryPrice: number;
  readonly openedAt: number;
}

/** A strategy as a plugin: its name, what can be set, and how one is made for a symbol. */
export interface StrategyDefinition<Config> {
  readonly name: string;
  readonly configSchema: z.ZodType<Config>;
  create(options: { readonly symbol: InstrumentSymbol; readonly config: Config }): Strategy;
}

/** Returns the source that signals of a strategy carry, and by which it knows its own positions again. */
export function strategySource(name: string): string {
  return `strategy:${name}`;
}

/** Returns the id of a signal: the same strategy wanting the same at the same time is the same signal. */
export function signalId(name: string, signal: Pick<Signal, 'symbol' | 'action' | 'direction' | 'at'>): string {
  return `${name}:${signal.symbol}:${signal.action}:${signal.direction}:${signal.at}`;
}

/** Returns the other side. */
export function opposite(direction: Direction): Direction {
  return direction === 'long' ? 'short' : 'long';
}
