import type { MessageEntity } from 'grammy/types';
import { refusal } from './refusal.ts';

/** Text with what is drawn over it, as a client gets it. */
export interface Formatted {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

const TYPES = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
} as const;
const OTHER_TAGS = ['a', 'pre', 'code', 'blockquote'];
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface Opened {
  readonly tag: string;
  readonly argument: string;
  readonly offset: number;
}

/** Reads Telegram's HTML as TDLib's `parse_html` does, and refuses what it refuses, in its words (byte offsets and all). */
export function parseHtml(html: string): Formatted {
  const entities: MessageEntity[] = [];
  const open: Opened[] = [];
  let text = '';
  let i = 0;
  while (i < html.length) {
    const character = html[i] ?? '';
    if (character === '&') {
      const decoded = decodeEntity(html, i);
      text += decoded.text;
      i = decoded.next;
    } else if (character !== '<') {
      text += character;
      i += 1;
    } else if (html[i + 1] === '/') {
      i = closeTag(html, i, open, entities, text);
    } else {
      const tag = openTag(html, i);
      open.push({ tag: tag.name, argument: tag.argument, offset: text.length });
      i = tag.next;
    }
  }
  const left = open.at(-1);
  if (left !== undefined) throw cannotParse(`Can't find end tag corresponding to start tag "${left.tag}"`);
  if (/\p{Cs}/u.test(text)) {
    throw cannotParse(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    );
  }
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) };
}

function cannotParse(why: string) {
  return refusal(400, `can't parse entities: ${why}`);
}

/** Returns the character that an entity stands for; a `&` that begins none stands for itself. */
function decodeEntity(html: string, at: number): { readonly text: string; readonly next: number } {
  const match = /^&(?:#x([0-9a-f]*)|#([0-9]*)|([a-z]*))/i.exec(html.slice(at, at + 40));
  const [whole = '&', hex, decimal, name] = match ?? [];
  const code = name === undefined ? Number.parseInt(hex ?? decimal ?? '', hex === undefined ? 10 : 16) : Number.NaN;
  const numeric = code > 0 && code < 0x10ffff && whole.length < 10 ? String.fromCodePoint(code) : undefined;
  const text = name === undefined ? numeric : NAMED[name];
  if (text === undefined) return { text: '&', next: at + 1 };
  const end = at + whole.length;
  return { text, next: html[end] === ';' ? end + 1 : end };
}

function openTag(html: string, begin: number): { name: string; argument: string; next: number } {
  const at = byteOffset(html, begin);
  let i = begin + 1;
  while (!isSpace(html[i]) && html[i] !== '>') i += 1;
  if (html[i] === undefined) throw cannotParse(`Unclosed start tag at byte offset ${at}`);
  const name = html.slice(begin + 1, i).toLowerCase();
  if (!(name in TYPES) && !OTHER_TAGS.includes(name)) {
    throw cannotParse(`Unsupported start tag "${name}" at byte offset ${at}`);
  }
  let argument = '';
  while (true) {
    while (html[i] !== undefined && isSpace(html[i])) i += 1;
    if (html[i] === '>') break;
    const attribute = readAttribute(html, i, name, at);
    i = attribute.next;
    argument = argumentOf(name, attribute) ?? argument;
  }
  if (name === 'span' && argument !== 'spoiler') {
    throw cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`);
  }
  return { name, argument, next: i + 1 };
}

interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly next: number;
}

function readAttribute(html: string, begin: number, tag: string, at: number): Attribute {
  let i = begin;
  while (!isSpace(html[i]) && !'=>/"\''.includes(html[i] ?? '')) i += 1;
  const name = html.slice(begin, i);
  if (name === '') throw cannotParse(`Empty attribute name in the tag "${tag}" at byte offset ${at}`);
  while (html[i] !== undefined && isSpace(html[i])) i += 1;
  if (html[i] !== '=') {
    if (tag === 'blockquote' && name === 'expandable') return { name, value: '', next: i };
    throw cannotParse(`Expected equal sign in declaration of an attribute of the tag "${tag}" at byte offset ${at}`);
  }
  i += 1;
  while (html[i] !== undefined && isSpace(html[i])) i += 1;
  if (html[i] === undefined) throw cannotParse(`Unclosed start tag "${tag}" at byte offset ${at}`);
  const value = html[i] === '"' || html[i] === "'" ? quoted(html, i) : unquoted(html, i);
  if (html[value.next] === undefined) throw cannotParse(`Unclosed start tag at byte offset ${at}`);
  return { name, value: value.text, next: value.next };
}

function unquoted(html: string, begin: number): { text: string; next: number } {
  let i = begin;
  while (/[A-Za-z0-9.-]/.test(html[i] ?? '')) i += 1;
  if (!isSpace(html[i]) && html[i] !== '>') {
    throw cannotParse(`Unexpected end of name token at byte offset ${byteOffset(html, begin)}`);
  }
  return { text: html.slice(begin, i).toLowerCase(), next: i };
}

function quoted(html: string, begin: number): { text: string; next: number } {
  const mark = html[begin];
  let text = '';
  let i = begin + 1;
  while (html[i] !== mark && html[i] !== undefined) {
    const decoded = html[i] === '&' ? decodeEntity(html, i) : { text: html[i] ?? '', next: i + 1 };
    text += decoded.text;
    i = decoded.next;
  }
  return { text, next: html[i] === mark ? i + 1 : i };
}

function argumentOf(tag: string, { name, value }: Attribute): string | undefined {
  if (tag === 'a' && name === 'href') return value;
  if (tag === 'code' && name === 'class' && value.startsWith('language-')) return value.slice(9);
  if (tag === 'span' && name === 'class' && value.startsWith('tg-')) return value.slice(3);
  return tag === 'blockquote' && name === 'expandable' ? '1' : undefined;
}

function closeTag(html: string, begin: number, open: Opened[], entities: MessageEntity[], text: string): number {
  const at = byteOffset(html, begin);
  const opened = open.at(-1);
  if (opened === undefined) throw cannotParse(`Unexpected end tag at byte offset ${at}`);
  let i = begin;
  while (!isSpace(html[i]) && html[i] !== '>') i += 1;
  const name = html.slice(begin + 2, i).toLowerCase();
  while (html[i] !== undefined && isSpace(html[i])) i += 1;
  if (html[i] !== '>') throw cannotParse(`Unclosed end tag at byte offset ${at}`);
  if (name !== '' && name !== opened.tag) {
    throw cannotParse(`Unmatched end tag at byte offset ${at}, expected "</${opened.tag}>", found "</${name}>"`);
  }
  open.pop();
  const entity = entityOf(opened, text);
  if (entity !== null) entities.push(entity);
  return i + 1;
}

function entityOf({ tag, argument, offset }: Opened, text: string): MessageEntity | null {
  const length = text.length - offset;
  if (length === 0) return null;
  if (tag === 'a') return linkOf(argument === '' ? text.slice(offset) : argument, offset, length);
  if (tag === 'pre') return { type: 'pre', offset, length };
  if (tag === 'code') return { type: 'code', offset, length };
  if (tag === 'blockquote') return { type: argument === '1' ? 'expandable_blockquote' : 'blockquote', offset, length };
  return { type: TYPES[tag as keyof typeof TYPES], offset, length };
}

/** What is no address makes no link; a user's id makes a mention. */
function linkOf(url: string, offset: number, length: number): MessageEntity | null {
  const user = /^tg:\/\/user\?id=(\d+)$/.exec(url);
  if (user !== null) {
    return { type: 'text_mention', offset, length, user: { id: Number(user[1]), is_bot: false, first_name: '' } };
  }
  const full = /^[a-z]+:\/\//i.test(url) ? url : `http://${url}`;
  return URL.canParse(full) && /\./.test(url) ? { type: 'text_link', offset, length, url: new URL(full).href } : null;
}

/** As TDLib has it: the end of the text counts as a space. */
function isSpace(character: string | undefined): boolean {
  return character === undefined || ' \t\r\n\v'.includes(character);
}

function byteOffset(html: string, at: number): number {
  return Buffer.byteLength(html.slice(0, at));
}
