import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../../../engine/domain/market.ts';
import { MarketValidator } from '../../../engine/market/validator.ts';
import { closedEvent, MIDNIGHT, MINUTE, minuteCandle, quoteEvent, SYMBOL } from './minutes.ts';

function codesOf(...events: readonly MarketEvent[]): readonly (string | null)[] {
  const validator = new MarketValidator([SYMBOL]);
  return events.map((event) => validator.check(event)?.code ?? null);
}

describe('the market validator', () => {
  it('lets believable events pass', () => {
    const first = minuteCandle(0, 100);
    expect(codesOf(closedEvent(first), quoteEvent(MIDNIGHT + MINUTE, 101), quoteEvent(MIDNIGHT + MINUTE, 101))).toEqual(
      [null, null, null],
    );
  });

  it('quarantines numbers that are no prices', () => {
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(codesOf(closedEvent(minuteCandle(0, 100, { low: bad })))).toEqual(['market.not-a-price']);
      expect(codesOf(quoteEvent(MIDNIGHT, 100, { bid: bad }))).toEqual(['market.not-a-price']);
    }
    expect(codesOf(closedEvent(minuteCandle(0, 100, { volume: -1 })))).toEqual(['market.not-a-price']);
    expect(codesOf(closedEvent(minuteCandle(0, 100, { volume: 0 })))).toEqual([null]);
  });

  it('quarantines a bar whose range does not hold its open and close', () => {
    expect(codesOf(closedEvent(minuteCandle(0, 100, { high: 99 })))).toEqual(['market.bar-inside-out']);
    expect(codesOf(closedEvent(minuteCandle(0, 100, { low: 101 })))).toEqual(['market.bar-inside-out']);
  });

  it('quarantines a duplicate and a late bar', () => {
    const codes = codesOf(...[1, 1, 0, 2].map((minute) => closedEvent(minuteCandle(minute, 100))));
    expect(codes).toEqual([null, 'market.duplicate-bar', 'market.out-of-order', null]);
  });

  it('quarantines a late quote', () => {
    expect(codesOf(quoteEvent(MIDNIGHT + 5, 100), quoteEvent(MIDNIGHT + 4, 100))).toEqual([
      null,
      'market.out-of-order',
    ]);
  });

  it('quarantines a crossed book', () => {
    expect(codesOf(quoteEvent(MIDNIGHT, 100, { bid: 101, ask: 100 }))).toEqual(['market.crossed-quote']);
  });

  it('quarantines a slipped decimal point, also of a price that has moved, and goes on with the good ones', () => {
    const prices = [100, 995, 1_000, 10.4, 99];
    const codes = codesOf(...prices.map((price, index) => quoteEvent(MIDNIGHT + index, price)));
    expect(codes).toEqual([null, 'market.price-jump', 'market.price-jump', 'market.price-jump', null]);
  });

  it('judges quotes and bars by the same last price', () => {
    expect(codesOf(closedEvent(minuteCandle(0, 100)), quoteEvent(MIDNIGHT + MINUTE, 1_000))).toEqual([
      null,
      'market.price-jump',
    ]);
    expect(codesOf(closedEvent(minuteCandle(0, 100, { high: 1_000 })))).toEqual(['market.price-jump']);
  });

  it('quarantines a bar that is not over and a quote from the future', () => {
    const early: MarketEvent = { type: 'candle.closed', at: MIDNIGHT + 10_000, candle: minuteCandle(0, 100) };
    const late: MarketEvent = { ...quoteEvent(MIDNIGHT + MINUTE, 100), at: MIDNIGHT };
    expect(codesOf(early, late, quoteEvent(MIDNIGHT, 100))).toEqual([
      'market.from-the-future',
      'market.from-the-future',
      null,
    ]);
  });

  it('quarantines bars off the grid, other bars than minutes, and symbols that nobody follows', () => {
    expect(codesOf(closedEvent(minuteCandle(0.5, 100)))).toEqual(['market.bad-bar-time']);
    expect(codesOf(closedEvent(minuteCandle(0, 100, { timeframe: '5m' })))).toEqual(['market.bad-bar-time']);
    expect(codesOf(closedEvent(minuteCandle(0, 100, { symbol: 'DOGE/USDT:USDT' })))).toEqual(['market.unknown-symbol']);
  });

  it('counts', () => {
    const validator = new MarketValidator([SYMBOL]);
    for (const price of [100, 1_000, 2_000, 0, 101]) validator.check(quoteEvent(MIDNIGHT, price));
    expect(validator.counts()).toEqual({
      accepted: 2,
      quarantined: { 'market.price-jump': 2, 'market.not-a-price': 1 },
    });
  });
});
