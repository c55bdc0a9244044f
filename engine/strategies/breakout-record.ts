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
  /** As it stood before the last candle. */
  private earlier: { readonly trade: PaperTrade | null; readonly won: boolean } = { trade: null, won: false };

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

  /**
   * Returns what a breakout on that side would have been, had the last candle closed at `close`: no new one while a
   * trade on paper goes that way; and if it ended one of the other side, that one's result is the last.
   */
  hadClosed({ low, high }: Candle, close: number, side: Direction): 'same-move' | 'after-winner' | 'new' {
    const { trade, won } = this.earlier;
    if (trade === null) return won ? 'after-winner' : 'new';
    const reach = { low: Math.min(low, close), high: Math.max(high, close), close };
    if (trade.direction === side && !isStopped(trade, reach)) return 'same-move';
    return isWinner(trade, reach) ? 'after-winner' : 'new';
  }

  /** Takes in a candle after the channels have; `n` is null before it is warmed up. */
  push(candle: Candle, n: number | null): void {
    this.earlier = { trade: this.trade, won: this.won };
    this.fresh = null;
    if (this.trade !== null) this.follow(this.trade, candle);
    const { broken } = this.entries;
    if (this.trade !== null || broken === null || n === null) return;
    const reach = this.stopN * n;
    const stop = broken === 'long' ? candle.close - reach : candle.close + reach;
    this.trade = { direction: broken, entry: candle.close, stop };
    this.fresh = broken;
  }

  private follow(trade: PaperTrade, candle: Candle): void {
    const left = this.exits.outside === (trade.direction === 'long' ? 'short' : 'long');
    if (!isStopped(trade, candle) && !left) return;
    this.won = isWinner(trade, candle);
    this.trade = null;
  }
}

type Reach = Pick<Candle, 'low' | 'high' | 'close'>;

function isStopped({ direction, stop }: PaperTrade, { low, high }: Reach): boolean {
  return direction === 'long' ? low <= stop : high >= stop;
}

function isWinner(trade: PaperTrade, reach: Reach): boolean {
  if (isStopped(trade, reach)) return false;
  return trade.direction === 'long' ? reach.close > trade.entry : reach.close < trade.entry;
}
