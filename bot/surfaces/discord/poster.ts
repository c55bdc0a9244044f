import type { RawFile } from 'discord.js';
import { MessageFlags } from 'discord.js';
import type { Outbound } from '../../message.ts';
import type { Attachment } from '../../outbox/channel.ts';
import type { ApiFault } from './api-fault.ts';
import { faultOf } from './api-fault.ts';
import { actionRows } from './components.ts';
import type { Body, DiscordApi, Place } from './discord-api.ts';
import type { MessagePart } from './render-message.ts';
import { renderMessage } from './render-message.ts';
import type { Writer } from './writer.ts';
import { InteractionLost } from './writer.ts';

export interface Posting {
  readonly writer: Writer;
  /** In whose language the rest is counted that is not shown. */
  readonly reader: string;
  readonly outbound: Outbound;
  /** The message to edit; where that one is gone, a new one is sent. */
  readonly replaces?: Place | undefined;
  readonly attachments?: readonly Attachment[];
  readonly silent?: boolean;
  /** The same in every attempt: Discord gives back what it made of the first, for some minutes. */
  readonly nonce?: string;
}

/** How far an attempt came: the next one goes on there. */
export interface Progress {
  done: number;
  /** Of the last part, which carries the buttons. */
  place: Place | null;
}

export type Posted =
  | { readonly outcome: 'posted'; readonly place: Place | null }
  | { readonly outcome: 'failed'; readonly fault: ApiFault };

export interface Poster {
  /** Makes one attempt. Never rejects. */
  post(posting: Posting, progress?: Progress, signal?: AbortSignal): Promise<Posted>;
}

export interface PosterOptions {
  readonly api: Pick<DiscordApi, 'edit'>;
  /** Returns `…(12 more lines)` in the language of the reader. */
  readonly moreLinesFor: (reader: string) => Promise<(count: number) => string>;
}

/** Nobody is called by what is quoted. */
const NOBODY = { parse: [], replied_user: false };
const MAX_ALT = 1024;

export function beginning(): Progress {
  return { done: 0, place: null };
}

/** Returns what puts messages into places: as an embed, and in plain words where that is refused. */
export function createPoster({ api, moreLinesFor }: PosterOptions): Poster {
  return { post };

  async function post(posting: Posting, progress = beginning(), signal?: AbortSignal): Promise<Posted> {
    try {
      const parts = renderMessage(posting.outbound, { moreLines: await moreLinesFor(posting.reader) });
      const files = await filesOf(posting);
      for (const [index, part] of [...parts.entries()].slice(progress.done)) {
        // The picture stands with the first words.
        const own = index === 0 ? files : [];
        progress.place = (await putPart(posting, part, index, own, signal)) ?? progress.place;
        progress.done += 1;
      }
      return { outcome: 'posted', place: progress.place };
    } catch (fault) {
      if (fault instanceof InteractionLost)
        return failed('interaction-over', 'the interaction was not answered in time');
      return { outcome: 'failed', fault: faultOf(fault) };
    }
  }

  /** No message is lost to its looks: as an embed, else in words with its files, else in words. */
  async function putPart(
    posting: Posting,
    part: MessagePart,
    index: number,
    files: readonly Shown[],
    signal?: AbortSignal,
  ): Promise<Place | null> {
    try {
      return await put(posting, { ...bodyOf(posting, part, files), ...nonceOf(posting, index) }, index, files, signal);
    } catch (fault) {
      if (!isOfLooks(faultOf(fault))) throw fault;
    }
    try {
      return await putWords(posting, part, index, files, signal);
    } catch (fault) {
      if (files.length === 0 || !isOfLooks(faultOf(fault))) throw fault;
      return putWords(posting, part, index, [], signal);
    }
  }

  async function putWords(
    posting: Posting,
    part: MessagePart,
    index: number,
    files: readonly Shown[],
    signal?: AbortSignal,
  ): Promise<Place | null> {
    let place: Place | null = null;
    for (const [at, content] of part.contents.entries()) {
      const isLast = at === part.contents.length - 1;
      const own = at === 0 ? files : [];
      const body = {
        ...commonOf(posting, MessageFlags.SuppressEmbeds),
        ...{ content, embeds: [], components: isLast ? actionRows(part.buttons) : [] },
        ...attachmentsOf(own),
        ...nonceOf(posting, index, `w${at}`),
      };
      place = await put(posting, body, at === 0 ? index : index + 1, own, signal);
    }
    return place;
  }

  async function put(
    { writer, replaces }: Posting,
    body: Body,
    index: number,
    files: readonly Shown[],
    signal?: AbortSignal,
  ): Promise<Place | null> {
    const raw = files.map(({ file }) => file);
    if (index === 0 && replaces !== undefined) {
      try {
        const { nonce: _, enforce_nonce: __, ...edited } = body;
        await api.edit(replaces, { attachments: [], ...edited }, raw, signal);
        return replaces;
      } catch (fault) {
        const { type } = faultOf(fault);
        if (type !== 'message-gone' && type !== 'channel-gone') throw fault;
      }
    }
    const messageId = await writer.write(body, raw, signal);
    const channelId = writer.channelId();
    return channelId === null ? null : { channelId, messageId };
  }
}

interface Shown {
  readonly file: RawFile;
  readonly alt: string;
}

function bodyOf(posting: Posting, part: MessagePart, files: readonly Shown[]): Body {
  const [picture] = files;
  const image = picture === undefined ? {} : { image: { url: `attachment://${picture.file.name}` } };
  return {
    ...commonOf(posting, 0),
    ...{ content: '', embeds: [{ ...part.embed, ...image }], components: actionRows(part.buttons) },
    ...attachmentsOf(files),
  };
}

function commonOf({ silent = false }: Posting, more: number): Body {
  const flags = more | (silent ? MessageFlags.SuppressNotifications : 0);
  return { allowed_mentions: NOBODY, ...(flags !== 0 && { flags }) };
}

function attachmentsOf(files: readonly Shown[]): Body {
  if (files.length === 0) return {};
  return {
    attachments: files.map(({ file, alt }, id) => ({ id, filename: file.name, description: alt.slice(0, MAX_ALT) })),
  };
}

function nonceOf({ nonce }: Posting, index: number, more = ''): Body {
  return nonce === undefined ? {} : { nonce: `${nonce}.${index}${more}`.slice(-25), enforce_nonce: true };
}

/** Whether it may go another way: the body is not as Discord likes it, or embeds or files are not allowed there. */
function isOfLooks({ type }: ApiFault): boolean {
  return type === 'bad-form' || type === 'not-allowed';
}

async function filesOf({ outbound, attachments = [] }: Posting): Promise<readonly Shown[]> {
  const { picture } = outbound;
  const own = picture === undefined ? [] : [{ name: `${picture.name}.png`, bytes: picture.png, alt: picture.alt }];
  const others = attachments.map(async ({ name, alt, bytes }) => ({ name, alt, bytes: await bytes() }));
  return [...own, ...(await Promise.all(others))].map(({ name, alt, bytes }) => ({
    file: { name: fileName(name), data: Buffer.from(bytes) },
    alt,
  }));
}

/** An embed finds its picture by a name of plain letters. */
function fileName(name: string): string {
  return name.replace(/[^\w.-]/g, '_');
}

function failed(type: 'interaction-over', problem: string): Posted {
  return { outcome: 'failed', fault: { type, problem } };
}
