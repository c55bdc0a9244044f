import { createHmac } from 'node:crypto';
import type { BinanceFamily } from './binance-errors.ts';
import { BinanceError, binanceError, missing } from './binance-errors.ts';
import type { BinanceLimits } from './binance-limits.ts';
import type { VenueCore } from './core.ts';
import type { CoreAccount, CoreMarket } from './core-types.ts';
import type { FaultKind, VenueAnswer, VenueRequest } from './server-types.ts';

/** Who may ask: anybody, a key, a key with a signature, one that may trade as well. */
export type Security = 'none' | 'key' | 'read' | 'trade';

export interface RouteCall {
  readonly params: URLSearchParams;
  readonly request: VenueRequest;
  /** The signer; undefined where no key is needed. */
  readonly account: CoreAccount;
  /** The listed symbol asked for; throws -1121 where it is none. */
  market(): CoreMarket;
}

export interface Route {
  readonly security: Security;
  readonly kind: FaultKind;
  readonly weight: number | ((params: URLSearchParams) => number);
  /** Counts against the order limit. */
  readonly order?: boolean;
  run(call: RouteCall): unknown;
}

export type Routes = Readonly<Record<string, Route>>;

/** A question about the account: it needs a signature and no right to trade. */
export function signedRead(kind: FaultKind, weight: Route['weight'], run: Route['run']): Route {
  return { security: 'read', kind, weight, run };
}

/** What changes orders: it needs a signature and the right to trade; `order` counts against the order limit. */
export function signedTrade(kind: FaultKind, run: Route['run'], order = false): Route {
  return { security: 'trade', kind, weight: 1, order, run };
}

export interface BinanceRestOptions {
  readonly family: BinanceFamily;
  readonly core: VenueCore;
  readonly limits: BinanceLimits;
  readonly routes: Routes;
}

/** Checks key, clock and signature, counts weight, and runs the route. */
export class BinanceRest {
  readonly #options: BinanceRestOptions;

  constructor(options: BinanceRestOptions) {
    this.#options = options;
  }

  handle(request: VenueRequest): VenueAnswer {
    const { limits, core } = this.#options;
    const route = this.#route(request);
    if (route === undefined)
      return { status: 404, body: '<html><body>404 Not found</body></html>', headers: { 'content-type': 'text/html' } };
    const weight = typeof route.weight === 'number' ? route.weight : route.weight(request.params);
    let account: CoreAccount | null = null;
    try {
      limits.use(weight);
      account = authenticate(request, route.security, core);
      if (route.order && account !== null) limits.useOrder(account.key);
      const signer = account;
      const body = route.run({
        params: request.params,
        request,
        get account(): CoreAccount {
          if (signer === null) throw binanceError('keyFormat');
          return signer;
        },
        market: () => listed(core, request.params.get('symbol')),
      });
      return { status: 200, body, weight, headers: limits.headers(account?.key ?? null) };
    } catch (error) {
      if (!(error instanceof BinanceError)) throw error;
      const answer = error.answer();
      return { ...answer, weight, headers: { ...limits.headers(account?.key ?? null), ...answer.headers } };
    }
  }

  kindOf(request: VenueRequest): FaultKind {
    return this.#route(request)?.kind ?? 'any';
  }

  #route({ method, path }: VenueRequest): Route | undefined {
    return this.#options.routes[`${method} ${path}`];
  }
}

/** Returns the market of Binance's name for it; throws -1102 or -1121. */
export function listed(core: VenueCore, id: string | null): CoreMarket {
  if (id === null || id === '') throw missing('symbol');
  const market = core.marketById(id);
  if (market === undefined) throw binanceError('symbol');
  return market;
}

function authenticate(request: VenueRequest, security: Security, core: VenueCore): CoreAccount | null {
  if (security === 'none') return null;
  const key = String(request.headers['x-mbx-apikey'] ?? '');
  const account = accountOfKey(core, key);
  if (security === 'key') return account;
  checkTime(request.params, core.now());
  const signed = signedText(request);
  checkSignature(account, signed.text, signed.signature);
  if (security === 'trade' && !account.canTrade) throw binanceError('key');
  return account;
}

/** Returns the account of a key that is valid now; throws -2014 or -2015. */
export function accountOfKey(core: VenueCore, key: string): CoreAccount {
  if (key === '') throw binanceError('keyFormat');
  const account = core.account(key);
  const expired = account?.expiresAt !== null && account !== undefined && account.expiresAt <= core.now();
  if (account === undefined || account.revoked || expired) throw binanceError('key');
  return account;
}

/** Throws where the request is too old, or comes from the future. */
export function checkTime(params: URLSearchParams, now: number): void {
  const timestamp = Number(params.get('timestamp') ?? '');
  if (!Number.isInteger(timestamp) || timestamp <= 0) throw missing('timestamp');
  const window = Number(params.get('recvWindow') ?? 5_000);
  if (!(window > 0 && window <= 60_000)) throw binanceError([-1131, "Parameter 'recvWindow' must be less than 60000."]);
  if (timestamp >= now + 1_000) throw binanceError('clockAhead');
  if (now - timestamp > window) throw binanceError('clock');
}

export function checkSignature(account: CoreAccount, text: string, signature: string): void {
  const expected = createHmac('sha256', account.secret).update(text).digest('hex');
  if (signature === '') throw missing('signature');
  if (signature.toLowerCase() !== expected) throw binanceError('signature');
}

/** What the signature is over: query and body as they came, without the signature itself. */
function signedText({ rawQuery, rawBody }: VenueRequest): { readonly text: string; readonly signature: string } {
  let signature = '';
  const without = (part: string) =>
    part
      .split('&')
      .filter((pair) => {
        if (!pair.startsWith('signature=')) return true;
        signature = decodeURIComponent(pair.slice('signature='.length));
        return false;
      })
      .join('&');
  const text = without(rawQuery) + without(rawBody);
  return { text, signature };
}
