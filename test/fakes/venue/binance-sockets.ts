import type { BinanceFamily } from './binance-errors.ts';
import { BinanceError } from './binance-errors.ts';
import type { ListenKeys } from './binance-listen-keys.ts';
import { BinancePublicStreams } from './binance-public-streams.ts';
import { accountOfKey, checkSignature, checkTime } from './binance-rest.ts';
import type { VenueCore } from './core.ts';
import type { CoreEvent } from './core-types.ts';
import type { StreamSession, VenueAnswer, VenueConnection, VenueRequest } from './server-types.ts';

/** How many messages an event is to its account's owner. */
export type UserMessages = (event: CoreEvent) => readonly { readonly account: string; readonly message: object }[];

export interface BinanceSocketsOptions {
  readonly family: BinanceFamily;
  readonly core: VenueCore;
  readonly listenKeys: ListenKeys;
  readonly userMessages: UserMessages;
  readonly streamIntervalMs: number;
}

interface Asked {
  readonly [field: string]: unknown;
}

interface Client {
  readonly connection: VenueConnection;
  readonly streams: Set<string>;
  readonly combined: boolean;
  readonly carries: (stream: string) => boolean;
  /** When its last messages came. */
  asked: number[];
}

interface UserClient {
  readonly connection: VenueConnection;
  /** Wraps a message as this kind of connection does. */
  readonly wrap: (message: object) => object;
  readonly account: string;
  /** Null where the subscription came with a signature. */
  listenKey: string | null;
}

const MAX_STREAMS = 1_024;
const MESSAGES_A_SECOND = { spot: 5, usdm: 10 } as const;
const EXPIRY_CHECK_MS = 100;

/** Binance's WebSocket side: public streams, user streams, and the WebSocket API as far as it serves user streams. */
export class BinanceSockets {
  readonly #options: BinanceSocketsOptions;
  readonly #clients = new Set<Client>();
  readonly #users = new Set<UserClient>();
  readonly #public: BinancePublicStreams;
  readonly #expiring: NodeJS.Timeout;

  constructor(options: BinanceSocketsOptions) {
    this.#options = options;
    const sink = {
      isWanted: (stream: string) => [...this.#clients].some(({ streams }) => streams.has(stream)),
      emit: (stream: string, data: unknown) => this.#emit(stream, data),
    };
    this.#public = new BinancePublicStreams(options.family, options.core, sink, options.streamIntervalMs);
    options.core.on((event) => {
      for (const { account, message } of options.userMessages(event)) this.#tell(account, message);
    });
    this.#expiring = setInterval(() => this.#expire(), EXPIRY_CHECK_MS);
    this.#expiring.unref();
  }

  close(): void {
    clearInterval(this.#expiring);
    this.#public.close();
  }

  connect(request: VenueRequest): StreamSession | VenueAnswer {
    if (request.path === '/ws-api/v3' && this.#options.family === 'spot') return this.#api();
    const [, category, rest] = /^\/(public|market|private)?\/?((?:ws|stream).*)$/.exec(request.path) ?? [];
    if (rest === undefined) return { status: 404, body: 'Not Found' };
    const key = request.query.get('listenKey') ?? (rest.startsWith('ws/') ? rest.slice(3) : '');
    if (category === 'private' || this.#options.listenKeys.accountOf(key) !== null) return this.#user(key);
    const named = request.query.get('streams') ?? (rest.startsWith('ws/') ? rest.slice(3) : '');
    const first = named.split('/').filter((name) => name !== '');
    return this.#market(first, { combined: rest.startsWith('stream'), category });
  }

  #market(
    first: readonly string[],
    { combined, category }: { readonly combined: boolean; readonly category: string | undefined },
  ): StreamSession {
    return {
      kind: 'public',
      open: (connection) => {
        const carries = (stream: string) => category === undefined || category === categoryOf(stream);
        const client: Client = { connection, streams: new Set(first), combined, carries, asked: [] };
        this.#clients.add(client);
        return { message: (text) => this.#asked(client, text), closed: () => this.#clients.delete(client) };
      },
    };
  }

  #asked(client: Client, text: string): void {
    const { connection } = client;
    if (this.#isTooMuch(client)) {
      connection.close(1008, 'Too many requests');
      return;
    }
    const asked = objectOf(text);
    if (asked === null) connection.reply(JSON.stringify({ code: 3, msg: `Invalid JSON: ${text.slice(0, 40)}` }));
    else connection.reply(JSON.stringify({ ...answerTo(client, asked), id: asked.id ?? null }));
    if (client.streams.size > MAX_STREAMS) connection.close(1008, 'Too many streams');
  }

  /** Binance hangs up on clients that send more messages in a second than it allows. */
  #isTooMuch(client: Client): boolean {
    const now = performance.now();
    client.asked = [...client.asked.filter((at) => at > now - 1_000), now];
    return client.asked.length > MESSAGES_A_SECOND[this.#options.family];
  }

  #emit(stream: string, data: unknown): void {
    for (const { connection, streams, combined, carries } of this.#clients) {
      if (!streams.has(stream) || !carries(stream)) continue;
      connection.send(JSON.stringify(combined ? { stream, data } : data));
    }
  }

  #user(listenKey: string): StreamSession {
    const account = this.#options.listenKeys.accountOf(listenKey);
    return {
      kind: 'user',
      open: (connection) => {
        if (account === null) return {};
        const client: UserClient = { connection, account, listenKey, wrap: (message) => message };
        this.#users.add(client);
        return { closed: () => this.#users.delete(client) };
      },
    };
  }

  /** The WebSocket API: what user streams need of it. */
  #api(): StreamSession {
    return {
      kind: 'user',
      open: (connection) => {
        const mine = new Map<number, UserClient>();
        const end = (client: UserClient) => this.#users.delete(client);
        return {
          message: (text) => this.#called(connection, mine, text),
          closed: () => [...mine.values()].forEach(end),
        };
      },
    };
  }

  #called(connection: VenueConnection, mine: Map<number, UserClient>, text: string): void {
    const asked = objectOf(text);
    const id = asked?.id ?? null;
    try {
      const result = this.#resultOf(connection, mine, asked);
      connection.reply(JSON.stringify({ id, status: 200, result, rateLimits: [] }));
    } catch (error) {
      if (!(error instanceof BinanceError)) throw error;
      const { status, code, msg } = error;
      connection.reply(JSON.stringify({ id, status, error: { code, msg }, rateLimits: [] }));
    }
  }

  #resultOf(connection: VenueConnection, mine: Map<number, UserClient>, asked: Asked | null): object {
    const { core } = this.#options;
    switch (asked?.method) {
      case 'ping':
        return {};
      case 'time':
        return { serverTime: core.now() };
      case 'userDataStream.subscribe.signature': {
        const account = signerOf(core, asked.params);
        const subscriptionId = mine.size;
        const wrap = (event: object) => ({ subscriptionId, event });
        const client: UserClient = { connection, account, listenKey: null, wrap };
        mine.set(subscriptionId, client);
        this.#users.add(client);
        return { subscriptionId };
      }
      case 'userDataStream.unsubscribe':
        for (const client of mine.values()) this.#users.delete(client);
        mine.clear();
        return {};
      default:
        throw new BinanceError(400, -1099, 'Not found, unauthenticated, or unauthorized.');
    }
  }

  #tell(account: string, message: object): void {
    for (const client of this.#users) {
      if (client.account === account) client.connection.send(JSON.stringify(client.wrap(message)));
    }
  }

  /** A key that was not extended, or was given up: one last message, then nothing more. */
  #expire(): void {
    for (const client of this.#users) {
      const { listenKey, connection } = client;
      if (listenKey === null || this.#options.listenKeys.accountOf(listenKey) !== null) continue;
      this.#users.delete(client);
      connection.send(JSON.stringify({ e: 'listenKeyExpired', E: this.#options.core.now(), listenKey }));
    }
  }
}

/** Futures split their streams by path; a stream asked for on the other one stays silent. */
function categoryOf(stream: string): 'public' | 'market' {
  return /@(depth|bookTicker|trade)|^!bookTicker/.test(stream) ? 'public' : 'market';
}

function signerOf(core: VenueCore, params: unknown): string {
  const given = Object.entries(typeof params === 'object' && params !== null ? params : {}).map(
    ([name, value]): [string, string] => [name, String(value)],
  );
  const all = new URLSearchParams(given);
  const account = accountOfKey(core, all.get('apiKey') ?? '');
  checkTime(all, core.now());
  const signed = given.filter(([name]) => name !== 'signature').sort(([a], [b]) => (a < b ? -1 : 1));
  checkSignature(account, signed.map(([name, value]) => `${name}=${value}`).join('&'), all.get('signature') ?? '');
  return account.key;
}

/** Changes a client's subscriptions as asked, and says how it went. */
function answerTo({ streams }: Client, asked: Asked): object {
  const params = Array.isArray(asked.params) ? asked.params.map(String) : [];
  switch (asked.method) {
    case 'SUBSCRIBE':
      for (const stream of params) streams.add(stream);
      return { result: null };
    case 'UNSUBSCRIBE':
      for (const stream of params) streams.delete(stream);
      return { result: null };
    case 'LIST_SUBSCRIPTIONS':
      return { result: [...streams] };
    default:
      return { code: 2, msg: 'Invalid request: unknown variant' };
  }
}

function objectOf(text: string): Asked | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Asked) : null;
  } catch {
    return null;
  }
}
