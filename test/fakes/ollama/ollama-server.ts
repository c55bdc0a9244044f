import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { embedRoute } from './embed-route.ts';
import { damage, type Fault } from './faults.ts';
import { showRoute, tagsRoute, versionRoute } from './models-route.ts';
import type { Asked, FakeModel, Reply, Route } from './route.ts';

/** Ollama answers what it does not know with 404 and plain text. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /api/version': versionRoute,
  'GET /api/tags': tagsRoute,
  'POST /api/show': showRoute,
  'POST /api/embed': embedRoute,
};

export interface FakeOllama {
  readonly url: string;
  /** Every request so far, the oldest first. */
  readonly requests: readonly Asked[];
  /** Adds a model, or replaces the one of that name. */
  add(model: FakeModel): void;
  remove(name: string): void;
  /** Answers the next so many requests to a path (`/api/embed` unless told) with a fault; for ever by default. */
  fail(fault: Fault, options?: { readonly times?: number; readonly path?: string }): void;
  /** Ends all faults. */
  recover(): void;
  close(): Promise<void>;
}

/** Starts a server on loopback that speaks the HTTP API of Ollama 0.15 (docs/api.md, server/routes.go), with faults. */
export async function startFakeOllama(models: readonly FakeModel[] = []): Promise<FakeOllama> {
  const known = new Map(models.map((model) => [model.name, model]));
  const requests: Asked[] = [];
  let faults: { readonly fault: Fault; readonly path: string; times: number }[] = [];

  const takeFault = (path: string): Fault | undefined => {
    const found = faults.find((entry) => entry.path === path && entry.times > 0);
    if (found !== undefined) found.times -= 1;
    return found?.fault;
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = await read(request);
    requests.push(asked);
    const route = ROUTES[`${asked.method} ${asked.path}`];
    const reply = route?.(asked, { models: known });
    const fault = takeFault(asked.path);
    if (fault !== undefined) await damage(fault, response, reply);
    else if (reply === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
    else send(response, reply);
  };

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    add: (model) => void known.set(model.name, model),
    remove: (name) => void known.delete(name),
    fail: (fault, { times = Infinity, path = '/api/embed' } = {}) => void faults.push({ fault, path, times }),
    recover: () => {
      faults = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  return { method: request.method ?? '', path, body: text === '' ? null : JSON.parse(text) };
}

function send(response: ServerResponse, { status, json }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(json));
}
