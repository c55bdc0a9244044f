import type { RefusalCode } from './core-types.ts';
import type { AnsweredFault, VenueAnswer } from './server-types.ts';

/** A refusal in Binance's words; thrown by routes, answered by binance-rest.ts. */
export class BinanceError extends Error {
  readonly status: number;
  readonly code: number;
  readonly msg: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: number, msg: string, headers: Readonly<Record<string, string>> = {}) {
    super(`${code} ${msg}`);
    this.status = status;
    this.code = code;
    this.msg = msg;
    this.headers = headers;
  }

  answer(): VenueAnswer {
    return { status: this.status, body: { code: this.code, msg: this.msg }, headers: this.headers };
  }
}

export type BinanceFamily = 'spot' | 'usdm';

type Words = readonly [code: number, msg: string, status?: number];

/** What both families say alike. */
export const BINANCE_WORDS = {
  disconnected: [-1001, 'Internal error; unable to process your request. Please try again.', 500],
  busUnknown: [-1006, 'An unexpected response was received from the message bus. Execution status unknown.', 400],
  overloaded: [-1008, 'Server is currently overloaded with other requests. Please try again in a few minutes.', 503],
  unknown: [-1000, 'Unknown error, please check your request or try again later.', 503],
  clock: [-1021, 'Timestamp for this request is outside of the recvWindow.'],
  clockAhead: [-1021, "Timestamp for this request was 1000ms ahead of the server's time."],
  signature: [-1022, 'Signature for this request is not valid.'],
  symbol: [-1121, 'Invalid symbol.'],
  listenKey: [-1125, 'This listenKey does not exist.'],
  cancelUnknown: [-2011, 'Unknown order sent.'],
  noOrder: [-2013, 'Order does not exist.'],
  keyFormat: [-2014, 'API-key format invalid.', 401],
  key: [-2015, 'Invalid API-key, IP, or permissions for action.', 401],
  maintenance: [-1, 'System is under maintenance.', 503],
} as const satisfies Readonly<Record<string, Words>>;

export function binanceError(words: keyof typeof BINANCE_WORDS | Words): BinanceError {
  const [code, msg, status = 400] = (typeof words === 'string' ? BINANCE_WORDS[words] : words) as Words;
  return new BinanceError(status, code, msg);
}

export function missing(name: string): BinanceError {
  return binanceError([-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`]);
}

const SPOT: Readonly<Record<RefusalCode, Words>> = {
  'unknown-symbol': BINANCE_WORDS.symbol,
  halted: [-1013, 'Market is closed.'],
  'cannot-trade': BINANCE_WORDS.key,
  'duplicate-id': [-2010, 'Duplicate order sent.'],
  'tick-size': [-1013, 'Filter failure: PRICE_FILTER'],
  'lot-size': [-1013, 'Filter failure: LOT_SIZE'],
  'min-quantity': [-1013, 'Filter failure: LOT_SIZE'],
  'max-quantity': [-1013, 'Filter failure: LOT_SIZE'],
  'min-notional': [-1013, 'Filter failure: NOTIONAL'],
  'price-missing': [-1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed."],
  'insufficient-funds': [-2010, 'Account has insufficient balance for requested action.'],
  'insufficient-margin': [-2010, 'Account has insufficient balance for requested action.'],
  'reduce-only': [-1106, "Parameter 'reduceOnly' sent when not required."],
  'would-trigger': [-2010, 'Stop price would trigger immediately.'],
  'would-take': [-2010, 'Order would immediately match and take.'],
  'cannot-fill': [-2010, 'Fill or kill order cannot be filled.'],
  'close-position-exists': [-1106, "Parameter 'closePosition' sent when not required."],
  'position-side': [-1106, "Parameter 'positionSide' sent when not required."],
  'no-liquidity': [-1013, 'Market has no liquidity.'],
  'not-found': BINANCE_WORDS.noOrder,
  'not-open': BINANCE_WORDS.cancelUnknown,
};

const USDM: Readonly<Record<RefusalCode, Words>> = {
  ...SPOT,
  halted: [-4140, 'Invalid symbol status for opening position.'],
  'duplicate-id': [-4116, 'ClientOrderId is duplicated.'],
  'tick-size': [-4014, 'Price not increased by tick size.'],
  'lot-size': [-1111, 'Precision is over the maximum defined for this asset.'],
  'min-quantity': [-4003, 'Quantity less than or equal to zero.'],
  'max-quantity': [-4005, 'Quantity greater than max quantity.'],
  'min-notional': [-4164, "Order's notional must be no smaller than 5 (unless you choose reduce only)."],
  'insufficient-funds': [-2019, 'Margin is insufficient.'],
  'insufficient-margin': [-2019, 'Margin is insufficient.'],
  'reduce-only': [-2022, 'ReduceOnly Order is rejected.'],
  'would-trigger': [-2021, 'Order would immediately trigger.'],
  'would-take': [-5022, 'Due to the order could not be executed as maker, the Post Only order will be rejected.'],
  'cannot-fill': [-5021, 'Due to the order could not be filled immediately, the FOK order has been rejected.'],
  'close-position-exists': [
    -4130,
    'An open stop or take profit order with GTE and closePosition in the direction is existing.',
  ],
  'position-side': [-4061, "Order's position side does not match user's setting."],
};

/** Returns what Binance says where the core refuses. */
export function refusalError(family: BinanceFamily, code: RefusalCode): BinanceError {
  return binanceError((family === 'spot' ? SPOT : USDM)[code]);
}

const WAF =
  '<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body><center><h1>403 Forbidden</h1></center></body>\r\n</html>\r\n';

/** Returns Binance's answer for a fault of the tests. */
export function binanceFault(family: BinanceFamily, fault: AnsweredFault | 'unknown-code', now: number): VenueAnswer {
  switch (fault) {
    case '403-waf':
      return { status: 403, body: WAF, headers: { 'content-type': 'text/html' } };
    case '429':
      return tooMany(family, 30).answer();
    case '418':
      return banned(now + 120_000, 120).answer();
    case 'insufficient-funds':
    case 'duplicate-id':
    case 'halted':
      return refusalError(family, fault).answer();
    case 'filter-reject':
      return binanceError(
        family === 'spot'
          ? [-1013, 'Filter failure: PERCENT_PRICE_BY_SIDE']
          : [-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit."],
      ).answer();
    default:
      return binanceError(FAULT_WORDS[fault]).answer();
  }
}

const FAULT_WORDS = {
  '503': 'unknown',
  'unknown-code': 'busUnknown',
  'clock-error': 'clock',
  'key-revoked': 'key',
  'no-permission': 'key',
  maintenance: 'maintenance',
  overloaded: 'overloaded',
} as const;

export function tooMany(family: BinanceFamily, retryAfter: number): BinanceError {
  const limit = family === 'spot' ? 6_000 : 2_400;
  const msg = `Too much request weight used; current limit is ${limit} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`;
  return new BinanceError(429, -1003, msg, { 'retry-after': String(retryAfter) });
}

export function banned(until: number, retryAfter: number): BinanceError {
  const msg = `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`;
  return new BinanceError(418, -1003, msg, { 'retry-after': String(retryAfter) });
}

export function tooManyOrders(limit: number, interval: string): BinanceError {
  return new BinanceError(429, -1015, `Too many new orders; current limit is ${limit} orders per ${interval}.`, {
    'retry-after': '10',
  });
}
