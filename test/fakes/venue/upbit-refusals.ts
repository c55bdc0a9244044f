import type { CoreSide, RefusalCode } from './core-types.ts';
import type { AnsweredFault, VenueAnswer } from './server-types.ts';
import type { TokenFault } from './upbit-token.ts';

/** An error as both Korean venues word it: `{"error": {"name", "message"}}` under a status. */
export function refusal(status: number, name: string | number, message: string): VenueAnswer {
  return { status, body: { error: { name, message } } };
}

export const MISSING_PARAMETER = refusal(400, 400, 'Missing request parameter error. Check the required parameters!');
export const CODE_NOT_FOUND = refusal(404, 404, 'Code not found');
export const ORDER_NOT_FOUND = refusal(404, 'order_not_found', '주문을 찾지 못했습니다.');
export const MARKET_NOT_FOUND = refusal(404, 'notfoundmarket', '마켓 정보를 찾지 못했습니다.');
export const OUT_OF_SCOPE = refusal(401, 'out_of_scope', '권한이 부족합니다.');

/** Returns an answer for parameters that cannot be read. */
export function invalidRequest(what: string): VenueAnswer {
  return refusal(400, 'validation_error', `잘못된 API 요청입니다. (${what})`);
}

/** Returns Upbit's words for what the market refused. */
export function upbitRefusal(code: RefusalCode, side: CoreSide, currency: string): VenueAnswer {
  const way = side === 'buy' ? 'bid' : 'ask';
  switch (code) {
    case 'unknown-symbol':
      return MARKET_NOT_FOUND;
    case 'halted':
      return refusal(400, 'market_offline', '해당 마켓은 현재 점검중입니다.');
    case 'cannot-trade':
      return OUT_OF_SCOPE;
    case 'duplicate-id':
      return refusal(400, 'duplicated_identifier', '이미 사용된 identifier 입니다.');
    case 'tick-size':
      return refusal(400, `invalid_price_${way}`, '주문가격 단위를 잘못 입력하셨습니다. 확인 후 시도해주세요.');
    case 'lot-size':
      return refusal(400, `invalid_volume_${way}`, '주문수량 단위를 잘못 입력하셨습니다. 확인 후 시도해주세요.');
    case 'min-quantity':
    case 'min-notional':
      return refusal(400, `under_min_total_${way}`, '최소주문금액 이상으로 주문해주세요.');
    case 'max-quantity':
      return refusal(400, 'volume_too_large', '최대 주문수량을 초과하였습니다.');
    case 'insufficient-funds':
    case 'insufficient-margin':
      return refusal(400, `insufficient_funds_${way}`, `주문가능한 금액(${currency})이 부족합니다.`);
    case 'not-found':
    case 'not-open':
      return ORDER_NOT_FOUND;
    default:
      return refusal(400, `create_${way}_error`, '주문 요청 정보가 올바르지 않습니다.');
  }
}

/** Returns Upbit's words for a token that is not good. */
export function upbitTokenRefusal(fault: TokenFault | 'expired-key' | 'wrong-time'): VenueAnswer {
  switch (fault) {
    case 'unknown-key':
      return refusal(401, 'invalid_access_key', '잘못된 엑세스 키입니다.');
    case 'used-nonce':
      return refusal(401, 'nonce_used', '이미 사용된 nonce 값입니다.');
    case 'bad-query-hash':
      return refusal(401, 'invalid_query_payload', 'Jwt의 query를 검증하는데 실패하였습니다.');
    case 'expired-key':
      return refusal(401, 'expired_access_key', 'This key has expired.');
    default:
      return refusal(401, 'jwt_verification', 'Jwt 토큰 검증에 실패했습니다.');
  }
}

/** Returns what the front of a venue says to somebody who asks too much. */
export function tooMany(status: 429 | 418, retryAfterSeconds: number): VenueAnswer {
  const message =
    status === 429
      ? '요청 수 제한을 초과했습니다. 잠시 후 다시 시도해주세요.'
      : `과도한 요청으로 ${retryAfterSeconds}초 동안 차단되었습니다.`;
  return {
    ...refusal(status, 'too_many_requests', message),
    headers: { 'retry-after': String(retryAfterSeconds) },
  };
}

/** Returns the page of a firewall before the venue. */
export function firewallPage(): VenueAnswer {
  const body = '<html><head><title>403 Forbidden</title></head><body><h1>Request blocked.</h1></body></html>';
  return { status: 403, body, headers: { 'content-type': 'text/html' } };
}

/** Returns Upbit's own answer for a scripted fault; `side` and `currency` are those of the order asked for. */
export function upbitFault(fault: AnsweredFault | 'unknown-code', side: CoreSide, currency: string): VenueAnswer {
  switch (fault) {
    case '503':
      return refusal(503, 'service_unavailable', '일시적으로 서비스를 이용할 수 없습니다.');
    case '403-waf':
      return firewallPage();
    case '429':
      return tooMany(429, 1);
    case '418':
      return tooMany(418, 30);
    case 'clock-error':
      return upbitTokenRefusal('unreadable');
    case 'key-revoked':
      return upbitTokenRefusal('unknown-key');
    case 'no-permission':
      return OUT_OF_SCOPE;
    case 'maintenance':
      return refusal(503, 'under_maintenance', '서버 점검 중입니다.');
    case 'overloaded':
      return refusal(500, 'too_busy', '요청이 많아 처리하지 못했습니다. 잠시 후 다시 시도해주세요.');
    case 'insufficient-funds':
      return upbitRefusal('insufficient-funds', side, currency);
    case 'duplicate-id':
      return upbitRefusal('duplicate-id', side, currency);
    case 'filter-reject':
      return upbitRefusal('tick-size', side, currency);
    case 'halted':
      return upbitRefusal('halted', side, currency);
    case 'unknown-code':
      return refusal(500, 'internal_error', '알 수 없는 오류가 발생했습니다.');
  }
}
