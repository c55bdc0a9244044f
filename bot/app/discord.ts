import type { Logger } from 'pino';
import { COMMANDS } from '../commands/registry.ts';
import type { AppConfig } from '../config/config.ts';
import { DISCORD_WORDS } from '../i18n/discord-words.ts';
import { textMessage } from '../message.ts';
import { createDiscord } from '../surfaces/discord/discord.ts';
import { createSuggestions } from '../surfaces/discord/suggestions.ts';
import type { AppChat } from './chat.ts';
import type { AppDesk } from './desk.ts';
import { sleep } from './outbox.ts';
import type { AppSurface, Notify } from './telegram.ts';

export interface AppDiscordOptions {
  readonly desk: Pick<AppDesk, 'view' | 'records'>;
  readonly chat: AppChat;
  readonly logger: Logger;
  readonly notify: Notify;
}

/** Returns the desk on Discord. Nothing is asked of Discord before it runs. */
export function createAppDiscord(
  config: AppConfig['discord'] & { readonly token: string },
  { desk, chat, notify, logger: whole }: AppDiscordOptions,
): AppSurface {
  const logger = whole.child({ component: 'discord' });
  const { core, access } = chat;
  const discord = createDiscord({
    ...config,
    core,
    moreLinesFor: async (reader) => {
      const { text, format } = await core.voiceOf(reader);
      return (count) => text.moreLines({ count: format.count(count) });
    },
    access,
    commands: COMMANDS,
    suggestions: createSuggestions({ desk: desk.view, records: desk.records, access, commands: COMMANDS }),
    trouble: (trouble, problem) => {
      logger[trouble === 'back' ? 'info' : 'error']({ trouble, problem }, 'the way to Discord has changed');
      const kind = trouble === 'back' ? 'alert' : 'error';
      notify(({ language }) => textMessage(kind, DISCORD_WORDS[language].trouble[trouble]));
    },
    logger,
    now: () => Date.now(),
    sleep,
    random: Math.random,
  });
  return {
    channel: discord.channel,
    async run() {
      try {
        await discord.run();
      } catch (fault) {
        logger.error({ err: fault }, 'Discord ended by a fault; the desk goes on.');
        notify(({ language }) => textMessage('error', DISCORD_WORDS[language].trouble.away));
      }
    },
    stop: () => discord.stop(),
  };
}
