import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../../domain/errors.ts';
import type { VenueKeys, VenueName } from '../venues/venue-name.ts';

/** What ccxt hands to the function that carries a request. */
export type CcxtFetch = (url: string, request: CcxtRequest) => Promise<Response>;

export interface CcxtRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** The slice of a ccxt exchange that is used: it paces, signs and names its venue's endpoints. */
export interface CcxtExchange {
  readonly options: Record<string, unknown>;
  timeout: number;
  fetchImplementation: CcxtFetch;
  fetchIsNative: boolean;
  milliseconds: () => number;
  hash(request: unknown, algorithm: unknown, digest?: string): string;
  /** An endpoint by ccxt's name of it, such as `fapiPrivatePostAlgoOrder`. */
  readonly [endpoint: string]: unknown;
}

type CcxtClass = new (options: Readonly<Record<string, unknown>>) => CcxtExchange;

/** ccxt's package opens no door to a single exchange; loading all hundred takes seconds that an emergency lacks. */
async function exchangeClass(venue: VenueName): Promise<CcxtClass> {
  const entry = createRequire(import.meta.url).resolve('ccxt');
  const file = new URL(`../js/src/${venue}.js`, pathToFileURL(entry));
  const module: unknown = await import(file.href);
  if (typeof module === 'object' && module !== null && 'default' in module && isClass(module.default))
    return module.default;
  throw new ConfigError(`ccxt has no exchange called ${venue}.`);
}

function isClass(value: unknown): value is CcxtClass {
  return typeof value === 'function';
}

/** Returns an exchange of ccxt's own that sends nothing before it is told to. */
export async function openCcxtExchange(venue: VenueName, keys: VenueKeys | null): Promise<CcxtExchange> {
  const Exchange = await exchangeClass(venue);
  const exchange = new Exchange({
    ...(keys === null ? {} : { apiKey: keys.apiKey, secret: keys.secret }),
    // Its throttle is one queue without priority; the request budget paces instead, and knows what must go first.
    enableRateLimit: false,
    // ccxt's own timer is the last resort; deadlines are kept by the client around it.
    timeout: 120_000,
    options: { adjustForTimeDifference: false, timeDifference: 0, warnOnFetchOpenOrdersWithoutSymbol: false },
  });
  return exchange;
}

/** Calls an endpoint by ccxt's name of it; throws where ccxt knows none of that name. */
export function callEndpoint(
  exchange: CcxtExchange,
  endpoint: string,
  params: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const method = exchange[endpoint];
  if (typeof method !== 'function') throw new ConfigError(`ccxt knows no endpoint ${endpoint}.`);
  return Promise.resolve(Reflect.apply(method, exchange, [{ ...params }]));
}
