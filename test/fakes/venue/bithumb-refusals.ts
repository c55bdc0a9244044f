import type { CoreSide, RefusalCode } from './core-types.ts';
import type { AnsweredFault, VenueAnswer } from './server-types.ts';
import { OUT_OF_SCOPE, refusal, upbitFault, upbitRefusal } from './upbit-refusals.ts';
import type { TokenFault } from './upbit-token.ts';

/** Returns an answer for parameters that cannot be read. */
export function invalidParameter(what: string): VenueAnswer {
  return refusal(400, 'invalid_parameter', `잘못된 파라미터 입니다. (${what})`);
}

/** Returns Bithumb's words for what the market refused; where its documentation is silent, Upbit's. */
export function bithumbRefusal(code: RefusalCode, side: CoreSide, currency: string): VenueAnswer {
  switch (code) {
    case 'unknown-symbol':
      return invalidParameter('market');
    case 'duplicate-id':
      return refusal(400, 'duplicate_client_order_id', '이미 사용 중인 client_order_id 입니다.');
    case 'lot-size':
    case 'max-quantity':
      return invalidParameter('volume');
    default:
      return upbitRefusal(code, side, currency);
  }
}

/** Returns Bithumb's words for a token that is not good. */
export function bithumbTokenRefusal(fault: TokenFault | 'expired-key' | 'wrong-time'): VenueAnswer {
  switch (fault) {
    case 'unknown-key':
    case 'expired-key':
      return refusal(401, 'invalid_access_key', '잘못된 엑세스 키입니다.');
    case 'bad-query-hash':
      return refusal(401, 'invalid_query_payload', 'Jwt의 query를 검증하는데 실패하였습니다.');
    case 'wrong-time':
      return refusal(401, 'expired_jwt', 'Jwt가 만료되었습니다.');
    default:
      return refusal(401, 'jwt_verification', 'Jwt 토큰 검증에 실패했습니다.');
  }
}

/** Returns Bithumb's own answer for a scripted fault. An error may come under 200: the body says that it is one. */
export function bithumbFault(fault: AnsweredFault | 'unknown-code', side: CoreSide, currency: string): VenueAnswer {
  switch (fault) {
    case 'clock-error':
      return bithumbTokenRefusal('wrong-time');
    case 'key-revoked':
      return bithumbTokenRefusal('unknown-key');
    case 'no-permission':
      return OUT_OF_SCOPE;
    case 'overloaded':
      return refusal(200, 'too_busy', '시스템이 원활하지 않습니다. 잠시 후 다시 시도해 주세요.');
    case 'unknown-code':
      return refusal(200, 'unknown_error', '정상적으로 처리되지 못했습니다. 잠시 후 다시 이용해 주십시오.');
    case 'duplicate-id':
      return bithumbRefusal('duplicate-id', side, currency);
    default:
      return upbitFault(fault, side, currency);
  }
}
