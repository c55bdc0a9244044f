import type { Block, Button, Column, Outbound, Pair } from '../message.ts';
import { cleanText } from '../parse/clean-text.ts';
import { displayWidth, padDisplay, wrapDisplay } from './display-width.ts';

export interface RenderOptions {
  readonly columns: number;
  readonly colour: boolean;
}

const MIN_COLUMNS = 20;
const GAP = '  ';
/**
 * A line that goes on stands in by more than our own lines do: words from outside, however long, cannot come to stand
 * where a prompt, a mark or a button would.
 */
const HANG = '    ';
/** The last column of a table takes what the others leave, but never less than this. */
const MIN_LAST_COLUMN = 16;

const SGR = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', cyan: '36' } as const;
type Style = keyof typeof SGR;

const ESC = String.fromCharCode(0x1b);
const SIGNED_AMOUNT = /(?<![\w-])([+-])\d[\d,]*(?:\.\d+)?(?:%| [A-Z]{3,5})/g;

/** Returns text in a style, or as it is when colours are off. */
export function styled(text: string, style: Style, colour: boolean): string {
  return colour && text !== '' ? `${ESC}[${SGR[style]}m${text}${ESC}[0m` : text;
}

/** Returns a message as terminal lines. Whatever the text holds, it cannot move the cursor or hide anything. */
export function renderOutbound(outbound: Outbound, options: RenderOptions): readonly string[] {
  const columns = Math.max(MIN_COLUMNS, options.columns);
  const mark = markOf(outbound);
  const room = columns - displayWidth(mark);
  const body = outbound.blocks.flatMap((block) => renderBlock(block, room));
  const titled = outbound.title === null ? [] : hanging(cleanText(outbound.title), room);
  const plain = [...titled, ...body];
  const indent = ' '.repeat(displayWidth(mark));
  const marked = plain.map((line, index) => `${index === 0 ? mark : indent}${line}`.trimEnd());
  const coloured = marked.map((line, index) => colourLine(line, index < titled.length, outbound, options.colour));
  return [...coloured, ...renderButtons(outbound.buttons, columns, options.colour)];
}

/** Kinds differ without colour as well: by a mark in front. */
function markOf({ kind, importance }: Outbound): string {
  if (importance === 'urgent' && kind !== 'proposal') return '!! ';
  if (kind === 'proposal') return '?? ';
  if (kind === 'error') return '! ';
  if (kind === 'alert') return importance === 'quiet' ? '· ' : '* ';
  return '';
}

function colourLine(line: string, isTitle: boolean, outbound: Outbound, colour: boolean): string {
  if (!colour) return line;
  if (outbound.importance === 'quiet') return styled(line, 'dim', true);
  if (outbound.kind === 'error') return styled(line, 'red', true);
  if (isTitle && outbound.kind === 'proposal') return styled(line, 'yellow', true);
  if (isTitle && outbound.importance === 'urgent') return styled(line, 'red', true);
  if (isTitle) return styled(line, 'bold', true);
  return line.replace(SIGNED_AMOUNT, (amount, sign: string) => styled(amount, sign === '+' ? 'green' : 'red', true));
}

function renderBlock(block: Block, columns: number): readonly string[] {
  switch (block.type) {
    case 'lines':
      return block.lines.flatMap((line) => hanging(cleanText(line), columns));
    case 'section':
      return [cleanText(block.title), ...block.lines.flatMap((line) => indented(cleanText(line), columns))];
    case 'pairs':
      return renderPairs(block.pairs, columns);
    case 'table':
      return renderTable(block.columns, block.rows, columns);
  }
}

function indented(text: string, columns: number): readonly string[] {
  return hanging(text, columns - GAP.length).map((line) => `${GAP}${line}`);
}

function hanging(text: string, columns: number): readonly string[] {
  const whole = text.trimStart();
  const [first = ''] = wrapDisplay(whole, columns);
  const rest = whole.slice(first.length).trimStart();
  if (rest === '') return [first];
  return [first, ...wrapDisplay(rest, columns - HANG.length).map((line) => `${HANG}${line}`)];
}

function renderPairs(pairs: readonly Pair[], columns: number): readonly string[] {
  const clean = pairs.map(([label, value]) => [cleanText(label), cleanText(value)] as const);
  const widest = Math.max(0, ...clean.map(([label]) => displayWidth(label)));
  const labelWidth = Math.min(widest, Math.floor(columns / 2));
  const indent = ' '.repeat(labelWidth + GAP.length);
  return clean.flatMap(([label, value]) => {
    const wrapped = wrapDisplay(value, columns - indent.length);
    return wrapped.map((line, index) =>
      index === 0 ? `${padDisplay(label, labelWidth, 'left')}${GAP}${line}` : indent + line,
    );
  });
}

/** Cells stand in columns; what the window cannot hold wraps in the last column, or row by row when it is very narrow. */
function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number,
): readonly string[] {
  const cells = [columns.map((column) => column.header), ...rows].map((row) => row.map(cleanText));
  const last = columns.length - 1;
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => displayWidth(row[index] ?? ''))));
  const taken = widths.slice(0, last).reduce((sum, width) => sum + width + GAP.length, 0);
  const lastWidth = Math.min(widths[last] ?? 0, room - taken);
  if (lastWidth < Math.min(widths[last] ?? 0, MIN_LAST_COLUMN)) return stackedRows(columns, rows, room);
  return cells.flatMap((row) => {
    const front = row
      .slice(0, last)
      .map((cell, index) => padDisplay(cell, widths[index] ?? 0, columns[index]?.align ?? 'left') + GAP);
    const align = columns[last]?.align ?? 'left';
    const wrapped = wrapDisplay(row[last] ?? '', Math.max(1, lastWidth)).map((line) =>
      padDisplay(line, align === 'right' ? lastWidth : 0, align),
    );
    return wrapped.map((line, index) => (index === 0 ? front.join('') : ' '.repeat(taken)) + line);
  });
}

function stackedRows(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number,
): readonly string[] {
  return rows.flatMap((row) => [
    ...renderPairs(
      columns.map((column, index) => [column.header, row[index] ?? ''] as const),
      room,
    ),
    '',
  ]);
}

/** A terminal has no buttons: the label, and what to type for it. */
function renderButtons(buttons: readonly Button[], columns: number, colour: boolean): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const button of buttons.filter(({ refreshes }) => refreshes !== true)) {
    const shown = `[${cleanText(button.label)}] ${cleanText(button.command)}`;
    if (line !== '' && displayWidth(line) + displayWidth(shown) + 3 > columns) {
      lines.push(line);
      line = '';
    }
    line += `${line === '' ? GAP : '   '}${shown}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((shown) => styled(shown, 'cyan', colour));
}
