import { z } from 'zod';
import type { Language } from '../../i18n/language.ts';

/** What an update asks of the desk, if anything: who, where, and the line or the nonce of a button. */
export type ReadUpdate =
  | (Asked & {
      readonly outcome: 'line';
      readonly text: string;
      /** When Telegram took the message, and how long ago that is: a trade command may be too old to follow. */
      readonly sentAt: number;
      readonly ageMs: number;
    })
  | (Asked & {
      readonly outcome: 'tap';
      /** The nonce, as sent; it proves nothing by itself. */
      readonly action: string;
      /** To be answered in any case, or the button keeps turning. */
      readonly queryId: string;
    })
  | {
      readonly outcome: 'ignored';
      readonly reason: IgnoredReason;
      /** Of a button that was not heeded. */
      readonly queryId: string | null;
    }
  /** A group that is allowed here has got another id. */
  | { readonly outcome: 'moved'; readonly chatId: number; readonly newChatId: number };

interface Asked {
  /** `telegram:123`. */
  readonly userId: string;
  /** Money is moved in private only; a group may look. */
  readonly place: 'private' | 'group';
  readonly chatId: number;
  readonly threadId: number | undefined;
  /** The message that was written, or whose button was tapped. */
  readonly messageId: number;
  readonly language: Language | undefined;
  /** What the person calls themselves, as they wrote it; it proves nothing. */
  readonly displayName: string;
  /** The same for an update that comes again, and for no other. */
  readonly deliveryId: string;
}

export type IgnoredReason =
  | 'malformed'
  | 'other-kind'
  | 'edited'
  | 'channel-post'
  | 'no-sender'
  | 'anonymous'
  | 'bot'
  | 'forwarded'
  | 'inline'
  | 'no-text'
  | 'foreign-chat'
  | 'group-not-allowed'
  | 'other-bot'
  | 'not-addressed'
  | 'no-action';

export interface ReadUpdateOptions {
  readonly botId: number;
  /** Without the @. */
  readonly botUsername: string;
  readonly allowedGroups: ReadonlySet<number>;
  /** Wall time. */
  readonly now: number;
}

const ID = z.number().int().positive();
const CHAT_ID = z.number().int();
const PRESENT = z.unknown().optional();

const USER = z.object({
  id: ID,
  is_bot: z.boolean(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  language_code: z.string().optional(),
});
const CHAT = z.object({ id: CHAT_ID, type: z.enum(['private', 'group', 'supergroup', 'channel']) });

const MESSAGE = z.object({
  message_id: z.number().int().nonnegative(),
  date: z.number().int().nonnegative(),
  chat: CHAT,
  message_thread_id: z.number().int().positive().optional(),
  is_topic_message: z.boolean().optional(),
  from: USER.optional(),
  text: z.string().optional(),
  reply_to_message: z.object({ from: z.object({ id: ID }).optional() }).optional(),
  migrate_to_chat_id: CHAT_ID.optional(),
  sender_chat: PRESENT,
  edit_date: PRESENT,
  via_bot: PRESENT,
  sender_business_bot: PRESENT,
  business_connection_id: PRESENT,
  is_automatic_forward: PRESENT,
  forward_origin: PRESENT,
  forward_date: PRESENT,
  forward_from: PRESENT,
  forward_from_chat: PRESENT,
  forward_sender_name: PRESENT,
});
type ReadMessage = z.infer<typeof MESSAGE>;

const QUERY_ID = z.string().min(1);
const CALLBACK = z.object({
  id: QUERY_ID,
  from: USER,
  data: z.string().optional(),
  message: MESSAGE.omit({ reply_to_message: true }).optional(),
  inline_message_id: PRESENT,
  game_short_name: PRESENT,
});

const UPDATE = z.looseObject({ update_id: z.number().int() });

/** Telegram's own senders, which stand for somebody else: notices, anonymous admins, channels. */
const SERVICE_IDS: ReadonlySet<number> = new Set([777000, 1087968824, 136817688]);
const MAX_ACTION_BYTES = 64;

/**
 * Returns what an update asks. Only a person's own new message or tap, in private or in an allowed group, is more than
 * `ignored`. Whoever it is from, what they may do is decided elsewhere. Never throws, whatever the update holds.
 */
export function readUpdate(update: unknown, options: ReadUpdateOptions): ReadUpdate {
  const read = UPDATE.safeParse(update);
  if (!read.success) return ignored('malformed');
  const kinds = Object.keys(read.data).filter((key) => key !== 'update_id');
  const [kind] = kinds;
  // An update holds one thing. One that holds two is not Telegram's, and which of them was checked would be a guess.
  if (kind === undefined || kinds.length > 1) return ignored('malformed');
  switch (kind) {
    case 'message':
      return readMessage(read.data.message, options);
    case 'callback_query':
      return readTap(read.data.callback_query, options);
    case 'edited_message':
      return ignored('edited');
    case 'channel_post':
    case 'edited_channel_post':
      return ignored('channel-post');
    case 'inline_query':
    case 'chosen_inline_result':
      return ignored('inline');
    default:
      return ignored('other-kind');
  }
}

function readMessage(value: unknown, options: ReadUpdateOptions): ReadUpdate {
  const read = MESSAGE.safeParse(value);
  if (!read.success) return ignored('malformed');
  const message = read.data;
  const { chat, from, text } = message;
  if (message.migrate_to_chat_id !== undefined && options.allowedGroups.has(chat.id)) {
    return { outcome: 'moved', chatId: chat.id, newChatId: message.migrate_to_chat_id };
  }
  const refusal = refusalOfMessage(message) ?? refusalOfPlace(chat, from?.id, options);
  if (refusal !== null) return ignored(refusal);
  if (from === undefined) return ignored('no-sender');
  if (text === undefined || text.trim() === '') return ignored('no-text');
  const addressed = addressedText(text, message, options);
  if ('reason' in addressed) return ignored(addressed.reason);
  const deliveryId = `message:${chat.id}:${message.message_id}`;
  const sentAt = message.date * 1000;
  const ageMs = Math.max(0, options.now - sentAt);
  return { outcome: 'line', ...askedBy(from, message, deliveryId), text: addressed.text, sentAt, ageMs };
}

function refusalOfMessage(message: ReadMessage): IgnoredReason | null {
  if (message.chat.type === 'channel') return 'channel-post';
  if (message.sender_chat !== undefined) return 'anonymous';
  if (message.from === undefined) return 'no-sender';
  if (SERVICE_IDS.has(message.from.id)) return 'anonymous';
  if (message.from.is_bot || message.sender_business_bot !== undefined) return 'bot';
  if (isForwarded(message)) return 'forwarded';
  if (message.edit_date !== undefined) return 'edited';
  if (message.via_bot !== undefined) return 'inline';
  return message.business_connection_id === undefined ? null : 'other-kind';
}

function isForwarded(message: ReadMessage): boolean {
  return [
    message.forward_origin,
    message.forward_date,
    message.forward_from,
    message.forward_from_chat,
    message.forward_sender_name,
    message.is_automatic_forward,
  ].some((sign) => sign !== undefined);
}

function refusalOfPlace(
  chat: ReadMessage['chat'],
  fromId: number | undefined,
  { allowedGroups }: ReadUpdateOptions,
): IgnoredReason | null {
  // A private chat has the person's own id.
  if (chat.type === 'private') return chat.id === fromId ? null : 'foreign-chat';
  if (chat.type === 'channel') return 'channel-post';
  return allowedGroups.has(chat.id) ? null : 'group-not-allowed';
}

const COMMAND_TO = /^(\/[^\s@/]+)@(\w+)(?=\s|$)/;

/** Returns the text without our own name, or why it is not for us: in a group people mostly talk to each other. */
function addressedText(
  text: string,
  { chat, reply_to_message: repliedTo }: ReadMessage,
  { botId, botUsername }: ReadUpdateOptions,
): { readonly text: string } | { readonly reason: IgnoredReason } {
  const name = botUsername.toLowerCase();
  const [whole = '', command = '', named] = COMMAND_TO.exec(text) ?? [];
  if (named !== undefined) {
    return named.toLowerCase() === name ? { text: command + text.slice(whole.length) } : { reason: 'other-bot' };
  }
  if (chat.type === 'private' || text.startsWith('/')) return { text };
  const mention = /^@(\w+)[,:]?\s+/.exec(text);
  if (mention?.[1]?.toLowerCase() === name) return { text: text.slice(mention[0].length) };
  return repliedTo?.from?.id === botId ? { text } : { reason: 'not-addressed' };
}

function readTap(value: unknown, options: ReadUpdateOptions): ReadUpdate {
  const read = CALLBACK.safeParse(value);
  if (!read.success) return ignored('malformed', queryIdOf(value));
  const { id, from, data, message } = read.data;
  const refuse = (reason: IgnoredReason) => ignored(reason, id);
  if (SERVICE_IDS.has(from.id)) return refuse('anonymous');
  if (from.is_bot) return refuse('bot');
  if (read.data.inline_message_id !== undefined || message === undefined) return refuse('inline');
  // Absent from a message that Telegram no longer holds.
  if (message.from !== undefined && message.from.id !== options.botId) return refuse('other-bot');
  const refusal = refusalOfPlace(message.chat, from.id, options);
  if (refusal !== null) return refuse(refusal);
  if (data === undefined || data === '' || Buffer.byteLength(data) > MAX_ACTION_BYTES) return refuse('no-action');
  return { outcome: 'tap', ...askedBy(from, message, `tap:${id}`), action: data, queryId: id };
}

function queryIdOf(value: unknown): string | null {
  const read = z.object({ id: QUERY_ID }).safeParse(value);
  return read.success ? read.data.id : null;
}

function askedBy(
  from: z.infer<typeof USER>,
  message: Omit<ReadMessage, 'reply_to_message'>,
  deliveryId: string,
): Asked {
  return {
    userId: `telegram:${from.id}`,
    place: message.chat.type === 'private' ? 'private' : 'group',
    chatId: message.chat.id,
    // Outside topics the number only tells a chain of replies, and nothing may be sent to it.
    threadId: message.is_topic_message === true ? message.message_thread_id : undefined,
    messageId: message.message_id,
    language: languageFrom(from.language_code),
    displayName: [from.first_name, from.last_name].filter((name) => name !== undefined).join(' '),
    deliveryId,
  };
}

/** Reads an IETF tag: `ko`, `ko-KR`, `en-GB`. */
function languageFrom(tag: string | undefined): Language | undefined {
  const language = tag?.toLowerCase().split(/[-_]/)[0];
  return language === 'ko' || language === 'en' ? language : undefined;
}

function ignored(reason: IgnoredReason, queryId: string | null = null): ReadUpdate {
  return { outcome: 'ignored', reason, queryId };
}
