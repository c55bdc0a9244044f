import type { Candle } from '../domain/market.ts';
import type { Direction } from '../domain/signal.ts';
import { Donchian, type DonchianValue } from '../indicators/donchian.ts';

/** A channel of the bars before the last one, and where the last close lies against it. */
export class BreakoutChannel {
  readonly bars: number;
  private readonly donchian: Donchian;
  private channel: DonchianValue | null = null;
  private side: Direction | null = null;
  private sideBefore: Direction | null = null;

  constructor(bars: number) {
    this.bars = bars;
    this.donchian = new Donchian(bars);
  }

  push(candle: Candle): void {
    this.channel = this.donchian.value;
    this.donchian.push(candle);
    this.sideBefore = this.side;
    this.side = this.channel === null ? null : sideOf(candle.close, this.channel);
  }

  /** Returns `long` where the last close is above the channel before it, `short` below, null inside or too early. */
  get outside(): Direction | null {
    return this.side;
  }

  /** Returns the side of `outside` if the close before was not already out there. */
  get broken(): Direction | null {
    return this.side === this.sideBefore ? null : this.side;
  }

  /** Returns the border on that side, as it was before the last bar; null before it is warmed up. */
  level(side: Direction): number | null {
    if (this.channel === null) return null;
    return side === 'long' ? this.channel.upper : this.channel.lower;
  }
}

function sideOf(close: number, { upper, lower }: DonchianValue): Direction | null {
  if (close > upper) return 'long';
  return close < lower ? 'short' : null;
}
