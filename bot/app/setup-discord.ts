import { ConfigError, UnavailableError } from '../../engine/domain/errors.ts';
import { COMMANDS } from '../commands/registry.ts';
import { DISCORD_TOKEN } from '../config/config-secrets.ts';
import { DISCORD_SETUP_TEXTS } from '../i18n/discord-setup-texts.ts';
import { cleanText } from '../parse/clean-text.ts';
import { createFirstAdmin } from '../surfaces/discord/first-admin.ts';
import { sleep } from './outbox.ts';
import type { MeetParts, SetupBot, SetupPlatform } from './setup-admin.ts';

export const DISCORD_SETUP: SetupPlatform = {
  tokenName: 'DISCORD_BOT_TOKEN',
  tokenShape: DISCORD_TOKEN,
  tokenFrom: 'https://discord.com/developers/applications gives one: the application, Bot, Reset Token.',
  configured: ({ discord }) => discord.token,
  steps: (language) => DISCORD_SETUP_TEXTS[language].steps,
  tokenRefused: () =>
    new ConfigError('Discord does not know this bot token (not shown here).', {
      hint: 'Copy it whole from https://discord.com/developers/applications: the application, Bot, Reset Token.',
    }),
  meet,
};

async function meet({ token, config, access, language, waitMs }: MeetParts): Promise<SetupBot> {
  const first = createFirstAdmin({
    ...{ token, server: config.discord.server, access, commands: COMMANDS, language, waitMs, sleep },
    now: () => Date.now(),
    random: Math.random,
  });
  const bot = await first.identify();
  if ('type' in bot) throw bot.type === 'revoked' ? DISCORD_SETUP.tokenRefused() : discordAway(bot.problem);
  const { id, username, inviteLink } = bot;
  return {
    introduce(code, minutes) {
      const text = DISCORD_SETUP_TEXTS[language];
      const name = cleanText(username);
      return `${text.bot({ name })}\n${text.code({ name, code, link: inviteLink, minutes })}`;
    },
    described: (code) => ({ bot: { id, username }, code, link: inviteLink }),
    bind: first.bind,
  };
}

function discordAway(problem: string): UnavailableError {
  return new UnavailableError(`Discord cannot be reached (${problem}).`, {
    hint: 'Nothing was changed. Look at the network, or at discord.server in the configuration, and try again.',
  });
}
