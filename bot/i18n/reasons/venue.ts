import type { Sentences } from './sentence.ts';

/** What a real venue says, and what is known and seen of it: engine/exchanges/ccxt, engine/exchanges/feeds. */
export const VENUE_REASONS: Sentences = {
  'venue.quantity-below-minimum': {
    en: 'Quantity {quantity:text} is below {minimum:text}, the least that the venue takes.',
    ko: '수량 {quantity:text}{|은/는} 거래소 최소 수량 {minimum:text}보다 작습니다.',
  },
  'venue.quantity-above-maximum': {
    en: 'Quantity {quantity:text} is above {maximum:text}, the most that the venue takes in one order.',
    ko: '수량 {quantity:text}{|은/는} 한 번에 주문할 수 있는 최대 수량 {maximum:text}보다 큽니다.',
  },
  'venue.order-type-unsupported': {
    en: 'The venue takes no order of this kind ({type:text}).',
    ko: '거래소가 받지 않는 주문 유형입니다({type:text}).',
  },
  'venue.time-in-force-unsupported': {
    en: 'The venue does not know this way of waiting for such an order ({timeInForce:text}).',
    ko: '이 주문에는 쓸 수 없는 체결 조건입니다({timeInForce:text}).',
  },
  'venue.insufficient-funds': {
    en: 'The account does not have enough for this order.',
    ko: '주문에 필요한 잔고가 부족합니다.',
  },
  'venue.below-minimum': {
    en: 'The order is smaller than the venue takes.',
    ko: '거래소 최소 주문 금액이나 수량보다 작습니다.',
  },
  'venue.too-large': {
    en: 'The order is larger than the venue allows.',
    ko: '거래소가 허용하는 주문 크기를 넘습니다.',
  },
  'venue.filter': {
    en: "The order does not fit the venue's grid any more; its rules are being read anew.",
    ko: '거래소의 호가나 수량 단위에 맞지 않습니다. 규칙을 다시 읽고 있습니다.',
  },
  'venue.price-band': {
    en: 'The price lies outside the band that the venue allows now.',
    ko: '거래소가 지금 허용하는 가격 범위를 벗어났습니다.',
  },
  'venue.would-take': {
    en: 'The order would have taken at once and was meant only to rest.',
    ko: '대기만 하도록 한 주문인데 바로 체결될 가격이라 거절되었습니다.',
  },
  'venue.would-trigger': {
    en: 'The stop would have been triggered at once.',
    ko: '이미 발동 조건에 닿은 가격이라 조건 주문이 거절되었습니다.',
  },
  'venue.not-filled-at-once': {
    en: 'The whole of it could not be filled at once.',
    ko: '전량을 즉시 체결할 수 없었습니다.',
  },
  'venue.symbol-not-trading': {
    en: 'The venue does not trade this market now.',
    ko: '거래소에서 지금 거래할 수 없는 종목입니다.',
  },
  'venue.filters-changed': {
    en: 'The venue has just changed the rules of {symbol}; no entries until they have been read twice.',
    ko: '거래소가 {symbol} 거래 규칙을 방금 바꾸었습니다. 다시 확인할 때까지 진입하지 않습니다.',
  },
  'venue.market-stale': {
    en: 'The prices of {symbol} cannot be believed now (their stream is silent or late); no entries until it is back.',
    ko: '{symbol} 실시간 시세가 끊겼거나 늦어 믿을 수 없습니다. 돌아올 때까지 진입하지 않습니다.',
  },
  'venue.book-unsynced': {
    en: 'The order book of {symbol} is being built anew; no entries until it stands.',
    ko: '{symbol} 호가창을 다시 맞추고 있습니다. 끝날 때까지 진입하지 않습니다.',
  },
  'venue.seen-elsewhere': {
    en: '{symbol} is seen at {seenAt:text} now because {venue:text} is dark; no entries until {venue:text} is back.',
    ko: '{venue:text} 시세가 끊겨 {symbol} 시세를 {seenAt:text}에서 보고 있습니다. 돌아올 때까지 진입하지 않습니다.',
  },
  'venue.order-rejected': {
    en: 'The venue rejected the order.',
    ko: '거래소가 주문을 거절했습니다.',
  },
  'venue.malformed-order': {
    en: 'The venue did not understand the order; entries are stopped until somebody has looked.',
    ko: '거래소가 주문 형식을 이해하지 못했습니다. 확인할 때까지 진입을 멈춥니다.',
  },
  'venue.api-changed': {
    en: 'The venue takes such orders in another way now; the program must be updated.',
    ko: '거래소의 주문 방식이 바뀌었습니다. 프로그램을 업데이트해야 합니다.',
  },
  'venue.api-halted': {
    en: 'Entries are stopped: {venue:text} no longer understands our orders.',
    ko: '{venue:text}에서 주문 형식을 이해하지 못해 진입을 멈췄습니다.',
  },
  'venue.clock-off': {
    en: "Our clock and the venue's differ too much; it is being measured anew.",
    ko: '우리 시계와 거래소 시계가 너무 다릅니다. 다시 맞추고 있습니다.',
  },
  'venue.clock-offset': {
    en: "The venue's clock differs from ours by {offsetMs:number} ms.",
    ko: '거래소 시계와 우리 시계의 차이가 {offsetMs:number}ms입니다.',
  },
  'venue.clock-unknown': {
    en: "The venue's clock has not been measured yet.",
    ko: '거래소 시계를 아직 재지 못했습니다.',
  },
  'venue.key-refused': {
    en: 'The venue refuses the API key.',
    ko: '거래소가 API 키를 거절했습니다.',
  },
  'venue.key-halted': {
    en: '{venue:text} refused the API key twice in a row: it was revoked, has ended, or this address is not allowed. Entries are stopped.',
    ko: '{venue:text}에서 API 키가 연속으로 거절되었습니다. 폐기나 만료, 또는 허용되지 않은 주소입니다. 진입을 멈춥니다.',
  },
  'venue.key-cannot-trade': {
    en: 'The API key of {venue:text} may not trade.',
    ko: '{venue:text} API 키에 거래 권한이 없습니다.',
  },
  'venue.key-can-withdraw': {
    en: 'The API key of {venue:text} may withdraw money; make one that may not.',
    ko: '{venue:text} API 키에 출금 권한이 있습니다. 출금 권한이 없는 키를 새로 만들어 주세요.',
  },
  'venue.key-expired': {
    en: 'The API key of {venue:text} has ended.',
    ko: '{venue:text} API 키가 만료되었습니다.',
  },
  'venue.hedge-mode': {
    en: 'The account holds longs and shorts apart (hedge mode) and cannot be changed now; close positions and orders, or change it in the app.',
    ko: '계정이 양방향(헤지) 모드이고 지금 바꿀 수 없습니다. 포지션과 주문을 정리하거나 앱에서 단방향으로 바꿔 주세요.',
  },
  'venue.wrong-leverage': {
    en: 'The leverage of {symbol} is {found:text} at the venue, {wanted:text} is wanted, and it cannot be changed now.',
    ko: '{symbol} 레버리지가 거래소에서는 {found:text}, 설정은 {wanted:text}인데 지금 바꿀 수 없습니다.',
  },
  'venue.wrong-margin-mode': {
    en: 'The margin mode of {symbol} is {found:text} at the venue, {wanted:text} is wanted, and it cannot be changed now.',
    ko: '{symbol} 마진 모드가 거래소에서는 {found:text}, 설정은 {wanted:text}인데 지금 바꿀 수 없습니다.',
  },
  'venue.settings-unknown': {
    en: 'Leverage and margin mode of {symbol} could not be asked for; nothing was sent.',
    ko: '{symbol} 레버리지와 마진 모드를 확인하지 못해 보내지 않았습니다.',
  },
  'venue.no-price': {
    en: 'There is no price of {symbol} to size the order by; nothing was sent.',
    ko: '{symbol} 주문 금액을 정할 시세가 없어 보내지 않았습니다.',
  },
  'venue.own-limit': {
    en: "Our own count of the venue's limits has no room for it now; nothing was sent.",
    ko: '거래소 요청 한도에 여유가 없어 보내지 않았습니다.',
  },
  'venue.not-reached': {
    en: 'The venue could not be reached ({fault:text}); nothing was sent.',
    ko: '거래소에 연결하지 못해 보내지 않았습니다({fault:text}).',
  },
  'venue.rate-limited': {
    en: 'The venue takes no more requests for a moment; nothing was placed.',
    ko: '거래소 요청 한도를 넘어 잠시 받지 않습니다. 주문은 들어가지 않았습니다.',
  },
  'venue.banned': {
    en: 'The venue has shut us out for a while after too many requests; use its own app if it is urgent.',
    ko: '요청이 너무 많아 거래소가 잠시 차단했습니다. 급하면 거래소 앱을 이용해 주세요.',
  },
  'venue.firewall': {
    en: "The venue's firewall turned the request away; nothing was placed.",
    ko: '거래소 방화벽이 요청을 막았습니다. 주문은 들어가지 않았습니다.',
  },
  'venue.outcome-unknown': {
    en: 'The venue gave no clear answer ({code:text}); the order may have arrived.',
    ko: '거래소의 답이 분명하지 않습니다({code:text}). 주문이 접수되었을 수 있습니다.',
  },
  'venue.cancel-unknown': {
    en: 'The venue gave no clear answer to the cancel ({code:text}); the order may still rest.',
    ko: '취소에 대한 거래소의 답이 분명하지 않습니다({code:text}). 주문이 남아 있을 수 있습니다.',
  },
  'venue.cancel-pending': {
    en: 'The venue has taken the cancel but not carried it out yet.',
    ko: '거래소가 취소를 접수했지만 아직 처리하지 않았습니다.',
  },
  'venue.canceled': {
    en: 'The venue ended the order by itself ({state:text}).',
    ko: '거래소에서 주문을 끝냈습니다({state:text}).',
  },
  'venue.cannot-amend': {
    en: 'The venue cannot change this order of {symbol} in place.',
    ko: '거래소에서 이 {symbol} 주문은 정정할 수 없습니다.',
  },
  'stream.lost': {
    en: 'The stream of account events from {venue:text} was lost ({cause:text}); the venue is asked instead.',
    ko: '{venue:text} 계정 알림 연결이 끊겼습니다({cause:text}). 직접 조회로 대신합니다.',
  },
  'stream.restored': {
    en: 'The stream of account events from {venue:text} is back.',
    ko: '{venue:text} 계정 알림 연결이 돌아왔습니다.',
  },
};
