import type { Sentences } from './sentence.ts';

/** What the desk answers to commands, and why it opens, closes and guards: engine/desk. */
export const DESK_REASONS: Sentences = {
  'entries.resumed-after-drawdown': {
    en: 'Entries are open again; drawdown counts anew from the equity of now.',
    ko: '신규 진입을 다시 허용합니다. 낙폭은 지금 자산부터 다시 셉니다.',
  },
  'position.changed': {
    en: 'The {symbol} position is not the one that was shown any more. Nothing was sent; please look again.',
    ko: '{symbol} 포지션이 보여 드린 것과 달라졌습니다. 보내지 않았으니 다시 확인해 주세요.',
  },
  'exit.under-way': {
    en: 'An order that closes {symbol} is already under way.',
    ko: '{symbol} 청산 주문이 이미 진행 중입니다.',
  },
  'exit.left-to-emergency': {
    en: 'Not sent: the emergency path is getting everything flat, and two that sell the same would sell twice.',
    ko: '비상 청산이 모든 포지션을 정리하고 있어, 두 번 팔지 않도록 이 청산 주문은 보내지 않았습니다.',
  },
  'human.order': { en: 'Ordered by hand.', ko: '직접 낸 주문입니다.' },
  'human.close': { en: 'Closed by hand.', ko: '직접 청산했습니다.' },
  'signal.already-decided': { en: 'That has been decided already.', ko: '이미 결정된 신호입니다.' },
  'command.failed': {
    en: 'The desk failed to do that. Nothing is sent twice; please look at /status.',
    ko: '처리하지 못했습니다. 두 번 보내지 않았으니 /status 로 확인해 주세요.',
  },
  'market.unknown-price': {
    en: 'There is no price of {symbol} yet.',
    ko: '아직 {symbol} 시세가 없습니다.',
  },
  'approval.not-pending': {
    en: '{approvalId:text} is not waiting for an answer (any more).',
    ko: '{approvalId:text}{|은/는} 답을 기다리는 제안이 아닙니다.',
  },
  'entries.paused': { en: 'New entries are paused; exits go on.', ko: '신규 진입을 중지했습니다. 청산은 계속합니다.' },
  'entries.resumed': { en: 'New entries are open again.', ko: '신규 진입을 재개했습니다.' },
  'entries.already-paused': { en: 'Entries are paused already.', ko: '이미 중지되어 있습니다.' },
  'entries.not-paused': { en: 'Entries are not paused.', ko: '중지 상태가 아닙니다.' },
  'entries.are-paused': { en: 'Entries are paused by hand.', ko: '신규 진입이 수동으로 중지되어 있습니다.' },
  'entries.panic-latched': {
    en: 'Entries are blocked by the panic latch.',
    ko: '비상 정지로 신규 진입이 막혀 있습니다.',
  },
  'panic.latched': {
    en: 'Closing {positions#position/positions} and canceling {orders#entry order/entry orders}.',
    ko: '포지션 {positions:count}개를 청산하고 진입 주문 {orders:count}건을 취소합니다.',
  },
  'panic.already-latched': {
    en: 'The panic latch was set already; {positions#position is/positions are} still open.',
    ko: '이미 비상 정지 상태입니다. 남은 포지션은 {positions:count}개입니다.',
  },
  'panic.cleared': { en: 'Released. New entries are allowed again.', ko: '해제했습니다. 신규 진입이 다시 가능합니다.' },
  'panic.not-latched': { en: 'The panic latch is not set.', ko: '비상 정지 상태가 아닙니다.' },
  'panic.still-flattening': {
    en: 'Not yet: {positions#position is/positions are} still being closed.',
    ko: '아직 포지션 {positions:count}개를 청산하는 중입니다.',
  },
  'position.none': { en: 'No {symbol} is held.', ko: '{symbol} 포지션이 없습니다.' },
  'positions.none': { en: 'Nothing is held.', ko: '보유 중인 포지션이 없습니다.' },
  'positions.closing': {
    en: 'Closing {positions:count} of {asked#position/positions}.',
    ko: '포지션 {asked:count}개 중 {positions:count}개를 청산합니다.',
  },
  'order.not-open': { en: 'O-{number:text} is not open.', ko: 'O-{number:text}{|은/는} 미체결 주문이 아닙니다.' },
  'order.protects': {
    en: 'O-{number:text} is the stop that protects {symbol}; close the position instead.',
    ko: 'O-{number:text}{|은/는} {symbol} 포지션을 지키는 손절 주문입니다. 포지션을 청산해 주세요.',
  },
  'order.cancel-asked': {
    en: 'Asked the exchange to cancel O-{number:text}.',
    ko: 'O-{number:text} 취소를 요청했습니다.',
  },
  'orders.cancel-asked': {
    en: 'Asked the exchange to cancel {orders#order/orders}. Stops stay.',
    ko: '주문 {orders:count}건의 취소를 요청했습니다. 손절 주문은 유지합니다.',
  },
  'orders.none-open': { en: 'No order is open.', ko: '미체결 주문이 없습니다.' },
  'setting.changed': { en: '{key:text} is now {to:text}.', ko: '{key:text} 값을 {to:text|으로/로} 바꾸었습니다.' },
  'setting.unchanged': { en: '{key:text} has that value already.', ko: '{key:text} 값은 이미 그대로입니다.' },
  'setting.unknown': { en: 'There is no setting {key:text}.', ko: '{key:text} 설정은 없습니다.' },
  'setting.moved': {
    en: 'Somebody has changed {key:text} since you were shown it.',
    ko: '확인하시는 동안 다른 사람이 {key:text} 값을 바꾸었습니다.',
  },
  'setting.not-a-number': { en: '{key:text} takes a number.', ko: '{key:text}에는 숫자를 적어 주세요.' },
  'setting.wrong-kind': {
    en: '{key:text} takes another kind of value ({kind:text}).',
    ko: '{key:text}에 맞지 않는 종류의 값입니다 ({kind:text}).',
  },
  'setting.not-a-choice': {
    en: '{key:text} takes one of {choices:text}.',
    ko: '{key:text}에는 {choices:text} 중 하나만 쓸 수 있습니다.',
  },
  'setting.below-minimum': {
    en: '{key:text}: {value:number} is below {minimum:number}, the least allowed.',
    ko: '{key:text}: {value:number}{|은/는} 최솟값 {minimum:number}보다 작습니다.',
  },
  'setting.above-maximum': {
    en: '{key:text}: {value:number} is above {maximum:number}, the hard limit of the configuration file.',
    ko: '{key:text}: {value:number}{|은/는} 설정 파일의 한도 {maximum:number}보다 큽니다.',
  },
  'fault.at-the-desk': {
    en: 'A fault inside the desk ({fault:text}); the log has it. Exits and stops go on; /unpanic lets entries in again.',
    ko: '데스크 내부 오류입니다({fault:text}). 자세한 내용은 로그에 있습니다. 청산과 손절은 그대로 작동하고, /unpanic 하면 다시 진입합니다.',
  },
  'exit.news-alarm': {
    en: 'The news turned as bad as {tone:two-digits} (alarm at {limit:two-digits}): {stories#story/stories} by {sources#publisher/publishers} ({newsIds:text}).',
    ko: '뉴스 분위기가 {tone:two-digits}까지 나빠졌습니다(경보 기준 {limit:two-digits}). 기사 {stories:count}건, 매체 {sources:count}곳 ({newsIds:text}).',
  },
  'exit.panic': { en: 'Closed by panic.', ko: '비상 정지로 청산했습니다.' },
  'exit.external': { en: 'Closed outside the desk.', ko: '데스크 밖에서 청산되었습니다.' },
  'exit.no-stop': {
    en: 'No stop could be placed after {attempts#attempt/attempts}, so the position is closed.',
    ko: '손절 주문을 {attempts:count}번 시도해도 낼 수 없어 포지션을 청산합니다.',
  },
  'protection.from-decision': { en: 'Set by the decision.', ko: '판단에 따라 설정했습니다.' },
  'protection.trailed': { en: 'The stop followed the price.', ko: '손절가가 가격을 따라 움직였습니다.' },
  'model.feature-set-differs': {
    en: 'The features ({got:text}) are not those of the model ({expected:text}).',
    ko: '지표 묶음({got:text})이 모델의 것({expected:text})과 다릅니다.',
  },
  'model.feature-count-differs': {
    en: 'The model takes {expected#feature/features} and got {got:count}.',
    ko: '모델에는 지표 {expected:count}개가 필요하지만 {got:count}개가 왔습니다.',
  },
  'model.feature-name-differs': {
    en: 'The model expected the feature {expected:text} and got {got:text}.',
    ko: '모델이 기다린 지표는 {expected:text}인데 {got:text}{|이/가} 왔습니다.',
  },
  'model.feature-not-finite': {
    en: 'The feature {feature:text} is no usable number.',
    ko: '지표 {feature:text} 값을 쓸 수 없습니다.',
  },
  'order.step-refused': {
    en: 'The order is {state:text}; {event:text} does not follow from that.',
    ko: '{state:text} 상태의 주문에는 {event:text}{|이/가} 올 수 없습니다.',
  },
  'order.fill-before-sending': {
    en: 'A fill came for an order that was never sent.',
    ko: '보내지 않은 주문의 체결이 왔습니다.',
  },
  'order.fill-not-positive': {
    en: 'A fill of {quantity:number} is no fill.',
    ko: '체결 수량 {quantity:number}{|은/는} 올바르지 않습니다.',
  },
};
