import type { MessageEntity } from 'grammy/types';
import type { Block, Column, Outbound, Pair } from '../../message.ts';
import { cleanText } from '../../parse/clean-text.ts';
import { displayWidth, padDisplay } from '../display-width.ts';
import { packedPairs } from '../packed-pairs.ts';
import { activeRanges } from './active-text.ts';

/**
 * A stretch of a message in one style. Telegram makes links of whatever looks like one, and nothing but monospace stops
 * it: such words stand as `code`, where a tap copies and nothing opens, nobody is notified and no command is sent.
 */
export interface Span {
  readonly text: string;
  readonly style: 'plain' | 'bold' | 'pre' | 'code';
}

/** Monospaced characters that a phone shows side by side before it wraps. */
const TABLE_COLUMNS = 34;
const GAP = '  ';
/** Telegram takes these out of any text by itself (TDLib `clean_input_string`); what is sent must be what is shown. */
const TAKEN_OUT = /\u0333|\u033f|\u030a/g;
/** Something to see: Telegram refuses a message of blanks. */
const VISIBLE = /[^\s\u2800]/u;
const NOTHING = '—';

/** Returns the message as Telegram's HTML. Whatever the text holds, it is accepted, and nothing in it can be tapped. */
export function renderHtml(outbound: Outbound): string {
  return htmlOf(spansOf(outbound));
}

/** Returns the same text without markup, for when the markup is refused; see `entitiesOf` for what keeps links asleep. */
export function renderPlain(outbound: Outbound): string {
  return plainOf(spansOf(outbound));
}

/** Returns the message in stretches of one style: a mark for its kind, a bold title, blocks with a blank line between. */
export function spansOf(outbound: Outbound): readonly Span[] {
  const lines = linesOf(outbound);
  const spans = trimmed(lines.flatMap((line, index) => (index === 0 ? [line] : [plain('\n'), line])));
  return isVisible(spans) ? spans : [plain(NOTHING)];
}

export function plainOf(spans: readonly Span[]): string {
  return spans.map((span) => span.text).join('');
}

const TAGS = { bold: 'b', pre: 'pre', code: 'code' } as const;

export function htmlOf(spans: readonly Span[]): string {
  return asleep(spans)
    .map(({ text, style }) => {
      const escaped = escapeHtml(text);
      return style === 'plain' ? escaped : `<${TAGS[style]}>${escaped}</${TAGS[style]}>`;
    })
    .join('');
}

/** Returns what to send along with the plain text so that it looks, and sleeps, as the HTML does. */
export function entitiesOf(spans: readonly Span[]): MessageEntity[] {
  const entities: MessageEntity[] = [];
  let offset = 0;
  for (const { text, style } of asleep(spans)) {
    if (style !== 'plain') entities.push({ type: style, offset, length: text.length });
    offset += text.length;
  }
  return entities;
}

export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Returns the spans with every active word in monospace of its own: inside bold Telegram allows none. */
function asleep(spans: readonly Span[]): readonly Span[] {
  const text = plainOf(spans);
  const ranges = activeRanges(text);
  if (ranges.length === 0) return spans;
  const cut: Span[] = [];
  let offset = 0;
  let next = 0;
  for (const span of spans) {
    const end = offset + span.text.length;
    let at = offset;
    const push = (to: number, style: Span['style']) => {
      if (to > at) cut.push({ text: text.slice(at, to), style });
      at = Math.max(at, to);
    };
    for (; span.style !== 'pre' && next < ranges.length; next += 1) {
      const range = ranges[next];
      if (range === undefined || range.start >= end) break;
      push(range.start, span.style);
      push(Math.min(range.end, end), 'code');
      if (range.end > end) break;
    }
    push(end, span.style);
    offset = end;
    while ((ranges[next]?.end ?? Infinity) <= offset) next += 1;
  }
  return cut;
}

function linesOf(outbound: Outbound): readonly Span[] {
  const mark = markOf(outbound);
  const title = clean(outbound.title ?? '');
  const blocks = outbound.blocks.map(blockLines).filter((lines) => lines.length > 0);
  const apart = outbound.blocks[0]?.type === 'section' ? [plain('')] : [];
  const head = title === '' ? [] : [bold(title), ...apart];
  const body = blocks.flatMap((lines, index) => (index === 0 ? lines : [plain(''), ...lines]));
  const lines = [...head, ...body];
  const [first] = lines;
  if (mark === '' || first === undefined) return lines;
  if (first.style === 'pre') return [plain(mark), ...lines];
  return [{ ...first, text: mark + first.text }, ...lines.slice(1)];
}

/** One sign where it matters and none where it does not: a chat full of signs has none. */
function markOf({ kind, importance }: Outbound): string {
  if (kind === 'proposal') return '🟡 ';
  if (importance === 'urgent') return '🔴 ';
  if (kind === 'error') return '⚠ ';
  if (kind === 'alert') return importance === 'quiet' ? '· ' : '• ';
  return '';
}

function blockLines(block: Block): readonly Span[] {
  switch (block.type) {
    case 'lines':
      return block.lines.map((line) => plain(clean(line)));
    case 'section':
      return [bold(clean(block.title)), ...block.lines.map((line) => plain(clean(line)))];
    case 'pairs':
      return block.pairs.map(([label, value]) => plain(pairLine([clean(label), clean(value)])));
    case 'table':
      return tableLines(block.columns, block.rows);
  }
}

/** A phone has no room for two columns of words: the label, and after it the value. */
function pairLine([label, value]: Pair): string {
  if (label === '') return value;
  return /[:?]$/.test(label) ? `${label} ${value}`.trimEnd() : `${label}: ${value}`.trimEnd();
}

function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly Span[] {
  const headers = columns.map((column) => clean(column.header));
  const cells = rows.map((row) => columns.map((_, index) => clean(row[index] ?? '')));
  const widths = columns.map((_, index) =>
    Math.max(...[headers, ...cells].map((row) => displayWidth(row[index] ?? ''))),
  );
  const width = widths.reduce((sum, each) => sum + each, GAP.length * Math.max(0, columns.length - 1));
  if (width > TABLE_COLUMNS) return wideTable(headers, cells);
  const shown = [headers, ...cells].map((row) =>
    row
      .map((cell, index) => padDisplay(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join(GAP)
      .trimEnd(),
  );
  return shown.every((line) => line === '') ? [] : [{ text: shown.join('\n'), style: 'pre' }];
}

/** Two columns of words are labels and values; of more, each row stands by itself. */
function wideTable(headers: readonly string[], cells: readonly (readonly string[])[]): readonly Span[] {
  if (headers.length !== 2) return cells.flatMap((row, index) => stackedRow(headers, row, index === 0));
  return cells.map(([label = '', value = '']) => plain(pairLine([label, value])));
}

/** What a row is about, and below it the rest with their headers. */
function stackedRow(headers: readonly string[], row: readonly string[], isFirst: boolean): readonly Span[] {
  const [name = '', ...rest] = row;
  const gap = isFirst ? [] : [plain('')];
  const pairs = rest.map((cell, index): Pair => [headers[index + 1] ?? '', cell]);
  return [...gap, bold(name), ...packedPairs(pairs, TABLE_COLUMNS).map(plain)];
}

function clean(text: string): string {
  return cleanText(text).normalize('NFC').replace(TAKEN_OUT, '').trimEnd();
}

function plain(text: string): Span {
  return { text, style: 'plain' };
}

function bold(text: string): Span {
  return { text, style: 'bold' };
}

/** Telegram drops blanks at both ends of a message, but not those that align a table; so do we, and know what stands where. */
export function trimmed(spans: readonly Span[]): readonly Span[] {
  const whole = plainOf(spans);
  const isTable = spans.find((span) => span.text !== '')?.style === 'pre';
  const start = isTable ? 0 : whole.length - whole.trimStart().length;
  return sliceSpans(spans, start, Math.max(start, whole.trimEnd().length));
}

export function isVisible(spans: readonly Span[]): boolean {
  return VISIBLE.test(plainOf(spans));
}

/** Returns the part of the message between two places, in UTF-16 units, each stretch in its style. */
export function sliceSpans(spans: readonly Span[], start: number, end: number): readonly Span[] {
  let offset = 0;
  const cut: Span[] = [];
  for (const span of spans) {
    const text = span.text.slice(Math.max(0, start - offset), Math.max(0, end - offset));
    if (text !== '') cut.push({ ...span, text });
    offset += span.text.length;
  }
  return cut;
}
