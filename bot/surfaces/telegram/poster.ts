import type { Api } from 'grammy';
import { InputFile } from 'grammy';
import type { Outbound } from '../../message.ts';
import type { Attachment } from '../../outbox/channel.ts';
import { pictureAttachments } from '../picture-attachment.ts';
import type { ApiFault } from './api-fault.ts';
import { faultOf } from './api-fault.ts';
import type { ApiSignal } from './bot-api.ts';
import { inlineKeyboard } from './keyboard.ts';
import type { MessagePart } from './split-message.ts';
import { CAPTION_LIMIT, splitMessage } from './split-message.ts';

export interface Posting {
  readonly chatId: number;
  /** Of a topic in a forum. */
  readonly threadId?: number | undefined;
  readonly replyTo?: number | undefined;
  readonly outbound: Outbound;
  /** The message to edit; where that one is gone, a new one is sent. */
  readonly replaces?: number | undefined;
  readonly attachments?: readonly Attachment[];
  readonly silent?: boolean;
}

/** How far an attempt came: the next one goes on there. */
export interface Progress {
  done: number;
  /** Of the part that carries the buttons. */
  messageId: number | null;
}

export type Posted =
  | { readonly outcome: 'posted'; readonly messageId: number | null }
  | { readonly outcome: 'failed'; readonly fault: ApiFault };

export interface Poster {
  /** Makes one attempt. Never rejects. */
  post(posting: Posting, progress?: Progress, signal?: ApiSignal): Promise<Posted>;
}

export interface PosterOptions {
  readonly api: Api;
  /** Returns `…(12 more lines)` in the language of the chat. */
  readonly moreLinesIn: (chatId: number) => Promise<(count: number) => string>;
}

type Step = () => Promise<{ readonly message_id: number } | null>;

export function beginning(): Progress {
  return { done: 0, messageId: null };
}

/** Returns what puts messages into chats, as HTML, and as plain text with entities where the HTML is refused. */
export function createPoster({ api, moreLinesIn }: PosterOptions): Poster {
  return { post };

  async function post(posting: Posting, progress = beginning(), signal?: ApiSignal): Promise<Posted> {
    try {
      const steps = await stepsOf(posting, signal);
      for (const step of steps.slice(progress.done)) {
        const sent = await step();
        progress.done += 1;
        progress.messageId = sent?.message_id ?? progress.messageId;
      }
      return { outcome: 'posted', messageId: progress.messageId };
    } catch (fault) {
      return { outcome: 'failed', fault: faultOf(fault) };
    }
  }

  async function stepsOf(posting: Posting, signal: ApiSignal | undefined): Promise<readonly Step[]> {
    const parts = splitMessage(posting.outbound, { moreLines: await moreLinesIn(posting.chatId) });
    const { replaces } = posting;
    const attachments = [...pictureAttachments(posting.outbound), ...(posting.attachments ?? [])];
    const [first] = parts;
    const [picture, ...others] = attachments;
    const captioned = parts.length === 1 && first !== undefined && first.text.length <= CAPTION_LIMIT;
    if (picture !== undefined && captioned && replaces === undefined) {
      return [photoStep(posting, picture, first, signal), ...others.map((other) => altStep(posting, other, signal))];
    }
    return [
      // Pictures first, so that what was said last, and its buttons, stand last.
      ...attachments.map((attachment) => altStep(posting, attachment, signal)),
      ...parts.map(
        (part, index): Step =>
          index === 0 && replaces !== undefined
            ? () => edit(posting, replaces, part, signal)
            : () => sendText(posting, part, signal),
      ),
    ];
  }

  async function sendText(posting: Posting, part: MessagePart, signal?: ApiSignal) {
    const common = { ...commonOf(posting), ...keyboardOf(part), link_preview_options: { is_disabled: true } };
    return inTopic(common, posting.threadId, (other) =>
      marked(part, (text, markup) => api.sendMessage(posting.chatId, text, { ...other, ...markup }, signal)),
    );
  }

  async function edit(posting: Posting, messageId: number, part: MessagePart, signal?: ApiSignal) {
    const { chatId } = posting;
    const other = { reply_markup: inlineKeyboard(part.buttons) ?? { inline_keyboard: [] } };
    const preview = { link_preview_options: { is_disabled: true } };
    try {
      await marked(part, (text, markup) =>
        api.editMessageText(chatId, messageId, text, { ...other, ...preview, ...markup }, signal),
      );
    } catch (fault) {
      const { type } = faultOf(fault);
      if (type === 'no-text') return editCaption(posting, messageId, part, signal);
      if (type === 'message-gone') return sendText(posting, part, signal);
      if (type !== 'not-modified') throw fault;
    }
    return { message_id: messageId };
  }

  async function editCaption(posting: Posting, messageId: number, part: MessagePart, signal?: ApiSignal) {
    if (part.text.length > CAPTION_LIMIT) return sendText(posting, part, signal);
    const reply_markup = inlineKeyboard(part.buttons) ?? { inline_keyboard: [] };
    try {
      await marked(part, (caption, { entities: caption_entities, ...markup }) =>
        api.editMessageCaption(
          posting.chatId,
          messageId,
          { caption, ...markup, ...(caption_entities && { caption_entities }), reply_markup },
          signal,
        ),
      );
    } catch (fault) {
      const { type } = faultOf(fault);
      if (type === 'message-gone' || type === 'no-text') return sendText(posting, part, signal);
      if (type !== 'not-modified') throw fault;
    }
    return { message_id: messageId };
  }

  /** A picture that Telegram will not take must not keep back the words under it. */
  function photoStep(posting: Posting, picture: Attachment, part: MessagePart, signal?: ApiSignal): Step {
    return async () => {
      const file = new InputFile(await picture.bytes(), picture.name);
      const common = { ...commonOf(posting), ...keyboardOf(part) };
      try {
        return await inTopic(common, posting.threadId, (other) =>
          marked(part, (caption, { entities: caption_entities, ...markup }) =>
            api.sendPhoto(
              posting.chatId,
              file,
              { caption, ...other, ...markup, ...(caption_entities && { caption_entities }) },
              signal,
            ),
          ),
        );
      } catch (fault) {
        if (faultOf(fault).type !== 'refused') throw fault;
        return sendText(posting, part, signal);
      }
    };
  }

  /** A picture by itself says under it what it shows. */
  function altStep(posting: Posting, picture: Attachment, signal?: ApiSignal): Step {
    return async () => {
      const file = new InputFile(await picture.bytes(), picture.name);
      const common = { ...commonOf(posting), caption: picture.alt.slice(0, CAPTION_LIMIT) };
      try {
        await inTopic(common, posting.threadId, (other) => api.sendPhoto(posting.chatId, file, other, signal));
      } catch (fault) {
        if (faultOf(fault).type !== 'refused') throw fault;
      }
      return null;
    };
  }
}

function commonOf({ replyTo, silent = false }: Posting) {
  return {
    ...(silent && { disable_notification: true }),
    ...(replyTo !== undefined && {
      reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
    }),
  };
}

function keyboardOf(part: MessagePart) {
  const reply_markup = inlineKeyboard(part.buttons);
  return reply_markup === undefined ? {} : { reply_markup };
}

type Markup = { readonly parse_mode?: 'HTML'; readonly entities?: MessagePart['entities'] };

/** No message is lost to its markup: as HTML, else with entities, else bare. */
async function marked<Sent>(part: MessagePart, send: (text: string, markup: Markup) => Promise<Sent>): Promise<Sent> {
  const ways: readonly (readonly [string, Markup])[] = [
    [part.html, { parse_mode: 'HTML' }],
    [part.text, { entities: part.entities }],
  ];
  for (const [text, markup] of ways) {
    try {
      return await send(text, markup);
    } catch (fault) {
      if (faultOf(fault).type !== 'bad-markup') throw fault;
    }
  }
  return send(part.text, {});
}

/** A topic that is gone leaves the group to answer in. */
async function inTopic<Common extends object, Sent>(
  common: Common,
  threadId: number | undefined,
  send: (other: Common & { readonly message_thread_id?: number }) => Promise<Sent>,
): Promise<Sent> {
  if (threadId === undefined) return send(common);
  try {
    return await send({ ...common, message_thread_id: threadId });
  } catch (fault) {
    if (faultOf(fault).type !== 'topic-gone') throw fault;
    return send(common);
  }
}
