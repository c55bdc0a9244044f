import type { VenueCore } from './core.ts';
import type { CoreSide } from './core-types.ts';
import type { AnsweredFault, FaultKind, StreamSession, VenueAnswer, VenueRequest, VenueWire } from './server-types.ts';
import { answerAccountRequest, tickNow } from './upbit-account-routes.ts';
import { bodyFields, createDoor } from './upbit-door.ts';
import { answerMarketRequest, ofMarkets } from './upbit-market-routes.ts';
import { type Shape, UPBIT_MARKET_WORDS } from './upbit-market-shapes.ts';
import { answerOrderRequest } from './upbit-order-routes.ts';
import { myOrderFrame, stateOf } from './upbit-order-shapes.ts';
import type { RateGate, RateGroup } from './upbit-rates.ts';
import { refusal, tooMany, upbitFault, upbitTokenRefusal } from './upbit-refusals.ts';
import { KoreanStreams } from './upbit-streams.ts';
import { signedTexts } from './upbit-token.ts';

const QUOTATION: readonly (readonly [RegExp, string])[] = [
  [/^\/v1\/market\/all$/, 'market'],
  [/^\/v1\/candles\//, 'candles'],
  [/^\/v1\/trades\/ticks$/, 'crix-trades'],
  [/^\/v1\/ticker/, 'ticker'],
  [/^\/v1\/orderbook/, 'orderbook'],
];
const SECOND = 1_000;
/** https://docs.upbit.com/kr/reference/rate-limits; the order group since 2026-08-21. */
const ORDER: RateGroup = { name: 'order', requests: 12, perMs: SECOND };
const ORDER_TEST: RateGroup = { name: 'order-test', requests: 8, perMs: SECOND };
const CANCEL_ALL: RateGroup = { name: 'order-cancel-all', requests: 1, perMs: 2 * SECOND };
const DEFAULT: RateGroup = { name: 'default', requests: 30, perMs: SECOND };
const CONNECT: RateGroup = { name: 'websocket-connect', requests: 5, perMs: SECOND };
const ORIGIN: RateGroup = { name: 'origin', requests: 1, perMs: 10 * SECOND };
const ANYBODY = 'ip';
const PUBLIC_STREAM = '/websocket/v1';
const PRIVATE_STREAM = '/websocket/v1/private';
const PUBLIC_TYPES = new Set(['ticker', 'trade', 'orderbook', 'candle.1m']);

export interface UpbitWireOptions {
  readonly core: VenueCore;
  readonly gate: RateGate;
  readonly idleMs: number;
}

/** Upbit's words over a core. */
export function createUpbitWire({ core, gate, idleMs }: UpbitWireOptions): VenueWire {
  const tokenRefusal = upbitTokenRefusal;
  const door = createDoor({ core, gate, tokenRefusal, timeToleranceMs: null, tellsRemaining: true });
  const streams = new KoreanStreams(core, {
    market: UPBIT_MARKET_WORDS,
    publicTypes: PUBLIC_TYPES,
    binary: true,
    bookLevel: 0,
    amount: (value) => value.toNumber(),
    stateOf,
    idleMs,
  });

  function handle(request: VenueRequest): VenueAnswer {
    const group = QUOTATION.find(([path]) => path.test(request.path))?.[1];
    return door.dated(group === undefined ? exchange(request) : quotation(request, group));
  }

  function quotation(request: VenueRequest, name: string): VenueAnswer {
    if (request.headers.origin !== undefined) {
      const { verdict, retryAfterSeconds } = gate.count(ORIGIN, ANYBODY);
      if (verdict !== 'allowed') return tooMany(429, retryAfterSeconds);
    }
    return door.counted({ name, requests: 10, perMs: SECOND }, ANYBODY, () => {
      if (request.method === 'GET' && request.path === '/v1/orderbook/instruments') return instruments(request, core);
      const answer = answerMarketRequest(request, core, UPBIT_MARKET_WORDS, listing);
      return answer ?? refusal(404, 404, 'Not Found');
    });
  }

  function exchange(request: VenueRequest): VenueAnswer {
    const body = request.method === 'POST' ? bodyFields(request.rawBody) : null;
    const account = door.accountOf(request, signedTexts(request.rawQuery, body));
    if (typeof account !== 'string') return account;
    return door.counted(groupOf(request), account, () => {
      const owned = { request, account, fields: body ?? {} };
      const answer = answerOrderRequest(owned, core) ?? answerAccountRequest(owned, core, false);
      return answer ?? refusal(404, 404, 'Not Found');
    });
  }

  function connect(request: VenueRequest): StreamSession | VenueAnswer {
    const isPrivate = request.path === PRIVATE_STREAM;
    if (!isPrivate && request.path !== PUBLIC_STREAM) return refusal(404, 404, 'Not Found');
    const account = isPrivate ? door.accountOf(request, []) : ANYBODY;
    if (typeof account !== 'string') return account;
    const origin = request.headers.origin === undefined ? 'allowed' : gate.count(ORIGIN, ANYBODY).verdict;
    const { verdict, retryAfterSeconds } = gate.count(CONNECT, account);
    if (origin !== 'allowed' || verdict !== 'allowed') return tooMany(429, retryAfterSeconds);
    return isPrivate ? streams.userSession(account, myOrderFrame) : streams.publicSession();
  }

  return {
    handle,
    kindOf,
    connect,
    faultAnswer: (fault, request) => door.dated(answerFor(fault, request)),
    close: () => streams.close(),
  };
}

function answerFor(fault: AnsweredFault | 'unknown-code', request: VenueRequest): VenueAnswer {
  const side: CoreSide = request.params.get('side') === 'ask' ? 'sell' : 'buy';
  const [quote = '', base = ''] = (request.params.get('market') ?? 'KRW-').split('-');
  return upbitFault(fault, side, side === 'buy' ? quote : base);
}

function groupOf({ method, path }: VenueRequest): RateGroup {
  if (method === 'POST' && (path === '/v1/orders' || path === '/v1/orders/cancel_and_new')) return ORDER;
  if (method === 'POST' && path === '/v1/orders/test') return ORDER_TEST;
  return method === 'DELETE' && path === '/v1/orders/open' ? CANCEL_ALL : DEFAULT;
}

/** Returns what a request is for, as scripted faults name it. */
function kindOf({ method, path }: VenueRequest): FaultKind {
  if (method === 'POST' && path.startsWith('/v1/orders')) return 'order';
  if (method === 'DELETE') return 'cancel';
  if (path === '/v1/order' || path === '/v1/orders/uuids') return 'query';
  if (path === '/v1/orders/open') return 'open-orders';
  if (path === '/v1/orders/closed') return 'trades';
  return QUOTATION.some(([known]) => known.test(path)) ? 'market' : 'account';
}

function instruments(request: VenueRequest, core: VenueCore): VenueAnswer {
  return ofMarkets(request, core, (market) => {
    return {
      market: market.id,
      quote_currency: market.quote,
      tick_size: tickNow(market, core),
      supported_levels: ['0'],
    };
  });
}

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  BTC: ['비트코인', 'Bitcoin'],
  ETH: ['이더리움', 'Ethereum'],
  SOL: ['솔라나', 'Solana'],
  XRP: ['엑스알피(리플)', 'XRP'],
  USDT: ['테더', 'Tether'],
};

function listing(market: { readonly id: string; readonly base: string }, detailed: boolean): Shape {
  const [korean, english] = NAMES[market.base] ?? [market.base, market.base];
  const caution = {
    PRICE_FLUCTUATIONS: false,
    TRADING_VOLUME_SOARING: false,
    DEPOSIT_AMOUNT_SOARING: false,
    GLOBAL_PRICE_DIFFERENCES: false,
    CONCENTRATION_OF_SMALL_ACCOUNTS: false,
  };
  const plain = { market: market.id, korean_name: korean, english_name: english };
  return detailed ? { ...plain, market_event: { warning: false, caution } } : plain;
}
