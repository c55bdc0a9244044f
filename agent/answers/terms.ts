import { describeSeries } from '../../rag/sources/series/series-names.ts';
import type { Language, TermUnit } from './answer.ts';

type Words = Readonly<Record<string, { readonly en: string; readonly ko: string }>>;

const SOURCES: Words = {
  'strategy:turtle': { en: 'the turtle breakout strategy', ko: '터틀 돌파 전략' },
  'strategy:mean-reversion': { en: 'the mean-reversion strategy', ko: '평균 회귀 전략' },
  'protective:stop': { en: 'the protective stop', ko: '손절 주문' },
  'protective:target': { en: 'the take-profit', ko: '익절 조건' },
  'protective:trail': { en: 'the trailing stop', ko: '추적 손절' },
  'protective:trailing': { en: 'the trailing stop', ko: '추적 손절' },
  'protective:time': { en: 'the time limit', ko: '보유 시간 한도' },
  'emergency:panic': { en: 'the panic command', ko: '비상 정지' },
  'emergency:news': { en: 'the news alarm', ko: '뉴스 경보' },
  'emergency:price-drop': { en: 'the price alarm', ko: '급락 경보' },
  'emergency:volume-surge': { en: 'the volume alarm', ko: '거래량 경보' },
  'emergency:anomaly': { en: 'the anomaly alarm', ko: '이상 감지 경보' },
  'emergency:network-failures': { en: 'the connection alarm', ko: '연결 경보' },
  'emergency:file': { en: 'the emergency file', ko: '비상 파일' },
  'emergency:signal': { en: 'the emergency signal', ko: '비상 신호' },
};

const FEATURES: Words = {
  return1: { en: '1-minute return', ko: '1분 수익률' },
  return5: { en: '5-minute return', ko: '5분 수익률' },
  return15: { en: '15-minute return', ko: '15분 수익률' },
  return60: { en: '60-minute return', ko: '60분 수익률' },
  rsi14: { en: 'RSI', ko: 'RSI' },
  bollingerB: { en: 'place in the Bollinger bands', ko: '볼린저 밴드 내 위치' },
  bollingerWidth: { en: 'Bollinger width', ko: '볼린저 밴드 폭' },
  atrFraction: { en: 'ATR', ko: 'ATR' },
  macdHistogram: { en: 'MACD histogram', ko: 'MACD 히스토그램' },
  volumeRatio: { en: 'volume against its mean', ko: '평균 대비 거래량' },
  rangePosition60: { en: 'place in the 60-minute range', ko: '60분 고저 범위 내 위치' },
  rangePosition240: { en: 'place in the 240-minute range', ko: '240분 고저 범위 내 위치' },
  candleBody: { en: 'body of the last bar', ko: '마지막 봉의 몸통' },
  volatilityRatio: { en: 'short against long volatility', ko: '단기/장기 변동성' },
  volatilityDay: { en: 'volatility of the day', ko: '하루 변동성' },
  timeSine: { en: 'time of day', ko: '시간대' },
  timeCosine: { en: 'time of day (2)', ko: '시간대(2)' },
};

/** The rules of the risk gate. */
const RULES: Words = {
  'order-grid': { en: "the venue's lot and minimum", ko: '거래소 수량 단위와 최소 금액' },
  'max-exposure': { en: 'total exposure', ko: '총 노출' },
  'max-symbol-exposure': { en: 'exposure to one coin', ko: '코인별 노출' },
  'trade-risk': { en: 'loss at the stop', ko: '손절 시 손실' },
  'human-order': { en: "size of a person's order", ko: '직접 주문 크기' },
  'daily-loss': { en: 'loss of the day', ko: '일일 손실' },
  drawdown: { en: 'drawdown', ko: '낙폭' },
  'loss-cooldown': { en: 'pause after a loss', ko: '손실 후 대기' },
  'news-alarm': { en: 'mood of the news', ko: '뉴스 분위기' },
  'open-positions': { en: 'open positions', ko: '보유 포지션 수' },
  'stale-market': { en: 'age of the quote', ko: '시세 지연' },
  spread: { en: 'bid–ask spread', ko: '호가 스프레드' },
  'orders-per-minute': { en: 'orders in a minute', ko: '분당 주문 수' },
  'orders-per-day': { en: 'orders in a day', ko: '하루 주문 수' },
  'unresolved-order': { en: 'orders of unknown outcome', ko: '결과를 모르는 주문' },
  'stop-required': { en: 'a stop on the right side', ko: '올바른 손절가' },
  'opposite-position': { en: 'no opposite position', ko: '반대 방향 포지션 없음' },
  'spot-short': { en: 'no short sale of a spot coin', ko: '현물 공매도 금지' },
  'reduce-only': { en: 'exits only reduce', ko: '청산은 축소 전용' },
  'reduce-side': { en: 'side of the exit', ko: '청산 방향' },
  'reduce-quantity': { en: 'size of the exit', ko: '청산 수량' },
};

/** What can make an entry smaller. */
const CAPS: Words = {
  advice: { en: "the advisor's ratio", ko: '비중 조언' },
  'no-advice': { en: 'the floor of the band (nobody advised)', ko: '비중 범위의 하한(조언 없음)' },
  'max-exposure': { en: 'the cap on total exposure', ko: '총 노출 한도' },
  'max-symbol-exposure': { en: 'the cap per coin', ko: '코인별 노출 한도' },
  'trade-risk': { en: 'the cap on the loss at the stop', ko: '손절 시 손실 한도' },
  'advised-loss': { en: 'the loss that the advisor accepts', ko: '조언자가 감수할 손실 한도' },
  cash: { en: 'the cash at hand', ko: '보유 현금' },
  tainted: { en: 'the smallest tier (words of strangers were read on the way)', ko: '최소 비중(외부 글을 읽은 제안)' },
  half: { en: 'a person who took half', ko: '절반 승인' },
};

const STANCES: Words = {
  buy: { en: 'buy', ko: '매수' },
  sell: { en: 'sell', ko: '매도' },
  hold: { en: 'hold', ko: '보류' },
};

const OUTCOMES: Words = {
  acted: { en: 'traded', ko: '거래함' },
  asked: { en: 'waiting for your answer', ko: '승인 대기' },
  held: { en: 'held (the votes did not all agree)', ko: '보류(의견 불일치)' },
  denied: { en: 'denied by a risk rule', ko: '위험 규칙에 막힘' },
  declined: { en: 'declined by a person', ko: '사람이 거절' },
  expired: { en: 'expired', ko: '시간 초과' },
  blocked: { en: 'blocked (entries were off)', ko: '진입 차단 중' },
  skipped: { en: 'skipped', ko: '건너뜀' },
};

const TONES: Words = {
  positive: { en: 'positive', ko: '긍정' },
  negative: { en: 'negative', ko: '부정' },
  neutral: { en: 'neutral', ko: '중립' },
};

/** What the mood of the news and the Fear & Greed index are called. */
const MOODS: Words = {
  ...TONES,
  'very-positive': { en: 'very positive', ko: '매우 긍정' },
  'very-negative': { en: 'very negative', ko: '매우 부정' },
  'extreme-fear': { en: 'extreme fear', ko: '극단적 공포' },
  fear: { en: 'fear', ko: '공포' },
  greed: { en: 'greed', ko: '탐욕' },
  'extreme-greed': { en: 'extreme greed', ko: '극단적 탐욕' },
};

/** Units of figures, as they stand behind a number; others stand as their source writes them. */
const UNITS: Words = {
  'billion usd': { en: 'billion USD', ko: '십억 달러' },
  'million usd': { en: 'million USD', ko: '백만 달러' },
  'usd/barrel': { en: 'USD a barrel', ko: '달러/배럴' },
  'thousand persons': { en: 'thousand people', ko: '천 명' },
  hits: { en: '(peak 100)', ko: '(최고점 100)' },
};

const MODELS: Words = { baseline: { en: 'the baseline model', ko: '기준 모델' } };

const ORDER_STATES: Words = {
  INTENT: { en: 'intended', ko: '의도 기록됨' },
  SENDING: { en: 'being sent', ko: '전송 중' },
  OPEN: { en: 'open', ko: '미체결' },
  PARTIAL: { en: 'partly filled', ko: '부분 체결' },
  PENDING_CANCEL: { en: 'being cancelled', ko: '취소 중' },
  FILLED: { en: 'filled', ko: '체결 완료' },
  CANCELED: { en: 'cancelled', ko: '취소됨' },
  REJECTED: { en: 'rejected by the venue', ko: '거래소 거부' },
  UNKNOWN: { en: 'unknown, being resolved', ko: '상태 확인 중' },
  NOT_PLACED: { en: 'not placed', ko: '접수되지 않음' },
  STUCK: { en: 'stuck', ko: '멈춤' },
};

const METRICS: Words = {
  change1h: { en: '1-hour change', ko: '1시간 변동' },
  change24h: { en: '24-hour change', ko: '24시간 변동' },
  rsi14: { en: 'RSI(14)', ko: 'RSI(14)' },
};

const MODES: Words = {
  replay: { en: 'replay of a recording', ko: '기록 재생' },
  paper: { en: 'paper trading', ko: '모의 거래' },
  live: { en: 'live trading', ko: '실거래' },
  backtest: { en: 'backtest', ko: '백테스트' },
};

const PEOPLE: Words = { 'terminal:owner': { en: 'the owner', ko: '소유자' } };

/** The buttons under a declined proposal. */
const DECLINE_REASONS: Words = {
  'too-risky': { en: 'too risky', ko: '너무 위험' },
  'bad-price': { en: 'bad price', ko: '가격이 안 좋음' },
  'bad-timing': { en: 'bad timing', ko: '타이밍이 안 좋음' },
  'distrust-signal': { en: 'no trust in the signal', ko: '신호를 못 믿겠음' },
  'dislike-coin': { en: 'no liking for the coin', ko: '내키지 않는 코인' },
};

const TERMS: Readonly<Record<Exclude<TermUnit, 'term:series'>, Words>> = {
  'term:source': SOURCES,
  'term:feature': FEATURES,
  'term:rule': RULES,
  'term:cap': CAPS,
  'term:stance': STANCES,
  'term:outcome': OUTCOMES,
  'term:tone': TONES,
  'term:mood': MOODS,
  'term:unit': UNITS,
  'term:model': MODELS,
  'term:order-state': ORDER_STATES,
  'term:metric': METRICS,
  'term:mode': MODES,
  'term:person': PEOPLE,
  'term:decline-reason': DECLINE_REASONS,
};

/** Returns the name of a code for people; a code that has none yet stands as it is, which is true and readable. */
export function describeTerm(unit: TermUnit, code: string, language: Language): string {
  if (unit === 'term:series') return describeSeries(code)?.title[language] ?? code;
  const words = TERMS[unit];
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  if (known !== undefined) return known[language];
  const [, origin, person] = (unit === 'term:source' ? /^(human|assistant):(.+)$/.exec(code) : null) ?? [];
  if (person !== undefined) {
    const name = describeTerm('term:person', person, language);
    if (origin === 'assistant')
      return language === 'ko' ? `비서의 제안(${name})` : `the assistant's proposal (${name})`;
    return language === 'ko' ? `사람의 주문(${name})` : `a person's order (${name})`;
  }
  return code;
}
