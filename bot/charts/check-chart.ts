import { isZone } from '../../engine/domain/zone.ts';
import type { AllocationRequest, CandlesRequest, ChartRequest, EquityRequest } from './chart.ts';
import { MAX_CANDLES, MAX_HOLDINGS, MAX_MARKS, MAX_POINTS } from './chart.ts';
import type { ChartTexts } from './chart-texts.ts';
import { CHART_TEXTS, fillText } from './chart-texts.ts';

type Problem = {
  readonly code: keyof ChartTexts['refused'];
  readonly values: Readonly<Record<string, string | number>>;
};

/** Beyond this a number has no whole units any more. */
const LARGEST = 1e15;
/** What a Date can hold. */
const LAST_MOMENT = 8.64e15;

/** Returns why a request cannot be drawn, as a sentence in the viewer's language, or null when it can. */
export function chartProblem(request: ChartRequest): string | null {
  const problem = viewerProblem(request) ?? problemOf(request);
  return problem === null ? null : fillText(CHART_TEXTS[request.viewer.language].refused[problem.code], problem.values);
}

function problemOf(request: ChartRequest): Problem | null {
  switch (request.type) {
    case 'candles':
      return candlesProblem(request);
    case 'equity':
      return equityProblem(request);
    case 'allocation':
      return allocationProblem(request);
  }
}

function viewerProblem({ viewer }: ChartRequest): Problem | null {
  if (!isZone(viewer.zone)) return { code: 'zone', values: { what: viewer.zone.slice(0, 40) } };
  return notMoment('viewer.now', viewer.now);
}

function candlesProblem(request: CandlesRequest): Problem | null {
  const { candles, marks, priceDigits } = request;
  if (priceDigits !== null && !(Number.isInteger(priceDigits) && priceDigits >= 0 && priceDigits <= 16)) {
    return { code: 'digits', values: { what: 'priceDigits' } };
  }
  return (
    tooMany('candles', candles.length, MAX_CANDLES) ??
    tooMany('marks', marks.length, MAX_MARKS) ??
    first(candles, (candle, index) => candleProblem(candle, `candles[${index}]`)) ??
    notInOrder(
      'candles',
      candles.map(({ openTime }) => openTime),
      true,
    ) ??
    first(
      marks,
      ({ at, price }, index) => notMoment(`marks[${index}].at`, at) ?? notPrice(`marks[${index}].price`, price),
    ) ??
    optional(request.stopPrice, (price) => notPrice('stopPrice', price)) ??
    optional(request.targetPrice, (price) => notPrice('targetPrice', price)) ??
    optional(request.signalAt, (at) => notMoment('signalAt', at))
  );
}

function candleProblem(candle: CandlesRequest['candles'][number], what: string): Problem | null {
  const { open, high, low, close, volume } = candle;
  const prices = first(Object.entries({ open, high, low, close }), ([name, price]) =>
    notPrice(`${what}.${name}`, price),
  );
  const other = prices ?? notMoment(`${what}.openTime`, candle.openTime) ?? notNumber(`${what}.volume`, volume);
  if (other !== null) return other;
  if (volume < 0) return { code: 'notPositive', values: { what: `${what}.volume` } };
  const inside = high >= Math.max(open, close) && low <= Math.min(open, close);
  return inside ? null : { code: 'notCandle', values: { what } };
}

function equityProblem({ equity, buyAndHold, trades }: EquityRequest): Problem | null {
  const series = { equity, buyAndHold };
  const lines = first(Object.entries(series), ([name, points]) => {
    const each = first(points, ({ at, value }, index) => {
      return notMoment(`${name}[${index}].at`, at) ?? notNumber(`${name}[${index}].value`, value);
    });
    return (
      tooMany(name, points.length, MAX_POINTS) ??
      each ??
      notInOrder(
        name,
        points.map(({ at }) => at),
        false,
      )
    );
  });
  return (
    lines ??
    tooMany('trades', trades.length, MAX_POINTS) ??
    first(
      trades,
      ({ at, net }, index) => notMoment(`trades[${index}].at`, at) ?? notNumber(`trades[${index}].net`, net),
    )
  );
}

function allocationProblem({ equity, holdings, at }: AllocationRequest): Problem | null {
  return (
    notNumber('equity', equity) ??
    notMoment('at', at) ??
    tooMany('holdings', holdings.length, MAX_HOLDINGS) ??
    first(holdings, ({ kind, value }, index) => {
      const what = `holdings[${index}].value`;
      const negative = kind !== 'cash' && value < 0;
      return notNumber(what, value) ?? (negative ? { code: 'notPositive', values: { what } } : null);
    })
  );
}

function notNumber(what: string, value: number): Problem | null {
  return Number.isFinite(value) && Math.abs(value) <= LARGEST ? null : { code: 'notNumber', values: { what } };
}

function notMoment(what: string, at: number): Problem | null {
  return Number.isFinite(at) && Math.abs(at) <= LAST_MOMENT ? null : { code: 'notNumber', values: { what } };
}

function notPrice(what: string, price: number): Problem | null {
  return notNumber(what, price) ?? (price > 0 ? null : { code: 'notPositive', values: { what } });
}

function notInOrder(what: string, times: readonly number[], strictly: boolean): Problem | null {
  const index = times.findIndex((at, place) => {
    const before = times[place - 1];
    return before !== undefined && (strictly ? at <= before : at < before);
  });
  return index < 0 ? null : { code: 'order', values: { what: `${what}[${index}]` } };
}

function tooMany(what: string, count: number, most: number): Problem | null {
  return count <= most ? null : { code: 'tooMany', values: { what, count, most } };
}

function optional(value: number | null, check: (value: number) => Problem | null): Problem | null {
  return value === null ? null : check(value);
}

function first<Item>(items: readonly Item[], check: (item: Item, index: number) => Problem | null): Problem | null {
  for (const [index, item] of items.entries()) {
    const problem = check(item, index);
    if (problem !== null) return problem;
  }
  return null;
}
