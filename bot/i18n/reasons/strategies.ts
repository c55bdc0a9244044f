import type { Sentences } from './sentence.ts';

/** What strategies and the market watch give: docs/reason-codes-strategies.md. */
export const STRATEGY_REASONS: Sentences = {
  'turtle.breakout': {
    en: 'Closed at {close:price}, beyond the {bars}-bar channel at {level:price}; N (average range) is {n:price}.',
    ko: '{close:price}에 마감하여 {bars}봉 채널 경계 {level:price|을/를} 돌파했습니다. N(평균 변동폭)은 {n:price}입니다.',
  },
  'turtle.add': {
    en: 'Closed at {close:price}, past {level:price}: half an N ({n:price}) beyond the last entry, so unit {unit} is due.',
    ko: '{close:price}에 마감하여 직전 진입가에서 N({n:price})의 절반 떨어진 {level:price|을/를} 넘었습니다. {unit}번째 유닛을 추가할 차례입니다.',
  },
  'turtle.exit-channel': {
    en: 'Closed at {close:price}, beyond the opposite {bars}-bar extreme at {level:price}: the move is over.',
    ko: '{close:price}에 마감하여 반대쪽 {bars}봉 극값 {level:price|을/를} 벗어났습니다. 추세가 끝난 것으로 봅니다.',
  },
  'turtle.reading': {
    en: 'Closed at {close:price} ({at}); a {direction} entry needs a close beyond the {bars}-bar channel at {level:price}, {distanceFraction} away.',
    ko: '{at} 종가 {close:price}. {direction} 진입은 {bars}봉 채널 경계 {level:price|을/를} 벗어나 마감해야 하며, {distanceFraction} 남았습니다.',
  },
  'turtle.reading-beyond': {
    en: 'Closed at {close:price} ({at}), beyond the {bars}-bar channel at {level:price} as the bar before was; only the first such close is a {direction} entry.',
    ko: '{at} 종가 {close:price}. 직전 봉에 이어 {bars}봉 채널 경계 {level:price} 밖에 있습니다. {direction} 진입은 처음 벗어난 마감에서만 합니다.',
  },
  'turtle.reading-under-way': {
    en: 'Closed at {close:price} ({at}); the last {direction} breakout has not run its course, so a further extreme is no new entry.',
    ko: '{at} 종가 {close:price}. 앞선 {direction} 돌파가 아직 끝나지 않아, 극값을 더 넘어도 새 진입으로 보지 않습니다.',
  },
  'mean-reversion.oversold': {
    en: 'Oversold: closed at {close:price} with the lower Bollinger band at {lowerBand:price} and the RSI at {rsi}.',
    ko: '과매도: 종가 {close:price}, 볼린저 하단 {lowerBand:price}, RSI {rsi}.',
  },
  'mean-reversion.overbought': {
    en: 'Overbought: closed at {close:price} with the upper Bollinger band at {upperBand:price} and the RSI at {rsi}.',
    ko: '과매수: 종가 {close:price}, 볼린저 상단 {upperBand:price}, RSI {rsi}.',
  },
  'mean-reversion.exit-middle-band': {
    en: 'Closed at {close:price}, back at the middle band ({middleBand:price}): the way back is done.',
    ko: '{close:price}에 마감하여 중간 밴드({middleBand:price})로 돌아왔습니다. 회귀가 끝났습니다.',
  },
  'mean-reversion.exit-rsi': {
    en: 'The RSI is back through 50 (now {rsi}) at a close of {close:price}: the stretch is gone.',
    ko: 'RSI가 50선을 되돌아왔습니다(현재 {rsi}, 종가 {close:price}). 과열 상태가 해소되었습니다.',
  },
  'mean-reversion.reading': {
    en: 'Closed at {close:price} ({at}) with the RSI at {rsi}; for a {direction} entry the close was {distanceFraction} away from the Bollinger band at {band:price}, the RSI {rsiMissing} away from {rsiLimit}.',
    ko: '{at} 종가 {close:price}, RSI {rsi}. {direction} 진입 조건까지 가격은 볼린저 밴드 {band:price}에서 {distanceFraction}, RSI는 기준 {rsiLimit}에서 {rsiMissing} 떨어져 있었습니다.',
  },
  'mean-reversion.reading-rsi': {
    en: 'Closed at {close:price} ({at}), beyond the Bollinger band at {band:price}; for a {direction} entry the RSI at {rsi} was still {rsiMissing} away from {rsiLimit}.',
    ko: '{at} 종가 {close:price|은/는} 볼린저 밴드 {band:price|을/를} 벗어났지만, {direction} 진입에는 RSI({rsi})가 기준 {rsiLimit}에서 {rsiMissing} 모자랐습니다.',
  },
  'mean-reversion.reading-band': {
    en: 'The RSI at {rsi} was past {rsiLimit}; for a {direction} entry the close of {close:price} ({at}) was still {distanceFraction} away from the Bollinger band at {band:price}.',
    ko: 'RSI({rsi})는 기준 {rsiLimit|을/를} 넘었지만, {direction} 진입에는 {at} 종가 {close:price|이/가} 볼린저 밴드 {band:price}에서 {distanceFraction} 모자랐습니다.',
  },
  'mean-reversion.reading-stretched': {
    en: 'Closed at {close:price} ({at}) with the RSI at {rsi}, beyond the Bollinger band at {band:price} as the bar before was; only the first such close is a {direction} entry.',
    ko: '{at} 종가 {close:price}, RSI {rsi}. 직전 봉에 이어 볼린저 밴드 {band:price} 밖에 있습니다. {direction} 진입은 처음 벗어난 마감에서만 합니다.',
  },
  'mean-reversion.reading-turning': {
    en: 'Closed at {close:price} ({at}) with the RSI at {rsi}; a {direction} entry waits for a close back inside the Bollinger band at {band:price}, {distanceFraction} away.',
    ko: '{at} 종가 {close:price}, RSI {rsi}. {direction} 진입은 볼린저 밴드 {band:price} 안으로 돌아온 마감을 기다리며, {distanceFraction} 남았습니다.',
  },
  'market.not-a-price': {
    en: '{symbol}: dropped an event with a number that is no price or volume.',
    ko: '{symbol}: 가격이나 거래량일 수 없는 숫자가 있어 해당 데이터를 버렸습니다.',
  },
  'market.bar-inside-out': {
    en: '{symbol}: dropped a bar whose range {low:price}–{high:price} does not hold its open {open:price} and close {close:price}.',
    ko: '{symbol}: 시가 {open:price}·종가 {close:price|이/가} 저가 {low:price}~고가 {high:price} 범위를 벗어난 봉을 버렸습니다.',
  },
  'market.bad-bar-time': {
    en: '{symbol}: dropped a {timeframe} bar that is not on the 1-minute grid.',
    ko: '{symbol}: 1분 격자에 맞지 않는 {timeframe} 봉을 버렸습니다.',
  },
  'market.duplicate-bar': {
    en: '{symbol}: dropped a bar that had been seen already.',
    ko: '{symbol}: 이미 받은 봉이 다시 와서 버렸습니다.',
  },
  'market.out-of-order': {
    en: '{symbol}: dropped an event older than the last one.',
    ko: '{symbol}: 직전 데이터보다 오래된 데이터를 버렸습니다.',
  },
  'market.from-the-future': {
    en: '{symbol}: dropped an event whose time lies ahead of the clock.',
    ko: '{symbol}: 현재 시각보다 앞선 시각의 데이터를 버렸습니다.',
  },
  'market.price-jump': {
    en: '{symbol}: dropped the price {price}, too far from the last one ({lastPrice}) to be believed.',
    ko: '{symbol}: 직전 가격({lastPrice})과 너무 동떨어진 가격 {price|을/를} 버렸습니다.',
  },
  'market.crossed-quote': {
    en: '{symbol}: dropped a quote whose bid {bid:price} and ask {ask:price} do not fit together or to the price {price}.',
    ko: '{symbol}: 매수호가 {bid:price}, 매도호가 {ask:price}, 가격 {price|이/가} 서로 맞지 않는 호가를 버렸습니다.',
  },
  'market.unknown-symbol': {
    en: 'Dropped an event of {symbol}, which is not followed.',
    ko: '추적하지 않는 종목 {symbol}의 데이터를 버렸습니다.',
  },
};
