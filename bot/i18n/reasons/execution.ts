import type { Sentences } from './sentence.ts';

/** What becomes of orders and why positions are closed: docs/reason-codes-execution.md. */
export const EXECUTION_REASONS: Sentences = {
  'venue.unknown-symbol': {
    en: 'The venue does not list {symbol}.',
    ko: '거래소에 {symbol} 종목이 없습니다.',
  },
  'venue.quantity-off-grid': {
    en: 'Quantity {quantity} is no multiple of the lot {lotSize} above zero.',
    ko: '수량 {quantity|은/는} 0보다 큰 최소 단위 {lotSize}의 배수가 아닙니다.',
  },
  'venue.price-off-grid': {
    en: 'Price {price} is no multiple of the tick {tickSize}.',
    ko: '가격 {price|은/는} 호가 단위 {tickSize}의 배수가 아닙니다.',
  },
  'venue.price-missing': {
    en: 'The order needs a price ({field}).',
    ko: '주문에 가격이 필요합니다({field}).',
  },
  'venue.price-not-allowed': {
    en: 'An order of this type takes no {field}.',
    ko: '이 유형의 주문에는 {field|을/를} 넣을 수 없습니다.',
  },
  'venue.min-notional': {
    en: 'The order is worth {notional}; the venue takes no less than {minimum:money}.',
    ko: '주문 금액 {notional|이/가} 거래소 최소 금액 {minimum:money}보다 작습니다.',
  },
  'venue.duplicate-client-id': {
    en: 'The venue has had an order with this id; it is being asked about it.',
    ko: '거래소에 같은 번호의 주문이 이미 있어 확인하고 있습니다.',
  },
  'venue.reduce-only-flat': {
    en: 'There is no {symbol} position left to reduce.',
    ko: '줄일 {symbol} 포지션이 남아 있지 않습니다.',
  },
  'order.canceled-on-request': {
    en: 'Cancelled as asked.',
    ko: '요청에 따라 취소했습니다.',
  },
  'order.found-canceled': {
    en: 'The venue had cancelled it.',
    ko: '거래소에서 이미 취소된 주문입니다.',
  },
  'order.send-failed': {
    en: "The venue's answer was lost ({fault:text}); the order may have arrived.",
    ko: '거래소의 답을 받지 못했습니다({fault:text}). 주문이 접수되었을 수 있습니다.',
  },
  'order.cancel-failed': {
    en: 'The answer to the cancel was lost ({fault:text}); the order may still rest.',
    ko: '취소에 대한 답을 받지 못했습니다({fault:text}). 주문이 남아 있을 수 있습니다.',
  },
  'order.query-failed': {
    en: 'The venue could not be asked about the order ({fault:text}).',
    ko: '거래소에 주문 상태를 물어볼 수 없었습니다({fault:text}).',
  },
  'order.fills-incomplete': {
    en: 'The venue counts {venue:number} as filled, its list of fills shows {known:number}; waiting.',
    ko: '거래소 체결 수량은 {venue:number}, 확인된 체결은 {known:number}입니다. 기다립니다.',
  },
  'order.vanished': {
    en: 'The venue no longer knows an order that it had accepted.',
    ko: '거래소가 접수했던 주문을 더는 찾을 수 없습니다.',
  },
  'order.absence-unproven': {
    en: 'The venue knows no such order yet; that is not proof ({queries} queries).',
    ko: '거래소에 아직 그런 주문이 없지만 확정할 수 없습니다(조회 {queries}회).',
  },
  'order.proven-absent': {
    en: 'The order never reached the venue.',
    ko: '주문이 거래소에 도달하지 않았습니다.',
  },
  'order.stuck': {
    en: 'Nobody can say for {unknownForMs} how this order stands: please look at the venue.',
    ko: '{unknownForMs} 동안 주문 상태를 확인하지 못했습니다. 거래소에서 직접 확인해 주세요.',
  },
  'order.fill-unmatched': {
    en: 'A fill of an order that we do not know: {side} {quantity} {symbol} at {price}.',
    ko: '알 수 없는 주문의 체결입니다: {symbol} {side} {quantity} @ {price}.',
  },
  'order.cancel-unmatched': {
    en: 'The venue cancelled an order that we do not know.',
    ko: '거래소가 알 수 없는 주문을 취소했습니다.',
  },
  'order.overfilled': {
    en: 'More was filled ({filledQuantity}) than ordered ({quantity}).',
    ko: '주문 수량({quantity})보다 많이 체결되었습니다({filledQuantity}).',
  },
  'order.fill-after-end': {
    en: 'A fill came for an order that was {state:term}; it was counted.',
    ko: '이미 {state:term} 상태인 주문이 체결되어 반영했습니다.',
  },
  'order.rejected-after-fill': {
    en: 'The venue rejected an order that it had filled; the fills count.',
    ko: '체결된 주문을 거래소가 거절했습니다. 체결은 그대로 반영됩니다.',
  },
  'reconcile.order-unresolved': {
    en: 'An order is still {state:term} after comparing with the venue.',
    ko: '거래소와 대조한 뒤에도 주문이 {state:term} 상태입니다.',
  },
  'reconcile.foreign-order': {
    en: 'An order in {symbol} rests at the venue that is not in the records ({cancel:term}).',
    ko: '기록에 없는 {symbol} 주문이 거래소에 있습니다({cancel:term}).',
  },
  'reconcile.position-differs': {
    en: 'The venue holds {venue:number} {symbol}, the records {desk:number}.',
    ko: '{symbol} 보유 수량이 다릅니다: 거래소 {venue:number}, 기록 {desk:number}.',
  },
  'reconcile.failed': {
    en: 'Records and venue cannot be compared ({fault:text}); the log has it. It is tried again every half minute, and until it succeeds nothing is entered. Exits and stops go on; then /unpanic lets entries in again.',
    ko: '기록을 거래소와 대조하지 못했습니다({fault:text}). 자세한 내용은 로그에 있습니다. 30초마다 다시 시도하며, 성공할 때까지 진입하지 않습니다. 청산과 손절은 그대로 작동하고, 해결된 뒤 /unpanic 하면 다시 진입합니다.',
  },
  'exit.stop': {
    en: 'The stop at {stopPrice} was hit; closed at {price} (O-{order:number}).',
    ko: '손절가 {stopPrice}에 닿아 {price}에 청산했습니다(O-{order:number}).',
  },
  'exit.target': {
    en: 'The target {targetPrice} was reached at {price}.',
    ko: '목표가 {targetPrice}에 도달했습니다(현재가 {price}).',
  },
  'exit.trail': {
    en: 'The trailing stop at {stopPrice} was broken at {price}.',
    ko: '추적 손절가 {stopPrice|이/가} {price}에서 무너졌습니다.',
  },
  'exit.time': {
    en: 'Its time was up after {heldMs}.',
    ko: '보유 시간 {heldMs|이/가} 다 되어 청산합니다.',
  },
};
