import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { accountMethods, feedMethods } from './account-methods.ts';
import type { PlannedFault, TelegramFault } from './faults.ts';
import { sendFault, sendJson, sendRefusal } from './faults.ts';
import type { Method } from './message-methods.ts';
import { messageMethods } from './message-methods.ts';
import type { Params } from './params.ts';
import { listOf, numberOf, readParams } from './params.ts';
import type { Rates } from './rates.ts';
import { Refusal, refusal } from './refusal.ts';
import type { UpdateFeed } from './update-feed.ts';
import type { World } from './world.ts';

/** Something the bot asked, and the status it was answered with; null while it waits or when no answer came. */
export interface Call {
  readonly method: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly at: number;
  status: number | null;
}

export interface BotApi {
  readonly token: string;
  readonly world: World;
  readonly feed: UpdateFeed;
  readonly calls: Call[];
  readonly faults: PlannedFault[];
  /** Null to let everything through. */
  readonly rates: Rates | null;
  revoked: boolean;
}

/** Answers `/bot<token>/<method>` as Telegram does. */
export function createBotApiServer(api: BotApi): Server {
  const methods: Readonly<Record<string, Method>> = { ...accountMethods, ...messageMethods, ...feedMethods(api.feed) };
  const byName = new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), { name, method }]));

  return createServer((request, response) => {
    response.on('error', () => {});
    answer(request, response).catch((error: unknown) => {
      if (error instanceof Refusal) sendRefusal(response, error);
      else response.destroy(error instanceof Error ? error : undefined);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://telegram');
    const asked = /^\/bot([^/]+)\/(\w+)$/.exec(decodeURIComponent(url.pathname));
    const params = await readParams(request, url);
    if (asked === null) throw new Refusal(404, 'Not Found');
    const [, token = '', method = ''] = asked;
    checkToken(token);
    const call: Call = { method, values: params.values, at: api.world.now(), status: null };
    api.calls.push(call);
    response.on('finish', () => {
      call.status = response.statusCode;
    });
    const fault = nextFault(method);
    if (fault === undefined) return perform(method, params, response);
    if (fault.type === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault.type === 'slow') return perform(method, params, response);
    if (fault.type === 'answer-lost') run(method, params);
    sendFault(response, fault);
  }

  function checkToken(token: string): void {
    // What is no token at all does not even reach the Bot API.
    if (!/^\d+:[\w-]+$/.test(token)) throw new Refusal(404, 'Not Found');
    if (token !== api.token || api.revoked) throw new Refusal(401, 'Unauthorized');
  }

  function nextFault(method: string): TelegramFault | undefined {
    const planned = api.faults.find(({ method: only, times }) => times > 0 && (only === null || only === method));
    if (planned !== undefined) planned.times -= 1;
    return planned?.fault;
  }

  async function perform(method: string, params: Params, response: ServerResponse): Promise<void> {
    if (method.toLowerCase() === 'getupdates') return sendUpdates(params, response);
    sendJson(response, 200, { ok: true, result: run(method, params) });
  }

  function run(name: string, params: Params): unknown {
    const known = byName.get(name.toLowerCase());
    if (known === undefined) throw refusal(404, 'method not found');
    const isSending = /^send(Message|Photo)$/.test(known.name);
    const tooSoon = isSending ? api.rates?.check(Number(params.values.chat_id), api.world.now()) : null;
    if (tooSoon) throw tooSoon;
    return known.method(params, api.world);
  }

  async function sendUpdates(params: Params, response: ServerResponse): Promise<void> {
    if (api.feed.webhook !== null) {
      throw refusal(
        409,
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    api.feed.allow(listOf(params, 'allowed_updates'));
    const poll = api.feed.poll({
      offset: numberOf(params, 'offset'),
      limit: numberOf(params, 'limit'),
      timeout: numberOf(params, 'timeout'),
    });
    response.on('close', poll.abandon);
    sendJson(response, 200, { ok: true, result: await poll.updates });
  }
}

/** Runs a method that a webhook named in its answer; Telegram does not tell how that went. */
export function runWebhookReply(api: BotApi, reply: Readonly<Record<string, unknown>>): void {
  const methods: Readonly<Record<string, Method>> = { ...accountMethods, ...messageMethods };
  const { method: name, ...values } = reply;
  try {
    methods[String(name)]?.({ values, files: new Map() }, api.world);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
