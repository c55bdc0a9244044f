/** The columns of many bars, as the plain loops read them. */
export interface BarColumns {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

/** Writes an indicator of every bar into `out`: one loop over typed arrays, nothing allocated, nothing checked. */
export type PlainLoop = (bars: BarColumns, out: Float64Array) => void;

/** What a streaming indicator is held against. */
export const PLAIN_LOOPS: Readonly<Record<string, PlainLoop>> = {
  sma20({ close }, out) {
    let sum = 0;
    for (let bar = 0; bar < close.length; bar += 1) {
      sum += at(close, bar) - (bar >= 20 ? at(close, bar - 20) : 0);
      out[bar] = sum / 20;
    }
  },
  ema20({ close }, out) {
    const weight = 2 / 21;
    let mean = at(close, 0);
    for (let bar = 0; bar < close.length; bar += 1) {
      mean += weight * (at(close, bar) - mean);
      out[bar] = mean;
    }
  },
  rsi14({ close }, out) {
    let gain = 0;
    let loss = 0;
    for (let bar = 1; bar < close.length; bar += 1) {
      const change = at(close, bar) - at(close, bar - 1);
      gain = (gain * 13 + (change > 0 ? change : 0)) / 14;
      loss = (loss * 13 + (change < 0 ? -change : 0)) / 14;
      out[bar] = (100 * gain) / (gain + loss);
    }
  },
  macd({ close }, out) {
    let fast = at(close, 0);
    let slow = fast;
    let signal = 0;
    for (let bar = 0; bar < close.length; bar += 1) {
      fast += (2 / 13) * (at(close, bar) - fast);
      slow += (2 / 27) * (at(close, bar) - slow);
      signal += 0.2 * (fast - slow - signal);
      out[bar] = fast - slow - signal;
    }
  },
  bollinger20({ close }, out) {
    let sum = 0;
    let squares = 0;
    for (let bar = 0; bar < close.length; bar += 1) {
      const price = at(close, bar);
      const old = bar >= 20 ? at(close, bar - 20) : 0;
      sum += price - old;
      squares += price * price - old * old;
      const mean = sum / 20;
      out[bar] = mean + 2 * Math.sqrt(Math.max(0, squares / 20 - mean * mean));
    }
  },
  atr14({ high, low, close }, out) {
    let mean = 0;
    for (let bar = 1; bar < close.length; bar += 1) {
      const before = at(close, bar - 1);
      const range = Math.max(at(high, bar), before) - Math.min(at(low, bar), before);
      mean = (mean * 13 + range) / 14;
      out[bar] = mean;
    }
  },
};

function at(column: Float64Array, place: number): number {
  return column[place] as number;
}
