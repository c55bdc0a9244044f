import type { Candle } from '../domain/market.ts';
import type { Direction } from '../domain/signal.ts';
import type { BreakoutChannel } from './breakout-channel.ts';

interface PaperTrade {
  readonly direction: Direction;
  readonly entry: number;
  readonly stop: number;
}

/**
 * What became of a system's breakouts, whether or not they were traded: each opens a trade on paper, which is lost at
 * its stop and otherwise ends at the exit channel. While one is open, further new extremes are the same move and no new
 * breakout; and how the last one ended is the ground on which the Turtles left out the breakout after a winner.
 * Follows from the candles alone.
 */
export class BreakoutRecord {
  private readonly entries: BreakoutChannel;
  private readonly exits: BreakoutChannel;
  private readonly stopN: number;
  private trade: PaperTrade | null = null;
  private fresh: Direction | null = null;
  private won = false;

  constructor(entries: BreakoutChannel, exits: BreakoutChannel, stopN: number) {
    this.entries = entries;
    this.exits = exits;
    this.stopN = stopN;
  }

  /** Returns the direction of the breakout that the last candle made, null if it made none. */
  get breakout(): Direction | null {
    return this.fresh;
  }

  /** Returns whether the last trade on paper that ended was a winner. */
  get wonLast(): boolean {
    return this.won;
  }

  /** Takes in a candle after the channels have; `n` is null before it is warmed up. */
  push(candle: Candle, n: number | null): void {
    this.fresh = null;
    if (this.trade !== null) this.follow(this.trade, candle);
    const { broken } = this.entries;
    if (this.trade !== null || broken === null || n === null) return;
    const reach = this.stopN * n;
    const stop = broken === 'long' ? candle.close - reach : candle.close + reach;
    this.trade = { direction: broken, entry: candle.close, stop };
    this.fresh = broken;
  }

  private follow({ direction, entry, stop }: PaperTrade, { low, high, close }: Candle): void {
    const long = direction === 'long';
    const stopped = long ? low <= stop : high >= stop;
    const left = this.exits.outside === (long ? 'short' : 'long');
    if (!stopped && !left) return;
    this.won = !stopped && (long ? close > entry : close < entry);
    this.trade = null;
  }
}
