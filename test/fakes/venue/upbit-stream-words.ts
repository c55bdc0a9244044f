import type { Shape } from './upbit-market-shapes.ts';

/** The short names of `format: SIMPLE`, as both venues document them. */
const SHORT: Readonly<Record<string, string>> = {
  type: 'ty',
  code: 'cd',
  timestamp: 'tms',
  stream_type: 'st',
  trade_date: 'td',
  trade_time: 'ttm',
  trade_timestamp: 'ttms',
  trade_price: 'tp',
  trade_volume: 'tv',
  ask_bid: 'ab',
  prev_closing_price: 'pcp',
  change: 'c',
  change_price: 'cp',
  signed_change_price: 'scp',
  change_rate: 'cr',
  signed_change_rate: 'scr',
  sequential_id: 'sid',
  best_ask_price: 'bap',
  best_ask_size: 'bas',
  best_bid_price: 'bbp',
  best_bid_size: 'bbs',
  total_ask_size: 'tas',
  total_bid_size: 'tbs',
  orderbook_units: 'obu',
  ask_price: 'ap',
  bid_price: 'bp',
  ask_size: 'as',
  bid_size: 'bs',
  level: 'lv',
  opening_price: 'op',
  high_price: 'hp',
  low_price: 'lp',
  acc_trade_volume: 'atv',
  acc_trade_volume_24h: 'atv24h',
  acc_trade_price: 'atp',
  acc_trade_price_24h: 'atp24h',
  acc_ask_volume: 'aav',
  acc_bid_volume: 'abv',
  highest_52_week_price: 'h52wp',
  highest_52_week_date: 'h52wdt',
  lowest_52_week_price: 'l52wp',
  lowest_52_week_date: 'l52wdt',
  market_state: 'ms',
  is_trading_suspended: 'its',
  delisting_date: 'dd',
  market_warning: 'mw',
  candle_date_time_utc: 'cdttmu',
  candle_date_time_kst: 'cdttmk',
  candle_acc_trade_volume: 'catv',
  candle_acc_trade_price: 'catp',
  uuid: 'uid',
  order_type: 'ot',
  state: 's',
  trade_uuid: 'tuid',
  price: 'p',
  avg_price: 'avp',
  volume: 'v',
  remaining_volume: 'rv',
  executed_volume: 'ev',
  trades_count: 'tc',
  reserved_fee: 'rsf',
  remaining_fee: 'rmf',
  paid_fee: 'pf',
  locked: 'l',
  executed_funds: 'ef',
  time_in_force: 'tif',
  trade_fee: 'tf',
  is_maker: 'im',
  identifier: 'id',
  smp_type: 'smpt',
  prevented_volume: 'pv',
  prevented_locked: 'pl',
  order_timestamp: 'otms',
  asset_uuid: 'astuid',
  assets: 'ast',
  currency: 'cu',
  balance: 'b',
  asset_timestamp: 'asttms',
  order_id: 'oid',
  client_order_id: 'coid',
  trade_id: 'tid',
  side: 'sd',
  order_price: 'op',
  order_quantity: 'oq',
  order_amount: 'oa',
  trade_quantity: 'tq',
  trade_amount: 'ta',
  remaining_quantity: 'rq',
  executed_quantity: 'eq',
  executed_amount: 'ea',
  cancel_type: 'ct',
};

export type StreamFormat = 'DEFAULT' | 'SIMPLE' | 'JSON_LIST' | 'SIMPLE_LIST';

/** Returns whether a venue knows the format. */
export function isFormat(value: unknown): value is StreamFormat {
  return value === 'DEFAULT' || value === 'SIMPLE' || value === 'JSON_LIST' || value === 'SIMPLE_LIST';
}

/** Returns a frame in the format that its reader asked for. */
export function formatted(frame: Shape, format: StreamFormat): unknown {
  const named = format.startsWith('SIMPLE') ? shortened(frame) : frame;
  return format.endsWith('LIST') ? [named] : named;
}

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  // A ticker's date is the one field that is shortened by the kind of frame.
  const isTicker = 'type' in value && value.type === 'ticker';
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      isTicker && name === 'trade_date' ? 'tdt' : (SHORT[name] ?? name),
      shortened(item),
    ]),
  );
}
