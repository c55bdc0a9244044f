import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../engine/domain/errors.ts';
import { LONGER_BARS_KEPT, MarketState, MINUTES_KEPT } from '../../../engine/market/market-state.ts';
import { closedEvent, MIDNIGHT, MINUTE, minuteCandle, quoteEvent, SYMBOL } from './minutes.ts';

function stateAfter(minutes: number, priceAt: (minute: number) => number): MarketState {
  const state = new MarketState([SYMBOL]);
  for (let minute = 0; minute < minutes; minute += 1) {
    const close = priceAt(minute);
    state.apply(closedEvent(minuteCandle(minute, close, { high: close + 1, low: close - 1 })));
  }
  return state;
}

describe('the market state', () => {
  it('knows nothing before the first quote', () => {
    const state = stateAfter(100, () => 100);
    expect(state.quote(SYMBOL)).toBeNull();
    expect(state.context(SYMBOL)).toBeNull();
    expect(state.quoteAgeMs(SYMBOL, MIDNIGHT)).toBeNull();
  });

  it('gives a quote before any candle a context without indicators', () => {
    const state = new MarketState([SYMBOL]);
    state.apply(quoteEvent(MIDNIGHT + 7, 100));
    expect(state.context(SYMBOL)).toEqual({
      price: 100,
      bid: 99.5,
      ask: 100.5,
      spreadFraction: 0.01,
      atrFraction: null,
      volatility: null,
      change1hFraction: null,
      change24hFraction: null,
      rsi14: null,
      volumeRatio: null,
      quotedAt: MIDNIGHT + 7,
    });
    expect(state.quoteAgeMs(SYMBOL, MIDNIGHT + 10)).toBe(3);
  });

  it('says where the market is seen when that is not the own venue', () => {
    const state = new MarketState([SYMBOL]);
    const { quote } = quoteEvent(MIDNIGHT, 100) as Extract<ReturnType<typeof quoteEvent>, { type: 'quote.updated' }>;
    state.apply({ type: 'quote.updated', at: MIDNIGHT, quote: { ...quote, venue: 'bithumb' } });
    expect(state.context(SYMBOL)?.venue).toBe('bithumb');
  });

  it('measures a quiet market', () => {
    const state = stateAfter(1_441, () => 100);
    state.apply(quoteEvent(MIDNIGHT + 1_441 * MINUTE + 1_000, 110));
    expect(state.context(SYMBOL)).toMatchObject({
      atrFraction: 2 / 110,
      volatility: 0,
      change1hFraction: 110 / 100 - 1,
      change24hFraction: 110 / 100 - 1,
      rsi14: 50,
      volumeRatio: 1,
    });
  });

  it('compares with the closes of an hour and a day ago', () => {
    const state = stateAfter(1_500, (minute) => 1_000 + minute);
    state.apply(quoteEvent(MIDNIGHT + 1_500 * MINUTE + 20_000, 2_600));
    // The closes of the bars that ended at minute 1440 and minute 60.
    expect(state.context(SYMBOL)).toMatchObject({
      change1hFraction: 2_600 / 2_439 - 1,
      change24hFraction: 2_600 / 1_059 - 1,
    });
  });

  it('takes no price for an hour ago that is far older', () => {
    const state = stateAfter(10, () => 100);
    state.apply(quoteEvent(MIDNIGHT + 84 * MINUTE, 100));
    expect(state.context(SYMBOL)?.change1hFraction).toBe(0);
    state.apply(quoteEvent(MIDNIGHT + 86 * MINUTE, 100));
    expect(state.context(SYMBOL)?.change1hFraction).toBeNull();
  });

  it('does not count a step over missing minutes as volatility', () => {
    const state = stateAfter(70, () => 100);
    state.apply(closedEvent(minuteCandle(100, 120)));
    state.apply(quoteEvent(MIDNIGHT + 101 * MINUTE, 120));
    expect(state.context(SYMBOL)?.volatility).toBe(0);
  });

  it('tells which bars an event closed, shortest first', () => {
    const state = stateAfter(59, () => 100);
    const update = state.apply(closedEvent(minuteCandle(59, 101)));
    expect(update.outcome === 'applied' && update.closed.map((bar) => bar.timeframe)).toEqual([
      '1m',
      '5m',
      '15m',
      '1h',
    ]);
    expect(state.apply(quoteEvent(MIDNIGHT + 60 * MINUTE, 101))).toEqual({ outcome: 'applied', closed: [] });
  });

  it('drops what cannot be true and stays as it was', () => {
    const state = stateAfter(20, () => 100);
    state.apply(quoteEvent(MIDNIGHT + 20 * MINUTE, 100));
    const before = state.context(SYMBOL);
    expect(state.apply(quoteEvent(MIDNIGHT + 21 * MINUTE, 1_000))).toMatchObject({
      outcome: 'quarantined',
      reason: { code: 'market.price-jump' },
    });
    expect(state.apply(closedEvent(minuteCandle(19, 100)))).toMatchObject({ outcome: 'quarantined' });
    expect(state.context(SYMBOL)).toEqual(before);
    expect(state.counts().quarantined).toEqual({ 'market.price-jump': 1, 'market.duplicate-bar': 1 });
  });

  it('keeps a bounded number of bars, the newest', () => {
    const minutes = 300 * 60 + 7 * 60;
    const state = stateAfter(minutes, (minute) => 1_000 + (minute % 100));
    expect(state.candles(SYMBOL, '1m').length).toBe(MINUTES_KEPT);
    for (const timeframe of ['5m', '15m', '1h'] as const) {
      const window = state.candles(SYMBOL, timeframe);
      expect(window.length).toBe(LONGER_BARS_KEPT);
      expect(window.candle(0)?.closeTime).toBe(MIDNIGHT + minutes * MINUTE);
    }
    const window = state.candles(SYMBOL, '1m');
    expect(window.candle(MINUTES_KEPT - 1)?.openTime).toBe(MIDNIGHT + (minutes - MINUTES_KEPT) * MINUTE);
    expect(window.candle(MINUTES_KEPT)).toBeNull();
    expect(window.latest(3).map((candle) => (candle.openTime - MIDNIGHT) / MINUTE)).toEqual([
      minutes - 3,
      minutes - 2,
      minutes - 1,
    ]);
    expect(window.candle(0)).toEqual(
      minuteCandle(minutes - 1, 1_000 + ((minutes - 1) % 100), {
        high: 1_001 + ((minutes - 1) % 100),
        low: 999 + ((minutes - 1) % 100),
      }),
    );
  });

  it('refuses questions about symbols that it does not follow', () => {
    expect(() => new MarketState([]).quote(SYMBOL)).toThrow(InvariantError);
  });

  it('takes no more memory for more events', () => {
    const state = stateAfter(2 * MINUTES_KEPT, () => 100);
    const bytes = () => {
      const seen = new Set<object>();
      const measure = (value: unknown): number => {
        if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
        seen.add(value);
        if (ArrayBuffer.isView(value)) return value.byteLength;
        const inside = value instanceof Map ? [...value.values()] : Object.values(value);
        return inside.reduce((sum: number, part: unknown) => sum + 1 + measure(part), 0);
      };
      return measure(state);
    };
    const before = bytes();
    for (let minute = 2 * MINUTES_KEPT; minute < 8 * MINUTES_KEPT; minute += 1) {
      state.apply(closedEvent(minuteCandle(minute, 100)));
    }
    expect(bytes()).toBe(before);
    expect(before).toBeLessThan(150_000);
  });
});
