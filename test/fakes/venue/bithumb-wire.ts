import { answerBithumbOrder } from './bithumb-order-routes.ts';
import { bithumbState, myOrderFrameV1, myOrderFrameV2 } from './bithumb-order-shapes.ts';
import { bithumbFault, bithumbTokenRefusal } from './bithumb-refusals.ts';
import type { VenueCore } from './core.ts';
import type { CoreSide } from './core-types.ts';
import type { AnsweredFault, FaultKind, StreamSession, VenueAnswer, VenueRequest, VenueWire } from './server-types.ts';
import { answerAccountRequest } from './upbit-account-routes.ts';
import { bodyFields, createDoor } from './upbit-door.ts';
import { answerMarketRequest } from './upbit-market-routes.ts';
import { type MarketWords, type Shape, UPBIT_MARKET_WORDS } from './upbit-market-shapes.ts';
import type { RateGate, RateGroup } from './upbit-rates.ts';
import { refusal, tooMany } from './upbit-refusals.ts';
import { KoreanStreams, type OrderFrame } from './upbit-streams.ts';
import { koreanDateAndTime } from './upbit-time.ts';
import { signedTexts } from './upbit-token.ts';

/** Milliseconds and a running number in 17 digits: more than a JSON number keeps exactly, as at the real one. */
const REST_WORDS: MarketWords = {
  ...UPBIT_MARKET_WORDS,
  sequentialIdOf: ({ at, sequence }) => String(BigInt(at) * 10_000n + BigInt(sequence % 10_000)),
};
const STREAM_WORDS: MarketWords = {
  ...REST_WORDS,
  streamClock: koreanDateAndTime,
  bookTimestampOf: (at) => at * 1_000,
};

const PUBLIC: readonly (readonly [RegExp, string])[] = [
  [/^\/v1\/market\//, 'etc'],
  [/^\/v1\/candles\//, 'candles'],
  [/^\/v1\/trades\/ticks$/, 'trades'],
  [/^\/v1\/ticker$/, 'ticker'],
  [/^\/v1\/orderbook$/, 'orderbook'],
];
const SECOND = 1_000;
const CONNECT: RateGroup = { name: 'websocket-connect', requests: 10, perMs: SECOND };
const ANYBODY = 'ip';
/** By how much a token's timestamp may differ. The venue does not say; its first API had 20 s. */
const TIME_TOLERANCE_MS = 30_000;
const PUBLIC_TYPES = new Set(['ticker', 'trade', 'orderbook']);
const PRIVATE_STREAMS: Readonly<Record<string, OrderFrame>> = {
  '/websocket/v2/private': myOrderFrameV2,
  '/websocket/v1/private': myOrderFrameV1,
};

export interface BithumbWireOptions {
  readonly core: VenueCore;
  readonly gate: RateGate;
  readonly idleMs: number;
}

/** Bithumb's words (its API of the second generation) over a core. */
export function createBithumbWire({ core, gate, idleMs }: BithumbWireOptions): VenueWire {
  const door = createDoor({
    core,
    gate,
    tokenRefusal: bithumbTokenRefusal,
    timeToleranceMs: TIME_TOLERANCE_MS,
    tellsRemaining: false,
  });
  const streams = new KoreanStreams(core, {
    market: STREAM_WORDS,
    publicTypes: PUBLIC_TYPES,
    binary: false,
    bookLevel: 1,
    amount: (value) => value.toFixed(),
    stateOf: bithumbState,
    idleMs,
  });

  function handle(request: VenueRequest): VenueAnswer {
    const name = PUBLIC.find(([path]) => path.test(request.path))?.[1];
    return door.dated(name === undefined ? privately(request) : publicly(request, name));
  }

  function publicly(request: VenueRequest, name: string): VenueAnswer {
    return door.counted({ name, requests: 150, perMs: SECOND }, ANYBODY, () => {
      if (request.path === '/v1/market/virtual_asset_warning') return { status: 200, body: [] };
      return answerMarketRequest(request, core, REST_WORDS, listing) ?? refusal(404, 404, 'Not Found');
    });
  }

  function privately(request: VenueRequest): VenueAnswer {
    const body = request.method === 'POST' ? bodyFields(request.rawBody) : null;
    const account = door.accountOf(request, signedTexts(request.rawQuery, body));
    if (typeof account !== 'string') return account;
    // Limits are by address here, whoever's key it is.
    return door.counted(groupOf(request), ANYBODY, () => {
      const owned = { request, account, fields: body ?? {} };
      const answer = answerBithumbOrder(owned, core) ?? answerAccountRequest(owned, core, true);
      return answer ?? refusal(404, 404, 'Not Found');
    });
  }

  function connect(request: VenueRequest): StreamSession | VenueAnswer {
    const orderFrame = PRIVATE_STREAMS[request.path];
    if (orderFrame === undefined && request.path !== '/websocket/v1') return refusal(404, 404, 'Not Found');
    const account = orderFrame === undefined ? ANYBODY : door.accountOf(request, []);
    if (typeof account !== 'string') return account;
    const { verdict, retryAfterSeconds } = gate.count(CONNECT, ANYBODY);
    if (verdict !== 'allowed') return tooMany(429, retryAfterSeconds);
    return orderFrame === undefined ? streams.publicSession() : streams.userSession(account, orderFrame);
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
  return bithumbFault(fault, side, side === 'buy' ? quote : base);
}

function groupOf({ method, path }: VenueRequest): RateGroup {
  const isBatch = path === '/v2/orders/batch' || path === '/v2/orders/cancel';
  if (isBatch) return { name: 'batch', requests: 20, perMs: SECOND };
  const name = method === 'POST' ? 'orders' : method === 'DELETE' ? 'cancels' : 'others';
  return { name, requests: 140, perMs: SECOND };
}

/** Returns what a request is for, as scripted faults name it. */
function kindOf({ method, path, query }: VenueRequest): FaultKind {
  if (method === 'DELETE' || path === '/v2/orders/cancel') return 'cancel';
  if (method === 'POST' && path.startsWith('/v2/orders')) return 'order';
  if (path === '/v1/order') return 'query';
  if (path === '/v1/orders') return query.has('state') && query.get('state') !== 'wait' ? 'trades' : 'open-orders';
  return PUBLIC.some(([known]) => known.test(path)) ? 'market' : 'account';
}

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  BTC: ['비트코인', 'Bitcoin'],
  ETH: ['이더리움', 'Ethereum'],
  SOL: ['솔라나', 'Solana'],
  XRP: ['엑스알피 [리플]', 'XRP'],
  USDT: ['테더', 'Tether'],
};

function listing(market: { readonly id: string; readonly base: string }, detailed: boolean): Shape {
  const [korean, english] = NAMES[market.base] ?? [market.base, market.base];
  const plain = { market: market.id, korean_name: korean, english_name: english };
  return detailed ? { ...plain, market_warning: 'NONE' } : plain;
}
