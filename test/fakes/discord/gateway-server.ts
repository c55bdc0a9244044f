import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { apiGuild, INTENT, memberOf } from './api-objects.ts';
import { apiApplication } from './application-methods.ts';
import type { Fields } from './body.ts';
import { fieldsOf, listOf } from './body.ts';
import type { Session } from './sessions.ts';
import { createSession } from './sessions.ts';
import type { World } from './world.ts';

/** What a test does to the gateway, and sees of it. */
export interface GatewayControl {
  /** Whether the bot is identified and connected. */
  readonly isReady: boolean;
  /** How often it identified, resumed, and sent a heartbeat. */
  readonly identified: number;
  readonly resumed: number;
  readonly heartbeats: number;
  /** The intents of the last identify. */
  readonly intents: number;
  /** The codes with which the bot closed its sockets. */
  readonly closedByBot: readonly number[];
  /** Closes the socket with a code of Discord's: 4000, 4009 … */
  closeWith(code: number): void;
  /** Drops the TCP connection without a word (1006 for the bot). */
  drop(): void;
  /** Refuses new sockets; with `allow` they come in again. */
  refuse(): void;
  allow(): void;
  /** Says reconnect (op 7). */
  askToReconnect(): void;
  /** Says the session is invalid (op 9); a resumable one may be resumed. */
  invalidate(resumable: boolean): void;
  /** Forgets the sessions, so that a resume is answered with op 9, not resumable. */
  forgetSession(): void;
  /** Answers no heartbeat any more; the bot must find out by itself that the connection is dead. */
  stopAcking(): void;
  startAcking(): void;
  /** What `/gateway/bot` says is left of the session starts. */
  sessionStarts(remaining: number, resetAfterMs?: number): void;
  /** Sends a dispatch as it is: twice, out of order, or broken. */
  push(event: string, data: unknown): void;
  /** Sends the last message or interaction event one more time, under a new sequence. */
  repeatLast(): void;
}

export interface Gateway {
  readonly control: GatewayControl;
  /** For the `upgrade` event of the server. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly dispatch: World['dispatch'];
  information(): unknown;
  /** Ends every connection. */
  closeAll(): void;
}

export interface GatewayOptions {
  readonly world: () => World;
  readonly url: () => string;
  readonly isToken: (token: unknown) => boolean;
  readonly heartbeatMs: number;
  /** Bits of the intents that are switched off in the developer portal. */
  readonly switchedOff: number;
}

const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voice: 4,
  resume: 6,
  reconnect: 7,
  members: 8,
} as const;
const ANSWER_OP = { invalidSession: 9, hello: 10, ack: 11 } as const;
const CLOSE = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  invalidShard: 4010,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;
const ALL_INTENTS = 2 ** 27 - 1;
const STARTS_A_DAY = 1000;
/** A bot that says goodbye so ends its session. */
const FINAL_CODES = [1000, 1001];

export function createGateway(options: GatewayOptions): Gateway {
  const { isToken, heartbeatMs, switchedOff } = options;
  const server = new WebSocketServer({ noServer: true });
  const sockets = new Set<WebSocket>();
  let sessions: Session[] = [];
  let last: { readonly event: string; readonly data: unknown } | null = null;
  const state = { refusing: false, acking: true, remaining: STARTS_A_DAY, resetAfter: 86_400_000 };
  const seen = { identified: 0, resumed: 0, heartbeats: 0, intents: 0, closedByBot: [] as number[] };

  const live = () => sessions.filter(({ socket }) => socket !== null);
  const toAll = (packet: object) => {
    for (const { socket } of live()) socket?.send(JSON.stringify(packet));
  };

  const control: GatewayControl = {
    get isReady() {
      return live().length > 0;
    },
    get identified() {
      return seen.identified;
    },
    get resumed() {
      return seen.resumed;
    },
    get heartbeats() {
      return seen.heartbeats;
    },
    get intents() {
      return seen.intents;
    },
    closedByBot: seen.closedByBot,
    closeWith: (code) => {
      for (const socket of sockets) leave(socket).close(code);
    },
    drop: () => {
      for (const socket of sockets) leave(socket).terminate();
    },
    refuse: () => {
      state.refusing = true;
    },
    allow: () => {
      state.refusing = false;
    },
    askToReconnect: () => toAll({ op: OP.reconnect, d: null }),
    invalidate: (resumable) => {
      toAll({ op: ANSWER_OP.invalidSession, d: resumable });
      for (const session of live()) session.socket = null;
      if (!resumable) sessions = [];
    },
    forgetSession: () => {
      sessions = [];
    },
    stopAcking: () => {
      state.acking = false;
    },
    startAcking: () => {
      state.acking = true;
    },
    sessionStarts: (remaining, resetAfterMs = 86_400_000) => {
      state.remaining = remaining;
      state.resetAfter = resetAfterMs;
    },
    push: (event, data) => {
      for (const session of sessions) session.send(event, data);
    },
    repeatLast: () => {
      if (last === null) throw new Error('the gateway has sent neither a message nor an interaction yet');
      control.push(last.event, last.data);
    },
  };

  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const query = new URL(request.url ?? '/', 'ws://discord').searchParams;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', (code) => {
      if (!sockets.has(socket)) return;
      leave(socket);
      seen.closedByBot.push(code);
      if (FINAL_CODES.includes(code)) sessions = sessions.filter((session) => session !== sessionsOf.get(socket));
    });
    socket.on('message', (raw) => hear(socket, raw));
    if (query.get('v') !== '10') return socket.close(CLOSE.invalidVersion, 'Invalid API version.');
    if (query.get('encoding') !== 'json') return socket.close(CLOSE.decodeError, 'Only JSON is spoken here.');
    socket.send(JSON.stringify({ op: ANSWER_OP.hello, s: null, t: null, d: { heartbeat_interval: heartbeatMs } }));
  });

  /** Which session a socket serves, or served. */
  const sessionsOf = new WeakMap<WebSocket, Session>();

  function leave(socket: WebSocket): WebSocket {
    sockets.delete(socket);
    const session = sessionsOf.get(socket);
    if (session?.socket === socket) session.socket = null;
    options.world().changed();
    return socket;
  }

  function shut(socket: WebSocket, code: number, reason: string): undefined {
    leave(socket).close(code, reason);
  }

  function hear(socket: WebSocket, raw: RawData): undefined {
    const packet = packetIn(raw);
    if (packet === null) return shut(socket, CLOSE.decodeError, 'Error while decoding payload.');
    const isKnown = sessionsOf.get(socket)?.socket === socket;
    switch (packet.op) {
      case OP.heartbeat:
        seen.heartbeats += 1;
        if (state.acking) socket.send(JSON.stringify({ op: ANSWER_OP.ack, s: null, t: null, d: null }));
        break;
      case OP.identify:
        if (isKnown) return shut(socket, CLOSE.alreadyAuthenticated, 'Already authenticated.');
        identify(socket, fieldsOf(packet.d));
        break;
      case OP.resume:
        if (isKnown) return shut(socket, CLOSE.alreadyAuthenticated, 'Already authenticated.');
        resume(socket, fieldsOf(packet.d));
        break;
      case OP.presence:
      case OP.voice:
        if (!isKnown) shut(socket, CLOSE.notAuthenticated, 'Not authenticated.');
        break;
      case OP.members:
        if (!isKnown) return shut(socket, CLOSE.notAuthenticated, 'Not authenticated.');
        sendMembers(sessionsOf.get(socket), fieldsOf(packet.d));
        break;
      default:
        shut(socket, CLOSE.unknownOpcode, 'Unknown opcode.');
    }
    options.world().changed();
  }

  function identify(socket: WebSocket, { token, intents: asked, shard }: Fields): undefined {
    if (!isToken(token)) return shut(socket, CLOSE.authenticationFailed, 'Authentication failed.');
    const intents = Number(asked);
    const isBad = !Number.isInteger(intents) || intents < 0 || intents > ALL_INTENTS;
    if (isBad) return shut(socket, CLOSE.invalidIntents, 'Invalid intent(s).');
    if ((intents & switchedOff) !== 0) return shut(socket, CLOSE.disallowedIntents, 'Disallowed intent(s).');
    const [id = 0, count = 1] = listOf(shard).map(Number);
    if (id < 0 || id >= count) return shut(socket, CLOSE.invalidShard, 'Invalid shard.');
    seen.identified += 1;
    seen.intents = intents;
    state.remaining -= 1;
    const session = createSession(intents, socket);
    sessionsOf.set(socket, session);
    sessions.push(session);
    greet(session, [id, count]);
  }

  function greet(session: Session, shard: readonly number[]): void {
    const world = options.world();
    const halls = [...world.halls.values()].filter(({ botIsIn }) => botIsIn);
    const { id, flags } = apiApplication(world);
    session.send('READY', {
      v: 10,
      user: world.bot,
      guilds: halls.map((hall) => ({ id: hall.id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: options.url(),
      shard,
      application: { id, flags },
      private_channels: [],
      relationships: [],
      presences: [],
    });
    if ((session.intents & INTENT.guilds) === 0) return;
    for (const hall of halls) session.send('GUILD_CREATE', apiGuild(hall, world));
  }

  function resume(socket: WebSocket, { token, session_id: id, seq }: Fields): undefined {
    if (!isToken(token)) return shut(socket, CLOSE.authenticationFailed, 'Authentication failed.');
    const session = sessions.find((known) => known.id === id);
    if (session === undefined) {
      socket.send(JSON.stringify({ op: ANSWER_OP.invalidSession, s: null, t: null, d: false }));
      return;
    }
    const before = session.socket;
    session.socket = socket;
    if (before !== null && before !== socket) shut(before, 4000, 'Resumed elsewhere.');
    sessionsOf.set(socket, session);
    if (!session.replay(Number(seq))) return shut(socket, CLOSE.invalidSequence, 'Invalid seq.');
    seen.resumed += 1;
    session.send('RESUMED', { _trace: [] });
  }

  function sendMembers(session: Session | undefined, { guild_id: id, nonce }: Fields): undefined {
    const world = options.world();
    const hall = world.halls.get(String(id));
    if (session === undefined || hall === undefined) return;
    const users = [world.bot, ...[...hall.members].map((userId) => world.souls.get(userId)?.user)];
    session.send('GUILD_MEMBERS_CHUNK', {
      guild_id: hall.id,
      members: users.flatMap((user) => (user === undefined ? [] : [{ ...memberOf(hall, user.id), user }])),
      chunk_index: 0,
      chunk_count: 1,
      not_found: [],
      ...(nonce === undefined ? {} : { nonce }),
    });
  }

  return {
    control,
    upgrade: (request, socket, head) => {
      if (state.refusing) socket.destroy();
      else server.handleUpgrade(request, socket, head, (opened) => server.emit('connection', opened, request));
    },
    dispatch: (event, dataFor) => {
      for (const session of sessions) {
        const data = dataFor(session.intents);
        if (data === null) continue;
        if (event === 'MESSAGE_CREATE' || event === 'INTERACTION_CREATE') last = { event, data };
        session.send(event, data);
      }
    },
    information: () => ({
      url: options.url(),
      shards: 1,
      session_start_limit: {
        total: STARTS_A_DAY,
        remaining: state.remaining,
        reset_after: state.resetAfter,
        max_concurrency: 1,
      },
    }),
    closeAll: () => control.drop(),
  };
}

function packetIn(raw: RawData): Fields | null {
  try {
    return fieldsOf(JSON.parse(String(raw)));
  } catch {
    return null;
  }
}
