import type { Candle } from '../domain/market.ts';
import { Adx } from './adx.ts';
import { Atr } from './atr.ts';
import { Bollinger } from './bollinger.ts';
import { Cci } from './cci.ts';
import { Donchian } from './donchian.ts';
import { Ema } from './ema.ts';
import type { Indicator } from './indicator.ts';
import { Macd } from './macd.ts';
import { RealisedVolatility } from './realised-volatility.ts';
import { RollingDeviation } from './rolling-deviation.ts';
import { Rsi } from './rsi.ts';
import { Sma } from './sma.ts';
import { Stochastic } from './stochastic.ts';
import { VolumeRatio } from './volume-ratio.ts';

/** An indicator at its customary lengths, fed with candles. */
export interface IndicatorEntry {
  readonly name: string;
  /** Bars until the first answer. */
  readonly warmupBars: number;
  create(): Indicator<Candle, number | object>;
}

export const INDICATORS: readonly IndicatorEntry[] = [
  { name: 'sma20', warmupBars: 20, create: () => onClose(new Sma(20)) },
  { name: 'ema20', warmupBars: 20, create: () => onClose(new Ema(20)) },
  { name: 'rsi14', warmupBars: 15, create: () => onClose(new Rsi(14)) },
  { name: 'macd', warmupBars: 34, create: () => onClose(new Macd(12, 26, 9)) },
  { name: 'bollinger20', warmupBars: 20, create: () => onClose(new Bollinger(20, 2)) },
  { name: 'deviation20', warmupBars: 20, create: () => onClose(new RollingDeviation(20)) },
  { name: 'realisedVolatility60', warmupBars: 61, create: () => onClose(new RealisedVolatility(60)) },
  { name: 'atr14', warmupBars: 14, create: () => new Atr(14) },
  { name: 'adx14', warmupBars: 28, create: () => new Adx(14) },
  { name: 'cci20', warmupBars: 20, create: () => new Cci(20) },
  { name: 'donchian20', warmupBars: 20, create: () => new Donchian(20) },
  { name: 'stochastic14', warmupBars: 18, create: () => new Stochastic(14, 3, 3) },
  { name: 'volumeRatio20', warmupBars: 21, create: () => onVolume(new VolumeRatio(20)) },
];

function onClose<Output>(indicator: Indicator<number, Output>): Indicator<Candle, Output> {
  return {
    get value() {
      return indicator.value;
    },
    push: (candle) => indicator.push(candle.close),
  };
}

function onVolume<Output>(indicator: Indicator<number, Output>): Indicator<Candle, Output> {
  return {
    get value() {
      return indicator.value;
    },
    push: (candle) => indicator.push(candle.volume),
  };
}
