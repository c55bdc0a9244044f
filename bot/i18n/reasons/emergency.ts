import type { Sentences } from './sentence.ts';

/** What the detectors see, and what the fast path has to tell: docs/EMERGENCY.md. */
export const EMERGENCY_REASONS: Sentences = {
  'emergency.price-drop': {
    en: 'The price moved {move:signed-percent} within {withinMs}; the alarm rings at {limit:percent} in {windowMs}.',
    ko: '가격이 {withinMs} 만에 {move:signed-percent} 움직였습니다. 경보 기준은 {windowMs}에 {limit:percent}입니다.',
  },
  'emergency.volume-surge': {
    en: 'Volume is {above:signed-percent} against the hour before while the price moved {move:signed-percent} in five minutes; the alarm rings at {limit:signed-percent}.',
    ko: '거래량이 직전 1시간보다 {above:signed-percent} 늘었고 가격은 5분간 {move:signed-percent} 움직였습니다. 경보 기준은 {limit:signed-percent}입니다.',
  },
  'emergency.anomaly': {
    en: 'A minute like none before it: anomaly {score:two-digits} of 1 (alarm above {limit:two-digits}), price {move:signed-percent}.',
    ko: '이전과 전혀 다른 1분입니다. 이상 점수 {score:two-digits}/1(경보 기준 {limit:two-digits} 초과), 가격 {move:signed-percent}.',
  },
  'emergency.network-failures': {
    en: 'The venue did not answer {count:count} times in a row; the alarm rings at {limit:count}.',
    ko: '거래소가 연속 {count:count}번 답하지 않았습니다. 경보 기준은 {limit:count}번입니다.',
  },
  'emergency.banned': {
    en: 'The venue {venue:text} takes no request for {waitMs}: act in its own app now. The emergency exit goes on by itself after that.',
    ko: '거래소 {venue:text}에서 {waitMs} 동안 요청을 받지 않습니다. 지금 거래소 앱에서 직접 청산해 주세요. 그 뒤에는 비상 청산이 스스로 이어집니다.',
  },
  'emergency.not-traded': {
    en: "The emergency exit cannot sell {symbol} at {venue:text}: the market is not in venue.symbols, or the venue lists it no more. Close it in the venue's own app now; the account is not flat until it is gone.",
    ko: '비상 청산이 거래소 {venue:text}에서 {symbol|을/를} 팔 수 없습니다. venue.symbols에 없거나 거래소가 더는 취급하지 않는 종목입니다. 지금 거래소 앱에서 직접 청산해 주세요. 남아 있는 동안은 청산이 끝나지 않습니다.',
  },
  'emergency.no-answer': {
    en: 'The venue did not answer the emergency exit in time; it asks again.',
    ko: '거래소가 비상 청산 요청에 제때 답하지 않아 다시 묻고 있습니다.',
  },
  'emergency.venue-away': {
    en: 'The venue cannot be reached by the emergency exit; it tries on.',
    ko: '비상 청산이 거래소에 연결하지 못해 계속 시도하고 있습니다.',
  },
  'emergency.venue-failed': {
    en: 'The venue answered the emergency exit with what cannot be read ({fault:text}); it asks what became of it.',
    ko: '거래소의 답을 읽을 수 없어({fault:text}) 처리 결과를 다시 확인하고 있습니다.',
  },
};
