import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { readVenueRequest } from './read-request.ts';
import { VenueFaultQueue } from './server-faults.ts';
import { StreamHub } from './server-streams.ts';
import type { AnsweredFault, VenueAnswer, VenueRequest, VenueWire } from './server-types.ts';
import type { RequestFault, VenueFaults, VenueOracle } from './venue.ts';

export interface VenueServer {
  readonly restUrl: string;
  readonly streamUrl: string;
  readonly faults: VenueFaults;
  requests(): ReturnType<VenueOracle['requests']>;
  close(): Promise<void>;
}

export interface VenueServerOptions {
  readonly wire: VenueWire;
  /** True time, for the log. */
  readonly now: () => number;
  /** Every how many ms the server pings its WebSocket clients; left out: never. */
  readonly pingIntervalMs?: number;
}

type Logged = ReturnType<VenueOracle['requests']>[number];

const HTML =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center></body>\r\n</html>\r\n';
const BAD_GATEWAY: VenueAnswer = { status: 502, body: HTML, headers: { 'content-type': 'text/html' } };
const OK_HTML: VenueAnswer = {
  status: 200,
  body: '<!DOCTYPE html><html><body>Please wait ...</body></html>',
  headers: { 'content-type': 'text/html' },
};

/** Starts a venue's HTTP and WebSocket server on loopback; faults are its matter, words are the wire's. */
export async function startVenueServer({ wire, now, pingIntervalMs }: VenueServerOptions): Promise<VenueServer> {
  const log: Logged[] = [];
  const faults = new VenueFaultQueue();
  const streams = new StreamHub(wire, pingIntervalMs);
  const server = createServer({ keepAlive: true, keepAliveTimeout: 60_000 }, (message, response) => {
    response.on('error', () => {});
    serve(message, response).catch(() => message.socket.destroy());
  });
  server.on('connection', (socket: Socket) => socket.on('error', () => {}));
  server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) =>
    streams.upgrade(message, socket, head),
  );

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = readVenueRequest(message, await bodyOf(message));
    const entry = { at: now(), method: request.method, path: request.path, weight: 0, status: 0 };
    log.push(entry);
    const fault = faults.next(request, wire);
    const answer = await answerUnder(fault, request);
    if (answer === 'silence') return;
    if (answer === 'reset') {
      message.socket.resetAndDestroy();
      return;
    }
    entry.weight = answer.weight ?? 0;
    entry.status = answer.status;
    if (message.socket.destroyed) return;
    send(response, answer, now());
  }

  async function answerUnder(
    fault: RequestFault | null,
    request: VenueRequest,
  ): Promise<VenueAnswer | 'silence' | 'reset'> {
    if (fault === null) return wire.handle(request);
    if (typeof fault === 'object') {
      if ('delayMs' in fault) {
        await sleep(fault.delayMs);
        return wire.handle(request);
      }
      const weight = fault.accept ? (await wire.handle(request)).weight : undefined;
      const { status, body, headers } = fault;
      return {
        status,
        body,
        ...(headers === undefined ? {} : { headers }),
        ...(weight === undefined ? {} : { weight }),
      };
    }
    if (fault === 'hide-algo-orders') return wire.handle({ ...request, hideAlgoOrders: true });
    if (!fault.startsWith('accept-then-')) return refusedBy(fault, request);
    const accepted = await wire.handle(request);
    const answer = afterAccepting(fault, accepted, request);
    return typeof answer === 'string' || accepted.weight === undefined
      ? answer
      : { ...answer, weight: accepted.weight };
  }

  function refusedBy(fault: Extract<RequestFault, string>, request: VenueRequest): VenueAnswer | 'silence' | 'reset' {
    if (fault === 'reset' || fault === 'silence') return fault;
    if (fault === '502-html') return BAD_GATEWAY;
    if (fault === '200-html') return OK_HTML;
    if (fault === '200-empty') return { status: 200, body: '' };
    return wire.faultAnswer(fault as AnsweredFault, request);
  }

  function afterAccepting(
    fault: string,
    accepted: VenueAnswer,
    request: VenueRequest,
  ): VenueAnswer | 'silence' | 'reset' {
    const how = fault.slice('accept-then-'.length);
    if (how === 'reset' || how === 'silence') return how;
    if (how === '502-html') return BAD_GATEWAY;
    if (how === '504')
      return {
        status: 504,
        body: '<html><body>504 Gateway Time-out</body></html>',
        headers: { 'content-type': 'text/html' },
      };
    if (how === '200-html') return OK_HTML;
    if (how === '200-empty') return { status: 200, body: '' };
    if (how === '200-truncated') {
      const text = textOf(accepted.body);
      return {
        status: 200,
        body: text.slice(0, Math.floor(text.length / 2)),
        headers: { 'content-type': 'application/json' },
      };
    }
    return wire.faultAnswer(how as '503' | 'unknown-code', request);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const control: VenueFaults = {
    onRequest: (fault, match, times) => faults.add(fault, match, times),
    onStream: (fault, stream, times) => streams.addFault(fault, stream, times),
    silenceStreams: (stream, how) => streams.silence(stream, how),
    closeStreams: (stream) => streams.closeAll(stream),
    refuseStreams: () => streams.refuse(true),
    get streamConnects() {
      return streams.connects;
    },
    heal() {
      faults.clear();
      streams.heal();
    },
  };
  return {
    restUrl: `http://127.0.0.1:${port}`,
    streamUrl: `ws://127.0.0.1:${port}`,
    faults: control,
    requests: () => [...log],
    async close() {
      wire.close?.();
      streams.end();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Dated by the venue's clock, for a venue in another time must not say that it is today. */
function send(response: ServerResponse, answer: VenueAnswer, now: number): void {
  const text = textOf(answer.body);
  const type = typeof answer.body === 'string' ? 'text/plain' : 'application/json;charset=UTF-8';
  response.writeHead(answer.status, {
    'content-type': type,
    date: new Date(now).toUTCString(),
    ...answer.headers,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
