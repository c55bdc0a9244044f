import type { Sentences } from './sentence.ts';

/** What the paper venue answers: engine/exchanges/paper. */
export const PAPER_REASONS: Sentences = {
  'venue.paper-funds': {
    en: 'The paper account has {free:text} {currency:text} free; the order needs {needed:text}.',
    ko: '모의 계좌에서 쓸 수 있는 금액은 {free:text} {currency:text}인데 주문에는 {needed:text}{|이/가} 필요합니다.',
  },
  'venue.paper-halted': {
    en: 'The venue has halted {symbol}.',
    ko: '거래소가 {symbol} 거래를 중단했습니다.',
  },
  'venue.paper-order-type': {
    en: 'The venue takes no order of the kind {type:text}.',
    ko: '거래소가 받지 않는 주문 유형입니다: {type:text}.',
  },
  'venue.paper-no-book': {
    en: 'No order book that could be trusted came in time; nothing was filled.',
    ko: '믿을 수 있는 호가가 제때 오지 않아 체결하지 않았습니다.',
  },
  'venue.paper-would-take': {
    en: 'The order would have taken at once and was meant only to rest.',
    ko: '대기만 하도록 한 주문인데 바로 체결될 가격이라 취소했습니다.',
  },
  'venue.paper-not-whole': {
    en: 'The book did not hold the whole of the order.',
    ko: '호가에 전량을 체결할 수량이 없었습니다.',
  },
  'venue.paper-rest-canceled': {
    en: 'The book held no more at its price; the rest was cancelled.',
    ko: '해당 가격에 남은 호가가 없어 나머지를 취소했습니다.',
  },
};

/** What a desk in won says to dollars: bot/parse. */
export const WON_REASONS: Sentences = {
  'parse.dollars': {
    en: 'This desk trades against won, not dollars. Write the amount in won, such as 500000 krw.',
    ko: '이 데스크는 달러가 아니라 원화로 거래합니다. 금액을 원으로 적어 주세요. 예: 50만원',
  },
};

/** Why nothing is sent to a real venue: engine/execution/fenced-execution.ts. */
export const OWNERSHIP_REASONS: Sentences = {
  'venue.account-lost': {
    en: 'Another engine trades this account now; nothing was sent.',
    ko: '지금은 다른 엔진이 이 계좌를 거래하고 있어 보내지 않았습니다.',
  },
  'venue.account-unsure': {
    en: 'The database does not answer, so nobody can say who owns the account; only what reduces is sent.',
    ko: '데이터베이스가 답하지 않아 계좌의 주인을 확인할 수 없습니다. 줄이는 주문만 보냅니다.',
  },
};
