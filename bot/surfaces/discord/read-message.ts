import { z } from 'zod';
import type { Asked, Ignored } from './read-event.ts';
import { ignored, nameOf, SNOWFLAKE, timeOfSnowflake, USER } from './read-event.ts';

export type ReadMessage =
  | (Asked & { readonly outcome: 'line'; readonly text: string; readonly messageId: string })
  | Ignored;

export interface ReadMessageOptions {
  readonly botId: string;
  readonly channels: ReadonlySet<string>;
}

const PRESENT = z.unknown().optional();
const MESSAGE = z.object({
  id: SNOWFLAKE,
  channel_id: SNOWFLAKE,
  guild_id: SNOWFLAKE.optional(),
  type: z.number().int(),
  author: USER,
  content: z.string(),
  mentions: z.array(z.object({ id: SNOWFLAKE })).default([]),
  edited_timestamp: z.string().nullish(),
  webhook_id: PRESENT,
  application_id: PRESENT,
  interaction_metadata: PRESENT,
  message_snapshots: PRESENT,
  message_reference: z.object({ type: z.number().int().optional() }).nullish(),
});

const PLAIN = 0;
const REPLY = 19;
const FORWARD = 1;

/**
 * Returns what a message asks: only a person's own new one, in private, or in a channel that is named and with our name
 * in it, is more than `ignored`. Never throws, whatever it is given.
 */
export function readMessage(data: unknown, { botId, channels }: ReadMessageOptions): ReadMessage {
  const read = MESSAGE.safeParse(data);
  if (!read.success) return ignored('malformed');
  const message = read.data;
  const { author, id, channel_id: channelId } = message;
  if (message.webhook_id !== undefined) return ignored('webhook');
  if (author.bot === true || author.system === true || message.application_id !== undefined) return ignored('bot');
  if (message.message_snapshots !== undefined || message.message_reference?.type === FORWARD)
    return ignored('forwarded');
  if (message.type !== PLAIN && message.type !== REPLY) return ignored('other-kind');
  if (message.interaction_metadata !== undefined) return ignored('other-kind');
  if (typeof message.edited_timestamp === 'string') return ignored('edited');
  const isPrivate = message.guild_id === undefined;
  if (!isPrivate && !channels.has(channelId)) return ignored('channel-not-allowed');
  if (!isPrivate && !message.mentions.some((mentioned) => mentioned.id === botId)) return ignored('not-addressed');
  const text = withoutMention(message.content, botId);
  if (text.trim() === '') return ignored('no-text');
  return {
    outcome: 'line',
    userId: `discord:${author.id}`,
    place: isPrivate ? 'private' : 'group',
    channelId,
    messageId: id,
    language: undefined,
    displayName: nameOf(author),
    deliveryId: `message:${id}`,
    sentAt: timeOfSnowflake(id),
    text,
  };
}

/** Our name at either end says whom it is for; in the middle it is part of what is said. */
function withoutMention(text: string, botId: string): string {
  const mention = `<@!?${botId}>`;
  return text
    .replace(new RegExp(String.raw`^\s*${mention}[,:]?\s*`), '')
    .replace(new RegExp(String.raw`\s*${mention}\s*$`), '');
}
