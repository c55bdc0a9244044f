import type { Sentences } from './sentence.ts';

/** What happens to an account at a real venue beside the desk's own orders: docs/reason-codes-execution.md. */
export const ACCOUNT_REASONS: Sentences = {
  'entries.not-reconciled': {
    en: 'The records have not been compared with the venue yet; nothing is entered before that.',
    ko: '기록을 아직 거래소와 맞춰 보지 못했습니다. 그 전에는 진입하지 않습니다.',
  },
  'external.trade': {
    en: 'Somebody traded {symbol} on this account outside the desk: {side} {quantity} at {price}.',
    ko: '데스크 밖에서 이 계좌로 {symbol|을/를} 거래했습니다: {side} {quantity} @ {price}.',
  },
  'external.forced': {
    en: 'The venue itself reduced {symbol}: {side} {quantity} at {price} (liquidation or auto-deleveraging).',
    ko: '거래소가 {symbol} 포지션을 강제로 줄였습니다: {side} {quantity} @ {price} (강제 청산 또는 자동 감축).',
  },
  'external.own-id': {
    en: 'A trade in {symbol} carries an id of ours that the journal does not know: {side} {quantity} at {price}. Is another desk running on this account?',
    ko: '{symbol}에 우리 형식의 번호를 가졌지만 일지에 없는 거래가 있습니다: {side} {quantity} @ {price}. 이 계좌로 다른 데스크가 돌고 있습니까?',
  },
  'external.not-pending': {
    en: '{id:text} is not waiting for an answer (any more).',
    ko: '{id:text}{|은/는} 답을 기다리는 변경이 아닙니다.',
  },
  'external.moved': {
    en: '{symbol} has moved since {id:text} was asked; it is compared anew.',
    ko: '{id:text} 질문 뒤에 {symbol} 보유가 달라졌습니다. 다시 맞춰 봅니다.',
  },
  'external.left': {
    en: 'Left alone: the desk keeps its hands off it.',
    ko: '그대로 둡니다. 데스크는 손대지 않습니다.',
  },
  'external.taken-over': {
    en: 'Taken over: the desk guards {symbol} with a stop at {stopPrice}.',
    ko: '데스크가 맡았습니다. {symbol|을/를} 손절가 {stopPrice|으로/로} 지킵니다.',
  },
  'external.over': {
    en: 'Nothing of {symbol} is held; the strategies may trade it again.',
    ko: '{symbol} 보유분이 없습니다. 전략이 다시 거래할 수 있습니다.',
  },
  'protection.taken-over': {
    en: 'Set when the position was taken over.',
    ko: '포지션을 넘겨받으며 설정했습니다.',
  },
  'exit.stop-watched': {
    en: 'The stop at {stopPrice} was reached at {price}; this venue holds none, so the desk closes.',
    ko: '가격이 {price|으로/로} 손절가 {stopPrice}에 닿았습니다. 이 거래소는 손절 주문을 받지 않아 데스크가 청산합니다.',
  },
  'exit.dust': {
    en: 'What is left of {symbol} ({quantity}) is less than the venue trades.',
    ko: '남은 {symbol} {quantity|은/는} 거래소가 거래하는 최소 단위보다 적습니다.',
  },
  'order.found-gone': {
    en: 'The venue, asked {queries#time/times}, neither knows nor lists the order any more.',
    ko: '거래소에 {queries:count}번 물었지만 이 주문이 없고 미체결 목록에도 없습니다.',
  },
  'slippage.no-price': {
    en: 'There is no price to bound the order by (at most {maxSlippageFraction}).',
    ko: '주문 가격을 제한할 시세가 없습니다(최대 {maxSlippageFraction}).',
  },
  'slippage.too-thin': {
    en: 'The book holds {available:number} of {quantity} within {maxSlippageFraction} of the price; not sent.',
    ko: '호가창에 가격의 {maxSlippageFraction} 안으로는 {quantity} 중 {available:number}만 있어 보내지 않았습니다.',
  },
  'risk.external-change': {
    en: 'Somebody else has changed this market on the account, and nobody has said yet what is to be done.',
    ko: '이 계좌의 이 종목을 누군가 데스크 밖에서 바꾸었고, 아직 어떻게 할지 답이 없습니다.',
  },
  'risk.symbol-owner': {
    en: 'Another strategy holds this market, or waits to enter it.',
    ko: '다른 전략이 이 종목을 보유하고 있거나 진입을 기다리고 있습니다.',
  },
  'risk.symbol-orders-per-minute': {
    en: 'It would be entry order {value:count} in this market within a minute, {limit:count} are allowed.',
    ko: '이 종목에서 1분 내 {value:count}번째 진입 주문입니다 (최대 {limit:count}건).',
  },
  'risk.daily-notional': {
    en: 'Entries of this day would add up to {value:number} times the equity, {limit:number} are allowed.',
    ko: '오늘 진입 금액 합계가 자산의 {value:number}배가 됩니다 (최대 {limit:number}배).',
  },
};
