import { createServer as createPlainServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed.ts';
import { sendAnswer } from './send-answer.ts';
import type { Answering, WebRequest } from './web-answer.ts';

/** A web server on loopback that says what it is told to. */
export interface WebServer {
  /** `http://127.0.0.1:40123`, or `https://localhost:40123` under TLS. */
  readonly origin: string;
  readonly port: number;
  /** What to trust in order to trust it; undefined without TLS. */
  readonly certificate: string | undefined;
  /** Everything asked so far, in order, robots.txt included. */
  readonly requests: readonly WebRequest[];
  /** Returns what was asked of one path. */
  requestsTo(path: string): readonly WebRequest[];
  readonly openConnections: number;
  /** Changes what a path answers. */
  on(path: string, answering: Answering): void;
  close(): Promise<void>;
}

/** Starts it. A path is given without its query; one that is not scripted answers 404. */
export async function startWebServer(
  scripts: Readonly<Record<string, Answering>> = {},
  { tls = false }: { readonly tls?: boolean } = {},
): Promise<WebServer> {
  const answers = new Map<string, Answering>(Object.entries(scripts));
  const requests: WebRequest[] = [];
  const listener: RequestListener = (message, response) => {
    const request = requestOf(message, requests);
    requests.push(request);
    response.on('error', () => {});
    answerOf(answers, request)
      .then((answer) => sendAnswer(request, response, answer))
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  };

  const identity = tls ? selfSigned('localhost') : undefined;
  const server = identity === undefined ? createPlainServer(listener) : createTlsServer(identity, listener);
  const connections = countConnections(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    origin: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    port,
    certificate: identity?.cert,
    requests,
    requestsTo: (path) => requests.filter((request) => request.path === path),
    get openConnections() {
      return connections.open;
    },
    on(path, answering) {
      answers.set(path, answering);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function requestOf(message: IncomingMessage, earlier: readonly WebRequest[]): WebRequest {
  const url = new URL(message.url ?? '/', 'http://server');
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    visit: earlier.filter((request) => request.path === url.pathname).length + 1,
  };
}

async function answerOf(answers: ReadonlyMap<string, Answering>, request: WebRequest) {
  const answering = answers.get(request.path) ?? { status: 404, body: 'not here' };
  return typeof answering === 'function' ? await answering(request) : answering;
}

function countConnections(server: Server): { open: number } {
  const count = { open: 0 };
  server.on('connection', (socket) => {
    count.open += 1;
    socket.on('error', () => {});
    socket.on('close', () => (count.open -= 1));
  });
  return count;
}
