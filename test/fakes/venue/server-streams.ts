import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { readVenueRequest } from './read-request.ts';
import type { StreamSession, VenueAnswer, VenueConnection, VenueWire } from './server-types.ts';
import type { StreamFault } from './venue.ts';

type Kind = 'public' | 'user';

/** Pings that may go unanswered. */
const PATIENCE = 10;

interface Connection {
  readonly kind: Kind;
  readonly socket: WebSocket;
  readonly raw: Duplex;
  /** Held back by `reorder` until the next one has gone. */
  held: string | Buffer | null;
  /** Pings of ours without a pong since. */
  unanswered: number;
}

/** All WebSocket connections of a venue, and what goes wrong with them. */
export class StreamHub {
  connects = 0;
  readonly #wire: Pick<VenueWire, 'connect'>;
  readonly #server = new WebSocketServer({ noServer: true, autoPong: false });
  readonly #connections = new Set<Connection>();
  readonly #silence = new Map<Kind, 'no-data' | 'half-open'>();
  readonly #pinging: NodeJS.Timeout | null;
  #faults: { readonly fault: StreamFault; readonly kind: Kind; left: number }[] = [];
  #refusing = false;

  constructor(wire: Pick<VenueWire, 'connect'>, pingIntervalMs?: number) {
    this.#wire = wire;
    this.#pinging = pingIntervalMs === undefined ? null : setInterval(() => this.#ping(), pingIntervalMs);
    this.#pinging?.unref();
  }

  addFault(fault: StreamFault, kind: Kind, times = 1): void {
    this.#faults.push({ fault, kind, left: times });
  }

  silence(kind: Kind | 'both', how: 'no-data' | 'half-open'): void {
    for (const one of kindsOf(kind)) this.#silence.set(one, how);
  }

  closeAll(kind: Kind | 'both'): void {
    for (const connection of this.#of(kind)) connection.socket.close(1001);
  }

  refuse(refusing: boolean): void {
    this.#refusing = refusing;
  }

  /** What was lost in silence stays lost. */
  heal(): void {
    this.#faults = [];
    this.#silence.clear();
    this.#refusing = false;
    for (const connection of this.#connections) {
      if (connection.held !== null) connection.socket.send(connection.held);
      connection.held = null;
    }
  }

  end(): void {
    if (this.#pinging !== null) clearInterval(this.#pinging);
    for (const { socket } of this.#connections) socket.terminate();
    this.#server.close();
  }

  upgrade(message: IncomingMessage, raw: Duplex, head: Buffer): void {
    this.connects += 1;
    raw.on('error', () => {});
    const session = this.#refusing
      ? { status: 503, body: 'Service Unavailable' }
      : this.#wire.connect(readVenueRequest(message));
    if ('status' in session) refuse(raw, session);
    else this.#server.handleUpgrade(message, raw, head, (socket) => this.#open(socket, raw, session));
  }

  #open(socket: WebSocket, raw: Duplex, session: StreamSession): void {
    const connection: Connection = { kind: session.kind, socket, raw, held: null, unanswered: 0 };
    this.#connections.add(connection);
    const handle: VenueConnection = {
      kind: session.kind,
      send: (message) => this.#send(connection, message),
      reply: (message) => {
        if (socket.readyState === socket.OPEN && !this.#silence.has(session.kind)) socket.send(message);
      },
      close: (code, reason) => socket.close(code, reason),
      get isOpen() {
        return socket.readyState === socket.OPEN;
      },
    };
    socket.on('error', () => {});
    socket.on('ping', (data) => {
      pinged?.();
      if (this.#silence.get(connection.kind) !== 'half-open') socket.pong(data);
    });
    socket.on('pong', () => {
      connection.unanswered = 0;
    });
    const { message, pinged, closed } = session.open(handle);
    socket.on('message', (data) => {
      if (this.#silence.get(connection.kind) !== 'half-open') message?.(String(data));
    });
    socket.on('close', () => {
      this.#connections.delete(connection);
      closed?.();
    });
  }

  #send(connection: Connection, message: string | Buffer): void {
    const { socket, kind } = connection;
    if (socket.readyState !== socket.OPEN || this.#silence.has(kind)) return;
    const fault = this.#nextFault(kind);
    if (fault === 'drop') return;
    if (fault === 'reorder') {
      if (connection.held !== null) socket.send(connection.held);
      connection.held = message;
      return;
    }
    if (fault !== null && typeof fault === 'object') {
      const timer = setTimeout(() => socket.readyState === socket.OPEN && socket.send(message), fault.delayMs);
      timer.unref();
      return;
    }
    socket.send(fault === 'garbage' ? broken(message) : message);
    if (fault === 'duplicate') socket.send(message);
    if (connection.held !== null) socket.send(connection.held);
    connection.held = null;
  }

  #nextFault(kind: Kind): StreamFault | null {
    const found = this.#faults.find((waiting) => waiting.kind === kind);
    if (found === undefined) return null;
    found.left -= 1;
    if (found.left <= 0) this.#faults = this.#faults.filter((waiting) => waiting !== found);
    return found.fault;
  }

  /** A client that has stopped answering pings is cut off, as venues do. */
  #ping(): void {
    for (const connection of this.#connections) {
      if (this.#silence.get(connection.kind) === 'half-open') continue;
      if (connection.unanswered >= PATIENCE) connection.socket.terminate();
      else connection.socket.ping();
      connection.unanswered += 1;
    }
  }

  #of(kind: Kind | 'both'): readonly Connection[] {
    return [...this.#connections].filter((connection) => kindsOf(kind).includes(connection.kind));
  }
}

function kindsOf(kind: Kind | 'both'): readonly Kind[] {
  return kind === 'both' ? ['public', 'user'] : [kind];
}

/** What is left of a message that was cut: no JSON any more. */
function broken(message: string | Buffer): string {
  const text = String(message);
  return `${text.slice(0, Math.floor(text.length / 2))}\u0000`;
}

function refuse(raw: Duplex, { status, body }: VenueAnswer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    'connection: close',
    `content-length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ];
  (raw as Socket).end(lines.join('\r\n'));
}
