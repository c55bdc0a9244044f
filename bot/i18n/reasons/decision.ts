import type { Sentences } from './sentence.ts';

/** The decision desk's reasons: docs/reason-codes.md. */
export const DECISION_REASONS: Sentences = {
  'consensus.unanimous': {
    en: 'All {asked} voters said {wanted}.',
    ko: '투표자 {asked}명 모두 {wanted}에 동의했습니다.',
  },
  'consensus.disagreed': {
    en: '{voter} said {stance}, not {wanted} ({assenting} of {asked} assented).',
    ko: '{voter}의 판단은 {wanted|이/가} 아니라 {stance}입니다 ({asked}명 중 {assenting}명 동의).',
  },
  'consensus.abstained': {
    en: '{voter} abstained ({why:reason}); an abstention is never a yes.',
    ko: '{voter} 기권({why:reason}). 기권은 동의로 치지 않습니다.',
  },
  'consensus.incomplete': {
    en: '{needed} independent voters are needed, {asked} were asked.',
    ko: '서로 독립된 투표자 {needed}명이 필요하지만 {asked}명뿐입니다.',
  },
  'consensus.advisory': {
    en: 'Your own order: {assenting} of {asked} voters would have said {wanted}.',
    ko: '직접 내신 주문입니다. 투표자 {asked}명 중 {assenting}명이 {wanted} 의견이었습니다.',
  },
  'consensus.exempt': {
    en: "Getting out waits for nobody's vote.",
    ko: '포지션 축소는 투표를 기다리지 않습니다.',
  },
  'model.not-warmed-up': {
    en: 'The model has no features yet.',
    ko: '모델이 쓸 지표가 아직 준비되지 않았습니다.',
  },
  'model.late': {
    en: 'The model did not answer within {deadlineMs}.',
    ko: '모델이 {deadlineMs} 안에 답하지 않았습니다.',
  },
  'model.failed': {
    en: 'The model failed.',
    ko: '모델 실행에 실패했습니다.',
  },
  'model.malformed': {
    en: "The model's answer made no sense.",
    ko: '모델의 답이 올바른 형식이 아닙니다.',
  },
  'reviewer.late': {
    en: 'The reviewer did not answer within {deadlineMs}.',
    ko: '검토자가 {deadlineMs} 안에 답하지 않았습니다.',
  },
  'reviewer.failed': {
    en: 'The reviewer failed.',
    ko: '검토자 실행에 실패했습니다.',
  },
  'reviewer.malformed': {
    en: "The reviewer's answer made no sense.",
    ko: '검토자의 답이 올바른 형식이 아닙니다.',
  },
  'reviewer.no-news': {
    en: 'News could not be read, so the reviewer was not asked.',
    ko: '뉴스를 읽을 수 없어 검토자에게 묻지 않았습니다.',
  },
  'technical.not-warmed-up': {
    en: 'Abstains: {missing} is not known yet.',
    ko: '기권: {missing} 값이 아직 없습니다.',
  },
  'technical.reduces-risk': {
    en: 'The order only reduces a position.',
    ko: '포지션을 줄이기만 하는 주문입니다.',
  },
  'technical.market-dead': {
    en: 'Nothing moves: volatility {volatility:percent} per minute is below {limit:percent}.',
    ko: '시장이 움직이지 않습니다: 분당 변동성 {volatility:percent} < {limit:percent}.',
  },
  'technical.market-violent': {
    en: 'Too violent: volatility {volatility:percent} per minute is above {limit:percent}.',
    ko: '변동이 지나칩니다: 분당 변동성 {volatility:percent} > {limit:percent}.',
  },
  'technical.trend-agrees': {
    en: 'The trend agrees: {change1hFraction:signed-percent} in an hour, RSI {rsi14}.',
    ko: '추세와 일치합니다: 1시간 {change1hFraction:signed-percent}, RSI {rsi14}.',
  },
  'technical.trend-against': {
    en: 'The trend is against it: {change1hFraction:signed-percent} in an hour, RSI {rsi14}.',
    ko: '추세와 반대입니다: 1시간 {change1hFraction:signed-percent}, RSI {rsi14}.',
  },
  'technical.trend-weak': {
    en: 'The hour hardly has a trend: {change1hFraction:signed-percent}, {z1h} deviations ({limit} are asked for).',
    ko: '1시간 추세가 약합니다: {change1hFraction:signed-percent}, {z1h}σ (기준 {limit}σ).',
  },
  'technical.day-against': {
    en: 'The day is strongly against it: {change24hFraction:signed-percent} in 24 hours.',
    ko: '하루 흐름이 크게 반대입니다: 24시간 {change24hFraction:signed-percent}.',
  },
  'technical.volume-alive': {
    en: 'Volume is {volumeRatio} × its mean.',
    ko: '거래량이 평균의 {volumeRatio}배입니다.',
  },
  'technical.volume-thin': {
    en: 'Volume is thin: {volumeRatio} × its mean, {limit} is asked for.',
    ko: '거래량이 부족합니다: 평균의 {volumeRatio}배 (기준 {limit}배).',
  },
  'technical.overstretched': {
    en: 'Already overstretched: RSI {rsi14}, {z1h} deviations in an hour.',
    ko: '이미 과열입니다: RSI {rsi14}, 1시간 이동 {z1h}σ.',
  },
  'technical.stretched': {
    en: 'Stretched enough to snap back: RSI {rsi14}, {z1h} deviations in an hour.',
    ko: '되돌림을 기대할 만큼 벌어졌습니다: RSI {rsi14}, 1시간 이동 {z1h}σ.',
  },
  'technical.not-stretched': {
    en: 'Not stretched: RSI {rsi14}, {z1h} deviations in an hour.',
    ko: '충분히 벌어지지 않았습니다: RSI {rsi14}, 1시간 이동 {z1h}σ.',
  },
  'technical.move-accelerating': {
    en: 'The move against it is still accelerating: {z1h} deviations in an hour, volume {volumeRatio} ×.',
    ko: '반대 방향 움직임이 아직 빨라지고 있습니다: 1시간 {z1h}σ, 거래량 {volumeRatio}배.',
  },
  'technical.move-calming': {
    en: 'The move against it is not accelerating.',
    ko: '반대 방향 움직임이 더 빨라지지는 않습니다.',
  },
  'news.reduces-risk': {
    en: 'The order only reduces a position.',
    ko: '포지션을 줄이기만 하는 주문입니다.',
  },
  'news.nothing-against': {
    en: 'No news speaks against it ({items} items).',
    ko: '반대되는 뉴스가 없습니다 (뉴스 {items}건).',
  },
  'news.tone-for': {
    en: 'News tone supports it: {tone} over {items} items ({newsIds:text}).',
    ko: '뉴스 분위기가 우호적입니다: {items}건 평균 {tone} ({newsIds:text}).',
  },
  'news.tone-against': {
    en: 'News tone is against it: {tone} over {items} items ({newsIds:text}).',
    ko: '뉴스 분위기가 반대입니다: {items}건 평균 {tone} ({newsIds:text}).',
  },
  'news.hazard': {
    en: 'Hazard news ({topic}): {newsIds:text}, tone {tone}.',
    ko: '위험 뉴스({topic}): {newsIds:text}, 분위기 {tone}.',
  },
  'portfolio.unknown': {
    en: 'Abstains: {missing} of the account is not known.',
    ko: '기권: 계좌의 {missing} 값을 알 수 없습니다.',
  },
  'portfolio.drawdown-hot': {
    en: "The account is {drawdownFraction} below its high ({limit:percent} is this reviewer's limit).",
    ko: '계좌가 고점보다 {drawdownFraction} 낮습니다 (검토자 기준 {limit:percent}).',
  },
  'portfolio.day-loss-hot': {
    en: "The day has lost {dayLossFraction} ({limit:percent} is this reviewer's limit).",
    ko: '오늘 손실이 {dayLossFraction}입니다 (검토자 기준 {limit:percent}).',
  },
  'portfolio.loss-streak': {
    en: '{lossStreak} losing trades in a row.',
    ko: '{lossStreak}번 연속 손실입니다.',
  },
  'portfolio.calm': {
    en: 'The account is calm: drawdown {drawdownFraction}, losing streak {lossStreak}.',
    ko: '계좌 상태가 안정적입니다: 낙폭 {drawdownFraction}, 연속 손실 {lossStreak}회.',
  },
  'sizing.below-minimum': {
    en: 'Too small to trade: {notional}, the venue asks for {minNotional}.',
    ko: '주문하기에 너무 작습니다: {notional} (거래소 최소 {minNotional}).',
  },
  'sizing.size-missing': {
    en: 'No size was given and there is no stop to derive one from.',
    ko: '수량이 없고 수량을 정할 손절가도 없습니다.',
  },
  'sizing.size-invalid': {
    en: 'The size asked for ({field}) is not a positive number.',
    ko: '요청한 수량({field})이 양수가 아닙니다.',
  },
  'sizing.inputs-invalid': {
    en: 'Cannot size: {field} is not a usable number.',
    ko: '수량을 정할 수 없습니다: {field} 값이 올바르지 않습니다.',
  },
  'sizing.stop-invalid': {
    en: 'The stop would lie on the wrong side or below zero.',
    ko: '손절가가 잘못된 쪽에 있거나 0 이하입니다.',
  },
  'sizing.target-invalid': {
    en: 'The target would lie on the wrong side or below zero.',
    ko: '목표가가 잘못된 쪽에 있거나 0 이하입니다.',
  },
  'exit.no-position': {
    en: 'There is no {direction} position in {symbol} to reduce.',
    ko: '{symbol}에 줄일 {direction} 포지션이 없습니다.',
  },
  'risk.order-grid': {
    en: "The order does not fit the venue's lot or minimum.",
    ko: '주문이 거래소의 수량 단위나 최소 금액에 맞지 않습니다.',
  },
  'risk.max-exposure': {
    en: 'Total exposure would be {value:percent} of equity, the cap is {limit:percent}; asked {askedFraction}, allowed {allowedFraction}.',
    ko: '총 노출이 자산의 {value:percent|이/가} 되어 한도 {limit:percent|을/를} 넘습니다. 요청 {askedFraction}, 허용 {allowedFraction}.',
  },
  'risk.max-symbol-exposure': {
    en: 'Exposure to this coin would be {value:percent} of equity, the cap is {limit:percent}; asked {askedFraction}, allowed {allowedFraction}.',
    ko: '이 코인 노출이 자산의 {value:percent|이/가} 되어 한도 {limit:percent|을/를} 넘습니다. 요청 {askedFraction}, 허용 {allowedFraction}.',
  },
  'risk.trade-risk': {
    en: 'The loss at the stop would be {value:percent} of equity, the cap is {limit:percent}; asked {askedFraction}, allowed {allowedFraction}.',
    ko: '손절 시 손실이 자산의 {value:percent|으로/로} 한도 {limit:percent|을/를} 넘습니다. 요청 {askedFraction}, 허용 {allowedFraction}.',
  },
  'risk.human-order': {
    en: 'Your order is {value:percent} of equity, the hard cap is {limit:percent}; asked {askedFraction}, allowed {allowedFraction}.',
    ko: '주문이 자산의 {value:percent|으로/로} 한도 {limit:percent|을/를} 넘습니다. 요청 {askedFraction}, 허용 {allowedFraction}.',
  },
  'risk.daily-loss': {
    en: "The day's loss {value:percent} has reached the limit {limit:percent}.",
    ko: '오늘 손실 {value:percent|이/가} 한도 {limit:percent}에 도달했습니다.',
  },
  'risk.drawdown': {
    en: 'The drawdown {value:percent} has reached the limit {limit:percent}.',
    ko: '낙폭 {value:percent|이/가} 한도 {limit:percent}에 도달했습니다.',
  },
  'risk.loss-cooldown': {
    en: 'Cooling down after a loss: {value:duration} of {limit:duration} have passed.',
    ko: '손실 후 대기 중입니다: {limit:duration} 중 {value:duration} 경과.',
  },
  'risk.open-positions': {
    en: 'It would be open position number {value}, {limit} are allowed.',
    ko: '{value}번째 포지션이 됩니다 (최대 {limit}개).',
  },
  'risk.stale-market': {
    en: 'The last quote is {value:duration} old, {limit:duration} is the limit.',
    ko: '마지막 시세가 {value:duration} 전입니다 (한도 {limit:duration}).',
  },
  'risk.news-alarm': {
    en: 'The news about it is as bad as {value:two-digits}; below {limit:two-digits} nothing is bought.',
    ko: '뉴스 분위기가 {value:two-digits}{|으로/로} 나쁩니다. {limit:two-digits} 아래에서는 사지 않습니다.',
  },
  'risk.spread': {
    en: 'The spread is {value:percent} of price, the limit is {limit:percent}.',
    ko: '스프레드가 가격의 {value:percent|으로/로} 한도 {limit:percent|을/를} 넘습니다.',
  },
  'risk.orders-per-minute': {
    en: 'It would be order {value} within a minute, {limit} are allowed.',
    ko: '1분 내 {value}번째 주문입니다 (최대 {limit}건).',
  },
  'risk.orders-per-day': {
    en: 'It would be order {value} today, {limit} are allowed.',
    ko: '오늘 {value}번째 주문입니다 (최대 {limit}건).',
  },
  'risk.unresolved-order': {
    en: '{value} earlier orders in this coin have an unknown outcome.',
    ko: '이 코인에 결과를 모르는 주문이 {value}건 있습니다.',
  },
  'risk.stop-required': {
    en: 'An engine entry needs a stop below (long) or above (short) the price.',
    ko: '엔진의 진입 주문에는 올바른 쪽의 손절가가 필요합니다.',
  },
  'risk.opposite-position': {
    en: 'A position in the other direction is open; close it first.',
    ko: '반대 방향 포지션이 있습니다. 먼저 청산하세요.',
  },
  'risk.spot-short': {
    en: 'A spot market cannot be sold short.',
    ko: '현물은 공매도할 수 없습니다.',
  },
  'risk.reduce-only': {
    en: 'An exit must be reduce-only.',
    ko: '청산 주문은 축소 전용이어야 합니다.',
  },
  'risk.reduce-side': {
    en: 'An exit must be on the other side of the position.',
    ko: '청산 주문은 포지션의 반대 방향이어야 합니다.',
  },
  'risk.reduce-quantity': {
    en: 'An exit of {value} is larger than the position of {limit}.',
    ko: '청산 수량 {value|이/가} 보유 수량 {limit}보다 큽니다.',
  },
  'approval.always': {
    en: 'You asked to approve every entry.',
    ko: '모든 진입을 승인받도록 설정되어 있습니다.',
  },
  'approval.above-fraction': {
    en: 'It takes {fraction} of equity; from {askAboveFraction} on you are asked.',
    ko: '자산의 {fraction|을/를} 사용합니다. {askAboveFraction} 이상이면 승인을 받습니다.',
  },
  'approval.approved': {
    en: 'Approved by {by}.',
    ko: '{by} 님이 승인했습니다.',
  },
  'approval.halved': {
    en: 'Approved for half by {by}.',
    ko: '{by} 님이 절반을 승인했습니다.',
  },
  'approval.declined': {
    en: 'Declined by {by}.',
    ko: '{by} 님이 거절했습니다.',
  },
  'approval.expired': {
    en: 'Nobody answered before {expiresAt}.',
    ko: '{expiresAt}까지 답이 없었습니다.',
  },
  'approval.voided': {
    en: 'The question was withdrawn.',
    ko: '승인 요청이 취소되었습니다.',
  },
  'approval.requoted': {
    en: 'The price moved {driftFraction} since the proposal (limit {maxDriftFraction}); please answer the new terms.',
    ko: '제안 이후 가격이 {driftFraction} 움직였습니다 (한도 {maxDriftFraction}). 새 조건에 답해 주세요.',
  },
  'signal.expired': {
    en: 'The signal had grown old before the votes were in.',
    ko: '투표가 끝나기 전에 신호가 만료되었습니다.',
  },
};
