import type { BotCommand, Chat, Message, User } from 'grammy/types';
import { refusal } from './refusal.ts';

/** A message as it stands in a chat, and what was done to it. */
export interface Stored {
  message: Message;
  /** What it said before each edition, the oldest first. */
  readonly earlier: string[];
  readonly silent: boolean;
  readonly linkPreview: boolean;
  readonly photo: Buffer | null;
}

export type Standing = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';

export interface Room {
  readonly chat: Chat;
  readonly members: Map<number, Standing>;
  readonly topics: Map<number, string>;
  messages: Stored[];
  /** Nobody but admins may write. */
  muted: boolean;
  upgradedTo: number | null;
}

export interface Soul {
  readonly user: User;
  blocksBot: boolean;
  deactivated: boolean;
  /** Has written to the bot; before that the bot may not write first. */
  started: boolean;
}

export interface Query {
  readonly id: string;
  readonly fromId: number;
  answer: { readonly text: string; readonly alert: boolean } | null;
  expired: boolean;
}

/** Everything Telegram knows: one bot, the people, the chats. */
export interface World {
  readonly bot: User;
  readonly now: () => number;
  readonly souls: Map<number, Soul>;
  readonly rooms: Map<number, Room>;
  readonly queries: Map<string, Query>;
  /** Menus by scope and language: `default|ko`. */
  readonly menus: Map<string, readonly BotCommand[]>;
  /** Tells whoever waits that something in a chat has changed. */
  changed(): void;
  nextId(kind: 'message' | 'query' | 'file' | 'group'): number;
}

export function privateChat({ id, first_name, last_name, username }: User): Chat.PrivateChat {
  return {
    id,
    first_name,
    ...(last_name === undefined ? {} : { last_name }),
    ...(username === undefined ? {} : { username }),
    type: 'private',
  };
}

export function openRoom(world: World, chat: Chat): Room {
  const known = world.rooms.get(chat.id);
  if (known !== undefined) return known;
  const room: Room = {
    chat,
    members: new Map(),
    topics: new Map(),
    messages: [],
    muted: false,
    upgradedTo: null,
  };
  world.rooms.set(chat.id, room);
  return room;
}

/** Returns the chat that a bot names, or refuses as Telegram does. */
export function roomOf(world: World, chatId: unknown): Room {
  if (chatId === undefined || chatId === '') throw refusal(400, 'chat_id is empty');
  const room = world.rooms.get(Number(chatId)) ?? roomNamed(world, chatId);
  const isUnopened = room?.chat.type === 'private' && world.souls.get(room.chat.id)?.started !== true;
  if (room !== undefined && !isUnopened) return room;
  const isMet = [...world.rooms.values()].some(({ members }) => members.has(Number(chatId)));
  if (isMet) throw refusal(403, "bot can't initiate conversation with a user");
  throw refusal(400, 'chat not found');
}

function roomNamed(world: World, chatId: unknown): Room | undefined {
  if (typeof chatId !== 'string' || !chatId.startsWith('@')) return undefined;
  return [...world.rooms.values()].find(({ chat }) => chat.type !== 'private' && chat.username === chatId.slice(1));
}

/** Returns a chat in which the bot may write now, or refuses as Telegram does. */
export function writableRoom(world: World, chatId: unknown): Room {
  const room = roomOf(world, chatId);
  const { chat } = room;
  if (room.upgradedTo !== null) {
    throw refusal(400, 'group chat was upgraded to a supergroup chat', { migrate_to_chat_id: room.upgradedTo });
  }
  if (chat.type === 'private') {
    const soul = world.souls.get(chat.id);
    if (soul?.deactivated === true) throw refusal(403, 'user is deactivated');
    if (soul?.blocksBot === true) throw refusal(403, 'bot was blocked by the user');
    return room;
  }
  const standing = room.members.get(world.bot.id) ?? 'left';
  if (standing === 'kicked') throw refusal(403, `bot was kicked from the ${chat.type} chat`);
  if (standing === 'left') throw refusal(403, `bot is not a member of the ${chat.type} chat`);
  if (room.muted && standing === 'member') {
    throw refusal(400, 'not enough rights to send text messages to the chat');
  }
  return room;
}

/** Puts a message into a chat. */
export function keep(room: Room, message: Message, more: Partial<Omit<Stored, 'message' | 'earlier'>> = {}): Stored {
  const stored: Stored = { message, earlier: [], silent: false, linkPreview: true, photo: null, ...more };
  room.messages.push(stored);
  return stored;
}

export function textOf({ message }: Stored): string {
  return message.text ?? message.caption ?? '';
}
