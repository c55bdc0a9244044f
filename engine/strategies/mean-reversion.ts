import { z } from 'zod';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import { type Reason, reason } from '../domain/reason.ts';
import { type Direction, NO_PLAN, type Signal } from '../domain/signal.ts';
import { TIMEFRAME_MS, type Timeframe } from '../domain/timeframe.ts';
import { Atr } from '../indicators/atr.ts';
import { Bollinger, type BollingerValue } from '../indicators/bollinger.ts';
import { Rsi } from '../indicators/rsi.ts';
import {
  type HeldPosition,
  type Strategy,
  type StrategyContext,
  type StrategyDefinition,
  signalId,
  strategySource,
} from './strategy.ts';

const NAME = 'mean-reversion';
const SOURCE = strategySource(NAME);
const RSI_MIDDLE = 50;

const bars = z.number().int().min(2).max(500);

export const meanReversionConfigSchema = z.strictObject({
  timeframe: z.enum(['1m', '5m', '15m', '1h']).default('5m'),
  rsiBars: bars.default(14),
  /** Long below this, short above its mirror image (100 − it). */
  rsiOversold: z.number().min(5).max(45).default(30),
  bandBars: bars.default(20),
  /** Reach of the bands, in standard deviations. */
  bandDeviations: z.number().positive().max(5).default(2),
  /** `outside` enters on the close that leaves the band, `turning` on the one that comes back into it. */
  entry: z.enum(['outside', 'turning']).default('outside'),
  atrBars: bars.default(14),
  stopAtr: z.number().positive().max(20).default(2.5),
  /** Closes the position after this many bars, whatever the price: a reversion that takes longer was none. */
  maxHoldBars: z.number().int().min(1).max(1_000).default(48),
  /** Fraction of equity lost at the stop. */
  /** Null leaves it to the desk's own setting; a number can only lower that. */
  riskFraction: z.number().positive().max(0.05).nullable().default(null),
  /** A signal not acted upon within so many bars is void. */
  expiresAfterBars: z.number().positive().max(10).default(1),
});

export type MeanReversionConfig = z.infer<typeof meanReversionConfigSchema>;

/** What one closed bar showed; `stretched` is the direction of the way back when price and RSI are both far out. */
interface Reading {
  readonly at: number;
  readonly close: number;
  readonly rsi: number;
  readonly bands: BollingerValue;
  readonly atr: number;
  readonly stretched: Direction | null;
}

/**
 * Trades the way back: long when the close is below the lower Bollinger band and the RSI oversold, short mirrored. Out
 * at the middle band or when the RSI is back through 50, at a stop of some ATR, or after a time.
 */
class MeanReversion implements Strategy {
  readonly name = NAME;
  readonly symbol: InstrumentSymbol;
  readonly timeframe: Timeframe;
  private readonly config: MeanReversionConfig;
  private readonly rsi: Rsi;
  private readonly bollinger: Bollinger;
  private readonly atr: Atr;
  private now: Reading | null = null;
  private before: Reading | null = null;

  constructor(symbol: InstrumentSymbol, config: MeanReversionConfig) {
    this.symbol = symbol;
    this.timeframe = config.timeframe;
    this.config = config;
    this.rsi = new Rsi(config.rsiBars);
    this.bollinger = new Bollinger(config.bandBars, config.bandDeviations);
    this.atr = new Atr(config.atrBars);
  }

  observe(candle: Candle): void {
    const rsi = this.rsi.push(candle.close);
    const bands = this.bollinger.push(candle.close);
    const atr = this.atr.push(candle);
    this.before = this.now;
    if (rsi === null || bands === null || atr === null) return;
    const { close, closeTime: at } = candle;
    this.now = { at, close, rsi, bands, atr, stretched: this.stretch(close, rsi, bands) };
  }

  propose({ at, position }: StrategyContext): Signal | null {
    if (this.now === null || this.before === null) return null;
    if (position === null) return this.entry(this.now, this.before, at);
    return position.source === SOURCE ? this.exit(this.now, position, at) : null;
  }

  readings(): readonly Reason[] {
    const { now, before } = this;
    if (now === null || before === null) return [];
    const entered = this.entered(now, before);
    return (['long', 'short'] as const)
      .filter((direction) => direction !== entered)
      .map((direction) => this.reading(now, direction));
  }

  private reading({ at, close, rsi, bands, stretched }: Reading, direction: Direction): Reason {
    const long = direction === 'long';
    const band = long ? bands.lower : bands.upper;
    const rsiLimit = long ? this.config.rsiOversold : 100 - this.config.rsiOversold;
    const rsiMissing = Math.max(0, long ? rsi - rsiLimit : rsiLimit - rsi);
    const distanceFraction = Math.abs(close - band) / close;
    const seen = { at, direction, rsi, rsiLimit, rsiMissing, close, band };
    if (stretched === direction) {
      return this.config.entry === 'outside'
        ? reason('mean-reversion.reading-stretched', { ...seen, distanceFraction: 0 })
        : reason('mean-reversion.reading-turning', { ...seen, distanceFraction });
    }
    if (long ? close < band : close > band) {
      return reason('mean-reversion.reading-rsi', { ...seen, distanceFraction: 0 });
    }
    const isFarOut = long ? rsi < rsiLimit : rsi > rsiLimit;
    return isFarOut
      ? reason('mean-reversion.reading-band', { ...seen, distanceFraction })
      : reason('mean-reversion.reading', { ...seen, distanceFraction });
  }

  private entered(now: Reading, before: Reading): Direction | null {
    return this.config.entry === 'outside' ? leaving(now, before) : returning(now, before);
  }

  private stretch(close: number, rsi: number, { lower, upper }: BollingerValue): Direction | null {
    const { rsiOversold } = this.config;
    if (close < lower && rsi < rsiOversold) return 'long';
    return close > upper && rsi > 100 - rsiOversold ? 'short' : null;
  }

  private entry(now: Reading, before: Reading, at: number): Signal | null {
    const direction = this.entered(now, before);
    if (direction === null || now.atr === 0) return null;
    const { stopAtr, riskFraction, maxHoldBars } = this.config;
    const plan = {
      ...NO_PLAN,
      stopDistance: stopAtr * now.atr,
      maxHoldMs: maxHoldBars * TIMEFRAME_MS[this.timeframe],
      riskFraction,
    };
    const confidence = this.confidence(this.config.entry === 'outside' ? now : before);
    return this.signal({ action: 'enter', direction, confidence, reason: entryReason(direction, now), at, plan });
  }

  private exit(now: Reading, { direction }: HeldPosition, at: number): Signal | null {
    const why = exitReason(direction, now);
    if (why === null) return null;
    return this.signal({ action: 'exit', direction, confidence: 1, reason: why, at, plan: NO_PLAN });
  }

  /** From 0.5 where both conditions are just met to 1 with the RSI half as far out and the close 1 ATR beyond the band. */
  private confidence({ close, rsi, bands, atr, stretched }: Reading): number {
    const { rsiOversold } = this.config;
    const oversold = stretched === 'long' ? rsi : 100 - rsi;
    const beyond = stretched === 'long' ? bands.lower - close : close - bands.upper;
    const rsiDepth = Math.min(1, (2 * (rsiOversold - oversold)) / rsiOversold);
    return 0.5 + 0.25 * rsiDepth + 0.25 * Math.min(1, beyond / atr);
  }

  private signal(wanted: Pick<Signal, 'action' | 'direction' | 'confidence' | 'reason' | 'at' | 'plan'>): Signal {
    const expiresAt = wanted.at + this.config.expiresAfterBars * TIMEFRAME_MS[this.timeframe];
    const named = { ...wanted, symbol: this.symbol, source: SOURCE, expiresAt };
    return { id: signalId(NAME, named), ...named };
  }
}

export const meanReversion: StrategyDefinition<MeanReversionConfig> = {
  name: NAME,
  configSchema: meanReversionConfigSchema,
  create: ({ symbol, config }) => new MeanReversion(symbol, config),
};

function leaving(now: Reading, before: Reading): Direction | null {
  return now.stretched === before.stretched ? null : now.stretched;
}

function returning({ close, bands }: Reading, { stretched }: Reading): Direction | null {
  if (stretched === 'long' && close >= bands.lower) return 'long';
  return stretched === 'short' && close <= bands.upper ? 'short' : null;
}

function entryReason(direction: Direction, { rsi, bands, close }: Reading): Reason {
  return direction === 'long'
    ? reason('mean-reversion.oversold', { rsi, lowerBand: bands.lower, close })
    : reason('mean-reversion.overbought', { rsi, upperBand: bands.upper, close });
}

function exitReason(direction: Direction, { rsi, bands, close }: Reading): Reason | null {
  const sign = direction === 'long' ? 1 : -1;
  if (sign * (close - bands.middle) >= 0) {
    return reason('mean-reversion.exit-middle-band', { middleBand: bands.middle, close });
  }
  return sign * (rsi - RSI_MIDDLE) >= 0 ? reason('mean-reversion.exit-rsi', { rsi, close }) : null;
}
