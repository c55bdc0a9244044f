import type { BarCondition, ConditionOf, LevelIndicator } from '../domain/alert-rule.ts';
import type { Candle } from '../domain/market.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import { Bollinger } from '../indicators/bollinger.ts';
import { Ema } from '../indicators/ema.ts';
import type { Indicator } from '../indicators/indicator.ts';
import { Macd } from '../indicators/macd.ts';
import { INDICATORS } from '../indicators/registry.ts';
import { Sma } from '../indicators/sma.ts';
import { Stochastic } from '../indicators/stochastic.ts';
import type { RuleReading } from './rule-latch.ts';

/** Reads what a condition watches off one bar after the other, oldest first; null until it is warmed up. */
export type RuleReader = (bar: Candle) => RuleReading | null;

const MINUTE_MS = TIMEFRAME_MS['1m'];
/** A reference price may be this much older than the window asks. */
const REFERENCE_SLACK_MS = 15 * MINUTE_MS;
const FORGOTTEN_AT_ONCE = 1_024;
const PRICE_BAND_FRACTION = 0.002;
const AVERAGE_BAND_FRACTION = 0.001;
const MACD_BAND_FRACTION = 0.0001;
const BOLLINGER_BAND = 0.2;

/** What an indicator must come back by, in its own unit, or as a share of the level. */
const BANDS: Readonly<Record<LevelIndicator, { readonly own: number } | { readonly share: number }>> = {
  rsi: { own: 3 },
  adx: { own: 2 },
  atr: { share: 0.05 },
  cci: { own: 20 },
  stochastic: { own: 5 },
  volume: { share: 0.2 },
};

const REGISTERED: Readonly<Partial<Record<LevelIndicator, string>>> = {
  rsi: 'rsi14',
  adx: 'adx14',
  atr: 'atr14',
  cci: 'cci20',
  volume: 'volumeRatio20',
};

/** Returns a reader with no past. */
export function createRuleReader(condition: BarCondition): RuleReader {
  switch (condition.type) {
    case 'price':
      return priceReader(condition);
    case 'move':
      return moveReader(condition);
    case 'indicator':
      return indicatorReader(condition);
    case 'line':
      return lineReader(condition);
  }
}

function priceReader({ level }: ConditionOf<'price'>): RuleReader {
  const band = level * PRICE_BAND_FRACTION;
  return ({ closeTime: at, high, low, close }) => {
    return { at, high, low, last: close, upper: level, lower: level, band, shown: close };
  };
}

function moveReader({ fraction, windowMs }: ConditionOf<'move'>): RuleReader {
  const closes: { readonly at: number; readonly close: number }[] = [];
  let first = 0;
  return ({ closeTime: at, close }) => {
    closes.push({ at, close });
    // The newest close that is at least a window old is the one to compare with; older ones are let go.
    while ((closes[first + 1]?.at ?? Number.POSITIVE_INFINITY) <= at - windowMs) first += 1;
    if (first >= FORGOTTEN_AT_ONCE) {
      closes.splice(0, first);
      first = 0;
    }
    const then = closes[first];
    if (then === undefined || then.at > at - windowMs || then.at < at - windowMs - REFERENCE_SLACK_MS) return null;
    const change = close / then.close - 1;
    return point(at, change, { upper: fraction, lower: -fraction, band: fraction / 2 });
  };
}

function indicatorReader({ indicator, level }: ConditionOf<'indicator'>): RuleReader {
  const source = levelIndicator(indicator);
  const wanted = BANDS[indicator];
  const band = 'own' in wanted ? wanted.own : Math.abs(level) * wanted.share;
  return (bar) => {
    const value = source.push(bar);
    return value === null ? null : point(bar.closeTime, value, { upper: level, lower: level, band });
  };
}

/** Returns the indicator as one number a bar. */
function levelIndicator(name: LevelIndicator): Indicator<Candle, number> {
  if (name === 'stochastic') {
    const stochastic = new Stochastic(14, 3, 3);
    return { value: null, push: (bar) => stochastic.push(bar)?.k ?? null };
  }
  const entry = INDICATORS.find((one) => one.name === REGISTERED[name]);
  const indicator = entry?.create();
  return {
    value: null,
    push: (bar) => {
      const value = indicator?.push(bar) ?? null;
      if (typeof value === 'number' || value === null) return value;
      return 'adx' in value && typeof value.adx === 'number' ? value.adx : null;
    },
  };
}

function lineReader(condition: ConditionOf<'line'>): RuleReader {
  switch (condition.line) {
    case 'macd': {
      const macd = new Macd(12, 26, 9);
      return ({ closeTime, close }) => {
        const value = macd.push(close);
        if (value === null) return null;
        return point(closeTime, value.histogram / close, { upper: 0, lower: 0, band: MACD_BAND_FRACTION }, value.line);
      };
    }
    case 'bollinger':
      return bollingerReader();
    case 'sma':
      return averageReader(new Sma(condition.length ?? 20));
    case 'ema':
      return averageReader(new Ema(condition.length ?? 20));
  }
}

/** The bar's own shadow touches a band; it has let go when the close is a fifth of the bands' distance inside. */
function bollingerReader(): RuleReader {
  const bands = new Bollinger(20, 2);
  return ({ closeTime: at, high, low, close }) => {
    const value = bands.push(close);
    if (value === null) return null;
    const width = value.upper - value.lower;
    if (width === 0) return point(at, 0.5, { upper: 1, lower: 0, band: BOLLINGER_BAND });
    const place = (price: number) => (price - value.lower) / width;
    const { percentB } = value;
    const limits = { upper: 1, lower: 0, band: BOLLINGER_BAND };
    return { at, high: place(high), low: place(low), last: percentB, ...limits, shown: percentB };
  };
}

function averageReader(average: Indicator<number, number>): RuleReader {
  return ({ closeTime, close }) => {
    const mean = average.push(close);
    if (mean === null || mean === 0) return null;
    return point(closeTime, close / mean - 1, { upper: 0, lower: 0, band: AVERAGE_BAND_FRACTION }, mean);
  };
}

function point(
  at: number,
  value: number,
  limits: Pick<RuleReading, 'upper' | 'lower' | 'band'>,
  shown = value,
): RuleReading {
  return { at, high: value, low: value, last: value, ...limits, shown };
}
