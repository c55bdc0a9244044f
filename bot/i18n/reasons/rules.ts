import type { Sentences } from './sentence.ts';

/** What the desk notices around itself, and what the chat says of an alert rule that it cannot take. */
export const RULE_REASONS: Sentences = {
  'desk.data-stall': {
    en: 'No prices of {symbol:coin} for {silentMs:duration}, while other markets go on. Nothing new is decided there.',
    ko: '{symbol:coin} 시세가 {silentMs:duration} 동안 오지 않습니다. 다른 시장은 움직이고 있습니다. 그동안 새로 판단하지 않습니다.',
  },
  'desk.data-back': {
    en: 'Prices of {symbol:coin} are back after {stalledMs:duration}.',
    ko: '{symbol:coin} 시세가 {stalledMs:duration} 만에 다시 옵니다.',
  },
  'desk.venue-trouble': {
    en: 'The venue has failed {count:count} times within ten minutes: orders were refused or not answered. Open orders are asked for each minute.',
    ko: '거래소가 10분 안에 {count:count}번 실패했습니다. 주문이 거부되거나 답이 없었습니다. 열린 주문은 1분마다 다시 확인합니다.',
  },
  'desk.venue-back': {
    en: 'The venue answers again, and no order is in doubt.',
    ko: '거래소가 다시 답합니다. 불확실한 주문은 없습니다.',
  },
  'rule.too-long': {
    en: 'A rule has at most {limit:count} characters.',
    ko: '규칙은 {limit:count}자까지 적을 수 있습니다.',
  },
  'rule.empty': {
    en: 'Write what you want to be told of, such as: /alert BTC > 100k',
    ko: '무엇을 알릴지 적어 주세요. 예: /alert 비트 10만 이상',
  },
  'rule.left-over': {
    en: 'I do not understand “{text:text}” in this rule. One thing at a time, such as: BTC RSI 1h below 30',
    ko: '이 규칙에서 “{text:text}”{|을/를} 이해하지 못했습니다. 한 번에 한 가지씩 적어 주세요. 예: 비트 RSI 1시간봉 30 아래',
  },
  'rule.no-market': {
    en: 'Which coin? This desk follows {markets:text}.',
    ko: '어느 코인입니까? 이 데스크는 {markets:text}{|을/를} 봅니다.',
  },
  'rule.won': {
    en: 'Prices here are in USDT, not won. Write the level in USDT.',
    ko: '이 데스크의 가격은 원화가 아니라 USDT입니다. 가격을 USDT로 적어 주세요.',
  },
  'rule.average': {
    en: 'An average here has 2 to {longest:count} bars, not {length:count}.',
    ko: '이동평균은 2봉에서 {longest:count}봉까지 볼 수 있습니다. {length:count}봉은 안 됩니다.',
  },
  'rule.no-level': {
    en: 'At which level? Write a number, such as: below 30',
    ko: '어느 수준에서 알릴지 숫자를 적어 주세요. 예: 30 아래',
  },
  'rule.level-range': {
    en: '{indicator:text} does not reach that number.',
    ko: '{indicator:text} 값은 그 숫자가 될 수 없습니다.',
  },
  'rule.window': {
    en: 'A move is watched over {shortestMs:duration} to {longestMs:duration}, such as: BTC 5% 1h',
    ko: '변동은 {shortestMs:duration}에서 {longestMs:duration} 사이로 볼 수 있습니다. 예: 비트 1시간 5%',
  },
  'rule.percent': {
    en: 'That percentage cannot be watched. Write one above 0% and up to 1,000%.',
    ko: '그 비율은 볼 수 없습니다. 0%보다 크고 1,000% 이하로 적어 주세요.',
  },
  'rule.both-ways': {
    en: 'Above or below? Write one of the two.',
    ko: '이상입니까, 이하입니까? 하나만 적어 주세요.',
  },
  'rule.nothing-to-watch': {
    en: 'What of it? Write a price, a move or an indicator: > 100k, -5% 1h, RSI 1h < 30',
    ko: '무엇을 볼까요? 가격, 변동, 지표 중 하나를 적어 주세요. 예: 10만 이상, 1시간 5% 하락, RSI 1시간봉 30 아래',
  },
  'rule.price-positive': { en: 'A level must be more than zero.', ko: '수준은 0보다 커야 합니다.' },
  'rule.timeframe': {
    en: 'Indicators are watched on 1m, 5m, 15m or 1h bars.',
    ko: '지표는 1분, 5분, 15분, 1시간봉에서 볼 수 있습니다.',
  },
  'rule.day-or-position': {
    en: 'The day or a position? Write one of the two.',
    ko: '오늘 손익입니까, 포지션 손익입니까? 하나만 적어 주세요.',
  },
  'rule.profit-percent': {
    en: 'By how much? Write a percentage, such as: pnl day -2%',
    ko: '몇 퍼센트입니까? 예: 오늘 손익 -2%',
  },
  'rule.quoted-without-news': {
    en: 'Words in quotes are looked for in the news: news XRP "hack"',
    ko: '따옴표 안의 말은 뉴스에서 찾습니다. 예: 뉴스 리플 "해킹"',
  },
  'rule.topic': { en: 'The topics are {topics:text}.', ko: '주제는 {topics:text} 중에서 고를 수 있습니다.' },
  'rule.tone-range': {
    en: 'Tone is between -1 and 1, such as: news BTC tone < -0.4',
    ko: '어조는 -1에서 1 사이입니다. 예: 비트 뉴스 어조 -0.4 이하',
  },
  'rule.keyword-length': {
    en: 'At most {limit:count} characters are looked for in the news.',
    ko: '뉴스에서 찾는 말은 {limit:count}자까지입니다.',
  },
};
