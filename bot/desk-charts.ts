import { decimal, estimateOf } from '../engine/domain/decimal.ts';
import type { InstrumentSymbol } from '../engine/domain/instrument.ts';
import { barOpenTime, TIMEFRAME_MS } from '../engine/domain/timeframe.ts';
import type { NumberedFill } from '../engine/ports/records.ts';
import type {
  AllocationRequest,
  CandlesRequest,
  ChartViewer,
  EquityRequest,
  Holding,
  TradeMark,
  ValuePoint,
} from './charts/chart.ts';
import { MAX_CANDLES, MAX_MARKS, MAX_POINTS } from './charts/chart.ts';
import { priceDigitsAt } from './charts/price-digits.ts';
import type { CommandContext } from './commands/command.ts';

/** The lengths of bars that can be asked for, shortest first. */
export const CHART_TIMEFRAMES = ['1m', '5m', '15m', '1h'] as const;
export type ChartTimeframe = (typeof CHART_TIMEFRAMES)[number];

/** As many bars as are told apart on a phone. */
const BARS = 120;
const ALL = 100_000;

/** What is asked to be seen of a market. */
export interface MarketChart {
  readonly symbol: InstrumentSymbol;
  readonly timeframe: ChartTimeframe;
  /** A decision to be shown at its moment; null shows the market up to now. */
  readonly decision: { readonly id: string; readonly at: number } | null;
}

/** Returns the bars of a market with our fills, and the stop and target of what is held, as a chart to be drawn. */
export async function marketChart(
  { symbol, timeframe, decision }: MarketChart,
  context: CommandContext,
): Promise<CandlesRequest> {
  const { desk, records, voice } = context;
  const kept = desk.candles(symbol, timeframe, MAX_CANDLES);
  const candles = decision === null ? kept.slice(-BARS) : around(kept, decision.at, TIMEFRAME_MS[timeframe]);
  const [first] = candles;
  const until = candles.at(-1)?.closeTime ?? 0;
  const fills = first === undefined ? [] : await records.fills({ since: first.openTime, limit: ALL });
  const protection = desk.positions().find(({ position }) => position.symbol === symbol)?.protection;
  const isUpToNow = until === kept.at(-1)?.closeTime;
  return {
    type: 'candles',
    viewer: viewerOf(context),
    title: decision === null ? null : `${voice.format.coin(symbol)} ${decision.id}`,
    symbol,
    timeframe,
    priceDigits: priceDigitsAt(desk.instruments(), symbol, candles.at(-1)?.close),
    candles: candles.map(({ openTime, open, high, low, close, volume }) => {
      return { openTime, open, high, low, close, volume };
    }),
    marks: marksOf(symbol, fills, context)
      .filter(({ at }) => at < until)
      .slice(-MAX_MARKS),
    stopPrice: isUpToNow ? optional(protection?.stopPrice) : null,
    targetPrice: isUpToNow ? optional(protection?.targetPrice) : null,
    signalAt: decision?.at ?? null,
  };
}

/** Returns the shortest bars of which the kept ones still reach back to that moment; null when none do. */
export function timeframeBackTo(symbol: InstrumentSymbol, at: number, context: CommandContext): ChartTimeframe | null {
  const reaching = CHART_TIMEFRAMES.filter((timeframe) => timeframe !== '1m').find((timeframe) => {
    const [oldest] = context.desk.candles(symbol, timeframe, MAX_CANDLES);
    return oldest !== undefined && oldest.openTime <= at;
  });
  return reaching ?? null;
}

/** Returns what the account was worth hour by hour, beside the same money in all markets from the start, to be drawn. */
export async function equityChart(context: CommandContext): Promise<EquityRequest> {
  const { desk, records } = context;
  const account = desk.account();
  const now = desk.now();
  const [points, trades] = await Promise.all([records.equity(0, now + 1), records.trades({ limit: ALL })]);
  // The first measure is of the account's first hour.
  const began = barOpenTime((points[0]?.at ?? now) - 1, '1h');
  const start = estimateOf(account.startingCash);
  const equity = [
    { at: began, value: start },
    ...points.map((point) => ({ at: point.at, value: estimateOf(point.equity) })).slice(-(MAX_POINTS - 2)),
    ...((points.at(-1)?.at ?? began) < now ? [{ at: now, value: estimateOf(account.equity) }] : []),
  ];
  return {
    type: 'equity',
    viewer: viewerOf(context),
    title: null,
    quoteCurrency: account.quoteCurrency,
    equity,
    buyAndHold: held(context, began, start),
    trades: [...trades]
      .reverse()
      .map(({ closedAt, net }) => ({ at: closedAt, net: estimateOf(net) }))
      .slice(-MAX_POINTS),
  };
}

/** Returns cash and positions by their size now, to be drawn. */
export function allocationChart(context: CommandContext): AllocationRequest {
  const { desk, voice } = context;
  const account = desk.account();
  const holdings = desk.positions().map(({ position, price }): Holding => {
    const value = estimateOf(position.quantity.times(price ?? position.cost.dividedBy(position.quantity)));
    return { name: voice.format.coin(position.symbol), kind: position.direction, value };
  });
  const tied = holdings.reduce((sum, { value }) => sum + value, 0);
  return {
    type: 'allocation',
    viewer: viewerOf(context),
    title: null,
    quoteCurrency: account.quoteCurrency,
    equity: estimateOf(account.equity),
    holdings: [...holdings, { name: account.quoteCurrency, kind: 'cash', value: estimateOf(account.equity) - tied }],
    at: desk.now(),
  };
}

function viewerOf({ voice, desk }: CommandContext): ChartViewer {
  return { language: voice.language, zone: voice.zone, theme: 'dark', colours: null, now: desk.now() };
}

/** A third before the moment, two thirds after it, as far as there are bars. */
function around<Bar extends { readonly openTime: number }>(bars: readonly Bar[], at: number, barMs: number) {
  const index = bars.findIndex(({ openTime }) => openTime + barMs > at);
  const from = Math.max(0, Math.min(index < 0 ? bars.length : index - BARS / 3, bars.length - BARS));
  return bars.slice(from, from + BARS);
}

/** Walks back from what is held now: a fill that brought the position nearer to nothing was an exit. */
function marksOf(
  symbol: InstrumentSymbol,
  newestFirst: readonly NumberedFill[],
  { desk }: CommandContext,
): readonly TradeMark[] {
  const now = desk.positions().find(({ position }) => position.symbol === symbol)?.position;
  let after = now === undefined ? decimal('0') : now.direction === 'long' ? now.quantity : now.quantity.negated();
  const marks: TradeMark[] = [];
  for (const { fill } of newestFirst) {
    if (fill.symbol !== symbol) continue;
    const quantity = decimal(fill.quantity);
    const before = fill.side === 'buy' ? after.minus(quantity) : after.plus(quantity);
    const type = after.abs().greaterThan(before.abs()) ? 'entry' : 'exit';
    marks.push({ type, side: fill.side, at: fill.at, price: estimateOf(fill.price) });
    after = before;
  }
  return marks.reverse();
}

/** The same money spread over all markets at the start and left alone, without fees, at each full hour. */
function held({ desk }: CommandContext, since: number, start: number): readonly ValuePoint[] {
  const curves = desk
    .instruments()
    .map(({ symbol }) => desk.candles(symbol, '1h', MAX_CANDLES).filter(({ openTime }) => openTime >= since));
  const [first] = curves;
  // Markets that are not seen over the same hours cannot be laid on top of each other.
  if (first === undefined || first.length === 0 || curves.some(({ length }) => length !== first.length)) return [];
  const hours = first.map(({ closeTime }, hour) => {
    const growth = curves.map((bars) => (bars[hour]?.close ?? 0) / (bars[0]?.open ?? 1));
    return { at: closeTime, value: (start * growth.reduce((sum, value) => sum + value, 0)) / growth.length };
  });
  return [{ at: since, value: start }, ...hours];
}

function optional(price: string | null | undefined): number | null {
  return price == null ? null : estimateOf(price);
}
