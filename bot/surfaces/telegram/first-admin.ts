import type { Language } from '../../i18n/language.ts';
import { SETUP_TEXTS } from '../../i18n/setup-texts.ts';
import { textsOf } from '../../i18n/voice.ts';
import type { Inbound } from '../../inbound.ts';
import { placeOf } from '../../inbound.ts';
import type { Message } from '../../message.ts';
import { textMessage } from '../../message.ts';
import { backOffMs } from '../../outbox/back-off.ts';
import type { Access, ChatUser } from '../../people/access.ts';
import { createStrangerDesk } from '../../people/stranger.ts';
import type { ApiFault } from './api-fault.ts';
import { faultOf } from './api-fault.ts';
import type { BotApi } from './bot-api.ts';
import { apiSignal, createBotApi } from './bot-api.ts';
import { createPoster } from './poster.ts';
import type { ReadUpdate } from './read-update.ts';
import { readUpdate } from './read-update.ts';

export interface BotIdentity {
  readonly id: number;
  readonly name: string;
  readonly username: string;
}

/** A bot that nobody has been bound to yet. */
export interface FirstAdmin {
  /** Returns who the bot is, or why that cannot be asked. */
  identify(): Promise<BotIdentity | ApiFault>;
  /** Returns the person who sends a code of `access` in private, greeted; null when the time is over. */
  bind(bot: BotIdentity, signal: AbortSignal): Promise<ChatUser | ApiFault | null>;
}

export interface FirstAdminOptions {
  readonly token: string;
  readonly server: string;
  readonly access: Access;
  /** What those are answered in whose language is not known. */
  readonly language: Language;
  readonly waitMs: number;
  readonly pollSeconds: number;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

type Line = Extract<ReadUpdate, { outcome: 'line' }>;

const BACK_OFF = { firstMs: 500, longestMs: 10_000 };
/** What somebody wrote to the bot before this began is not for this. */
const RECENT_MS = 60_000;

export function createFirstAdmin(options: FirstAdminOptions): FirstAdmin {
  const { access, language, now, sleep } = options;
  const api = createBotApi(options.token, options.server, options.pollSeconds);
  const strangers = createStrangerDesk(access, language);
  const poster = createPoster({
    api: api.send,
    moreLinesIn: async () => (count) => textsOf(language).moreLines({ count: String(count) }),
  });

  return { identify, bind };

  async function identify(): Promise<BotIdentity | ApiFault> {
    try {
      const { id, first_name: name, username } = await api.send.getMe();
      return { id, name, username };
    } catch (fault) {
      return faultOf(fault);
    }
  }

  async function bind(bot: BotIdentity, signal: AbortSignal): Promise<ChatUser | ApiFault | null> {
    const until = now() + options.waitMs;
    let offset = 0;
    let failures = 0;
    while (!signal.aborted && now() < until) {
      try {
        for (const update of await poll(api, offset, Math.min(options.pollSeconds, (until - now()) / 1000), signal)) {
          offset = update.update_id + 1;
          const read = readUpdate(update, { ...identityOf(bot), allowedGroups: new Set(), now: now() });
          const user = read.outcome === 'line' && read.ageMs < RECENT_MS ? await take(read) : null;
          if (user === null) continue;
          // The desk is not to hear the code once more.
          await api.send.getUpdates({ offset, limit: 1, timeout: 0 }).catch(() => undefined);
          return user;
        }
        failures = 0;
      } catch (fault) {
        const found = faultOf(fault);
        if (found.type === 'revoked') return found;
        if (found.type === 'webhook-set') await api.send.deleteWebhook().catch(() => undefined);
        failures += 1;
        await sleep(backOffMs(failures, options.random, BACK_OFF), signal);
      }
    }
    return null;
  }

  async function take(read: Line): Promise<ChatUser | null> {
    const { userId, text, language: spoken, displayName } = read;
    const inbound: Inbound = {
      ...{ userId, surface: 'telegram', at: now(), chatKind: read.place, displayName, text },
      ...(spoken !== undefined && { language: spoken }),
    };
    const answers = await strangers.answer(inbound, placeOf(inbound));
    const isBound = answers.some(({ kind }) => kind === 'receipt');
    const user = isBound ? access.users().find((one) => one.userId === userId) : undefined;
    const greeting = user === undefined ? [] : [textMessage('answer', SETUP_TEXTS[spoken ?? language].greeting)];
    for (const message of [...answers, ...greeting]) await say(read.chatId, message);
    return user ?? null;
  }

  /** A greeting that does not arrive takes nothing from what was bound. */
  async function say(chatId: number, { choices: _, ...rest }: Message): Promise<void> {
    await poster.post({ chatId, outbound: { ...rest, buttons: [] } });
  }
}

function poll(api: BotApi, offset: number, seconds: number, signal: AbortSignal) {
  const timeout = Math.max(0, Math.floor(seconds));
  return api.poll.getUpdates({ offset, limit: 100, timeout, allowed_updates: ['message'] }, apiSignal(signal));
}

function identityOf({ id, username }: BotIdentity) {
  return { botId: id, botUsername: username };
}
