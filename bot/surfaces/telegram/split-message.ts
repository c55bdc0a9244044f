import type { MessageEntity } from 'grammy/types';
import type { Button, Outbound } from '../../message.ts';
import { activeRanges } from './active-text.ts';
import type { Span } from './render-html.ts';
import { entitiesOf, htmlOf, isVisible, plainOf, sliceSpans, spansOf, trimmed } from './render-html.ts';

/** The longest text of a message and of a photo's caption, in UTF-16 units after the markup is read (Bot API). */
export const MESSAGE_LIMIT = 4096;
export const CAPTION_LIMIT = 1024;

/** Telegram keeps 100 entities of a message and drops the styles of the rest, which would wake links up. */
const ENTITY_LIMIT = 90;
const DEFAULT_PARTS = 4;
const BETWEEN = /^\s*\n|^\s+/;

/** One message to send. When its `html` is refused, `text` with `entities` shows the same. */
export interface MessagePart {
  readonly html: string;
  readonly text: string;
  readonly entities: MessageEntity[];
  /** Only the last part has any. */
  readonly buttons: readonly Button[];
}

export interface SplitOptions {
  readonly limit?: number;
  /** What is still left after so many is counted, not shown. */
  readonly maxParts?: number;
  /** Returns `…(12 more lines)` in the reader's language. */
  readonly moreLines: (count: number) => string;
}

/** Returns the message as one part or several, cut between blocks, lines or words where there are any. Never empty. */
export function splitMessage(outbound: Outbound, options: SplitOptions): readonly MessagePart[] {
  const { limit = MESSAGE_LIMIT, maxParts = DEFAULT_PARTS, moreLines } = options;
  const spans = spansOf(outbound);
  const text = plainOf(spans);
  const parts: (readonly Span[])[] = [];
  let start = 0;
  while (start < text.length) {
    const isLast = parts.length === maxParts - 1;
    const whole = endOfPart(text, spans, start, limit);
    if (isLast && whole < text.length) {
      parts.push(endedEarly(spans, text, start, { limit, moreLines }));
      break;
    }
    parts.push(trimmed(sliceSpans(spans, start, whole)));
    start = skipBlanks(text, whole);
  }
  const shown = parts.filter(isVisible);
  return shown.map((part, index) => partOf(part, index === shown.length - 1 ? outbound.buttons : []));
}

function partOf(spans: readonly Span[], buttons: readonly Button[]): MessagePart {
  return { html: htmlOf(spans), text: plainOf(spans), entities: entitiesOf(spans), buttons };
}

function endedEarly(
  spans: readonly Span[],
  text: string,
  start: number,
  { limit, moreLines }: { readonly limit: number; readonly moreLines: (count: number) => string },
): readonly Span[] {
  const room = Math.max(1, limit - moreLines(countLines(text)).length - 1);
  const end = endOfPart(text, spans, start, room);
  const note = moreLines(countLines(text.slice(skipBlanks(text, end))));
  const shown = trimmed(sliceSpans(spans, start, end));
  return trimmed([...shown, { text: `\n${note}`, style: 'plain' }]);
}

function countLines(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '').length;
}

/** Returns where the part that starts here ends: at most `limit` units on, at the best border that is not too near. */
function endOfPart(text: string, spans: readonly Span[], start: number, limit: number): number {
  const reach = start + limit;
  const last = Math.min(reach, entityReach(text, spans, start, reach));
  if (last >= text.length) return text.length;
  const window = text.slice(start, last + 1);
  const borders = [
    { place: window.lastIndexOf('\n\n'), least: 0.5 },
    { place: window.lastIndexOf('\n'), least: 0.3 },
    { place: window.lastIndexOf(' '), least: 0.1 },
  ];
  const border = borders.find(({ place, least }) => place > 0 && place >= least * window.length);
  return border === undefined ? wholeCharacter(text, start, last) : start + border.place;
}

/** Returns how far one may go before the styles are too many to be kept. */
function entityReach(text: string, spans: readonly Span[], start: number, reach: number): number {
  const places = activeRanges(text.slice(start, reach)).map((range) => start + range.start);
  let offset = 0;
  for (const span of spans) {
    const from = Math.max(start, offset);
    offset += span.text.length;
    if (span.style !== 'plain' && offset > start && from < reach) places.push(from);
  }
  // A title cut by three links is four stretches: each link may count twice.
  return places.length * 2 <= ENTITY_LIMIT ? reach : crowded(places, start, reach);
}

function crowded(places: readonly number[], start: number, reach: number): number {
  const sorted = [...places].sort((left, right) => left - right);
  const last = sorted[ENTITY_LIMIT / 2] ?? reach;
  return Math.min(reach, Math.max(last, start + 1));
}

const JOINED = /^[\p{M}\p{Emoji_Modifier}]$/u;
const MOST_JOINED = 16;

/** Returns `end`, or a little before it: a character, and what stands on it, stays whole. */
function wholeCharacter(text: string, start: number, end: number): number {
  let place = isTrailSurrogate(text, end) ? end - 1 : end;
  for (let step = 0; step < MOST_JOINED && place > start; step += 1) {
    const next = String.fromCodePoint(text.codePointAt(place) ?? 0);
    if (!JOINED.test(next)) return place;
    place -= isTrailSurrogate(text, place - 1) ? 2 : 1;
  }
  const plainEnd = isTrailSurrogate(text, end) ? end - 1 : end;
  return Math.max(plainEnd, start + 1);
}

function isTrailSurrogate(text: string, place: number): boolean {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Returns where the next part begins: on its line, with the spaces that may align it, or at its word. */
function skipBlanks(text: string, place: number): number {
  return place + (BETWEEN.exec(text.slice(place))?.[0].length ?? 0);
}
