import { ConfigError, UnavailableError } from '../../engine/domain/errors.ts';
import { TELEGRAM_TOKEN } from '../config/config-secrets.ts';
import { SETUP_TEXTS } from '../i18n/setup-texts.ts';
import { cleanText } from '../parse/clean-text.ts';
import { createFirstAdmin } from '../surfaces/telegram/first-admin.ts';
import { sleep } from './outbox.ts';
import type { MeetParts, SetupBot, SetupPlatform } from './setup-admin.ts';

const POLL_SECONDS = 20;

export const TELEGRAM_SETUP: SetupPlatform = {
  tokenName: 'TELEGRAM_BOT_TOKEN',
  tokenShape: TELEGRAM_TOKEN,
  tokenFrom: 'BotFather on Telegram gives one. For Discord: assent setup discord.',
  configured: ({ telegram }) => telegram.token,
  steps: (language) => `${SETUP_TEXTS[language].steps}\n${SETUP_TEXTS[language].orDiscord}`,
  tokenRefused: () =>
    new ConfigError('Telegram does not know this bot token (not shown here).', {
      hint: 'Copy it whole from BotFather: /mybots, the bot, API Token.',
    }),
  meet,
};

async function meet({ token, config, access, language, waitMs }: MeetParts): Promise<SetupBot> {
  const first = createFirstAdmin({
    ...{ token, server: config.telegram.server, access, language, waitMs, sleep },
    pollSeconds: POLL_SECONDS,
    now: () => Date.now(),
    random: Math.random,
  });
  const bot = await first.identify();
  if ('type' in bot) throw bot.type === 'revoked' ? TELEGRAM_SETUP.tokenRefused() : telegramAway(bot.problem);
  const { id, username } = bot;
  const linkOf = (code: string) => `https://t.me/${username}?start=${code}`;
  return {
    introduce(code, minutes) {
      const text = SETUP_TEXTS[language];
      const link = linkOf(code);
      return `${text.bot({ name: cleanText(bot.name), username })}\n${text.code({ username, code, link, minutes })}`;
    },
    described: (code) => ({ bot: { id, username }, code, link: linkOf(code) }),
    async bind(signal) {
      const bound = await first.bind(bot, signal);
      return bound !== null && 'type' in bound ? 'revoked' : bound;
    },
  };
}

function telegramAway(problem: string): UnavailableError {
  return new UnavailableError(`Telegram cannot be reached (${problem}).`, {
    hint: 'Nothing was changed. Look at the network, or at telegram.server in the configuration, and try again.',
  });
}
