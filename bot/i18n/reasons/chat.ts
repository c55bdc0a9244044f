import type { Sentences } from './sentence.ts';

/** What the chat itself says of a line that it cannot take. */
export const CHAT_REASONS: Sentences = {
  'parse.not-a-number': {
    en: 'I cannot read “{text:text}” as a number.',
    ko: '“{text:text}”{|을/를} 숫자로 읽을 수 없습니다.',
  },
  'parse.exponent': {
    en: 'Please write “{text:text}” out in full, without an exponent.',
    ko: '“{text:text}” 같은 지수 표기는 받지 않습니다. 숫자를 풀어서 적어 주세요.',
  },
  'parse.negative': {
    en: 'A size or a price cannot be negative: “{text:text}”.',
    ko: '수량과 가격은 음수일 수 없습니다: “{text:text}”.',
  },
  'parse.zero': { en: 'It must be more than zero: “{text:text}”.', ko: '0보다 커야 합니다: “{text:text}”.' },
  'parse.too-large': { en: '“{text:text}” is too large to be meant.', ko: '“{text:text}”{|은/는} 너무 큰 숫자입니다.' },
  'parse.too-fine': {
    en: '“{text:text}” has more than {digits#decimal place/decimal places}.',
    ko: '“{text:text}”{|은/는} 소수점 아래가 {digits:count}자리를 넘습니다.',
  },
  'parse.comma': {
    en: '“{text:text}” can be read as {first:text} or as {second:text}. Which one?',
    ko: '“{text:text}”{|은/는} {first:text} 또는 {second:text|으로/로} 읽을 수 있습니다. 다시 적어 주세요.',
  },
  'parse.over-100': { en: '{text:text}% is more than the whole.', ko: '{text:text}%는 전부보다 많습니다.' },
  'parse.won': {
    en: 'This desk trades against USDT, not won. Write the amount in USDT.',
    ko: '이 데스크는 원화가 아니라 USDT로 거래합니다. 금액을 USDT로 적어 주세요.',
  },
  'parse.two-sizes': {
    en: 'There are two sizes in that line. Which one?',
    ko: '수량이 두 개 있습니다. 하나만 적어 주세요.',
  },
  'parse.two-prices': {
    en: 'The same price is given twice. Which one?',
    ko: '같은 가격이 두 번 있습니다. 하나만 적어 주세요.',
  },
  'parse.two-markets': {
    en: 'Two coins are named, {first:text} and {second:text}. Which one?',
    ko: '{first:text}, {second:text} 두 코인이 있습니다. 하나만 적어 주세요.',
  },
  'parse.two-listings': {
    en: 'That coin is listed twice. Write {first:text} or {second:text}.',
    ko: '같은 코인이 두 시장에 있습니다. {first:text} 또는 {second:text} 중 하나를 적어 주세요.',
  },
  'parse.price-missing': {
    en: 'A price should follow “{text:text}”.',
    ko: '“{text:text}” 다음에 가격을 적어 주세요.',
  },
  'parse.unknown-market': {
    en: '“{text:text}” is not traded here. There is {markets:text}.',
    ko: '“{text:text}”{|은/는} 여기서 거래하지 않습니다. 거래 코인: {markets:text}.',
  },
  'parse.unknown-word': {
    en: 'I do not understand “{text:text}” in that line, so I did nothing.',
    ko: '“{text:text}”{|이/가} 무슨 뜻인지 몰라 아무것도 하지 않았습니다.',
  },
  'parse.market-missing': {
    en: 'Which coin? There is {markets:text}.',
    ko: '어느 코인입니까? 거래 코인: {markets:text}.',
  },
  'parse.size-missing': {
    en: 'How much? For example `0.01 btc`, `200 usdt` or `5%`.',
    ko: '얼마나 거래합니까? 예: `0.01 btc`, `200 usdt`, `5%`.',
  },
  'parse.two-units': {
    en: 'Did you mean {first:text} ({firstNotional:money}) or {second:text}? Write the unit.',
    ko: '{first:text}({firstNotional:money})입니까, {second:text}입니까? 단위를 함께 적어 주세요.',
  },
  'parse.time-missing': { en: 'Which time? For example `14:05`.', ko: '언제입니까? 예: `14:05`, `어제 14:05`.' },
  'parse.not-a-time': {
    en: 'I cannot read “{text:text}” as a time. For example `14:05`, `yesterday 2:05pm`, `30 min ago`.',
    ko: '“{text:text}”{|을/를} 시각으로 읽을 수 없습니다. 예: `14:05`, `어제 오후 2시`, `30분 전`.',
  },
  'parse.two-times': {
    en: '“{text:text}” can be {firstAt:time} or {secondAt:time}. Which one?',
    ko: '“{text:text}”{|은/는} {firstAt:time} 또는 {secondAt:time}입니다. 어느 쪽입니까?',
  },
  'parse.time-out-of-range': {
    en: '“{text:text}” lies outside the years that I know.',
    ko: '“{text:text}”{|은/는} 다룰 수 있는 범위를 벗어난 시각입니다.',
  },
  'parse.not-an-id': {
    en: '“{text:text}” is not an id that I know here.',
    ko: '“{text:text}”{|은/는} 여기서 쓸 수 있는 번호가 아닙니다.',
  },
  'parse.number-out-of-range': {
    en: 'It must lie between {minimum:text} and {maximum:text}.',
    ko: '{minimum:text}에서 {maximum:text} 사이여야 합니다.',
  },
  'parse.not-a-choice': {
    en: '“{text:text}” is not one of {choices:text}.',
    ko: '“{text:text}”{|은/는} 고를 수 없습니다. 선택: {choices:text}.',
  },
  'parse.not-a-period': {
    en: '“{text:text}” is no period that I know. Write day, week or month.',
    ko: '“{text:text}”{|은/는} 알 수 없는 기간입니다. 일, 주, 월 중에서 적어 주세요.',
  },
  'parse.duration-unit': {
    en: 'Write a unit with “{text:text}”: 30s, 5m, 2h.',
    ko: '“{text:text}”에 단위를 붙여 주세요. 예: 30초, 5분, 2시간.',
  },
};
