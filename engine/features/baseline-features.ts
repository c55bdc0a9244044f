import { InvariantError } from '../domain/errors.ts';
import type { FeatureVector } from '../domain/feature-vector.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import { Atr } from '../indicators/atr.ts';
import { Bollinger } from '../indicators/bollinger.ts';
import { Donchian, type DonchianValue } from '../indicators/donchian.ts';
import { Macd } from '../indicators/macd.ts';
import { RealisedVolatility } from '../indicators/realised-volatility.ts';
import { Rsi } from '../indicators/rsi.ts';
import { VolumeRatio } from '../indicators/volume-ratio.ts';
import type { FeatureSet, FeatureStream } from './feature-set.ts';

/**
 * Frozen with the version: what each place of the vector means. No feature has a price unit, so one model serves
 * every symbol. σ is the realised volatility of one bar over the last 60.
 */
const NAMES = [
  /** Log return of the last bar, in σ. */
  'return1',
  /** Log returns of the last 5, 15 and 60 bars, in σ·√bars. */
  'return5',
  'return15',
  'return60',
  /** RSI of 14 bars, −1 to 1 around 50. */
  'rsi14',
  /** Place in the Bollinger bands (20, 2), 0 in the middle and ±0.5 on a band. */
  'bollingerB',
  /** Natural log of the bands' width as a percentage of their middle. */
  'bollingerWidth',
  /** Natural log of ATR 14 as a percentage of the close. */
  'atrFraction',
  /** MACD 12/26/9 histogram as a fraction of the close, in σ. */
  'macdHistogram',
  /** Natural log of the bar's volume over the mean of the 60 before. */
  'volumeRatio',
  /** Place of the close in the high–low range of 60 and 240 bars, −1 at the low, 1 at the high. */
  'rangePosition60',
  'rangePosition240',
  /** Close − open over high − low of the last bar. */
  'candleBody',
  /** Natural log of realised volatility, 15 bars over 240. */
  'volatilityRatio',
  /** Natural log of realised volatility over a day of bars, in percent per bar. */
  'volatilityDay',
  /** Time of day at the close, UTC, as a point on the circle. */
  'timeSine',
  'timeCosine',
] as const;

const BAR_MS = TIMEFRAME_MS['1m'];
const DAY_MS = TIMEFRAME_MS['1d'];
const DAY_BARS = DAY_MS / BAR_MS;
const LONGEST_RETURN = 60;
/** A minute nobody traded in is not published everywhere; a longer hole is an outage and starts the windows anew. */
const MAX_QUIET_BARS = 5;
/** Below this (0.0001 % a bar) nothing moves, and a division by it would make noise look like news. */
const MIN_FRACTION = 1e-6;
/** Single outliers beyond this add nothing that a linear model could use well. */
const MAX_SIGMAS = 8;
const MIN_VOLUME_RATIO = 0.01;

export const BASELINE_FEATURES: FeatureSet = {
  id: 'baseline@1',
  names: NAMES,
  timeframe: '1m',
  warmupBars: DAY_BARS + 1,
  create: (symbol) => new BaselineStream(symbol),
};

class BaselineStream implements FeatureStream {
  private readonly symbol: InstrumentSymbol;
  private windows = new Windows();
  private last: Candle | null = null;

  constructor(symbol: InstrumentSymbol) {
    this.symbol = symbol;
  }

  push(candle: Candle): FeatureVector | null {
    this.checkPlace(candle);
    const { last } = this;
    this.last = candle;
    if (!isUsable(candle)) return this.startAnew();
    if (last !== null) this.bridge(last, candle);
    const values = this.windows.push(candle);
    if (values === null || !values.every(Number.isFinite)) return null;
    return { featureSet: BASELINE_FEATURES.id, symbol: this.symbol, asOf: candle.closeTime, names: NAMES, values };
  }

  private checkPlace(candle: Candle): void {
    if (candle.symbol !== this.symbol || candle.timeframe !== '1m') {
      throw new InvariantError(
        `Features of ${this.symbol} 1m were given a bar of ${candle.symbol} ${candle.timeframe}.`,
      );
    }
    if (this.last !== null && candle.openTime < this.last.closeTime) {
      throw new InvariantError(
        `Features of ${this.symbol} were given the bar of ${candle.openTime} after that of ${this.last.openTime}.`,
      );
    }
  }

  private bridge(last: Candle, candle: Candle): void {
    const missing = (candle.openTime - last.closeTime) / BAR_MS;
    if (missing > MAX_QUIET_BARS) this.startAnew();
    else for (let bar = 0; bar < missing; bar += 1) this.windows.push(quietBar(last, bar));
  }

  private startAnew(): null {
    this.windows = new Windows();
    return null;
  }
}

function isUsable({ open, high, low, close, volume }: Candle): boolean {
  return Number.isFinite(open + high + low + close + volume) && low > 0 && volume >= 0;
}

function quietBar(last: Candle, after: number): Candle {
  const { close } = last;
  const openTime = last.closeTime + after * BAR_MS;
  return { ...last, openTime, closeTime: openTime + BAR_MS, open: close, high: close, low: close, volume: 0 };
}

/** Everything that remembers; thrown away whole when the bars have a hole. */
class Windows {
  private readonly closes = new Float64Array(LONGEST_RETURN + 1);
  private seen = 0;
  private readonly volatility15 = new RealisedVolatility(15);
  private readonly volatility60 = new RealisedVolatility(60);
  private readonly volatility240 = new RealisedVolatility(240);
  private readonly volatilityDay = new RealisedVolatility(DAY_BARS);
  private readonly rsi = new Rsi(14);
  private readonly bollinger = new Bollinger(20, 2);
  private readonly atr = new Atr(14);
  private readonly macd = new Macd(12, 26, 9);
  private readonly volume = new VolumeRatio(60);
  private readonly range60 = new Donchian(60);
  private readonly range240 = new Donchian(240);

  /** Returns the values in the order of NAMES, or null until the longest window is full. */
  push(candle: Candle): number[] | null {
    const { close } = candle;
    this.closes[this.seen % this.closes.length] = close;
    this.seen += 1;
    const volatility15 = this.volatility15.push(close);
    const volatility60 = this.volatility60.push(close);
    const volatility240 = this.volatility240.push(close);
    const volatilityDay = this.volatilityDay.push(close);
    const rsi = this.rsi.push(close);
    const bollinger = this.bollinger.push(close);
    const atr = this.atr.push(candle);
    const macd = this.macd.push(close);
    const volumeRatio = this.volume.push(candle.volume);
    const range60 = this.range60.push(candle);
    const range240 = this.range240.push(candle);
    if (volatility15 === null || volatility60 === null || volatility240 === null || volatilityDay === null) return null;
    if (rsi === null || bollinger === null || atr === null || macd === null) return null;
    if (volumeRatio === null || range60 === null || range240 === null) return null;
    const sigma = Math.max(volatility60, MIN_FRACTION);
    const timeAngle = (2 * Math.PI * (candle.closeTime % DAY_MS)) / DAY_MS;
    return [
      this.returnOver(1, close, sigma),
      this.returnOver(5, close, sigma),
      this.returnOver(15, close, sigma),
      this.returnOver(60, close, sigma),
      (rsi - 50) / 50,
      bollinger.percentB - 0.5,
      logPercent(bollinger.widthFraction),
      logPercent(atr / close),
      clamp(macd.histogram / close / sigma),
      Math.log(Math.max(volumeRatio, MIN_VOLUME_RATIO)),
      placeIn(range60, close),
      placeIn(range240, close),
      candle.high > candle.low ? (close - candle.open) / (candle.high - candle.low) : 0,
      logPercent(volatility15) - logPercent(volatility240),
      logPercent(volatilityDay),
      Math.sin(timeAngle),
      Math.cos(timeAngle),
    ];
  }

  private returnOver(bars: number, close: number, sigma: number): number {
    const before = this.closes[(this.seen - 1 - bars) % this.closes.length] ?? close;
    return clamp(Math.log(close / before) / (sigma * Math.sqrt(bars)));
  }
}

function clamp(sigmas: number): number {
  return Math.max(-MAX_SIGMAS, Math.min(MAX_SIGMAS, sigmas));
}

function logPercent(fraction: number): number {
  return Math.log(100 * Math.max(fraction, MIN_FRACTION));
}

function placeIn({ upper, lower }: DonchianValue, close: number): number {
  return upper > lower ? (2 * (close - lower)) / (upper - lower) - 1 : 0;
}
