import type { InlineKeyboardButton, MessageEntity } from 'grammy/types';
import type { Waiting } from '../waiting.ts';
import type { Room, Stored, World } from './world.ts';
import { textOf } from './world.ts';

/** A message as somebody who looks at the chat sees it. */
export interface ShownMessage {
  readonly id: number;
  readonly fromBot: boolean;
  /** Undefined for a post in a channel's name. */
  readonly fromId: number | undefined;
  /** The text, or the words under a photo. */
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Labels, row by row. */
  readonly buttons: readonly (readonly string[])[];
  readonly keyboard: readonly (readonly InlineKeyboardButton[])[];
  readonly photo: Buffer | null;
  readonly edited: boolean;
  /** What it said before each edition. */
  readonly earlier: readonly string[];
  /** Came without a sound. */
  readonly silent: boolean;
  readonly linkPreview: boolean;
  readonly threadId: number | undefined;
  readonly replyTo: number | undefined;
}

/** A chat as it looks now. Deleted messages are gone. */
export interface ChatView {
  readonly id: number;
  readonly messages: readonly ShownMessage[];
  readonly fromBot: readonly ShownMessage[];
  /** The bot's last message; throws where there is none. */
  readonly last: ShownMessage;
  /** Returns once the chat looks as told, with what it looks like; throws with what it shows after `timeoutMs`. */
  waitFor(isSo: (chat: ChatView) => boolean, timeoutMs?: number): Promise<ChatView>;
  /** Returns the bot's message of this number, counted from 1, once it is there. */
  reply(number: number, timeoutMs?: number): Promise<ShownMessage>;
}

const PATIENCE_MS = 15_000;

export function viewChat(room: Room, world: World, wait: Waiting): ChatView {
  const view: ChatView = {
    id: room.chat.id,
    get messages() {
      return room.messages.map((stored) => shown(stored, world));
    },
    get fromBot() {
      return view.messages.filter((message) => message.fromBot);
    },
    get last() {
      const last = view.fromBot.at(-1);
      if (last === undefined) throw new Error('the bot has said nothing in this chat');
      return last;
    },
    waitFor: async (isSo, timeoutMs = PATIENCE_MS) => {
      if (await wait(() => isSo(view), timeoutMs)) return view;
      const lines = view.messages.map(({ fromBot, text }) => `${fromBot ? 'bot' : 'them'}: ${text}`);
      throw new Error(`waited ${timeoutMs} ms in vain; the chat shows:\n${lines.join('\n')}`);
    },
    reply: async (number, timeoutMs) => {
      await view.waitFor((chat) => chat.fromBot.length >= number, timeoutMs);
      const found = view.fromBot[number - 1];
      if (found === undefined) throw new Error(`message ${number} is gone again`);
      return found;
    },
  };
  return view;
}

export function shown(stored: Stored, world: World): ShownMessage {
  const { message } = stored;
  const keyboard = message.reply_markup?.inline_keyboard ?? [];
  return {
    id: message.message_id,
    fromBot: message.from?.id === world.bot.id,
    fromId: message.from?.id,
    text: textOf(stored),
    entities: message.entities ?? message.caption_entities ?? [],
    buttons: keyboard.map((row) => row.map((button) => button.text)),
    keyboard,
    photo: stored.photo,
    edited: message.edit_date !== undefined,
    earlier: [...stored.earlier],
    silent: stored.silent,
    linkPreview: stored.linkPreview,
    threadId: message.message_thread_id,
    replyTo: message.reply_to_message?.message_id,
  };
}
