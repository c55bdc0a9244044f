import type { InlineKeyboardMarkup, Message, MessageEntity } from 'grammy/types';
import { keyboardIn } from './keyboard-check.ts';
import type { Params } from './params.ts';
import { isTrue, listOf, numberOf, objectOf, stringOf } from './params.ts';
import type { Formatted } from './parse-html.ts';
import { parseHtml } from './parse-html.ts';
import { pictureOf } from './picture.ts';
import { refusal } from './refusal.ts';
import { checkText, shownText } from './shown-text.ts';
import type { Room, Stored, World } from './world.ts';
import { keep, roomOf, textOf, writableRoom } from './world.ts';

/** What a bot may ask of Telegram, by name; a refusal is thrown. */
export type Method = (params: Params, world: World) => unknown;

const MESSAGE_LIMIT = 4096;
const CAPTION_LIMIT = 1024;
const EDIT_WORDS = { empty: 'message text is empty', long: 'MESSAGE_TOO_LONG' };
const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

const sendMessage: Method = (params, world) => {
  const room = writableRoom(world, params.values.chat_id);
  const { text, entities } = formatted(params, 'text', 'entities');
  checkText(text, MESSAGE_LIMIT, { empty: 'message text is empty', long: 'message is too long' });
  const content = { text, ...(entities.length === 0 ? {} : { entities: [...entities] }) };
  return send(room, content, params, world).message;
};

const sendPhoto: Method = (params, world) => {
  const room = writableRoom(world, params.values.chat_id);
  const { text, entities } = formatted(params, 'caption', 'caption_entities');
  checkText(text, CAPTION_LIMIT, { long: 'message caption is too long' });
  const file = fileOf(params, 'photo');
  const { width, height } = pictureOf(file);
  const id = world.nextId('file');
  const content = {
    photo: [{ file_id: `AgACAgIAAxk-${id}`, file_unique_id: `AQAD${id}`, file_size: file?.length ?? 0, width, height }],
    ...(text === '' ? {} : { caption: text }),
    ...(entities.length === 0 ? {} : { caption_entities: [...entities] }),
  };
  return send(room, content, params, world, file).message;
};

const editMessageText: Method = (params, world) => {
  const stored = editable(params, world);
  const { text, entities } = formatted(params, 'text', 'entities');
  checkText(text, MESSAGE_LIMIT, EDIT_WORDS);
  if (stored.message.text === undefined) throw refusal(400, 'there is no text in the message to edit');
  return edit(stored, { text, entities: [...entities] }, keyboardIn(params), world);
};

const editMessageCaption: Method = (params, world) => {
  const stored = editable(params, world);
  const { text, entities } = formatted(params, 'caption', 'caption_entities');
  checkText(text, CAPTION_LIMIT, { long: 'message caption is too long' });
  if (stored.message.photo === undefined) throw refusal(400, 'there is no caption in the message to edit');
  return edit(stored, { caption: text, caption_entities: [...entities] }, keyboardIn(params), world);
};

const editMessageReplyMarkup: Method = (params, world) => edit(editable(params, world), {}, keyboardIn(params), world);

const deleteMessage: Method = (params, world) => {
  const room = roomOf(world, params.values.chat_id);
  const stored = find(room, params);
  if (stored === undefined) throw refusal(400, 'message to delete not found');
  const isOthers = stored.message.from?.id !== world.bot.id;
  const mayDelete = !isOthers || room.chat.type === 'private' || room.members.get(world.bot.id) === 'administrator';
  if (!mayDelete) throw refusal(400, "message can't be deleted");
  room.messages = room.messages.filter((other) => other !== stored);
  world.changed();
  return true;
};

const answerCallbackQuery: Method = (params, world) => {
  const query = world.queries.get(stringOf(params, 'callback_query_id'));
  if (query === undefined || query.expired || query.answer !== null) {
    throw refusal(400, 'query is too old and response timeout expired or query ID is invalid');
  }
  const text = stringOf(params, 'text');
  if (text.length > 200) throw refusal(400, 'MESSAGE_TOO_LONG');
  query.answer = { text, alert: isTrue(params, 'show_alert') };
  world.changed();
  return true;
};

const sendChatAction: Method = (params, world) => {
  writableRoom(world, params.values.chat_id);
  const known = ['typing', 'upload_photo', 'upload_document', 'choose_sticker', 'find_location', 'record_voice'];
  if (!known.includes(stringOf(params, 'action'))) throw refusal(400, 'wrong parameter action in request');
  return true;
};

export const messageMethods: Readonly<Record<string, Method>> = {
  sendMessage,
  sendPhoto,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  answerCallbackQuery,
  sendChatAction,
};

/** Returns the text as it will be shown: marked up by HTML or by entities, as the bot chose. */
function formatted(params: Params, field: string, entitiesField: string): Formatted {
  const text = stringOf(params, field);
  const mode = stringOf(params, 'parse_mode').toLowerCase();
  if (mode === 'html') return shownText(parseHtml(text));
  if (mode !== '') throw refusal(400, 'unsupported parse_mode');
  const entities = (listOf(params, entitiesField) ?? []) as readonly MessageEntity[];
  for (const { offset, length } of entities) {
    if (offset < 0 || length < 0) throw refusal(400, "can't parse message text: entity has wrong bounds");
    if (offset + length > text.length) throw refusal(400, 'entity begins or ends after the end of the text');
    if (isInPair(text, offset) || isInPair(text, offset + length)) {
      throw refusal(400, 'entity begins or ends in a middle of a UTF-16 symbol');
    }
  }
  return shownText({ text, entities });
}

function isInPair(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function send(
  room: Room,
  content: Partial<Message>,
  params: Params,
  world: World,
  photo: Buffer | null = null,
): Stored {
  const topic = topicOf(room, params);
  const markup = keyboardIn(params);
  const repliedTo = repliedToIn(room, params);
  const message = {
    message_id: world.nextId('message'),
    ...(topic === undefined ? {} : { message_thread_id: topic, is_topic_message: true }),
    from: world.bot,
    chat: room.chat,
    date: Math.floor(world.now() / 1000),
    ...(repliedTo === undefined ? {} : { reply_to_message: withoutReply(repliedTo.message) }),
    ...content,
    ...(markup === undefined ? {} : { reply_markup: markup }),
  } as Message;
  const linkPreview = objectOf(params, 'link_preview_options')?.is_disabled !== true;
  const stored = keep(room, message, { silent: isTrue(params, 'disable_notification'), linkPreview, photo });
  world.changed();
  return stored;
}

function withoutReply({ reply_to_message: _, ...message }: Message): Message['reply_to_message'] {
  return message as Message['reply_to_message'];
}

function topicOf(room: Room, params: Params): number | undefined {
  const topic = numberOf(params, 'message_thread_id');
  if (topic !== undefined && !room.topics.has(topic)) throw refusal(400, 'message thread not found');
  return topic;
}

function repliedToIn(room: Room, params: Params): Stored | undefined {
  const asked = objectOf(params, 'reply_parameters');
  if (asked === undefined) return undefined;
  const found = room.messages.find(({ message }) => message.message_id === Number(asked.message_id));
  if (found === undefined && asked.allow_sending_without_reply !== true) {
    throw refusal(400, 'message to be replied not found');
  }
  return found;
}

function fileOf(params: Params, field: string): Buffer | undefined {
  const attached = /^attach:\/\/(.+)$/.exec(stringOf(params, field))?.[1];
  return params.files.get(attached ?? field);
}

function find(room: Room, params: Params): Stored | undefined {
  const id = numberOf(params, 'message_id');
  if (id === undefined || id <= 0) throw refusal(400, 'message identifier is not specified');
  return room.messages.find(({ message }) => message.message_id === id);
}

function editable(params: Params, world: World): Stored {
  const room = writableRoom(world, params.values.chat_id);
  const stored = find(room, params);
  if (stored === undefined) throw refusal(400, 'message to edit not found');
  if (stored.message.from?.id !== world.bot.id) throw refusal(400, "message can't be edited");
  return stored;
}

function edit(
  stored: Stored,
  content: Partial<Message>,
  markup: InlineKeyboardMarkup | undefined,
  world: World,
): Message {
  const { reply_markup: _, ...rest } = stored.message;
  const next = { ...rest, ...content, ...(markup === undefined ? {} : { reply_markup: markup }) } as Message;
  if (face(next) === face(stored.message)) throw refusal(400, NOT_MODIFIED);
  stored.earlier.push(textOf(stored));
  stored.message = { ...next, edit_date: Math.floor(world.now() / 1000) };
  world.changed();
  return stored.message;
}

/** What a person sees of a message. */
function face({ text, caption, entities = [], caption_entities = [], reply_markup }: Message): string {
  return JSON.stringify([text ?? '', caption ?? '', entities, caption_entities, reply_markup ?? null]);
}
