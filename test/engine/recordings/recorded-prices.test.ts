import { describe, expect, it } from 'vitest';
import { allocateColumns } from '../../../engine/recordings/bar-codec.ts';
import { recordedPrices } from '../../../engine/recordings/recorded-prices.ts';

const MINUTE = 60_000;
const T0 = Date.UTC(2025, 4, 18);

/** Bars at 0, 1, 2 and, after a gap of three hours, 180 and 181 minutes: open 100 + minute, close a half above. */
function prices(nowMinute: number) {
  const minutes = [0, 1, 2, 180, 181];
  const columns = allocateColumns(minutes.length);
  for (const [index, minute] of minutes.entries()) {
    columns.openTime[index] = T0 + minute * MINUTE;
    columns.open[index] = 100 + minute;
    columns.close[index] = 100.5 + minute;
  }
  const history = recordedPrices({ symbols: ['BTC'], candles: () => columns }, () => T0 + nowMinute * MINUTE);
  return (minute: number, symbol = 'BTC') => history.priceAt(symbol, T0 + minute * MINUTE);
}

describe('the price at a moment of a recording', () => {
  it('is the open of the minute that begins then', () => {
    expect([prices(500)(1), prices(500)(180)]).toEqual([101, 280]);
  });

  it('is the last close where no minute begins', () => {
    expect([prices(500)(3), prices(500)(60), prices(500)(182)]).toEqual([102.5, 102.5, 281.5]);
  });

  it('inside of a minute is its open: the close has not come yet', () => {
    expect(prices(500)(1.5)).toBe(101);
  });

  it('is not known before the first bar, long after the last before a gap, of other markets, and of the future', () => {
    const at = prices(500);
    expect([at(-1), at(120), at(400), at(1, 'ETH'), prices(1)(2)]).toEqual([null, null, null, null, null]);
  });

  it('now is the close before, for the minute that begins has no trade yet', () => {
    expect(prices(2)(2)).toBe(101.5);
  });
});
