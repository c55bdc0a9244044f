import type { Chat, InlineKeyboardButton, Message, MessageOrigin, User } from 'grammy/types';
import type { Waiting } from '../waiting.ts';
import type { ShownMessage } from './chat-view.ts';
import { shown, viewChat } from './chat-view.ts';
import { shownText } from './shown-text.ts';
import type { UpdateFeed } from './update-feed.ts';
import type { Query, Room, Soul, Stored, World } from './world.ts';
import { keep, openRoom, privateChat } from './world.ts';

/** Where and how something is said; in the private chat with the bot unless told. */
export interface SayOptions {
  readonly in?: { readonly id: number };
  readonly topic?: number;
  readonly replyTo?: number;
  /** Wall time at which Telegram took it, when it comes late. */
  readonly at?: number;
  readonly forwardedFrom?: User | Chat | string;
  readonly viaBot?: User;
  /** Says it as the group itself, as anonymous admins do, or as a channel of theirs. */
  readonly as?: 'anonymous-admin' | Chat;
}

export interface TapOptions {
  readonly in?: { readonly id: number };
  /** The message whose button it is; the last with such a button by default. */
  readonly on?: ShownMessage;
}

/** A tap on its way. */
export interface Tap {
  readonly queryId: string;
  /** Returns what the bot answered to it, the words that pop up. */
  answered(timeoutMs?: number): Promise<{ readonly text: string; readonly alert: boolean }>;
  /** Lets it grow too old to be answered. */
  expire(): void;
}

export interface Person {
  readonly id: number;
  readonly user: User;
  says(text: string, options?: SayOptions): Promise<ShownMessage>;
  /** Says it in private, and returns the bot's next message there. */
  asks(text: string): Promise<ShownMessage>;
  edits(message: ShownMessage, text: string, options?: { readonly in?: { readonly id: number } }): Promise<void>;
  /** Sends a photo with words under it. */
  sendsPhoto(caption: string): Promise<void>;
  taps(label: string, options?: TapOptions): Promise<Tap>;
  /** Sends what a forged client would: data of its own on a message's button. */
  tapsData(data: string, on: ShownMessage, options?: { readonly in?: { readonly id: number } }): Promise<Tap>;
  blocks(): void;
  unblocks(): void;
  deactivates(): void;
}

const ANONYMOUS: User = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
const CHANNEL_BOT: User = { id: 136817688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' };

export interface Stage {
  readonly world: World;
  readonly feed: UpdateFeed;
  readonly wait: Waiting;
  /** Whether a bot in a group hears only what is meant for it. */
  readonly privacyMode: boolean;
}

/** Returns a person who talks to the bot as a client would: every act becomes an update. */
export function createPerson(soul: Soul, stage: Stage): Person {
  const { world, feed, wait } = stage;
  const { user } = soul;
  const home = (): Room => openRoom(world, privateChat(user));
  const roomAt = (place: { readonly id: number } | undefined): Room => {
    if (place === undefined || place.id === user.id) {
      soul.started = true;
      return home();
    }
    const room = world.rooms.get(place.id);
    if (room === undefined) throw new Error(`there is no chat ${place.id}`);
    return room;
  };

  const person: Person = {
    id: user.id,
    user,
    says: async (text, options = {}) => {
      const room = roomAt(options.in);
      const stored = keep(room, composed(text, room, user, options, world));
      if (isHeard(stored.message, room, stage)) feed.push('message', stored.message);
      world.changed();
      return shown(stored, world);
    },
    asks: async (text) => {
      const chat = viewChat(home(), world, wait);
      const before = chat.fromBot.length;
      await person.says(text);
      return chat.reply(before + 1);
    },
    edits: async (message, text, options = {}) => {
      const stored = storedIn(roomAt(options.in), message.id);
      stored.earlier.push(message.text);
      stored.message = { ...stored.message, ...spoken(text), edit_date: seconds(world.now()) } as Message;
      feed.push('edited_message', stored.message);
    },
    sendsPhoto: async (caption) => {
      const room = roomAt(undefined);
      const { text: _, ...rest } = composed('', room, user, {}, world);
      const id = world.nextId('file');
      const photo = [{ file_id: `AgAC${id}`, file_unique_id: `AQAD${id}`, file_size: 1, width: 90, height: 90 }];
      feed.push('message', keep(room, { ...rest, photo, caption } as Message).message);
    },
    taps: async (label, options = {}) => {
      const room = roomAt(options.in);
      const { stored, data } = buttonIn(room, label, options.on);
      return tap(room, stored.message, data);
    },
    tapsData: async (data, on, options = {}) => {
      const room = roomAt(options.in);
      return tap(room, storedIn(room, on.id).message, data);
    },
    blocks: () => setBlocked(true),
    unblocks: () => setBlocked(false),
    deactivates: () => {
      soul.deactivated = true;
    },
  };
  return person;

  function tap(room: Room, message: Message, data: string): Tap {
    const query: Query = { id: `${world.nextId('query')}`, fromId: user.id, answer: null, expired: false };
    world.queries.set(query.id, query);
    const instance = `${BigInt(room.chat.id) * 7919n}`;
    feed.push('callback_query', { id: query.id, from: user, message, chat_instance: instance, data });
    return {
      queryId: query.id,
      answered: async (timeoutMs = 15_000) => {
        await wait(() => query.answer !== null, timeoutMs);
        if (query.answer === null) throw new Error(`the tap was not answered within ${timeoutMs} ms`);
        return query.answer;
      },
      expire: () => {
        query.expired = true;
      },
    };
  }

  function setBlocked(blocked: boolean): void {
    soul.blocksBot = blocked;
    const member = (status: string) => ({ user: world.bot, status, ...(status === 'kicked' ? { until_date: 0 } : {}) });
    feed.push('my_chat_member', {
      chat: home().chat,
      from: user,
      date: seconds(world.now()),
      old_chat_member: member(blocked ? 'member' : 'kicked'),
      new_chat_member: member(blocked ? 'kicked' : 'member'),
    });
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** A client sends what is typed; Telegram finds the commands, names and addresses in it. */
function spoken(typed: string): Partial<Message> {
  const { text, entities } = shownText({ text: typed, entities: [] });
  return { text, ...(entities.length === 0 ? {} : { entities: [...entities] }) };
}

function composed(text: string, room: Room, user: User, options: SayOptions, world: World): Message {
  const { topic, replyTo, as, viaBot, forwardedFrom } = options;
  const senderChat = as === 'anonymous-admin' ? room.chat : as;
  const anonymous = as === 'anonymous-admin' ? ANONYMOUS : CHANNEL_BOT;
  const date = seconds(options.at ?? world.now());
  return {
    message_id: world.nextId('message'),
    ...(topic === undefined ? {} : { message_thread_id: topic, is_topic_message: true }),
    from: senderChat === undefined ? user : anonymous,
    ...(senderChat === undefined ? {} : { sender_chat: senderChat }),
    chat: room.chat,
    date,
    ...(forwardedFrom === undefined ? {} : { forward_origin: originOf(forwardedFrom, date - 3600) }),
    ...(replyTo === undefined ? {} : { reply_to_message: storedIn(room, replyTo).message }),
    ...(viaBot === undefined ? {} : { via_bot: viaBot }),
    ...spoken(text),
  } as Message;
}

function originOf(from: User | Chat | string, date: number): MessageOrigin {
  if (typeof from === 'string') return { type: 'hidden_user', sender_user_name: from, date };
  if (!('type' in from)) return { type: 'user', sender_user: from, date };
  if (from.type === 'channel') return { type: 'channel', chat: from, message_id: 77, date };
  return { type: 'chat', sender_chat: from, date };
}

/** In privacy mode a bot hears commands that may be its own and replies to it; admins hear everything. */
function isHeard(message: Message, room: Room, { world, privacyMode }: Stage): boolean {
  const standing = room.members.get(world.bot.id);
  if (room.chat.type === 'private' || !privacyMode || standing === 'administrator') return true;
  if (standing !== 'member') return false;
  const text = message.text ?? '';
  const command = /^\/\w+(?:@(\w+))?/.exec(text);
  if (command !== null)
    return command[1] === undefined || command[1].toLowerCase() === world.bot.username?.toLowerCase();
  return message.reply_to_message?.from?.id === world.bot.id;
}

function storedIn(room: Room, id: number): Stored {
  const stored = room.messages.find(({ message }) => message.message_id === id);
  if (stored === undefined) throw new Error(`there is no message ${id} in this chat`);
  return stored;
}

function buttonIn(room: Room, label: string, on: ShownMessage | undefined): { stored: Stored; data: string } {
  const candidates = on === undefined ? room.messages.toReversed() : [storedIn(room, on.id)];
  for (const stored of candidates) {
    const keys: readonly InlineKeyboardButton[] = (stored.message.reply_markup?.inline_keyboard ?? []).flat();
    const key = keys.find(({ text }) => text === label);
    if (key !== undefined && 'callback_data' in key) return { stored, data: key.callback_data };
  }
  const labels = candidates.flatMap(({ message }) => message.reply_markup?.inline_keyboard.flat() ?? []);
  throw new Error(`no button "${label}"; there are: ${labels.map(({ text }) => `"${text}"`).join(', ') || 'none'}`);
}
