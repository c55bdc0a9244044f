import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../../engine/domain/market.ts';
import { MinuteBars } from '../../../../engine/exchanges/feeds/live-market-minutes.ts';
import { planRepair } from '../../../../engine/exchanges/feeds/live-market-repair.ts';

const MINUTE = 60_000;
const START = 1_700_000_040_000 - (1_700_000_040_000 % MINUTE);
const BTC = 'BTC/KRW';

function bar(index: number, price = 100 + index, volume = 1): Candle {
  const openTime = START + index * MINUTE;
  const prices = { open: price, high: price + 1, low: price - 1, close: price, volume };
  return { symbol: BTC, timeframe: '1m', openTime, closeTime: openTime + MINUTE, ...prices };
}

/** Takes all that can be taken at `now`. */
function takeAll(minutes: MinuteBars, now: number): Candle[] {
  const taken: Candle[] = [];
  for (;;) {
    const step = minutes.step(now);
    if (step.step !== 'take') return taken;
    minutes.taken(step.candle);
    taken.push(step.candle);
  }
}

describe('minutes that the venue calls closed', () => {
  it('pass once and in order, however they are shuffled and repeated', () => {
    const deliveries = fc
      .array(fc.record({ index: fc.nat(5), closed: fc.boolean() }), { maxLength: 30 })
      .map((extra) => [...extra, ...[0, 1, 2, 3, 4, 5].map((index) => ({ index, closed: true }))])
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
    fc.assert(
      fc.property(deliveries, (messages) => {
        const minutes = new MinuteBars(BTC, 'closed-bars', START);
        minutes.connected(START);
        const passed = messages.flatMap(({ index, closed }) => {
          minutes.bar(closed ? bar(index) : bar(index, 7), closed);
          return takeAll(minutes, START);
        });
        expect(passed).toEqual([0, 1, 2, 3, 4, 5].map((index) => bar(index)));
      }),
    );
  });

  it('are asked for when one does not come, and counted when one is revised', () => {
    const minutes = new MinuteBars(BTC, 'closed-bars', START);
    minutes.bar(bar(1), true);
    expect(minutes.step(START + MINUTE + 1_999)).toEqual({ step: 'wait' });
    expect(minutes.step(START + 2 * MINUTE + 2_500)).toEqual({ step: 'ask', from: START, until: START + 2 * MINUTE });
    minutes.taken(bar(0));
    expect(takeAll(minutes, START + 2 * MINUTE)).toEqual([bar(1)]);
    minutes.bar(bar(1), true);
    minutes.bar(bar(1, 500), true);
    expect(minutes.counts()).toEqual({ repeated: 1, revised: 1 });
    expect(takeAll(minutes, START + 2 * MINUTE)).toEqual([]);
  });
});

describe('minutes that the venue only shows as they stand', () => {
  it('pass with their last numbers when their time is over, not before', () => {
    const minutes = new MinuteBars(BTC, 'open-bars', START);
    minutes.connected(START);
    minutes.bar(bar(0, 100), false);
    minutes.bar(bar(0, 120), false);
    expect(takeAll(minutes, START + MINUTE + 1_999)).toEqual([]);
    expect(takeAll(minutes, START + MINUTE + 2_000)).toEqual([bar(0, 120)]);
  });

  it('are asked for when the line broke before their end', () => {
    const minutes = new MinuteBars(BTC, 'open-bars', START);
    minutes.connected(START);
    minutes.bar(bar(0), false);
    minutes.interrupted();
    expect(minutes.step(START + MINUTE + 3_000).step).toBe('ask');
    minutes.connected(START + 50_000);
    minutes.bar(bar(0, 130), false);
    expect(takeAll(minutes, START + MINUTE + 3_000)).toEqual([bar(0, 130)]);
  });
});

describe('minutes built of trades', () => {
  it('are what was traded in a minute that was heard from its beginning', () => {
    const minutes = new MinuteBars(BTC, 'trades', START);
    minutes.connected(START - 1);
    for (const [second, price] of [
      [1, 100],
      [20, 90],
      [40, 110],
      [59, 105],
    ] as const) {
      minutes.trade(START + second * 1_000, price, 2);
    }
    const expected = { ...bar(0), open: 100, high: 110, low: 90, close: 105, volume: 8 };
    expect(takeAll(minutes, START + MINUTE + 1_500)).toEqual([expected]);
    minutes.trade(START + 59_999, 1, 1);
    expect(minutes.next()).toBe(START + MINUTE);
  });

  it('are asked for when their beginning was not heard, or nothing was', () => {
    const minutes = new MinuteBars(BTC, 'trades', START);
    minutes.connected(START + 1);
    minutes.trade(START + 2_000, 100, 1);
    expect(minutes.step(START + MINUTE + 2_000).step).toBe('ask');
    minutes.taken(bar(0));
    expect(minutes.step(START + 2 * MINUTE + 2_000).step).toBe('ask');
  });
});

describe('the repair of minutes', () => {
  const answer = (found: readonly Candle[], changes: object = {}) => ({
    found,
    until: START + 3 * MINUTE,
    attempts: 1,
    omitsQuietMinutes: true,
    lastClose: 99,
    ...changes,
  });

  it('fills quiet minutes at the price before them, and asks again for the newest', () => {
    const minutes = new MinuteBars(BTC, 'trades', START);
    const flat = (index: number, price: number) => ({ ...bar(index, price, 0), high: price, low: price });
    expect(planRepair(minutes, answer([bar(1)]))).toEqual({
      candles: [flat(0, 99), bar(1)],
      skipTo: null,
      again: true,
    });
    expect(planRepair(minutes, answer([bar(1)], { attempts: 2 }))).toEqual({
      candles: [flat(0, 99), bar(1), flat(2, 101)],
      skipTo: null,
      again: false,
    });
  });

  it('believes what was heard only after the venue was asked for long', () => {
    const minutes = new MinuteBars(BTC, 'trades', START);
    minutes.connected(START + 1);
    minutes.trade(START + 5_000, 77, 1);
    expect(planRepair(minutes, answer([])).candles).toEqual([]);
    expect(planRepair(minutes, answer([], { attempts: 3 })).candles[0]).toMatchObject({ close: 77, volume: 1 });
  });

  it('makes no quiet minute of one in which trades were heard, wherever it lies', () => {
    const minutes = new MinuteBars(BTC, 'trades', START);
    minutes.trade(START + MINUTE + 5_000, 77, 1);
    expect(planRepair(minutes, answer([bar(0), bar(2)]))).toEqual({ candles: [bar(0)], skipTo: null, again: true });
    const late = planRepair(minutes, answer([bar(0), bar(2)], { attempts: 3 }));
    expect(late.candles[1]).toMatchObject({ close: 77, volume: 1 });
  });

  it('goes behind minutes that a venue without holes never had', () => {
    const minutes = new MinuteBars(BTC, 'closed-bars', START);
    const always = { omitsQuietMinutes: false };
    expect(planRepair(minutes, answer([bar(2)], always))).toEqual({ candles: [], skipTo: null, again: true });
    expect(planRepair(minutes, answer([bar(2)], { ...always, attempts: 3 })).skipTo).toBe(START + 2 * MINUTE);
  });
});
