import type { ChannelWords } from '../../i18n/channel-words.ts';
import type { Block, Column, Outbound } from '../../message.ts';
import type { Attachment } from '../../outbox/channel.ts';
import { cleanText } from '../../parse/clean-text.ts';
import { displayWidth } from '../display-width.ts';
import { plainTable } from '../plain-table.ts';
import { bold, escapeSlack, mrkdwn, preformatted } from './mrkdwn.ts';

/** One post to a webhook. Limits: https://docs.slack.dev/reference/block-kit/blocks */
export interface SlackPost {
  /** What a notification shows, and what is shown where the blocks are not taken. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

export type SlackBlock =
  | {
      readonly type: 'header';
      readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };
    }
  | {
      readonly type: 'section';
      readonly text: { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };
    };

export interface SlackContent {
  readonly outbound: Outbound;
  readonly attachments: readonly Attachment[];
  readonly replaces: boolean;
}

export const HEADER_LIMIT = 150;
export const SECTION_LIMIT = 3000;
export const BLOCKS_LIMIT = 50;
/** Slack counts all blocks of a message together as well; where it stops is not written down, and lies above this. */
export const POST_LIMIT = 10_000;
/** Grows to six times as much at worst, as a row of signs that are all escaped. */
const PIECE = 480;
/** Wider rows wrap in the window of a phone or a narrow pane, and then no column is one. */
const TABLE_COLUMNS = 80;

/** A paragraph of mrkdwn, and what joins it to the one before within a section. */
interface Piece {
  readonly text: string;
  readonly joint: '\n' | ' ' | '' | null;
}

/** Returns the posts that say it all, each within Slack's limits. Buttons cannot act there; none is offered. */
export function slackPosts(content: SlackContent, words: ChannelWords): readonly SlackPost[] {
  const { outbound } = content;
  const title = cleanText(outbound.title ?? '').trim();
  const head = title === '' ? [] : headOf(markOf(outbound) + title);
  const mark = title === '' ? markOf(outbound) : '';
  const pieces = [...(content.replaces ? lines([words.updates]) : []), ...piecesOf(outbound.blocks, mark)];
  const alts = [...(outbound.picture ? [outbound.picture] : []), ...content.attachments].map(({ alt }) => alt);
  const blocks = [...head, ...sectionsOf([...pieces, ...lines(alts.map((alt) => words.picture({ alt })))])];
  const whole = blocks.length > 0 ? blocks : [section('—')];
  return inPosts(whole).map((post) => ({ text: fallbackOf(post), blocks: post }));
}

/** Returns the same without blocks, for when Slack does not take them. */
export function fallbackOf(blocks: readonly SlackBlock[]): string {
  return blocks
    .map((block) => (block.type === 'header' ? bold(unescaped(block.text.text)) : block.text.text))
    .join('\n');
}

/** One sign where it matters, as on the other platforms. */
function markOf({ kind, importance }: Outbound): string {
  if (kind === 'proposal') return '🟡 ';
  if (importance === 'urgent') return '🔴 ';
  return kind === 'error' ? '⚠ ' : '';
}

/** A headline that is too long for one stands whole below its beginning. */
function headOf(title: string): readonly SlackBlock[] {
  const escaped = escapeSlack(title);
  if (escaped.length <= HEADER_LIMIT) return [header(escaped)];
  let cut = '';
  for (const sign of title) {
    if (escapeSlack(`${cut}${sign}…`).length > HEADER_LIMIT) break;
    cut += sign;
  }
  return [header(escapeSlack(`${cut}…`)), ...sectionsOf(lines([title]))];
}

function piecesOf(blocks: readonly Block[], mark: string): readonly Piece[] {
  const pieces = blocks.flatMap(blockPieces);
  const [first, ...rest] = pieces;
  if (mark === '' || first === undefined) return pieces;
  const isFenced = first.text.startsWith('```');
  return isFenced ? [{ text: mark, joint: null }, ...pieces] : [{ ...first, text: mark + first.text }, ...rest];
}

function blockPieces(block: Block): readonly Piece[] {
  switch (block.type) {
    case 'lines':
      return lines(block.lines);
    case 'section': {
      const [title, ...rest] = lines([block.title]);
      const strong =
        title === undefined || rest.length > 0 ? [title, ...rest] : [{ ...title, text: bold(cleanText(block.title)) }];
      return [...strong.filter((piece) => piece !== undefined), ...below(lines(block.lines))];
    }
    case 'pairs':
      return lines(block.pairs.map(([label, value]) => pairLine(label, value)));
    case 'table':
      return tablePieces(block.columns, block.rows);
  }
}

function pairLine(label: string, value: string): string {
  if (cleanText(label).trim() === '') return value;
  return /[:?]$/.test(label.trimEnd()) ? `${label.trimEnd()} ${value}` : `${label}: ${value}`;
}

function tablePieces(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly Piece[] {
  const heads = columns.map(({ header: text, align }): Column => ({ header: cleanText(text), align }));
  const cells = rows.map((row) => columns.map((_, index) => cleanText(row[index] ?? '')));
  const [top = '', ...shown] = plainTable(heads, cells);
  if ([top, ...shown].some((line) => displayWidth(line) > TABLE_COLUMNS || line.length > 2 * TABLE_COLUMNS))
    return wideTable(heads, cells);
  const fences: Piece[] = [];
  let fence = [top];
  for (const line of shown) {
    if (preformatted([...fence, line]).length > SECTION_LIMIT) {
      fences.push({ text: preformatted(fence), joint: null });
      fence = [top];
    }
    fence.push(line);
  }
  const isEmpty = fence.every((line) => line === '');
  return isEmpty ? fences : [...fences, { text: preformatted(fence), joint: null }];
}

function wideTable(heads: readonly Column[], cells: readonly (readonly string[])[]): readonly Piece[] {
  return cells.flatMap((row) => {
    const [first, ...rest] = lines(row.map((cell, index) => pairLine(heads[index]?.header ?? '', cell)));
    return first === undefined ? [] : [{ ...first, joint: null }, ...rest];
  });
}

/** Returns lines as pieces of mrkdwn that fit into a section each; the first begins a paragraph. */
function lines(texts: readonly string[]): readonly Piece[] {
  return texts.flatMap((text, index) => {
    const line = index === 0 ? null : '\n';
    return inPieces(cleanText(text).trimEnd()).map(
      ([joint, part], nth): Piece => ({ text: mrkdwn(part), joint: nth === 0 ? line : joint }),
    );
  });
}

function below(pieces: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = pieces;
  return first === undefined ? [] : [{ ...first, joint: '\n' }, ...rest];
}

/** Cuts at a blank where there is one, and never within a character. */
function inPieces(text: string): readonly (readonly [joint: ' ' | '', part: string])[] {
  const parts: (readonly [' ' | '', string])[] = [];
  let rest = text;
  let joint: ' ' | '' = '';
  while (rest.length > PIECE) {
    const blank = rest.lastIndexOf(' ', PIECE);
    const isWithin = /[\ud800-\udbff]/.test(rest[PIECE - 1] ?? '');
    const end = blank > PIECE / 2 ? blank : PIECE - (isWithin ? 1 : 0);
    parts.push([joint, rest.slice(0, end)]);
    joint = rest[end] === ' ' ? ' ' : '';
    rest = rest.slice(end + joint.length);
  }
  return [...parts, [joint, rest]];
}

function sectionsOf(pieces: readonly Piece[]): readonly SlackBlock[] {
  const texts: string[] = [];
  for (const { text, joint } of pieces) {
    const last = texts.at(-1);
    const joined = last === undefined || joint === null ? null : last + joint + text;
    if (joined === null || joined.length > SECTION_LIMIT) texts.push(text);
    else texts[texts.length - 1] = joined;
  }
  return texts.filter((text) => text.trim() !== '').map(section);
}

function inPosts(blocks: readonly SlackBlock[]): readonly (readonly SlackBlock[])[] {
  const posts: SlackBlock[][] = [[]];
  let length = 0;
  for (const block of blocks) {
    const post = posts.at(-1) ?? [];
    const size = block.text.text.length;
    if (post.length > 0 && (post.length === BLOCKS_LIMIT || length + size > POST_LIMIT)) {
      posts.push([block]);
      length = size;
    } else {
      post.push(block);
      length += size;
    }
  }
  return posts;
}

function header(text: string): SlackBlock {
  return { type: 'header', text: { type: 'plain_text', text, emoji: false } };
}

function section(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function unescaped(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
