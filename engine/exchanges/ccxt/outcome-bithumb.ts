import type { DefinitiveReject } from './definitive-reject.ts';

/**
 * Names of apidocs.bithumb.com, "API 에러 코드", November 2026. An order that is still being accepted
 * (`order_not_ready`) is not among them: it may rest a moment later.
 */
export const BITHUMB_REJECTS: readonly DefinitiveReject[] = [
  {
    codes: ['duplicated_client_order_id', 'duplicate_client_order_id', 'client_order_id_duplicated'],
    reason: 'duplicate',
  },
  { codes: ['invalid_parameter'], words: /client_order_id.*(중복|이미|used|duplicat)/i, reason: 'duplicate' },
  {
    codes: ['insufficient_funds_ask', 'insufficient_funds_bid', 'insufficient_funds'],
    reason: 'venue.insufficient-funds',
  },
  {
    codes: ['under_min_total_ask', 'under_min_total_bid', 'under_min_total'],
    reason: 'venue.below-minimum',
    effect: 'refresh-instruments',
  },
  {
    codes: ['over_max_total_ask', 'over_max_total_bid', 'volume_too_large'],
    reason: 'venue.too-large',
    effect: 'refresh-instruments',
  },
  {
    codes:
      'invalid_price invalid_price_ask invalid_price_bid invalid_volume invalid_volume_ask invalid_volume_bid'.split(
        ' ',
      ),
    reason: 'venue.filter',
    effect: 'refresh-instruments',
  },
  {
    codes: ['under_price_limit_ask', 'under_price_limit_bid', 'over_price_limit_ask', 'over_price_limit_bid'],
    reason: 'venue.price-band',
  },
  { codes: ['cross_trading', 'create_ask_error', 'create_bid_error'], reason: 'venue.order-rejected' },
  { codes: ['post_only_rejected'], reason: 'venue.would-take' },
  {
    codes: ['market_offline', 'notfoundmarket', 'not_supported_market', 'market_not_found', 'trading_suspended'],
    reason: 'venue.symbol-not-trading',
    effect: 'refresh-instruments',
  },
  { codes: ['invalid_parameter', 'validation_error', '400'], reason: 'venue.malformed-order', effect: 'halt' },
  { codes: ['expired_jwt', 'invalid_timestamp'], reason: 'venue.clock-off', effect: 'resync-clock' },
  {
    codes: [
      'invalid_query_payload',
      'jwt_verification',
      'NotAllowIP',
      'not_allow_ip',
      'out_of_scope',
      'blocked_member_id',
    ],
    reason: 'venue.key-refused',
    effect: 'key-trouble',
  },
  { codes: ['invalid_access_key', 'expired_access_key'], reason: 'venue.key-refused', effect: 'key-trouble' },
  { codes: ['too_many_requests'], reason: 'venue.rate-limited' },
];
