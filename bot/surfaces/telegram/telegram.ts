import type { ChatCore } from '../../chat-core.ts';
import type { ChatCommand } from '../../commands/command.ts';
import { backOffMs } from '../../outbox/back-off.ts';
import type { Access, Role } from '../../people/access.ts';
import { createCards } from '../cards.ts';
import type { ChatSurface, SurfaceLogger } from '../chat-surface.ts';
import { faultOf } from './api-fault.ts';
import { apiSignal, createBotApi } from './bot-api.ts';
import { createTelegramChannel } from './channel.ts';
import type { Inbox } from './inbox.ts';
import { createInbox } from './inbox.ts';
import { createMenu } from './menu.ts';
import type { MovedGroups } from './moved-groups.ts';
import type { FeedTrouble } from './poller.ts';
import { pollUpdates, WANTED_UPDATES } from './poller.ts';
import { createPoster } from './poster.ts';
import { createSender } from './sender.ts';
import type { WebhookPlace } from './webhook.ts';
import { openWebhook } from './webhook.ts';

export interface TelegramOptions {
  readonly token: string;
  /** Without a slash at its end. */
  readonly server: string;
  readonly groups: readonly number[];
  /** Without it a group that moves is followed as long as the process. */
  readonly movedGroups?: MovedGroups;
  /** Null: updates are asked for. */
  readonly webhook: WebhookPlace | null;
  readonly core: Pick<ChatCore, 'handle' | 'voiceOf'>;
  readonly access: Pick<Access, 'roleOf' | 'users' | 'onChange'>;
  readonly commands: readonly ChatCommand[];
  /** Told once when updates stop coming, and when they come again; `problem` is for operators. */
  readonly trouble: (trouble: FeedTrouble, problem: string) => void;
  readonly logger: SurfaceLogger;
  /** Wall time. */
  readonly now: () => number;
  /** Resolves after so long, or when the signal fires; it never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly pollSeconds?: number;
  /** So long no other program must have asked with this token before it counts as gone. */
  readonly calmMs?: number;
}

interface Bot {
  readonly id: number;
  readonly username: string;
}

const POLL_SECONDS = 30;
const CONNECT = { firstMs: 1000, longestMs: 60_000 };
const AWAY_AFTER = 3;
const GRACE_MS = 5000;

export function createTelegram(options: TelegramOptions): ChatSurface {
  const { core, access, logger, now, sleep, random, trouble } = options;
  const pollSeconds = options.pollSeconds ?? POLL_SECONDS;
  const api = createBotApi(options.token, options.server, pollSeconds);
  const cards = createCards();
  const poster = createPoster({
    api: api.send,
    moreLinesIn: async (chatId) => {
      const { text, format } = await core.voiceOf(`telegram:${chatId}`);
      return (count) => text.moreLines({ count: format.count(count) });
    },
  });
  const sender = createSender({ poster, sleep, now, logger });
  const menu = createMenu({ api: api.send, commands: options.commands, logger });
  const groups = new Set(options.groups);
  const stopping = new AbortController();
  let inbox: Inbox | null = null;
  let running: Promise<unknown> = Promise.resolve();

  return {
    channel: createTelegramChannel(poster, cards),
    run() {
      const run = talk();
      running = run.catch(() => undefined);
      return run;
    },
    async stop() {
      stopping.abort();
      await running;
      const patience = new AbortController();
      const answered = Promise.resolve(inbox?.idle()).then(() => sender.idle());
      await Promise.race([answered, sleep(GRACE_MS, patience.signal)]);
      patience.abort();
      sender.stop();
    },
  };

  async function talk(): Promise<'stopped' | 'revoked'> {
    const { signal } = stopping;
    await followGroups();
    const bot = await connect(signal);
    if (bot === 'stopped' || bot === 'revoked') return bot;
    logger.info({ bot: bot.username }, 'on Telegram');
    const taking = createInbox({
      ...{ core, sender, cards, bot, groups, now, sleep, logger },
      api: api.send,
      moved: noteMove,
      answered: (userId) => void showMenu(userId),
    });
    inbox = taking;
    access.onChange((userId, role) => void followRole(userId, role));
    void showMenus();
    if (options.webhook !== null) return listen(options.webhook, taking);
    const { calmMs } = options;
    const polling = { api, pollSeconds, take: taking.take, trouble, sleep, random, now };
    return pollUpdates({ ...polling, ...(calmMs !== undefined && { calmMs }) }, signal);
  }

  /** The configuration may still know a group by the number that it had. */
  async function followGroups(): Promise<void> {
    if (options.movedGroups === undefined) return;
    try {
      const followed = await options.movedGroups.follow(groups);
      groups.clear();
      for (const group of followed) groups.add(group);
    } catch (fault) {
      logger.error({ err: fault }, 'whether a group has moved could not be read; their old ids are used');
    }
  }

  async function noteMove(from: number, to: number): Promise<void> {
    try {
      await options.movedGroups?.note(from, to);
    } catch (fault) {
      logger.error({ err: fault, from, to }, 'that a group has moved could not be kept: change it in telegram.groups');
    }
  }

  async function connect(signal: AbortSignal): Promise<Bot | 'stopped' | 'revoked'> {
    return untilDone(async () => {
      const { id, username } = await api.send.getMe(apiSignal(signal));
      return { id, username };
    }, signal);
  }

  /** Tries until it succeeds, the token turns out void, or nobody waits any more. */
  async function untilDone<Done>(act: () => Promise<Done>, signal: AbortSignal): Promise<Done | 'stopped' | 'revoked'> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        const done = await act();
        if (failures > AWAY_AFTER) trouble('back', '');
        return done;
      } catch (fault) {
        const { type, problem } = faultOf(fault);
        if (type === 'revoked') {
          trouble('revoked', problem);
          return 'revoked';
        }
        if (failures === AWAY_AFTER) trouble('away', problem);
        await sleep(backOffMs(failures, random, CONNECT), signal);
      }
    }
    return 'stopped';
  }

  async function listen(place: WebhookPlace, { take }: Inbox): Promise<'stopped' | 'revoked'> {
    const server = await openWebhook(place.port, take);
    try {
      const set = await hook(place.url, server.secret);
      if (set !== true) return set;
      if (!stopping.signal.aborted) await new Promise((done) => stopping.signal.addEventListener('abort', done));
      return 'stopped';
    } finally {
      await server.close();
    }
  }

  function hook(url: string, secret: string): Promise<true | 'stopped' | 'revoked'> {
    // One at a time, so that they come in order.
    const options = { secret_token: secret, allowed_updates: WANTED_UPDATES, max_connections: 1 };
    return untilDone(() => api.send.setWebhook(url, options), stopping.signal);
  }

  async function showMenus(): Promise<void> {
    await menu.showStrangers();
    for (const { userId } of access.users()) await showMenu(userId);
    for (const chatId of groups) await menu.show(chatId, 'viewer', (await core.voiceOf(`telegram:${chatId}`)).language);
  }

  async function showMenu(userId: string): Promise<void> {
    const role = access.roleOf('telegram', userId);
    const chatId = chatIdOf(userId);
    if (role === null || chatId === null) return;
    await menu.show(chatId, role, (await core.voiceOf(userId)).language);
  }

  async function followRole(userId: string, role: Role | null): Promise<void> {
    const chatId = chatIdOf(userId);
    if (chatId === null) return;
    await (role === null ? menu.hide(chatId) : showMenu(userId));
  }
}

/** In private a chat has the number of its person. */
function chatIdOf(userId: string): number | null {
  const [, id] = /^telegram:(\d+)$/.exec(userId) ?? [];
  return id === undefined ? null : Number(id);
}
