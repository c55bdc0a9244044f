import { AsyncLocalStorage } from 'node:async_hooks';
import { UnavailableError } from '../../domain/errors.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import type { VenueAddress, VenueKeys, VenueName } from '../venues/venue-name.ts';
import { type CcxtExchange, type CcxtRequest, callEndpoint, openCcxtExchange } from './ccxt-exchange.ts';
import { parsedJson } from './exact-json.ts';
import type { CallCost, CallPriority, RequestBudget } from './request-budget.ts';
import { createTransport, type VenueTransport, type WireTrace } from './venue-transport.ts';

/** One request to a venue, by ccxt's name of the endpoint. */
export interface VenueCall {
  readonly endpoint: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly cost: CallCost;
  readonly priority: CallPriority;
}

/** What a venue said, sorted only by whether it said something that can be read. */
export type VenueAnswer =
  | { readonly ok: true; readonly body: unknown; readonly headers: Readonly<Record<string, string>> }
  | VenueRefusal;

export interface VenueRefusal {
  readonly ok: false;
  /** False only where it is certain that the venue saw nothing. */
  readonly sent: boolean;
  readonly status: number | null;
  /** The venue's own code: `-2010`, `insufficient_funds_bid`; null where none could be read. */
  readonly code: string | null;
  /** The venue's own words, for telling codes apart; never passed on. */
  readonly words: string;
  readonly retryAfterMs: number | null;
  /** Why without a code: `budget`, `timeout`, `network`, `unreadable`, `local`, `status`. */
  readonly fault: string;
}

export interface VenueClientOptions {
  readonly venue: VenueName;
  readonly keys: VenueKeys | null;
  readonly address: VenueAddress;
  readonly budget: RequestBudget;
  readonly loop: LiveLoop;
  /** Total time of one call. */
  readonly timeoutMs: number;
  /** The venue's time: ours plus the measured offset. */
  readonly venueTime: () => number;
  /** Told of every answer, whoever asked. */
  readonly onAnswer?: (answer: VenueAnswer, call: VenueCall) => void;
  /** For tests: what carries the bytes. */
  readonly transport?: VenueTransport;
}

/** One ccxt instance with connections of its own. */
export interface VenueClient {
  readonly venue: VenueName;
  /** Never throws for what the venue or the network did. */
  call(call: VenueCall): Promise<VenueAnswer>;
  /** The answer's body; throws UnavailableError for everything else. */
  read(call: Omit<VenueCall, 'priority'> & { readonly priority?: CallPriority }): Promise<unknown>;
  /** The header with which the venue's private streams are opened (Upbit, Bithumb). */
  authorization(path: string): Promise<string>;
  /** Loads the exchange's code, so that the first call need not. */
  prepare(): Promise<void>;
  close(): void;
}

interface Flight {
  readonly trace: WireTrace;
  readonly signal: AbortSignal;
}

/** One for all clients: every further store would be carried along by every promise of the process, for good. */
const flights = new AsyncLocalStorage<Flight>();

/** Makes an instance of ccxt that keeps what really went over the wire, its own deadline and its own connections. */
export function createVenueClient(options: VenueClientOptions): VenueClient {
  const { venue, keys, address, budget, loop, timeoutMs, venueTime } = options;
  const transport = options.transport ?? createTransport(loop);
  let opening: Promise<CcxtExchange> | null = null;

  function opened(): Promise<CcxtExchange> {
    opening ??= openCcxtExchange(venue, keys).then((exchange) => {
      exchange.fetchImplementation = carry;
      // Not its own fetch: it then leaves connections and redirects to ours.
      exchange.fetchIsNative = false;
      exchange.milliseconds = () => Math.trunc(venueTime());
      return exchange;
    });
    return opening;
  }

  async function carry(url: string, request: CcxtRequest): Promise<Response> {
    const flight = flights.getStore();
    if (flight === undefined || flight.signal.aborted) throw new Error('nobody waits for this request any more');
    const { trace, signal } = flight;
    await transport.send({
      url: redirected(url, address.rest),
      method: request.method ?? 'GET',
      headers: definedHeaders(request.headers ?? {}),
      body: request.body ?? null,
      signal,
      trace,
    });
    const status = trace.status ?? 502;
    const empty = status === 204 || status === 304;
    return new Response(empty ? null : trace.text, { status, headers: { ...trace.headers } });
  }

  async function call(request: VenueCall): Promise<VenueAnswer> {
    const answer = await exchanged(request);
    options.onAnswer?.(answer, request);
    return answer;
  }

  async function exchanged({ endpoint, params, cost, priority }: VenueCall): Promise<VenueAnswer> {
    const admission = await budget.admit(cost, priority);
    if (!admission.admitted) return refusal('budget', emptyTrace(), admission.retryAfterMs);
    const trace = emptyTrace();
    const abort = new AbortController();
    const late = Symbol('late');
    let disarm = () => {};
    const deadline = new Promise<typeof late>((resolve) => {
      disarm = loop.after(timeoutMs, () => resolve(late));
    });
    const flight: Flight = { trace, signal: abort.signal };
    const answered = flights
      .run(flight, async () => callEndpoint(await opened(), endpoint, params))
      .then(
        () => null,
        () => null,
      );
    const ended = await Promise.race([answered, deadline]);
    disarm();
    if (ended === late) abort.abort();
    budget.observe(trace.status, trace.headers);
    return answerOf(venue, trace, ended === late ? 'timeout' : 'network');
  }

  return {
    venue,
    call,
    async read(request) {
      const answer = await call({ priority: 'read', ...request });
      if (answer.ok) return answer.body;
      throw unavailable(venue, answer);
    },
    async authorization(path) {
      const { sign } = await opened();
      const exchange = await opened();
      const signed: unknown =
        typeof sign === 'function' ? Reflect.apply(sign, exchange, [path, 'private', 'GET', {}]) : {};
      const token = asRecord(asRecord(signed).headers).Authorization;
      if (typeof token !== 'string') throw new UnavailableError(`${venue} cannot be signed in to.`);
      return token;
    },
    async prepare() {
      await opened();
    },
    close() {
      transport.close();
    },
  };
}

/** A failed question as an error: its code and status, never a URL or a body. */
export function unavailable(venue: VenueName, { code, status, fault, retryAfterMs }: VenueRefusal): UnavailableError {
  const said = code ?? (status === null ? null : `HTTP ${status}`);
  const [message, hint] =
    said === null ? silenceOf(venue, fault) : [`${venue} gave no usable answer (${said.slice(0, 60)}).`];
  return new UnavailableError(message, {
    ...(hint === undefined ? {} : { hint }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

/** What went wrong before the venue said anything, and what a person can do about it. */
function silenceOf(venue: VenueName, fault: string): readonly [message: string, hint?: string] {
  switch (fault) {
    case 'local':
    case 'network':
      return [
        `${venue} cannot be reached: there is no connection to it.`,
        `Look whether this machine has a way to the internet, and whether "assent doctor --venue ${venue}" gets further. venue.addresses names another way there.`,
      ];
    case 'timeout':
      return [`${venue} did not answer in time.`, 'It may be busy or in maintenance: try again in a minute.'];
    case 'budget':
      return [`${venue} is asked as often as it allows already.`, 'Wait a minute, then try again.'];
    default:
      return [`${venue} gave no usable answer (${fault.slice(0, 60)}).`];
  }
}

function answerOf(venue: VenueName, trace: WireTrace, fault: string): VenueAnswer {
  if (trace.status === null || trace.truncated) {
    return refusal(trace.sent ? fault : fault === 'timeout' ? 'timeout' : 'local', trace, null);
  }
  const body = parsedJson(trace.text);
  const { code, words } = saidBy(venue, body);
  if (code !== null || trace.status < 200 || trace.status > 299)
    return { ...refusal('status', trace, retryAfterOf(trace)), code, words };
  if (body === undefined || body === null || typeof body !== 'object') return refusal('unreadable', trace, null);
  return { ok: true, body, headers: trace.headers };
}

function saidBy(venue: VenueName, body: unknown): { readonly code: string | null; readonly words: string } {
  const fields = asRecord(body);
  if (venue === 'upbit' || venue === 'bithumb') {
    const error = asRecord(fields.error);
    const name = error.name ?? fields.status;
    return { code: textOf(name), words: textOf(error.message) ?? '' };
  }
  const code = textOf(fields.code);
  // Some answers of the futures API carry `"code": 200`, which is no error.
  return { code: code === '200' || code === '0' ? null : code, words: textOf(fields.msg) ?? '' };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function refusal(fault: string, trace: WireTrace, retryAfterMs: number | null): VenueRefusal {
  return { ok: false, sent: trace.sent, status: trace.status, code: null, words: '', retryAfterMs, fault };
}

function retryAfterOf({ headers }: WireTrace): number | null {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
}

function emptyTrace(): WireTrace {
  return { sent: false, status: null, headers: {}, text: '', truncated: false };
}

/** Swaps the origin, and only that: path, query and signature stay as ccxt made them. */
function redirected(url: string, origin: string | null): string {
  if (origin === null) return url;
  const { pathname, search } = new URL(url);
  return `${origin.replace(/\/$/, '')}${pathname}${search}`;
}

function definedHeaders(headers: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  );
}
