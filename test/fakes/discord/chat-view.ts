import type { APIEmbed, APIMessageTopLevelComponent } from 'discord.js';
import type { Waiting } from '../waiting.ts';
import { fieldsOf, listOf } from './body.ts';
import type { Face, Place, Stored, World } from './world.ts';
import { FLAG } from './world.ts';

export interface ShownAttachment {
  readonly name: string;
  readonly contentType: string;
  /** What a screen reader says of it. */
  readonly description: string | null;
  readonly bytes: Buffer;
}

/** A message as somebody who looks at the place sees it. */
export interface ShownMessage {
  readonly id: string;
  readonly fromBot: boolean;
  readonly fromId: string;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  /** Everything there is to read, in order: content, then each embed's author, title, description, fields, footer. */
  readonly text: string;
  /** Labels of buttons, row by row; a menu shows its placeholder. */
  readonly buttons: readonly (readonly string[])[];
  /** Labels of the buttons and menus that cannot be used. */
  readonly disabled: readonly string[];
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly attachments: readonly ShownAttachment[];
  /** The first attached picture. */
  readonly photo: Buffer | null;
  readonly edited: boolean;
  /** What `text` was before each edition. */
  readonly earlier: readonly string[];
  /** Who alone sees it; null when everybody does. */
  readonly ephemeralTo: string | null;
  /** `… is thinking`: deferred, and not yet answered. */
  readonly thinking: boolean;
  /** Came without a sound. */
  readonly silent: boolean;
  /** Whom it pinged. */
  readonly pings: readonly string[];
  readonly replyTo: string | undefined;
}

/** A place as it looks now. Deleted messages are gone. */
export interface ChatView {
  readonly id: string;
  readonly messages: readonly ShownMessage[];
  readonly fromBot: readonly ShownMessage[];
  /** The bot's last message; throws where there is none. */
  readonly last: ShownMessage;
  /** How often the bot was seen typing. */
  readonly typings: number;
  /** Returns once the place looks as told, with what it looks like; throws with what it shows after `timeoutMs`. */
  waitFor(isSo: (chat: ChatView) => boolean, timeoutMs?: number): Promise<ChatView>;
  /** Returns the bot's message of this number, counted from 1, once it is there and no longer thinking. */
  reply(number: number, timeoutMs?: number): Promise<ShownMessage>;
}

export const PATIENCE_MS = 20_000;

/** `personId` is who looks; what is for one person only is shown to nobody else. */
export function viewChat(place: Place, personId: string | null, world: World, wait: Waiting): ChatView {
  const view: ChatView = {
    id: place.id,
    get messages() {
      return place.messages
        .filter(({ ephemeralTo }) => ephemeralTo === null || ephemeralTo === personId)
        .map((stored) => shown(stored, world));
    },
    get fromBot() {
      return view.messages.filter((message) => message.fromBot);
    },
    get last() {
      const last = view.fromBot.at(-1);
      if (last === undefined) throw new Error('the bot has said nothing here');
      return last;
    },
    get typings() {
      return place.typings;
    },
    waitFor: async (isSo, timeoutMs = PATIENCE_MS) => {
      if (await wait(() => isSo(view), timeoutMs)) return view;
      const lines = view.messages.map(({ fromBot, text }) => `${fromBot ? 'bot' : 'them'}: ${text}`);
      throw new Error(`waited ${timeoutMs} ms in vain; the place shows:\n${lines.join('\n')}`);
    },
    reply: async (number, timeoutMs) => {
      await view.waitFor(({ fromBot }) => fromBot[number - 1]?.thinking === false, timeoutMs);
      const found = view.fromBot[number - 1];
      if (found === undefined) throw new Error(`message ${number} is gone again`);
      return found;
    },
  };
  return view;
}

export function shown(stored: Stored, world: World): ShownMessage {
  const { face } = stored;
  const rows = face.components.map((row) => listOf(fieldsOf(row).components).map(fieldsOf));
  const photo = face.files.find(({ contentType }) => contentType.startsWith('image/'));
  return {
    id: stored.id,
    fromBot: stored.author.id === world.bot.id,
    fromId: stored.author.id,
    content: face.content,
    embeds: face.embeds,
    text: textOf(face),
    buttons: rows.map((row) => row.map(labelOf)),
    disabled: rows
      .flat()
      .filter(({ disabled }) => disabled === true)
      .map(labelOf),
    components: face.components,
    attachments: face.files.map(({ name, contentType, description, bytes }) => ({
      name,
      contentType,
      description,
      bytes,
    })),
    photo: photo?.bytes ?? null,
    edited: stored.editedAt !== null,
    earlier: stored.earlier.map(textOf),
    ephemeralTo: stored.ephemeralTo,
    thinking: (face.flags & FLAG.loading) !== 0,
    silent: (face.flags & FLAG.silent) !== 0,
    pings: face.pings,
    replyTo: stored.replyTo ?? undefined,
  };
}

/** A button by its label, or the emoji that stands for one; a menu by its placeholder. */
export function labelOf(component: Readonly<Record<string, unknown>>): string {
  return String(
    component.label ?? component.placeholder ?? fieldsOf(component.emoji).name ?? component.custom_id ?? '',
  );
}

function textOf({ content, embeds }: Face): string {
  const parts = embeds.flatMap((embed) => [
    embed.author?.name,
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
    embed.footer?.text,
  ]);
  return [content, ...parts].filter((part) => part !== undefined && part !== '').join('\n');
}
