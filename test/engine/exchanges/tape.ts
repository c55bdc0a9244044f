import type { ReplayTape } from '../../../engine/exchanges/replay-path.ts';

export const START = Date.UTC(2025, 0, 1);
export const MINUTE = 60_000;

export type Bar = readonly [minute: number, open: number, high: number, low: number, close: number, volume: number];

/** A hand-made recording: bars by minute from START − `warmupMinutes`, all on a tick of 0.01. */
export function tapeOf(
  bars: Readonly<Record<string, readonly Bar[]>>,
  { minutes, warmupMinutes = 0 }: { readonly minutes: number; readonly warmupMinutes?: number },
): ReplayTape {
  const column = (symbol: string, read: (bar: Bar) => number) => Float64Array.from((bars[symbol] ?? []).map(read));
  return {
    symbols: Object.keys(bars),
    manifest: {
      barMs: MINUTE,
      warmupStartTime: START - warmupMinutes * MINUTE,
      startTime: START,
      endTime: START + minutes * MINUTE,
      markets: Object.keys(bars).map((symbol) => ({ symbol, tickSize: '0.01' })),
    },
    candles: (symbol) => ({
      openTime: column(symbol, (bar) => START + bar[0] * MINUTE),
      open: column(symbol, (bar) => bar[1]),
      high: column(symbol, (bar) => bar[2]),
      low: column(symbol, (bar) => bar[3]),
      close: column(symbol, (bar) => bar[4]),
      volume: column(symbol, (bar) => bar[5]),
    }),
  };
}

/** Bars of a price that climbs by 1 a minute. */
export function climb(fromMinute: number, toMinute: number, price = 100): readonly Bar[] {
  return Array.from({ length: toMinute - fromMinute }, (_, index) => {
    const open = price + index;
    return [fromMinute + index, open, open + 2, open - 0.5, open + 1, 4];
  });
}
