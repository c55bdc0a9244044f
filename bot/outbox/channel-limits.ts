import type { ChannelLimits, ChannelName } from './channel.ts';

const TELEGRAM_GROUP_PER_MINUTE = 20;

/**
 * What the platforms write about how fast they may be spoken to.
 * Telegram: 30 a second, 1 a second to a chat, 20 a minute to a group, whose id is negative
 * (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
 * Discord: 50 a second; what a channel bears stands in the headers of each answer (https://discord.com/developers/docs/topics/rate-limits).
 * Slack: 1 a second to a webhook (https://docs.slack.dev/apis/web-api/rate-limits).
 * A mail server has its own measure; one a second offends none.
 */
export const CHANNEL_LIMITS: Readonly<Record<ChannelName, ChannelLimits>> = {
  telegram: {
    perSecond: 20,
    burst: 5,
    perChatMs: 1000,
    perMinute: (address) => (address.startsWith('-') ? TELEGRAM_GROUP_PER_MINUTE : null),
  },
  discord: { perSecond: 35, burst: 5, perChatMs: 0 },
  slack: { perSecond: 1, burst: 1, perChatMs: 1000 },
  email: { perSecond: 1, burst: 5, perChatMs: 1000 },
};
