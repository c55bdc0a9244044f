import type { Candle } from '../../../engine/domain/market.ts';
import type { Reason } from '../../../engine/domain/reason.ts';
import type { Signal } from '../../../engine/domain/signal.ts';
import type { HeldPosition, Strategy } from '../../../engine/strategies/strategy.ts';

export const SYMBOL = 'BTC/USDT:USDT';
export const BAR = 300_000;

/** 5-minute candles with these closes, each ranging 1 to both sides of its close. */
export function candlesOf(closes: readonly number[], firstBar = 0): readonly Candle[] {
  return closes.map((close, index) => ({
    symbol: SYMBOL,
    timeframe: '5m',
    openTime: (firstBar + index) * BAR,
    closeTime: (firstBar + index + 1) * BAR,
    open: close,
    high: close + 1,
    low: close - 1,
    close,
    volume: 1,
  }));
}

export function repeat(close: number, times: number): readonly number[] {
  return Array.from({ length: times }, () => close);
}

/** Feeds the closes and returns what the strategy reads after the last. */
export function readingsAfter(strategy: Strategy, closes: readonly number[]): readonly Reason[] {
  for (const candle of candlesOf(closes)) strategy.observe(candle);
  return strategy.readings();
}

/** Feeds the closes and returns the signals with the number of the bar after which each came. */
export function signalsOf(
  strategy: Strategy,
  closes: readonly number[],
  position: HeldPosition | null = null,
): readonly { readonly bar: number; readonly signal: Signal }[] {
  return candlesOf(closes).flatMap((candle, bar) => {
    strategy.observe(candle);
    const signal = strategy.propose({ at: candle.closeTime, price: candle.close, position });
    return signal === null ? [] : [{ bar, signal }];
  });
}
