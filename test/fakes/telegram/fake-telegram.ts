import type { AddressInfo } from 'node:net';
import type { BotCommand, Update, User } from 'grammy/types';
import { createWaiting } from '../waiting.ts';
import { menuSeen } from './account-methods.ts';
import type { BotApi, Call } from './bot-api-server.ts';
import { createBotApiServer } from './bot-api-server.ts';
import type { ChatView } from './chat-view.ts';
import { viewChat } from './chat-view.ts';
import type { TelegramFault } from './faults.ts';
import type { Channel, Group, GroupOptions } from './groups.ts';
import { createChannel, createGroup } from './groups.ts';
import type { Person, Stage } from './people.ts';
import { createPerson } from './people.ts';
import { createRates } from './rates.ts';
import { Refusal } from './refusal.ts';
import type { UpdateFeed } from './update-feed.ts';
import { createUpdateFeed } from './update-feed.ts';
import type { Delivery } from './webhook-sender.ts';
import { createWebhookSender } from './webhook-sender.ts';
import type { World } from './world.ts';
import { openRoom, privateChat } from './world.ts';

export interface UserOptions {
  readonly id?: number;
  readonly name?: string;
  readonly username?: string;
  readonly language?: string;
  readonly isBot?: boolean;
}

export interface FakeTelegram {
  /** For `new Bot(token, { client: { apiRoot } })`. */
  readonly apiRoot: string;
  readonly token: string;
  readonly bot: User;
  /** Everything the bot asked, in order, polls included. */
  readonly calls: readonly Call[];
  callsOf(method: string): readonly Call[];
  readonly feed: Pick<UpdateFeed, 'waiting' | 'isPolled' | 'webhook'>;
  /** Tries to deliver by webhook so far. */
  readonly deliveries: readonly Delivery[];
  user(options?: UserOptions): Person;
  group(options?: GroupOptions): Group;
  channel(title?: string): Channel;
  /** Returns the chat as it looks to its people: a person's private chat with the bot, or a group. */
  chatOf(place: { readonly id: number }): ChatView;
  /** Returns the command menu that a person sees in a chat; in private by default. */
  menuOf(person: Person, place?: { readonly id: number }): readonly BotCommand[];
  /** Sends the bot an update as it is: one more time, out of order, or broken. */
  push(update: Update): void;
  /** Answers the next so many calls with a fault; for ever, and whatever the method, by default. */
  fail(fault: TelegramFault, options?: { readonly times?: number; readonly method?: string }): void;
  recover(): void;
  /** Makes the token void: everything answers 401. */
  revokeToken(): void;
  /** Returns once this holds, false after `timeoutMs`. */
  until(check: () => boolean, timeoutMs?: number): Promise<boolean>;
  close(): Promise<void>;
}

export interface FakeTelegramOptions {
  readonly botUsername?: string;
  /** Refuses what comes faster than Telegram allows. */
  readonly rateLimits?: boolean;
  readonly privacyMode?: boolean;
  /** Wall time as Telegram has it. */
  readonly now?: () => number;
  readonly webhookRetryMs?: number;
}

/** Starts a Telegram on loopback: the Bot API for one bot, and people who use it. */
export async function startFakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const { now = Date.now, privacyMode = true, rateLimits = false } = options;
  const bot: User = {
    id: 7_000_000_001,
    is_bot: true,
    first_name: 'Assent',
    username: options.botUsername ?? 'assent_bot',
  };
  const waiters = new Set<() => void>();
  const world = createWorld(bot, now, () => {
    for (const look of waiters) look();
  });
  const feed = createUpdateFeed();
  const api: BotApi = {
    token: `${bot.id}:AAHfakeTokenForLoopbackOnly_0123456789`,
    world,
    feed,
    calls: [],
    faults: [],
    rates: rateLimits ? createRates() : null,
    revoked: false,
  };
  const sender = createWebhookSender(api, options.webhookRetryMs ?? 20);
  feed.onPushed = sender.wake;
  const wait = createWaiting(waiters);
  const stage: Stage = { world, feed, wait, privacyMode };
  const server = createBotApiServer(api);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let strangers = 0;

  return {
    apiRoot: `http://127.0.0.1:${port}`,
    token: api.token,
    bot,
    calls: api.calls,
    callsOf: (method) => api.calls.filter((call) => call.method === method),
    feed,
    deliveries: sender.deliveries,
    user: ({ id = 5_000_000_001 + strangers++, name = 'Ann', username, language, isBot = false } = {}) => {
      const user: User = {
        id,
        is_bot: isBot,
        first_name: name,
        ...(username === undefined ? {} : { username }),
        ...(language === undefined ? {} : { language_code: language as NonNullable<User['language_code']> }),
      };
      const soul = { user, blocksBot: false, deactivated: false, started: false };
      world.souls.set(id, soul);
      return createPerson(soul, stage);
    },
    group: (groupOptions = {}) => createGroup(groupOptions, stage),
    channel: (title = 'News') => createChannel(title, stage),
    chatOf: (place) => viewChat(roomToSee(world, place.id), world, wait),
    menuOf: (person, place = person) => {
      roomToSee(world, place.id);
      return menuSeen(world, place.id, person.id, person.user.language_code ?? '');
    },
    push: feed.pushRaw,
    fail: (fault, { times = Infinity, method = null }: { times?: number; method?: string | null } = {}) =>
      void api.faults.push({ fault, times, method }),
    recover: () => void api.faults.splice(0),
    revokeToken: () => {
      api.revoked = true;
      feed.endPoll(new Refusal(401, 'Unauthorized'));
    },
    until: (check, timeoutMs = 15_000) => wait(check, timeoutMs),
    close: async () => {
      sender.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Looking at a chat in which nothing was said yet does not open it for the bot. */
function roomToSee(world: World, id: number) {
  const room = world.rooms.get(id);
  if (room !== undefined) return room;
  const soul = world.souls.get(id);
  if (soul === undefined) throw new Error(`there is no chat ${id}`);
  return openRoom(world, privateChat(soul.user));
}

function createWorld(bot: User, now: () => number, changed: () => void): World {
  const counters = { message: 100, query: 438_200_000_000, file: 0, group: 0 };
  return {
    bot,
    now,
    souls: new Map(),
    rooms: new Map(),
    queries: new Map(),
    menus: new Map(),
    changed,
    nextId: (kind) => {
      counters[kind] += 1;
      return counters[kind];
    },
  };
}
