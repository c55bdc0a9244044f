import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { Block, Button, Outbound } from '../../message.ts';
import { colourOf } from './colour.ts';
import { discordText, escapeMarkdown } from './discord-text.ts';
import type { Row } from './message-rows.ts';
import { EMPTY_ROW, markOf, rowsOf } from './message-rows.ts';
import { isBlank, pagesOf, writeRows } from './pages.ts';

/** Of the API: a title, a description, what one message says without an embed. */
export const TITLE_LIMIT = 256;
export const DESCRIPTION_LIMIT = 4096;
export const CONTENT_LIMIT = 2000;

/** Room for the note that there is more. */
const NOTE_ROOM = 120;
const MAX_PARTS = 5;
/** Fields stand under the words: where those are many, nobody would find them. */
const MAX_FIELDS = 12;
const LONGEST_FIELD = 120;
const WORDS_OVER_FIELDS = 1500;
const VISIBLE = /[^\s\u2800]/u;
const NOTHING = '—';

/** One message to send. Where its embed is refused, or not allowed, `contents` say the same in one message or several. */
export interface MessagePart {
  readonly embed: APIEmbed;
  readonly contents: readonly string[];
  /** Only the last part has any. */
  readonly buttons: readonly Button[];
}

export interface RenderOptions {
  /** Returns `…(12 more lines)` in the reader's language. */
  readonly moreLines: (count: number) => string;
}

/** Returns the message as one part or several, cut between blocks, lines or words. Never empty; nothing in it is obeyed. */
export function renderMessage(outbound: Outbound, { moreLines }: RenderOptions): readonly MessagePart[] {
  const color = colourOf(outbound);
  const { title, rows: head } = headOf(outbound);
  const { fields, blocks } = withoutFields(outbound);
  const words = rowsOf(blocks);
  const body = title === null && head.length === 0 ? marked(words, markOf(outbound)) : [...head, ...words];
  const pages = endedEarly(pagesOf(body, DESCRIPTION_LIMIT - NOTE_ROOM), moreLines);
  const shown = pages.length === 0 ? [[]] : pages;
  return shown.map((page, index) => {
    const isFirst = index === 0;
    const written = writeRows(page);
    const isBare = !VISIBLE.test(written) && (!isFirst || (title === null && fields.length === 0));
    const description = isBare ? NOTHING : written;
    const over = isFirst && title !== null ? titleRows(markOf(outbound) + (outbound.title ?? '')) : [];
    const under = isFirst && fields.length > 0 ? [EMPTY_ROW, ...rowsOf(pairsOf(outbound))] : [];
    return {
      embed: {
        color,
        ...(isFirst && title !== null && { title }),
        ...(description !== '' && { description }),
        ...(isFirst && fields.length > 0 && { fields: [...fields] }),
      },
      contents: contentsOf([...over, ...page, ...under]),
      buttons: index === shown.length - 1 ? outbound.buttons : [],
    };
  });
}

interface Head {
  /** For the embed; null where there is none, or none that fits. */
  readonly title: string | null;
  /** What stands over the body instead, in an embed too. */
  readonly rows: readonly Row[];
}

function headOf(outbound: Outbound): Head {
  const text = markOf(outbound) + discordText(outbound.title ?? '').trim();
  if (!VISIBLE.test(discordText(outbound.title ?? ''))) return { title: null, rows: [] };
  const title = escapeMarkdown(text);
  return title.length <= TITLE_LIMIT ? { title, rows: [] } : { title: null, rows: titleRows(text) };
}

function titleRows(title: string): readonly Row[] {
  return rowsOf([{ type: 'section', title, lines: [] }]);
}

/** Where there is no title, the mark stands before the first words. */
function marked(rows: readonly Row[], mark: string): readonly Row[] {
  const [first, ...rest] = rows;
  if (mark === '' || first === undefined) return rows;
  if (first.type !== 'text' && first.type !== 'bold') return [{ type: 'text', text: mark.trimEnd() }, ...rows];
  return [{ ...first, text: mark + first.text }, ...rest];
}

/** What one assents to stands in a grid under the words; everything else in lines, in its place. */
function withoutFields(outbound: Outbound): {
  readonly fields: readonly APIEmbedField[];
  readonly blocks: readonly Block[];
} {
  const { kind, title, blocks } = outbound;
  const none = { fields: [], blocks };
  const [block, second] = pairsOf(outbound);
  if ((kind !== 'proposal' && kind !== 'receipt') || title === null || block === undefined || second) return none;
  // What is headed is read after what is to be changed, and a grid would stand below it.
  if (blocks.some(({ type }) => type === 'section')) return none;
  const pairs = block.type === 'pairs' ? block.pairs : [];
  const fields = pairs.map(([label, value]) => ({
    name: escapeMarkdown(discordText(label).trim()),
    value: escapeMarkdown(discordText(value).trim()),
    inline: true,
  }));
  const fit = fields.every(({ name, value }) => isFieldText(name) && isFieldText(value));
  const others = blocks.filter((one) => one !== block);
  const words = writeRows(rowsOf(others)).length;
  return fields.length <= MAX_FIELDS && fit && words <= WORDS_OVER_FIELDS ? { fields, blocks: others } : none;
}

function pairsOf({ blocks }: Outbound): readonly Block[] {
  return blocks.filter(({ type }) => type === 'pairs');
}

function isFieldText(text: string): boolean {
  return VISIBLE.test(text) && text.length <= LONGEST_FIELD;
}

function endedEarly(
  pages: readonly (readonly Row[])[],
  moreLines: (count: number) => string,
): readonly (readonly Row[])[] {
  if (pages.length <= MAX_PARTS) return pages;
  const left = pages.slice(MAX_PARTS).flat();
  const note: Row = { type: 'text', text: moreLines(left.filter((row) => !isBlank(row)).length) };
  return pages.slice(0, MAX_PARTS).map((page, index) => (index === MAX_PARTS - 1 ? [...page, EMPTY_ROW, note] : page));
}

/** Returns the rows as messages without an embed. Never empty. */
export function contentsOf(rows: readonly Row[]): readonly string[] {
  const contents = pagesOf(rows, CONTENT_LIMIT)
    .map(writeRows)
    .filter((content) => VISIBLE.test(content));
  return contents.length === 0 ? [NOTHING] : contents;
}
