import { describe, expect, test } from 'vitest';
import type { ChartRequest } from '../../../bot/charts/chart.ts';
import { chartProblem } from '../../../bot/charts/check-chart.ts';
import { drawChart } from '../../../bot/charts/draw-chart.ts';
import { allocationRequest, candlesRequest, equityRequest, madeCandles, START, viewer } from './chart-samples.ts';

const [bar] = madeCandles(1);
const candle = bar!;

const BAD: readonly (readonly [what: string, request: ChartRequest, en: string])[] = [
  [
    'a price that is not a number',
    candlesRequest({ candles: [candle, { ...candle, openTime: START + 900_000, high: Number.NaN }] }),
    'The chart cannot be drawn: candles[1].high is not a number. Send the request again with the missing value.',
  ],
  [
    'a price without end',
    candlesRequest({ stopPrice: Number.POSITIVE_INFINITY }),
    'The chart cannot be drawn: stopPrice is not a number. Send the request again with the missing value.',
  ],
  [
    'a price of nothing',
    candlesRequest({ targetPrice: 0 }),
    'The chart cannot be drawn: targetPrice must be above zero.',
  ],
  [
    'a high below the close',
    candlesRequest({ candles: [{ ...candle, high: candle.low }] }),
    'The chart cannot be drawn: in candles[0] the high lies below, or the low above, another of its prices.',
  ],
  [
    'two bars of one time',
    candlesRequest({ candles: [candle, candle] }),
    'The chart cannot be drawn: candles[1] is not later than the one before. They must come oldest first.',
  ],
  [
    'too many bars',
    candlesRequest({ candles: madeCandles(301) }),
    'The chart cannot be drawn: 301 candles are too many. At most 300 fit; choose a shorter span.',
  ],
  [
    'an unknown zone',
    candlesRequest({ viewer: viewer({ zone: 'Mars/Olympus' }) }),
    'The chart cannot be drawn: Mars/Olympus is not a known time zone. Use a name such as Asia/Seoul.',
  ],
  [
    'digits that are none',
    candlesRequest({ priceDigits: 1.5 }),
    'The chart cannot be drawn: priceDigits must be a whole number from 0 to 16.',
  ],
  [
    'equity that is not a number',
    equityRequest({ equity: [{ at: START, value: Number.NaN }] }),
    'The chart cannot be drawn: equity[0].value is not a number. Send the request again with the missing value.',
  ],
  [
    'a trade at no time',
    equityRequest({ trades: [{ at: Number.NaN, net: 1 }] }),
    'The chart cannot be drawn: trades[0].at is not a number. Send the request again with the missing value.',
  ],
  [
    'a long of less than nothing',
    allocationRequest({ holdings: [{ name: 'BTC', kind: 'long', value: -1 }] }),
    'The chart cannot be drawn: holdings[0].value must be above zero.',
  ],
];

describe.each(BAD)('%s', (_what, request, en) => {
  test('is refused with a sentence, in Korean too', () => {
    expect(chartProblem(request)).toBe(en);
    const korean = chartProblem({ ...request, viewer: { ...request.viewer, language: 'ko' } });
    expect(korean).toMatch(/^차트를 그릴 수 없습니다\. [^{}]+$/);
    expect(() => drawChart(request)).toThrow(expect.objectContaining({ code: 'REFUSED', message: en }));
  });
});

test('what can be drawn is not refused', () => {
  const requests = [candlesRequest(), equityRequest(), allocationRequest()];
  expect(requests.map(chartProblem)).toEqual([null, null, null]);
});
