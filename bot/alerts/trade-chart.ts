import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import { estimateOf } from '../../engine/domain/decimal.ts';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { Candle } from '../../engine/domain/market.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { Records } from '../../engine/ports/records.ts';
import type { CandlesRequest, ChartCandle, TradeMark } from '../charts/chart.ts';
import { MAX_CANDLES, MAX_MARKS } from '../charts/chart.ts';
import { priceDigitsAt } from '../charts/price-digits.ts';
import type { ChartTimeframe } from '../desk-charts.ts';
import { CHART_TIMEFRAMES } from '../desk-charts.ts';
import { ALERT_WORDS } from '../i18n/alert-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { AttachmentSource } from '../outbox/outbox-entry.ts';

export interface TradeChartParts {
  readonly desk: Pick<DeskView, 'candles' | 'instruments' | 'now'>;
  readonly records: Pick<Records, 'decision' | 'fills'>;
}

/** As many bars as are told apart on a phone; a quarter of them stands before the entry. */
const BARS = 120;
const BEFORE = BARS / 4;
const ALL = 100_000;
const SOURCE = /^T-(\d+):(.+)$/;

/** What the source of such a picture begins with. */
export const TRADE_CHART = 'trade-chart';

/** Returns the picture that goes with a closed trade: made when it is sent, in the language and zone of that person. */
export function tradeChartSource(trade: ClosedTrade, userId: string, { language, format }: Voice): AttachmentSource {
  const coin = format.coin(trade.symbol);
  return {
    name: `${coin}-T-${trade.number}.png`,
    mime: 'image/png',
    alt: ALERT_WORDS[language].trade.chartAlt({
      coin,
      from: format.time(trade.openedAt),
      to: format.time(trade.closedAt),
      entry: format.price(trade.symbol, trade.entryPrice),
      exit: format.price(trade.symbol, trade.exitPrice),
    }),
    source: `${TRADE_CHART}:T-${trade.number}:${userId}`,
  };
}

/** Returns which trade is to be drawn for whom, from what stands behind the prefix; null for other words. */
export function readTradeChart(rest: string): { readonly trade: number; readonly userId: string } | null {
  const [, trade, userId] = SOURCE.exec(rest) ?? [];
  return trade === undefined || userId === undefined ? null : { trade: Number(trade), userId };
}

/** Returns a trade from before its entry until after its exit, with its fills and its stop; null when its bars are gone. */
export async function tradeChart(
  trade: ClosedTrade,
  voice: Voice,
  { desk, records }: TradeChartParts,
): Promise<CandlesRequest | null> {
  const timeframe = timeframeOf(trade, desk);
  if (timeframe === null) return null;
  const candles = barsAround(trade, timeframe, desk);
  const until = (candles.at(-1)?.openTime ?? 0) + TIMEFRAME_MS[timeframe];
  const [found, fills] = await Promise.all([
    records.decision(trade.entryDecisionId),
    records.fills({ since: trade.openedAt, until: trade.closedAt + 1, limit: ALL }),
  ]);
  const entrySide = trade.direction === 'long' ? 'buy' : 'sell';
  const marks = [...fills].reverse().flatMap(({ fill }): readonly TradeMark[] => {
    if (fill.symbol !== trade.symbol) return [];
    const type = fill.side === entrySide ? 'entry' : 'exit';
    // The bar of the exit may not have closed yet: it is marked at the edge.
    return [{ type, side: fill.side, at: Math.min(fill.at, until - 1), price: estimateOf(fill.price) }];
  });
  const stop = found?.record.sizing?.stopPrice ?? null;
  return {
    type: 'candles',
    viewer: { language: voice.language, zone: voice.zone, theme: 'dark', colours: null, now: desk.now() },
    title: `${voice.format.coin(trade.symbol)} T-${trade.number}`,
    symbol: trade.symbol,
    timeframe,
    priceDigits: priceDigitsAt(desk.instruments(), trade.symbol, candles.at(-1)?.close),
    candles,
    marks: marks.slice(-MAX_MARKS),
    stopPrice: stop === null ? null : estimateOf(stop),
    targetPrice: null,
    signalAt: null,
  };
}

/** The shortest bars that show the whole trade and are still kept that far back. */
function timeframeOf(trade: ClosedTrade, desk: TradeChartParts['desk']): ChartTimeframe | null {
  const spanMs = trade.closedAt - trade.openedAt;
  const fitting = CHART_TIMEFRAMES.filter((timeframe) => spanMs <= (BARS - BEFORE) * TIMEFRAME_MS[timeframe]);
  const wanted = fitting.length === 0 ? CHART_TIMEFRAMES.slice(-1) : fitting;
  return (
    wanted.find((timeframe) => {
      const [oldest] = desk.candles(trade.symbol, timeframe, MAX_CANDLES);
      return oldest !== undefined && oldest.openTime <= trade.openedAt;
    }) ?? null
  );
}

function barsAround(
  { symbol, openedAt, closedAt }: ClosedTrade,
  timeframe: ChartTimeframe,
  desk: TradeChartParts['desk'],
): readonly ChartCandle[] {
  const barMs = TIMEFRAME_MS[timeframe];
  const bars = desk.candles(symbol, timeframe, MAX_CANDLES);
  const closedUntil = bars.at(-1)?.closeTime ?? 0;
  const growing = closedUntil <= closedAt ? growingBar(symbol, closedUntil, desk) : null;
  const all = [...bars, ...(growing === null ? [] : [growing])];
  const before = openedAt - BEFORE * barMs;
  const shown = all.filter(({ openTime }) => openTime + barMs > before).slice(0, MAX_CANDLES);
  // What came long after is not of this trade.
  const last = shown.findIndex(({ openTime }) => openTime > closedAt + (BARS / 8) * barMs);
  return (last < 0 ? shown : shown.slice(0, last)).map(({ openTime, open, high, low, close, volume }) => {
    return { openTime, open, high, low, close, volume };
  });
}

/** The bar in which the exit lies may not have closed yet: what is known of it, from the minutes. */
function growingBar(symbol: InstrumentSymbol, since: number, desk: TradeChartParts['desk']): ChartCandle | null {
  const minutes = desk.candles(symbol, '1m', MAX_CANDLES).filter(({ openTime }: Candle) => openTime >= since);
  const [first] = minutes;
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    openTime: since,
    open: first.open,
    high: Math.max(...minutes.map(({ high }) => high)),
    low: Math.min(...minutes.map(({ low }) => low)),
    close: last.close,
    volume: minutes.reduce((sum, { volume }) => sum + volume, 0),
  };
}
