import { OAuth2Scopes, PermissionFlagsBits } from 'discord.js';
import type { ChatCommand } from '../../commands/command.ts';
import type { Language } from '../../i18n/language.ts';
import { SETUP_TEXTS } from '../../i18n/setup-texts.ts';
import { textsOf } from '../../i18n/voice.ts';
import type { Inbound } from '../../inbound.ts';
import { placeOf } from '../../inbound.ts';
import type { Message, Outbound } from '../../message.ts';
import { textMessage } from '../../message.ts';
import type { Access, ChatUser } from '../../people/access.ts';
import { createStrangerDesk } from '../../people/stranger.ts';
import type { ApiFault } from './api-fault.ts';
import { faultOf } from './api-fault.ts';
import { createDiscord } from './discord.ts';
import { createDiscordApi } from './discord-api.ts';

export interface MetBot {
  readonly id: string;
  readonly username: string;
  /** Leads to where somebody with a server lets the bot in, with what it needs there and no more. */
  readonly inviteLink: string;
}

/** A bot that nobody has been bound to yet. */
export interface FirstAdmin {
  /** Returns who the bot is, or why that cannot be asked. */
  identify(): Promise<MetBot | ApiFault>;
  /** Returns the person who sends a code of `access` in a direct message, greeted; null when the time is over. */
  bind(signal: AbortSignal): Promise<ChatUser | 'revoked' | null>;
}

export interface FirstAdminOptions {
  readonly token: string;
  readonly server: string;
  readonly access: Access;
  /** So that `/join` is there to be used. */
  readonly commands: readonly ChatCommand[];
  /** What those are answered in whose language is not known. */
  readonly language: Language;
  readonly waitMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

const NEEDED =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory;

/** Returns the address under which a bot is let into a server. */
export function inviteLink(server: string, applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: String(NEEDED),
  });
  return `${server}/oauth2/authorize?${query}`;
}

export function createFirstAdmin(options: FirstAdminOptions): FirstAdmin {
  const { access, language, now, sleep, random } = options;
  const { token, server, commands } = options;
  const strangers = createStrangerDesk(access, language);

  return { identify, bind };

  async function identify(): Promise<MetBot | ApiFault> {
    const api = createDiscordApi(token, server);
    try {
      const [{ id, username }, application] = await Promise.all([api.me(), api.application()]);
      return { id, username, inviteLink: inviteLink(server, application.id) };
    } catch (fault) {
      return faultOf(fault);
    }
  }

  async function bind(signal: AbortSignal): Promise<ChatUser | 'revoked' | null> {
    let bound: (user: ChatUser) => void = () => undefined;
    const found = new Promise<ChatUser>((resolve) => {
      bound = resolve;
    });
    const quiet = () => undefined;
    const discord = createDiscord({
      ...{ token, server, commands, now, sleep, random },
      channels: [],
      core: { handle: (inbound) => answer(inbound, bound) },
      moreLinesFor: async () => (count) => textsOf(language).moreLines({ count: String(count) }),
      // Whoever has just been let in is still a stranger to everything but the code.
      access: { roleOf: () => null },
      suggestions: { of: async () => [] },
      trouble: quiet,
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    const waited = new AbortController();
    const patience = AbortSignal.any([signal, waited.signal]);
    const timeOver = sleep(options.waitMs, patience).then(() => null);
    try {
      return await Promise.race([found, discord.run().then((end) => (end === 'revoked' ? end : null)), timeOver]);
    } finally {
      waited.abort();
      await discord.stop();
    }
  }

  async function answer(inbound: Inbound, bound: (user: ChatUser) => void): Promise<readonly Outbound[]> {
    const answers = await strangers.answer(inbound, placeOf(inbound));
    const isBound = answers.some(({ kind }) => kind === 'receipt');
    const user = isBound ? access.users().find((one) => one.userId === inbound.userId) : undefined;
    if (user === undefined) return answers.map(bare);
    // The greeting is on its way when the waiting ends.
    bound(user);
    const { greeting } = SETUP_TEXTS[inbound.language ?? language];
    return [...answers, textMessage('answer', greeting)].map(bare);
  }
}

function bare({ choices: _, ...rest }: Message): Outbound {
  return { ...rest, buttons: [] };
}
