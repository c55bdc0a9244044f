import type { LevelIndicator } from '../../engine/domain/alert-rule.ts';
import type { Topic } from '../../rag/document.ts';
import type { Language } from './language.ts';

type When = 'above' | 'below' | 'crosses';
type Beyond = 'above' | 'below';

/** Parts of a rule as a sentence. What stands here is read again by the grammar: the two are held together by a test. */
export interface RuleWords {
  price(p: { coin: string; when: When; level: string; currency: string }): string;
  move(p: { coin: string; way: 'up' | 'down' | 'either'; percent: string; span: string }): string;
  indicator(p: { coin: string; name: string; bars: string; when: When; level: string }): string;
  macd(p: { coin: string; bars: string; when: When }): string;
  bollinger(p: { coin: string; bars: string; when: When }): string;
  average(p: { coin: string; bars: string; name: string; when: When }): string;
  newsAny(p: { coin: string | null }): string;
  newsTone(p: { coin: string | null; when: Beyond; tone: string }): string;
  newsTopic(p: { coin: string | null; topic: string }): string;
  newsKeyword(p: { coin: string | null; keyword: string }): string;
  profitDay(p: { when: Beyond; percent: string }): string;
  profitPosition(p: { coin: string | null; when: Beyond; percent: string }): string;
  equity(p: { when: Beyond; level: string; currency: string }): string;
  readonly indicatorName: Readonly<Record<LevelIndicator, string>>;
  minutes(count: number): string;
  hours(count: number): string;
  readonly once: string;
  readonly repeats: string;
}

const PLACE_EN = { above: 'above', below: 'below', crosses: 'crosses' } as const;
const CROSS_EN = { above: 'crosses above', below: 'crosses below', crosses: 'crosses' } as const;
const BEYOND_EN = { above: 'at or above', below: 'at or below' } as const;
const PLACE_KO = { above: '이상', below: '이하', crosses: '교차' } as const;
const CROSS_KO = { above: '상향 교차', below: '하향 교차', crosses: '교차' } as const;

function newsOf(coin: string | null): string {
  return coin === null ? 'news' : `news of ${coin}`;
}

function koNews(coin: string | null): string {
  return coin === null ? '뉴스' : `${coin} 뉴스`;
}

export const RULE_WORDS: Readonly<Record<Language, RuleWords>> = {
  en: {
    price: (p) => `${p.coin} ${PLACE_EN[p.when]} ${p.level} ${p.currency}`,
    move: (p) => `${p.coin} ${p.way === 'either' ? 'moves' : p.way} ${p.percent} within ${p.span}`,
    indicator: (p) => `${p.coin} ${p.name} on ${p.bars} bars ${PLACE_EN[p.when]} ${p.level}`,
    macd: (p) => `${p.coin} MACD on ${p.bars} bars ${CROSS_EN[p.when]} its signal line`,
    bollinger: (p) =>
      `${p.coin} touches ${p.when === 'crosses' ? 'either' : p.when === 'above' ? 'the upper' : 'the lower'} Bollinger band on ${p.bars} bars`,
    average: (p) => `${p.coin} ${CROSS_EN[p.when]} ${p.name} on ${p.bars} bars`,
    newsAny: (p) => `any ${newsOf(p.coin)}`,
    newsTone: (p) => `${newsOf(p.coin)} with tone ${BEYOND_EN[p.when]} ${p.tone}`,
    newsTopic: (p) => `${newsOf(p.coin)} on the topic ${p.topic}`,
    newsKeyword: (p) => `${newsOf(p.coin)} with "${p.keyword}"`,
    profitDay: (p) => `day P&L ${BEYOND_EN[p.when]} ${p.percent}`,
    profitPosition: (p) => `${p.coin ?? 'any'} position P&L ${BEYOND_EN[p.when]} ${p.percent}`,
    equity: (p) => `equity ${BEYOND_EN[p.when]} ${p.level} ${p.currency}`,
    indicatorName: { rsi: 'RSI', adx: 'ADX', atr: 'ATR', cci: 'CCI', stochastic: 'Stochastic', volume: 'volume ratio' },
    minutes: (count) => `${count}m`,
    hours: (count) => `${count}h`,
    once: 'once',
    repeats: 'every time',
  },
  ko: {
    price: (p) => `${p.coin} ${p.level} ${p.currency} ${PLACE_KO[p.when]}`,
    move: (p) => `${p.coin} ${p.span} 안에 ${p.percent} ${{ up: '상승', down: '하락', either: '변동' }[p.way]}`,
    indicator: (p) => `${p.coin} ${p.bars}봉 ${p.name} ${p.level} ${PLACE_KO[p.when]}`,
    macd: (p) => `${p.coin} ${p.bars}봉 MACD 시그널선 ${CROSS_KO[p.when]}`,
    bollinger: (p) =>
      `${p.coin} ${p.bars}봉 볼린저 밴드 ${{ above: '상단', below: '하단', crosses: '상하단' }[p.when]} 접촉`,
    average: (p) => `${p.coin} ${p.bars}봉 ${p.name} ${CROSS_KO[p.when]}`,
    newsAny: (p) => `${p.coin === null ? '' : `${p.coin} `}모든 뉴스`,
    newsTone: (p) => `${koNews(p.coin)} 어조 ${p.tone} ${PLACE_KO[p.when]}`,
    newsTopic: (p) => `${koNews(p.coin)} 주제 ${p.topic}`,
    newsKeyword: (p) => `${koNews(p.coin)} "${p.keyword}"`,
    profitDay: (p) => `오늘 손익 ${p.percent} ${PLACE_KO[p.when]}`,
    profitPosition: (p) => `${p.coin ?? '모든'} 포지션 손익 ${p.percent} ${PLACE_KO[p.when]}`,
    equity: (p) => `총자산 ${p.level} ${p.currency} ${PLACE_KO[p.when]}`,
    indicatorName: {
      rsi: 'RSI',
      adx: 'ADX',
      atr: 'ATR',
      cci: 'CCI',
      stochastic: '스토캐스틱',
      volume: '거래량 비율',
    },
    minutes: (count) => `${count}분`,
    hours: (count) => `${count}시간`,
    once: '한 번',
    repeats: '매번',
  },
};

/** Topics of the news as people call them. */
export const TOPIC_WORDS: Readonly<Record<Language, Readonly<Record<Topic, string>>>> = {
  en: {
    regulation: 'regulation',
    macro: 'macro',
    etf: 'etf',
    exchange: 'exchange',
    security: 'security',
    adoption: 'adoption',
    technology: 'technology',
    market: 'market',
    derivatives: 'derivatives',
    corporate: 'corporate',
    legal: 'legal',
    listing: 'listing',
    delisting: 'delisting',
    maintenance: 'maintenance',
    other: 'other',
  },
  ko: {
    regulation: '규제',
    macro: '거시경제',
    etf: 'etf',
    exchange: '거래소',
    security: '보안',
    adoption: '도입',
    technology: '기술',
    market: '시장',
    derivatives: '파생상품',
    corporate: '기업',
    legal: '법률',
    listing: '상장',
    delisting: '상장폐지',
    maintenance: '점검',
    other: '기타',
  },
};
