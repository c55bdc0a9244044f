import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { applicationRoutes } from './application-methods.ts';
import type { Body, Fields } from './body.ts';
import { fieldsOf, readBody } from './body.ts';
import { channelRoutes } from './channel-methods.ts';
import type { DiscordFault, PlannedFault } from './faults.ts';
import { sendFault, sendJson, sendRefusal, sendTooMany } from './faults.ts';
import { interactionRoutes } from './interaction-methods.ts';
import type { Rates } from './rates.ts';
import { Refusal, refusal } from './refusal.ts';
import type { Asked, Method } from './request.ts';
import type { World } from './world.ts';

/** Something the bot asked, and the status it was answered with; null while it waits or when no answer came. */
export interface Call {
  readonly method: string;
  /** With ids taken out: `/channels/:id/messages`. */
  readonly route: string;
  readonly path: string;
  /** The JSON body, that of `payload_json` for a multipart one. */
  readonly body: Fields;
  /** Names of the files that came with it. */
  readonly files: readonly string[];
  readonly at: number;
  status: number | null;
}

export interface RestApi {
  readonly token: string;
  readonly world: World;
  readonly calls: Call[];
  readonly faults: PlannedFault[];
  /** Null to let everything through. */
  readonly rates: Rates | null;
  revoked: boolean;
  gatewayInformation(): unknown;
}

interface Route {
  readonly verb: string;
  readonly route: string;
  readonly pattern: RegExp;
  readonly method: Method;
}

/** Where the token of the interaction is right enough, and the bot's is not asked for. */
const BY_OWN_TOKEN = /^\/(interactions|webhooks)\//;

/** Answers `/api/v10/…` as Discord does. */
export function createRestServer(api: RestApi): Server {
  const table = { ...applicationRoutes(() => api.gatewayInformation()), ...channelRoutes, ...interactionRoutes };
  const routes = Object.entries(table).map(([name, method]) => routeOf(name, method));

  return createServer((request, response) => {
    response.on('error', () => {});
    answer(request, response).catch((error: unknown) => {
      if (error instanceof Refusal) sendRefusal(response, error);
      else if (!request.readableAborted) throw error;
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://discord');
    const read = await readBody(request).catch((error: unknown) => (error instanceof Refusal ? error : null));
    if (read === null) return;
    if (url.pathname.startsWith('/attachments/')) return sendFile(url, response);
    const path = /^\/api\/v10(\/.*)$/.exec(url.pathname)?.[1];
    if (path === undefined) throw refusal('notFound');
    const found = routes.find(({ verb, pattern }) => verb === request.method && pattern.test(path));
    const call = noted(request, path, found, read);
    response.on('finish', () => {
      call.status = response.statusCode;
    });
    if (!BY_OWN_TOKEN.test(path)) checkToken(request);
    if (read instanceof Refusal) throw read;
    if (found === undefined)
      throw refusal(routes.some(({ pattern }) => pattern.test(path)) ? 'methodNotAllowed' : 'notFound');
    const ids = (found.pattern.exec(path) ?? []).slice(1).map(decodeURIComponent);
    const asked = { world: api.world, ids, query: url.searchParams, body: call.body, ...read };
    const fault = nextFault(`${found.verb} ${found.route}`);
    if (fault?.type === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault === undefined || fault.type === 'slow') return perform(found, asked, response);
    if (fault.type === 'answer-lost') found.method(asked);
    sendFault(response, fault);
  }

  function noted(request: IncomingMessage, path: string, found: Route | undefined, read: Body | Refusal): Call {
    const { json, files } = read instanceof Refusal ? { json: {}, files: [] } : read;
    const call: Call = {
      method: request.method ?? '',
      route: found?.route ?? path,
      path,
      body: Array.isArray(json) ? { list: json } : fieldsOf(json),
      files: files.map(({ name }) => name),
      at: api.world.now(),
      status: null,
    };
    api.calls.push(call);
    return call;
  }

  function checkToken({ headers }: IncomingMessage): void {
    if (api.revoked || headers.authorization !== `Bot ${api.token}`) throw refusal('unauthorized');
  }

  function nextFault(route: string): DiscordFault | undefined {
    const planned = api.faults.find(({ route: only, times }) => times > 0 && (only === null || only === route));
    if (planned !== undefined) planned.times -= 1;
    return planned?.fault;
  }

  function perform({ verb, route, method }: Route, asked: Asked, response: ServerResponse): undefined {
    const major = route.startsWith('/webhooks/') ? (asked.ids[1] ?? '') : (asked.ids[0] ?? '');
    const { headers, wait } = api.rates?.check(`${verb} ${route}`, major, api.world.now()) ?? {
      headers: {},
      wait: null,
    };
    if (wait !== null) return sendTooMany(response, wait, headers);
    try {
      sendJson(response, 200, method(asked), headers);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendRefusal(response, error, headers);
    }
  }

  function sendFile(url: URL, response: ServerResponse): void {
    const [, , placeId = '', fileId = ''] = url.pathname.split('/');
    const files = api.world.places.get(placeId)?.messages.flatMap(({ face }) => face.files) ?? [];
    const file = files.find(({ id }) => id === fileId);
    if (file === undefined) throw refusal('notFound');
    response.writeHead(200, { 'content-type': file.contentType }).end(file.bytes);
  }
}

function routeOf(name: string, method: Method): Route {
  const [verb = '', route = ''] = name.split(' ');
  const pattern = new RegExp(
    `^${route.replace(/:(id|token)/g, (_, kind) => (kind === 'id' ? '(%40original|@original|\\d+)' : '([^/]+)'))}$`,
  );
  return { verb, route, pattern, method };
}
