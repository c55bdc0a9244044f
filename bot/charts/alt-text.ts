import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import type { Format } from '../i18n/format.ts';
import { cleanText } from '../parse/clean-text.ts';
import { sharesOf } from './allocation-chart.ts';
import type { AllocationRequest, CandlesRequest, ChartRequest, EquityRequest, TradeMark } from './chart.ts';
import { chartFormat } from './chart-format.ts';
import { CHART_TEXTS, fillText } from './chart-texts.ts';
import { drawdowns } from './equity-curve.ts';
import { digitsFor, fixedText, moneyText } from './number-text.ts';

/** Returns in a sentence or two what the picture shows, with its numbers, in the viewer's language. */
export function altText(request: ChartRequest): string {
  switch (request.type) {
    case 'candles':
      return candlesText(request);
    case 'equity':
      return equityText(request);
    case 'allocation':
      return allocationText(request);
  }
}

function candlesText(request: CandlesRequest): string {
  const { candles, viewer } = request;
  const texts = CHART_TEXTS[viewer.language];
  const format = chartFormat(viewer);
  const named = { symbol: cleanText(format.pair(request.symbol)), timeframe: texts.timeframes[request.timeframe] };
  const [first, last] = [candles[0], candles.at(-1)];
  if (first === undefined || last === undefined) return titled(request, fillText(texts.alt.candlesEmpty, named));
  const digits = request.priceDigits ?? digitsFor(last.close);
  const price = (value: number) => fixedText(value, digits);
  const market = fillText(texts.alt.candles, {
    ...named,
    from: format.dateTime(first.openTime),
    to: `${format.dateTime(last.openTime + TIMEFRAME_MS[request.timeframe])} ${format.zoneLabel()}`,
    open: price(first.open),
    close: price(last.close),
    change: format.signedPercent(last.close / first.open - 1),
    high: price(Math.max(...candles.map(({ high }) => high))),
    low: price(Math.min(...candles.map(({ low }) => low))),
  });
  return titled(request, [market, ...deedsText(request, price, format)].join(' '));
}

/** What was done there: `Entry at 106,412.5 (19 May 14:05), stop 104,200.0.` */
function deedsText(request: CandlesRequest, price: (value: number) => string, format: Format): readonly string[] {
  const { alt } = CHART_TEXTS[request.viewer.language];
  const deeds: string[] = [];
  for (const type of ['entry', 'exit'] as const) {
    const marks = request.marks.filter((mark) => mark.type === type);
    const text = type === 'entry' ? alt.entries : alt.exits;
    if (marks.length > 0) deeds.push(fillText(text, { marks: marksText(request, marks, price, format) }));
  }
  if (request.stopPrice !== null) deeds.push(fillText(alt.stop, { price: price(request.stopPrice) }));
  if (request.targetPrice !== null) deeds.push(fillText(alt.target, { price: price(request.targetPrice) }));
  if (request.signalAt !== null) deeds.push(fillText(alt.signal, { at: format.dateTime(request.signalAt) }));
  const line = deeds.join(', ');
  return line === '' ? [] : [`${line.slice(0, 1).toUpperCase()}${line.slice(1)}.`];
}

function marksText(
  request: CandlesRequest,
  marks: readonly TradeMark[],
  price: (value: number) => string,
  format: Format,
): string {
  const { alt } = CHART_TEXTS[request.viewer.language];
  const [mark] = marks;
  if (mark !== undefined && marks.length === 1) {
    return fillText(alt.one, { price: price(mark.price), at: format.dateTime(mark.at) });
  }
  const prices = marks.map((each) => each.price);
  const [low, high] = [price(Math.min(...prices)), price(Math.max(...prices))];
  return fillText(alt.many, { count: marks.length, low, high });
}

function equityText(request: EquityRequest): string {
  const { alt } = CHART_TEXTS[request.viewer.language];
  const format = chartFormat(request.viewer);
  const money = (value: number) => moneyText(value, cleanText(request.quoteCurrency));
  const [first, last] = [request.equity[0], request.equity.at(-1)];
  if (first === undefined || last === undefined) return titled(request, alt.equityEmpty);
  const deepest = drawdowns(request.equity).reduce((least, { fraction }) => Math.min(least, fraction), 0);
  const sentences = [
    fillText(alt.equity, {
      from: format.dateTime(first.at),
      to: `${format.dateTime(last.at)} ${format.zoneLabel()}`,
      first: money(first.value),
      last: money(last.value),
      change: changeText(first.value, last.value, format),
      drawdown: format.percent(deepest),
    }),
  ];
  const [held, now] = [request.buyAndHold[0], request.buyAndHold.at(-1)];
  if (held !== undefined && now !== undefined) {
    sentences.push(fillText(alt.buyAndHold, { change: changeText(held.value, now.value, format) }));
  }
  if (request.trades.length > 0) {
    const counts = { count: request.trades.length, wins: request.trades.filter(({ net }) => net > 0).length };
    sentences.push(fillText(counts.count === 1 ? alt.tradesOne : alt.trades, counts));
  }
  return titled(request, sentences.join(' '));
}

/** A change from nothing or from debt has no percentage. */
function changeText(from: number, to: number, format: Format): string {
  return from > 0 ? format.signedPercent(to / from - 1) : 'N/A';
}

function allocationText(request: AllocationRequest): string {
  const texts = CHART_TEXTS[request.viewer.language];
  const format = chartFormat(request.viewer);
  const money = (value: number) => moneyText(value, cleanText(request.quoteCurrency));
  const at = `${format.dateTime(request.at)} ${format.zoneLabel()}`;
  const parts = sharesOf(request, texts)
    .map((share) => `${cleanText(share.name)} ${format.percent(share.fraction, 1)}`)
    .join(', ');
  if (parts === '') return titled(request, fillText(texts.alt.allocationEmpty, { at }));
  return titled(request, fillText(texts.alt.allocation, { equity: money(request.equity), at, parts }));
}

function titled({ title }: ChartRequest, sentence: string): string {
  return title === null ? sentence : `${cleanText(title).trim()}. ${sentence}`;
}
