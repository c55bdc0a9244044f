import type { Language } from '../i18n/language.ts';

/** The words of charts. `{name}` is filled in. */
export interface ChartTexts {
  readonly timeframes: Readonly<Record<'1m' | '5m' | '15m' | '1h' | '4h' | '1d', string>>;
  readonly entry: string;
  readonly exit: string;
  readonly stop: string;
  readonly target: string;
  readonly signal: string;
  readonly volume: string;
  readonly noCandles: string;
  readonly equity: string;
  readonly buyAndHold: string;
  readonly drawdown: string;
  readonly trades: string;
  readonly noEquity: string;
  readonly allocation: string;
  readonly cash: string;
  readonly short: string;
  readonly others: string;
  readonly noHoldings: string;
  readonly alt: {
    readonly candles: string;
    readonly candlesEmpty: string;
    readonly entries: string;
    readonly exits: string;
    readonly one: string;
    readonly many: string;
    readonly stop: string;
    readonly target: string;
    readonly signal: string;
    readonly equity: string;
    readonly equityEmpty: string;
    readonly buyAndHold: string;
    readonly trades: string;
    readonly tradesOne: string;
    readonly allocation: string;
    readonly allocationEmpty: string;
  };
  readonly refused: {
    readonly notNumber: string;
    readonly notPositive: string;
    readonly notCandle: string;
    readonly order: string;
    readonly tooMany: string;
    readonly zone: string;
    readonly digits: string;
  };
}

export const CHART_TEXTS: Readonly<Record<Language, ChartTexts>> = {
  en: {
    timeframes: { '1m': '1m', '5m': '5m', '15m': '15m', '1h': '1h', '4h': '4h', '1d': '1d' },
    entry: 'Entry',
    exit: 'Exit',
    stop: 'Stop',
    target: 'Target',
    signal: 'Signal',
    volume: 'Volume',
    noCandles: 'No candles in this span.',
    equity: 'Equity',
    buyAndHold: 'Buy and hold',
    drawdown: 'Drawdown',
    trades: 'Trades',
    noEquity: 'No equity recorded yet.',
    allocation: 'Allocation',
    cash: 'Cash',
    short: '{name} short',
    others: '{count} others',
    noHoldings: 'Nothing held.',
    alt: {
      candles:
        '{symbol} {timeframe} candles, {from} to {to}: from {open} to {close} ({change}), high {high}, low {low}.',
      candlesEmpty: '{symbol} {timeframe} candles: none in this span.',
      entries: 'entry {marks}',
      exits: 'exit {marks}',
      one: 'at {price} ({at})',
      many: '{count} times between {low} and {high}',
      stop: 'stop {price}',
      target: 'target {price}',
      signal: 'signal at {at}',
      equity: 'Equity from {from} to {to}: {first} to {last} ({change}), largest drawdown {drawdown}.',
      equityEmpty: 'Equity: nothing recorded yet.',
      buyAndHold: 'Buy and hold: {change}.',
      trades: '{count} trades, {wins} of them won.',
      tradesOne: 'One trade, {wins} of them won.',
      allocation: 'Allocation of {equity} at {at}: {parts}.',
      allocationEmpty: 'Allocation at {at}: nothing held.',
    },
    refused: {
      notNumber: 'The chart cannot be drawn: {what} is not a number. Send the request again with the missing value.',
      notPositive: 'The chart cannot be drawn: {what} must be above zero.',
      notCandle: 'The chart cannot be drawn: in {what} the high lies below, or the low above, another of its prices.',
      order: 'The chart cannot be drawn: {what} is not later than the one before. They must come oldest first.',
      tooMany: 'The chart cannot be drawn: {count} {what} are too many. At most {most} fit; choose a shorter span.',
      zone: 'The chart cannot be drawn: {what} is not a known time zone. Use a name such as Asia/Seoul.',
      digits: 'The chart cannot be drawn: {what} must be a whole number from 0 to 16.',
    },
  },
  ko: {
    timeframes: { '1m': '1분', '5m': '5분', '15m': '15분', '1h': '1시간', '4h': '4시간', '1d': '1일' },
    entry: '진입',
    exit: '청산',
    stop: '손절',
    target: '목표',
    signal: '신호',
    volume: '거래량',
    noCandles: '이 구간에는 캔들이 없습니다.',
    equity: '자산',
    buyAndHold: '단순 보유',
    drawdown: '낙폭',
    trades: '거래',
    noEquity: '아직 기록된 자산이 없습니다.',
    allocation: '자산 배분',
    cash: '현금',
    short: '{name} 숏',
    others: '그 외 {count}개',
    noHoldings: '보유한 자산이 없습니다.',
    alt: {
      candles: '{symbol} {timeframe} 캔들, {from}부터 {to}까지: {open}에서 {close}({change}), 고가 {high}, 저가 {low}.',
      candlesEmpty: '{symbol} {timeframe} 캔들: 이 구간에는 없습니다.',
      entries: '진입 {marks}',
      exits: '청산 {marks}',
      one: '{price}({at})',
      many: '{count}회, {low}~{high}',
      stop: '손절 {price}',
      target: '목표 {price}',
      signal: '신호 {at}',
      equity: '{from}부터 {to}까지 자산: {first}에서 {last}({change}), 최대 낙폭 {drawdown}.',
      equityEmpty: '자산: 아직 기록이 없습니다.',
      buyAndHold: '단순 보유: {change}.',
      trades: '거래 {count}건 중 {wins}건 수익.',
      tradesOne: '거래 1건 중 {wins}건 수익.',
      allocation: '{at} 기준 {equity} 배분: {parts}.',
      allocationEmpty: '{at} 기준 배분: 보유한 자산이 없습니다.',
    },
    refused: {
      notNumber: '차트를 그릴 수 없습니다. 숫자가 아닌 값: {what}. 값을 채워 다시 요청해 주세요.',
      notPositive: '차트를 그릴 수 없습니다. 0보다 커야 하는 값: {what}.',
      notCandle: '차트를 그릴 수 없습니다. 고가가 다른 가격보다 낮거나 저가가 더 높은 캔들: {what}.',
      order: '차트를 그릴 수 없습니다. 앞의 것보다 늦지 않은 시각: {what}. 오래된 것부터 차례로 보내 주세요.',
      tooMany: '차트를 그릴 수 없습니다. {what} {count}개는 너무 많습니다. 최대 {most}개이니 구간을 줄여 주세요.',
      zone: '차트를 그릴 수 없습니다. 알 수 없는 시간대: {what}. Asia/Seoul 같은 이름을 써 주세요.',
      digits: '차트를 그릴 수 없습니다. 0부터 16까지의 정수여야 하는 값: {what}.',
    },
  },
};

/** Fills each `{name}`; a name without a value stays as it is. */
export function fillText(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot));
}
