import { baseOf } from '../../engine/domain/instrument.ts';
import type { Candle } from '../../engine/domain/market.ts';
import { TIMEFRAME_MS, type Timeframe } from '../../engine/domain/timeframe.ts';
import { Atr } from '../../engine/indicators/atr.ts';
import { Bollinger } from '../../engine/indicators/bollinger.ts';
import { Macd } from '../../engine/indicators/macd.ts';
import { Rsi } from '../../engine/indicators/rsi.ts';
import type { AnswerSentence } from './answer.ts';
import { citeDesk, coinSlot, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';
import { notTraded } from './not-traded.ts';
import { readingSentences } from './reading-sentences.ts';

/** Enough for the slowest of them to have forgotten where it began. */
const BARS = 300;

/** What the indicators of a market read on closed bars, and how near the strategies are to an entry. */
export function answerIndicators({ view }: Sources, topic: Topic, timeframe: Timeframe): Draft {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const { symbol } = topic;
  if (symbol === null) {
    const coin = topic.unknownCoin ?? '?';
    return { outcome: 'not-found', sentences: [notTraded(sheet, desk, coin)], sheet };
  }
  const read = readIndicators(view.candles(symbol, timeframe, BARS));
  if (read === null) {
    const none = phrase('There are too few bars of {coin} for that yet.', '{coin}의 봉이 아직 부족합니다.', {
      coin: coinSlot(sheet, desk, symbol),
    });
    return { outcome: 'not-found', sentences: [sentence('indicators.none', none, desk)], sheet };
  }
  const id = sheet.add(`I-${baseOf(symbol)}:${timeframe}`, {
    symbol,
    barsMs: TIMEFRAME_MS[timeframe],
    names: ['rsi14', 'bollingerB', 'bollingerWidth', 'atrFraction', 'macdHistogram'],
    ...read,
  });
  const sentences = [barSentence(sheet, id, symbol), ...readingSentences(sheet, view, topic)];
  return { outcome: 'answered', sentences, sheet, subject: { decisionId: null, symbol } };
}

/** Returns the readings after the last of these bars, or null before the slowest is warmed up. */
function readIndicators(candles: readonly Candle[]) {
  const rsi = new Rsi();
  const bands = new Bollinger();
  const atr = new Atr();
  const macd = new Macd();
  for (const candle of candles) {
    rsi.push(candle.close);
    bands.push(candle.close);
    atr.push(candle);
    macd.push(candle.close);
  }
  const last = candles.at(-1);
  if (last === undefined || rsi.value === null || bands.value === null || atr.value === null || macd.value === null) {
    return null;
  }
  return {
    closedAt: last.closeTime,
    close: last.close,
    rsi: rsi.value,
    bollinger: bands.value,
    atrFraction: atr.value / last.close,
    macdHistogram: macd.value.histogram,
  };
}

function barSentence(sheet: FactSheet, id: string, symbol: string): AnswerSentence {
  const named = (index: number, path: string, unit: 'number' | 'percent' | 'price'): Phrase =>
    phrase('{name} {value}', '{name} {value}', {
      name: sheet.slot('term:feature', `${id}#names[${index}]`),
      value: sheet.slot(unit, `${id}#${path}`, symbol),
    });
  const lead = phrase('{coin} on bars of {bars}, closed {at} at {close}', '{coin} {bars} 봉, {at} 마감, 종가 {close}', {
    coin: sheet.slot('coin', `${id}#symbol`),
    bars: sheet.slot('duration', `${id}#barsMs`),
    at: sheet.slot('time', `${id}#closedAt`),
    close: sheet.slot('price', `${id}#close`, symbol),
  });
  const bands = phrase('bands {lower} to {upper}.', '밴드 {lower}~{upper}.', {
    lower: sheet.slot('price', `${id}#bollinger.lower`, symbol),
    upper: sheet.slot('price', `${id}#bollinger.upper`, symbol),
  });
  const parts = [
    lead,
    named(0, 'rsi', 'number'),
    named(1, 'bollinger.percentB', 'number'),
    named(2, 'bollinger.widthFraction', 'percent'),
    named(3, 'atrFraction', 'percent'),
    named(4, 'macdHistogram', 'number'),
    bands,
  ];
  return sentence('indicators', joinPhrases(parts, ', '));
}
