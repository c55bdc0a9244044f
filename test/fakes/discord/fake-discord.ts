import type { AddressInfo } from 'node:net';
import type { APIApplicationCommand, APIUser } from 'discord.js';
import { createWaiting } from '../waiting.ts';
import { INTENT } from './api-objects.ts';
import { GLOBAL } from './application-methods.ts';
import type { ChatView } from './chat-view.ts';
import { PATIENCE_MS, viewChat } from './chat-view.ts';
import type { DiscordFault } from './faults.ts';
import type { GatewayControl } from './gateway-server.ts';
import { createGateway } from './gateway-server.ts';
import type { Guild, GuildOptions } from './guilds.ts';
import { createGuild } from './guilds.ts';
import type { Person } from './people.ts';
import { createPerson } from './people.ts';
import { createRates } from './rates.ts';
import type { Call, RestApi } from './rest-server.ts';
import { createRestServer } from './rest-server.ts';
import type { World } from './world.ts';
import { createSnowflakes, dmOf } from './world.ts';

export interface UserOptions {
  readonly id?: string;
  /** The display name. */
  readonly name?: string;
  readonly username?: string;
  /** As the client sends it with interactions: `en-US`, `ko`. */
  readonly locale?: string;
}

export interface FakeDiscord {
  /** For `new Client({ intents, rest: { api } })`. */
  readonly api: string;
  /** The same without `/api`. */
  readonly server: string;
  readonly token: string;
  readonly bot: APIUser;
  readonly applicationId: string;
  /** Everything the bot asked by REST, in order. */
  readonly calls: readonly Call[];
  /** Returns the calls of one route: `POST /channels/:id/messages`. */
  callsOf(route: string): readonly Call[];
  readonly gateway: GatewayControl;
  user(options?: UserOptions): Person;
  guild(options?: GuildOptions): Guild;
  /** Returns a place as a person sees it: their direct messages with the bot, or a channel. What is for one person only is shown to them, in a channel to whom `person` names. */
  chatOf(place: { readonly id: string }, person?: { readonly id: string }): ChatView;
  /** Returns the application commands that are registered now; those of a guild, or of everywhere. */
  commandsOf(guild?: { readonly id: string }): readonly APIApplicationCommand[];
  /** Answers the next so many calls with a fault; for ever, and whatever the route, by default. */
  fail(fault: DiscordFault, options?: { readonly times?: number; readonly route?: string }): void;
  recover(): void;
  /** Makes the token void: REST answers 401, and the gateway closes with 4004. */
  revokeToken(): void;
  /** Returns once this holds, false after `timeoutMs`. */
  until(check: () => boolean, timeoutMs?: number): Promise<boolean>;
  /** Ends all connections and refuses new ones. */
  close(): Promise<void>;
  /** Listens again on the same port; what was there is still there. */
  reopen(): Promise<void>;
}

export type PrivilegedIntent = 'message-content' | 'guild-members' | 'guild-presences';

export interface FakeDiscordOptions {
  readonly botName?: string;
  /** Refuses what comes faster than Discord allows. */
  readonly rates?: boolean;
  /** Which privileged intents are switched on in the developer portal; all by default. */
  readonly privilegedIntents?: readonly PrivilegedIntent[];
  /** Wall time as Discord has it. */
  readonly now?: () => number;
  readonly heartbeatMs?: number;
  /** How long an interaction may wait for its first answer; 3 s at Discord. */
  readonly answerWithinMs?: number;
  /** How long an interaction may be followed up; 15 min at Discord. */
  readonly interactionLivesMs?: number;
}

const HEARTBEAT_MS = 41_250;
const ANSWER_WITHIN_MS = 3000;
const INTERACTION_LIVES_MS = 15 * 60_000;
const PRIVILEGED = {
  'message-content': INTENT.messageContent,
  'guild-members': INTENT.guildMembers,
  'guild-presences': INTENT.guildPresences,
} as const satisfies Readonly<Record<PrivilegedIntent, number>>;
const BOT_ID = '1100000000000000001';
const FIRST_USER_ID = 1_200_000_000_000_000_001n;

/** Starts a Discord on loopback: the REST API and the gateway for one bot, and people who use it. */
export async function startFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const { now = Date.now, rates = false, privilegedIntents = Object.keys(PRIVILEGED) } = options;
  const bot = userOf(BOT_ID, options.botName ?? 'Assent', { bot: true });
  const switchedOff = Object.entries(PRIVILEGED)
    .filter(([name]) => !privilegedIntents.some((on) => on === name))
    .reduce((bits, [, bit]) => bits | bit, 0);
  const waiters = new Set<() => void>();
  const wait = createWaiting(waiters);
  const gateway = createGateway({
    world: () => world,
    url: () => `ws://127.0.0.1:${port}`,
    isToken: (token) => token === api.token && !api.revoked,
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    switchedOff,
  });
  const world: World = {
    bot,
    applicationId: BOT_ID,
    now,
    souls: new Map(),
    halls: new Map(),
    places: new Map(),
    interactions: new Map(),
    commands: new Map(),
    answerWithinMs: options.answerWithinMs ?? ANSWER_WITHIN_MS,
    interactionLivesMs: options.interactionLivesMs ?? INTERACTION_LIVES_MS,
    cdn: '',
    changed: () => {
      for (const look of waiters) look();
    },
    snowflake: createSnowflakes(now),
    dispatch: gateway.dispatch,
  };
  const api: RestApi = {
    token: `${Buffer.from(BOT_ID).toString('base64')}.GFakeT.loopbackOnly_0123456789abcdefghijkl`,
    world,
    calls: [],
    faults: [],
    rates: rates ? createRates() : null,
    revoked: false,
    gatewayInformation: gateway.information,
  };
  const server = createRestServer(api);
  server.on('upgrade', gateway.upgrade);
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  world.cdn = `http://127.0.0.1:${port}`;
  let strangers = 0n;

  return {
    api: `http://127.0.0.1:${port}/api`,
    server: `http://127.0.0.1:${port}`,
    token: api.token,
    bot,
    applicationId: BOT_ID,
    calls: api.calls,
    callsOf: (asked) => api.calls.filter(({ method, route }) => `${method} ${route}` === asked),
    gateway: gateway.control,
    user: ({ id = String(FIRST_USER_ID + strangers++), name = 'Ann', username, locale = 'en-US' } = {}) => {
      const soul = { user: userOf(id, name, { username }), locale, blocksBot: false };
      world.souls.set(id, soul);
      return createPerson(soul, world, wait);
    },
    guild: (guildOptions = {}) => createGuild(guildOptions, world),
    chatOf: (place, person) => {
      const isSoul = world.souls.has(place.id);
      const seen = isSoul ? dmOf(world, place.id) : world.places.get(place.id);
      if (seen === undefined) throw new Error(`there is no place ${place.id}`);
      return viewChat(seen, person?.id ?? seen.soulId, world, wait);
    },
    commandsOf: (guild) => world.commands.get(guild?.id ?? GLOBAL) ?? [],
    fail: (fault, { times = Infinity, route = null }: { times?: number; route?: string | null } = {}) =>
      void api.faults.push({ fault, times, route }),
    recover: () => void api.faults.splice(0),
    revokeToken: () => {
      api.revoked = true;
      gateway.control.closeWith(4004);
    },
    until: (check, timeoutMs = PATIENCE_MS) => wait(check, timeoutMs),
    close: async () => {
      gateway.closeAll();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    reopen: () => listen(port),
  };
}

function userOf(
  id: string,
  name: string,
  more: { readonly bot?: boolean; readonly username?: string | undefined },
): APIUser {
  return {
    id,
    username: more.username ?? name.toLowerCase().replace(/\s/g, '_'),
    discriminator: '0',
    global_name: more.bot === true ? null : name,
    avatar: null,
    ...(more.bot === true ? { bot: true } : {}),
  };
}
