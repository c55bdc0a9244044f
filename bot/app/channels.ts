import type { Logger } from 'pino';
import { installedAt } from '../../db/installation.ts';
import { SLACK_PLACE } from '../alerts/places.ts';
import type { AppConfig } from '../config/config.ts';
import { CHANNEL_WORDS } from '../i18n/channel-words.ts';
import type { Channel } from '../outbox/channel.ts';
import { createEmailChannel } from '../surfaces/email/channel.ts';
import { createMailer } from '../surfaces/email/mailer.ts';
import { createSlackChannel } from '../surfaces/slack/channel.ts';
import { createSlackWebhook } from '../surfaces/slack/webhook.ts';
import type { AppDesk } from './desk.ts';
import type { AppSurface } from './telegram.ts';

/** Where alerts go and nobody speaks: Slack and mail, as far as they are set up. */
export function createAppChannels(desk: Pick<AppDesk, 'config' | 'database'>, logger: Logger): readonly AppSurface[] {
  const channels = placeChannels(desk.config, async () => String(await installedAt(desk.database)));
  for (const { name } of channels) logger.info({ component: name }, 'alerts go there');
  return channels.map((channel) => ({ channel, run: async () => undefined, stop: async () => undefined }));
}

/** Returns the ways out for places that are set up. Nothing is asked of them before there is something to send. */
export function placeChannels(
  { slack, email }: Pick<AppConfig, 'slack' | 'email'>,
  installation: () => Promise<string>,
): readonly Channel[] {
  const channels: Channel[] = [];
  if (slack.webhook !== null) {
    channels.push(
      createSlackChannel({
        webhook: createSlackWebhook(slack.webhook),
        place: SLACK_PLACE,
        words: CHANNEL_WORDS[slack.language],
      }),
    );
  }
  const { server, from, to, language } = email;
  if (server !== null) {
    const words = CHANNEL_WORDS[language];
    channels.push(createEmailChannel({ mailer: createMailer(server), from, to, words, language, installation }));
  }
  return channels;
}
