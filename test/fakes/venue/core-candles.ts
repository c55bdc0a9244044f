import { decimal, decimalFromEstimate, ZERO } from '../../../engine/domain/decimal.ts';
import type { CoreCandle, TapeTrade } from './core-types.ts';

const MINUTE = 60_000;
/** Empty minutes that a jump of the clock fills in; more are left out, as while a venue was down. */
const FILLED_MINUTES = 600;

/** Candles of one minute, made of trades; longer ones are put together from them. */
export class CandleStore {
  readonly #bySymbol = new Map<string, Map<number, CoreCandle>>();

  /** Returns the candle that the trade falls into. */
  onTrade(trade: TapeTrade): CoreCandle {
    const openTime = trade.at - (trade.at % MINUTE);
    const candles = this.#of(trade.symbol);
    const price = trade.price.toNumber();
    const candle = candles.get(openTime) ?? emptyCandle(openTime, price);
    candles.set(openTime, candle);
    if (candle.trades === 0) candle.firstTradeId = trade.id;
    candle.high = Math.max(candle.high, price);
    candle.low = Math.min(candle.low, price);
    candle.close = price;
    candle.volume = candle.volume.plus(trade.quantity);
    candle.quoteVolume = candle.quoteVolume.plus(trade.quantity.times(trade.price));
    if (!trade.buyerMaker) {
      candle.takerBuyVolume = candle.takerBuyVolume.plus(trade.quantity);
      candle.takerBuyQuote = candle.takerBuyQuote.plus(trade.quantity.times(trade.price));
    }
    candle.trades += 1;
    candle.lastTradeId = trade.id;
    return candle;
  }

  /** Returns the candles of a symbol that ended between two times, empty minutes among them, and remembers those. */
  endedBetween(symbol: string, from: number, to: number): CoreCandle[] {
    const candles = this.#of(symbol);
    const ended: CoreCandle[] = [];
    let previous: CoreCandle | undefined;
    const first = Math.max(from - (from % MINUTE), to - (to % MINUTE) - FILLED_MINUTES * MINUTE);
    for (let open = first; open + MINUTE <= to; open += MINUTE) {
      const earlier = previous ?? candles.get(open - MINUTE);
      const candle = candles.get(open) ?? (earlier === undefined ? undefined : emptyCandle(open, earlier.close));
      if (candle === undefined) continue;
      candles.set(open, candle);
      previous = candle;
      ended.push(candle);
    }
    return ended;
  }

  add(
    symbol: string,
    [openTime, open, high, low, close, volume]: readonly [number, number, number, number, number, number],
  ): void {
    const amount = decimalFromEstimate(volume, '0.00000001');
    const quote = amount.times(decimalFromEstimate((high + low + close) / 3, '0.00000001')).toDecimalPlaces(8);
    this.#of(symbol).set(openTime, {
      ...emptyCandle(openTime, open),
      high,
      low,
      close,
      volume: amount,
      quoteVolume: quote,
      takerBuyVolume: amount.div(2).toDecimalPlaces(8),
      takerBuyQuote: quote.div(2).toDecimalPlaces(8),
      trades: volume > 0 ? 1 : 0,
    });
  }

  /** Returns candles of an interval, oldest first; the last one may still be open. */
  list(symbol: string, intervalMs: number): CoreCandle[] {
    const minutes = [...this.#of(symbol).values()].sort((a, b) => a.openTime - b.openTime);
    if (intervalMs === MINUTE) return minutes;
    const grouped: CoreCandle[] = [];
    for (const minute of minutes) {
      const openTime = minute.openTime - (minute.openTime % intervalMs);
      const last = grouped.at(-1);
      if (last?.openTime === openTime) merge(last, minute);
      else grouped.push({ ...minute, openTime });
    }
    return grouped;
  }

  #of(symbol: string): Map<number, CoreCandle> {
    const candles = this.#bySymbol.get(symbol) ?? new Map<number, CoreCandle>();
    this.#bySymbol.set(symbol, candles);
    return candles;
  }
}

function merge(into: CoreCandle, minute: CoreCandle): void {
  into.high = Math.max(into.high, minute.high);
  into.low = Math.min(into.low, minute.low);
  into.close = minute.close;
  into.volume = into.volume.plus(minute.volume);
  into.quoteVolume = into.quoteVolume.plus(minute.quoteVolume);
  into.takerBuyVolume = into.takerBuyVolume.plus(minute.takerBuyVolume);
  into.takerBuyQuote = into.takerBuyQuote.plus(minute.takerBuyQuote);
  into.trades += minute.trades;
  if (minute.trades > 0) into.lastTradeId = minute.lastTradeId;
}

function emptyCandle(openTime: number, price: number): CoreCandle {
  return {
    openTime,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: ZERO,
    quoteVolume: decimal('0'),
    takerBuyVolume: ZERO,
    takerBuyQuote: ZERO,
    trades: 0,
    firstTradeId: '-1',
    lastTradeId: '-1',
  };
}
