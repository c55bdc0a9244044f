import type { DefinitiveReject } from './definitive-reject.ts';

/** Names of docs.upbit.com, "API 주요 에러 코드 목록", November 2026. */
export const UPBIT_REJECTS: readonly DefinitiveReject[] = [
  { codes: ['duplicated_identifier', 'identifier_already_used', 'already_used_identifier'], reason: 'duplicate' },
  {
    codes: ['invalid_parameter', 'validation_error'],
    words: /identifier.*(중복|이미|used|duplicat)/i,
    reason: 'duplicate',
  },
  {
    codes: ['insufficient_funds_ask', 'insufficient_funds_bid', 'insufficient_funds'],
    reason: 'venue.insufficient-funds',
  },
  {
    codes: ['under_min_total_ask', 'under_min_total_bid', 'under_min_total_market_ask', 'under_min_total_market_bid'],
    reason: 'venue.below-minimum',
    effect: 'refresh-instruments',
  },
  {
    codes: ['over_max_total_ask', 'over_max_total_bid', 'volume_too_large', 'too_big_volume'],
    reason: 'venue.too-large',
    effect: 'refresh-instruments',
  },
  {
    codes: 'invalid_price invalid_price_ask invalid_price_bid invalid_volume_ask invalid_volume_bid'.split(' '),
    reason: 'venue.filter',
    effect: 'refresh-instruments',
  },
  { codes: ['under_price_limit_ask', 'under_price_limit_bid', 'over_price_limit_bid'], reason: 'venue.price-band' },
  {
    codes: ['market_offline', 'notfoundmarket', 'market_does_not_exist', 'trading_suspended', 'not_supported_market'],
    reason: 'venue.symbol-not-trading',
    effect: 'refresh-instruments',
  },
  { codes: ['post_only_rejected', 'would_be_taker'], reason: 'venue.would-take' },
  { codes: ['create_ask_error', 'create_bid_error'], reason: 'venue.order-rejected' },
  { codes: ['validation_error', 'invalid_parameter', '400'], reason: 'venue.malformed-order', effect: 'halt' },
  {
    codes: ['invalid_access_key', 'expired_access_key', 'no_authorization_i_p', 'no_authorization_ip', 'out_of_scope'],
    reason: 'venue.key-refused',
    effect: 'key-trouble',
  },
  {
    codes: ['jwt_verification', 'invalid_query_payload', 'no_authorization_token', 'thirdparty_agreement_required'],
    reason: 'venue.key-refused',
    effect: 'key-trouble',
  },
  // A nonce is used up by one request only: this one did not count.
  { codes: ['nonce_used'], reason: 'venue.order-rejected' },
  { codes: ['too_many_requests'], reason: 'venue.rate-limited' },
];
