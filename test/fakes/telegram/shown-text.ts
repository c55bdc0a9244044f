import type { MessageEntity } from 'grammy/types';
import type { Formatted } from './parse-html.ts';
import { refusal } from './refusal.ts';

const MAX_ENTITIES = 100;

/**
 * Returns what a client shows of a text: blanks at the ends and characters that Telegram takes out are gone, monospace
 * has nothing else in it, and what looks like an address, a name or a command is there to tap (TDLib
 * `fix_formatted_text`, `find_entities`).
 */
export function shownText(formatted: Formatted): Formatted {
  const kept = takeOut(formatted);
  const trimmed = trim(kept);
  const drawn = aroundMonospace(trimmed.entities.filter((entity) => entity.length > 0));
  const found = activeEntities(trimmed.text).filter((entity) => !drawn.some((other) => overlaps(entity, other)));
  const entities = [...drawn, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text: trimmed.text, entities: entities.slice(0, MAX_ENTITIES) };
}

/** Refuses a text that Telegram does not take. */
export function checkText(
  text: string,
  limit: number,
  words: { readonly empty?: string; readonly long: string },
): void {
  if (words.empty !== undefined && isEmpty(text)) throw refusal(400, words.empty);
  if (text.length > limit) throw refusal(400, words.long);
}

function isEmpty(text: string): boolean {
  return /^[\s\u2000-\u200f\u2800\u3000]*$/u.test(text);
}

/** Controls become blanks; carriage returns, bidirectional marks and three combining lines vanish (`clean_input_string`). */
function takeOut({ text, entities }: Formatted): Formatted {
  const places: number[] = [];
  let kept = '';
  for (const unit of text.split('')) {
    places.push(kept.length);
    if (/\r|[\u2028-\u202e]|\u0333|\u033f|\u030a/.test(unit)) continue;
    kept += unit < ' ' && unit !== '\n' ? ' ' : unit;
  }
  places.push(kept.length);
  const placeOf = (offset: number) => places[Math.min(offset, places.length - 1)] ?? kept.length;
  return { text: kept, entities: entities.map((entity) => moved(entity, placeOf)) };
}

function moved(entity: MessageEntity, placeOf: (offset: number) => number): MessageEntity {
  const offset = placeOf(entity.offset);
  return { ...entity, offset, length: placeOf(entity.offset + entity.length) - offset };
}

/** Blanks before the first entity and at the end go; those inside an entity at the start stay. */
function trim({ text, entities }: Formatted): Formatted {
  const firstEntity = Math.min(text.length, ...entities.map((entity) => entity.offset));
  const end = text.replace(/[ \n]+$/, '').length;
  const start = Math.min(/^[ \n]*/.exec(text)?.[0].length ?? 0, firstEntity, end);
  const placeOf = (offset: number) => Math.max(0, Math.min(offset, end) - start);
  return { text: text.slice(start, end), entities: entities.map((entity) => moved(entity, placeOf)) };
}

function isMonospace({ type }: MessageEntity): boolean {
  return type === 'pre' || type === 'code';
}

/** Monospace neither holds other styles nor stands in them: they go on around it. Quotes alone may hold it. */
function aroundMonospace(entities: readonly MessageEntity[]): MessageEntity[] {
  const mono: MessageEntity[] = [];
  for (const entity of entities.filter(isMonospace)) {
    if (!mono.some((other) => overlaps(entity, other))) mono.push(entity);
  }
  const rest = entities.filter((entity) => !isMonospace(entity));
  return [
    ...mono,
    ...rest.flatMap((entity) => (entity.type.endsWith('blockquote') ? [entity] : without(entity, mono))),
  ];
}

function without(entity: MessageEntity, holes: readonly MessageEntity[]): MessageEntity[] {
  const end = entity.offset + entity.length;
  const pieces: MessageEntity[] = [];
  let at = entity.offset;
  for (const hole of holes.filter((each) => overlaps(each, entity)).sort((a, b) => a.offset - b.offset)) {
    if (hole.offset > at) pieces.push({ ...entity, offset: at, length: hole.offset - at });
    at = Math.max(at, hole.offset + hole.length);
  }
  if (at < end) pieces.push({ ...entity, offset: at, length: end - at });
  return pieces;
}

function overlaps(one: MessageEntity, other: MessageEntity): boolean {
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length;
}

/** A little more than Telegram finds, which knows every top-level domain by name: any two letters after a dot are one. */
const ACTIVE = [
  ['email', /(?<![\p{L}\p{N}_.+-])[\w.+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu],
  ['url', /(?:https?|ftp|tg|ton|tonsite):\/\/[^\s<>"]+/giu],
  ['url', /(?<![\p{L}\p{N}_@-])(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}(?:[:/?#][^\s<>"]*)?/gu],
  ['url', /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])(?:[:/?#][^\s<>"]*)?/gu],
  ['mention', /(?<![\p{L}\p{N}_])@[a-z0-9_]{2,32}(?![\p{L}\p{N}_])/giu],
  ['hashtag', /(?<![\p{L}\p{N}_])#(?=[\p{N}\p{M}_·]*\p{L})[\p{L}\p{N}\p{M}_·]{1,256}/gu],
  ['cashtag', /(?<![\p{L}\p{N}_$])\$(?:1INCH|[A-Z]{1,8})(?![\p{L}\p{N}_$])/gu],
  ['bot_command', /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/gu],
  ['phone_number', /(?<![\w+])\+\d{9,15}(?!\d)/gu],
] as const;

function activeEntities(text: string): MessageEntity[] {
  const found: MessageEntity[] = [];
  for (const [type, pattern] of ACTIVE) {
    for (const match of text.matchAll(pattern)) {
      const entity: MessageEntity = { type, offset: match.index, length: match[0].length };
      if (!found.some((other) => overlaps(entity, other))) found.push(entity);
    }
  }
  return found;
}
