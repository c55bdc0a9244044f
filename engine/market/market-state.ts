import { InvariantError } from '../domain/errors.ts';
import type { MarketContext } from '../domain/evidence.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle, MarketEvent, Quote } from '../domain/market.ts';
import type { Reason } from '../domain/reason.ts';
import type { Timeframe } from '../domain/timeframe.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import { Atr } from '../indicators/atr.ts';
import { RollingDeviation } from '../indicators/rolling-deviation.ts';
import { Rsi } from '../indicators/rsi.ts';
import { VolumeRatio } from '../indicators/volume-ratio.ts';
import { CandleAggregator } from './candle-aggregator.ts';
import { CandleRing, type CandleWindow } from './candle-ring.ts';
import { MarketValidator } from './validator.ts';

/** The longer timeframes that the engine builds from minutes. */
export const DERIVED_TIMEFRAMES = ['5m', '15m', '1h'] as const;
export type MarketTimeframe = '1m' | (typeof DERIVED_TIMEFRAMES)[number];

/** Tells whether bars of this length are kept. */
export function isMarketTimeframe(timeframe: Timeframe): timeframe is MarketTimeframe {
  return timeframe === '1m' || DERIVED_TIMEFRAMES.some((derived) => derived === timeframe);
}

/** A day of minutes and some hours of outage more, for the change over 24 hours. */
export const MINUTES_KEPT = 1_600;
export const LONGER_BARS_KEPT = 300;

const MINUTE_MS = TIMEFRAME_MS['1m'];
const HOUR_MS = TIMEFRAME_MS['1h'];
const DAY_MS = TIMEFRAME_MS['1d'];
/** A reference price may be this much older than asked; what lies further back is another question's answer. */
const REFERENCE_SLACK_MS = 15 * MINUTE_MS;

/** What an event did: dropped for a reason, or taken in, with the bars that it closed, shortest timeframe first. */
export type MarketUpdate =
  | { readonly outcome: 'quarantined'; readonly reason: Reason }
  | { readonly outcome: 'applied'; readonly closed: readonly Candle[] };

const NOTHING_CLOSED: MarketUpdate = { outcome: 'applied', closed: [] };

/** The market as the engine last saw it, for a fixed list of symbols in a fixed amount of memory. */
export class MarketState {
  readonly symbols: readonly InstrumentSymbol[];
  private readonly markets: ReadonlyMap<InstrumentSymbol, SymbolState>;
  private readonly validator: MarketValidator;

  constructor(symbols: readonly InstrumentSymbol[]) {
    this.symbols = symbols;
    this.markets = new Map(symbols.map((symbol) => [symbol, new SymbolState(symbol)]));
    this.validator = new MarketValidator(symbols);
  }

  /** Takes in one event, live or from the warm-up. */
  apply(event: MarketEvent): MarketUpdate {
    const fault = this.validator.check(event);
    if (fault !== null) return { outcome: 'quarantined', reason: fault };
    if (event.type === 'candle.closed') {
      return { outcome: 'applied', closed: this.market(event.candle.symbol).close(event.candle) };
    }
    this.market(event.quote.symbol).quote = event.quote;
    return NOTHING_CLOSED;
  }

  quote(symbol: InstrumentSymbol): Quote | null {
    return this.market(symbol).quote;
  }

  /** Returns the milliseconds since the last quote, or null when there was none yet. */
  quoteAgeMs(symbol: InstrumentSymbol, now: number): number | null {
    const { quote } = this.market(symbol);
    return quote === null ? null : now - quote.at;
  }

  candles(symbol: InstrumentSymbol, timeframe: MarketTimeframe): CandleWindow {
    return this.market(symbol).window(timeframe);
  }

  /** Returns what the market looks like at the last quote; null before the first one. */
  context(symbol: InstrumentSymbol): MarketContext | null {
    return this.market(symbol).context();
  }

  /** Events taken in and dropped so far, the latter by reason code. */
  counts(): ReturnType<MarketValidator['counts']> {
    return this.validator.counts();
  }

  private market(symbol: InstrumentSymbol): SymbolState {
    const market = this.markets.get(symbol);
    if (market === undefined) throw new InvariantError(`the market state does not follow ${symbol}`);
    return market;
  }
}

class SymbolState {
  quote: Quote | null = null;
  private readonly minutes: CandleRing;
  private readonly longer: ReadonlyMap<MarketTimeframe, { bars: CandleRing; aggregator: CandleAggregator }>;
  private readonly atr = new Atr(14);
  private readonly rsi = new Rsi(14);
  private readonly returns = new RollingDeviation(60);
  private readonly volumeRatio = new VolumeRatio(20);

  constructor(symbol: InstrumentSymbol) {
    this.minutes = new CandleRing(symbol, '1m', MINUTES_KEPT);
    this.longer = new Map(
      DERIVED_TIMEFRAMES.map((timeframe) => [
        timeframe,
        { bars: new CandleRing(symbol, timeframe, LONGER_BARS_KEPT), aggregator: new CandleAggregator(timeframe) },
      ]),
    );
  }

  window(timeframe: MarketTimeframe): CandleWindow {
    if (timeframe === '1m') return this.minutes;
    const longer = this.longer.get(timeframe);
    if (longer === undefined) throw new InvariantError(`the market state builds no ${timeframe} bars`);
    return longer.bars;
  }

  close(minute: Candle): readonly Candle[] {
    this.measure(minute);
    this.minutes.push(minute);
    const closed = [minute];
    for (const { bars, aggregator } of this.longer.values()) {
      for (const bar of aggregator.push(minute)) {
        bars.push(bar);
        closed.push(bar);
      }
    }
    return closed;
  }

  context(): MarketContext | null {
    const { quote } = this;
    if (quote === null) return null;
    const atr = this.atr.value;
    return {
      price: quote.price,
      bid: quote.bid,
      ask: quote.ask,
      spreadFraction: (quote.ask - quote.bid) / quote.price,
      atrFraction: atr === null ? null : atr / quote.price,
      volatility: this.returns.value?.deviation ?? null,
      change1hFraction: this.changeSince(quote, HOUR_MS),
      change24hFraction: this.changeSince(quote, DAY_MS),
      rsi14: this.rsi.value,
      volumeRatio: this.volumeRatio.value,
      quotedAt: quote.at,
      ...(quote.venue === undefined ? {} : { venue: quote.venue }),
    };
  }

  private measure(minute: Candle): void {
    const before = this.minutes.closeAsOf(minute.openTime);
    // A step over missing minutes is no 1-minute return; one alone would rule the volatility of the next hour.
    if (before?.closeTime === minute.openTime) this.returns.push(Math.log(minute.close / before.close));
    this.atr.push(minute);
    this.rsi.push(minute.close);
    this.volumeRatio.push(minute.volume);
  }

  private changeSince({ at, price }: Quote, spanMs: number): number | null {
    const then = this.minutes.closeAsOf(at - spanMs);
    if (then === null || then.closeTime < at - spanMs - REFERENCE_SLACK_MS) return null;
    return price / then.close - 1;
  }
}
