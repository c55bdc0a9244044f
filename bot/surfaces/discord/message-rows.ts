import type { Block, Column, Outbound, Pair } from '../../message.ts';
import { displayWidth, padDisplay } from '../display-width.ts';
import { packedPairs } from '../packed-pairs.ts';
import { cutLine, discordText, escapeMarkdown, escapeWithin } from './discord-text.ts';

/** One line of a message before it is written as Discord's markdown. */
export type Row =
  | { readonly type: 'text' | 'bold' | 'pre'; readonly text: string }
  | { readonly type: 'pair'; readonly label: string; readonly text: string };

/** Monospaced columns that a phone shows side by side before it wraps. */
const TABLE_COLUMNS = 44;
const GAP = '  ';
/** Escaped it is at most twice as long, and still fits into the smallest message there is. */
const LONGEST_ROW = 900;
const LONGEST_LABEL = 80;

export const EMPTY_ROW: Row = { type: 'text', text: '' };

/** One sign where it matters and none where it does not, for those who do not see the colour. */
export function markOf({ kind, importance }: Outbound): string {
  if (kind === 'proposal') return '🟡 ';
  if (importance === 'urgent') return '🔴 ';
  if (kind === 'error') return '⚠ ';
  if (kind === 'alert') return importance === 'quiet' ? '· ' : '• ';
  return '';
}

/** Returns the blocks as rows, a blank one between any two; none is longer than one message holds. */
export function rowsOf(blocks: readonly Block[]): readonly Row[] {
  const written = blocks.map(blockRows).filter((rows) => rows.length > 0);
  const rows = written.flatMap((block, index) => (index === 0 ? block : [EMPTY_ROW, ...block]));
  return rows.flatMap(shortRows);
}

/** Returns a row as markdown, but for the fence around rows of code. */
export function markdownOf(row: Row): string {
  const { text } = row;
  switch (row.type) {
    case 'pre':
      return text;
    case 'bold':
      return bold(text);
    case 'text':
      return escapeMarkdown(text);
    case 'pair':
      return `${bold(row.label)} ${escapeWithin(text)}`.trim();
  }
}

function bold(text: string): string {
  const words = text.trim();
  return words === '' ? '' : `**${escapeWithin(words)}**`;
}

function blockRows(block: Block): readonly Row[] {
  switch (block.type) {
    case 'lines':
      return block.lines.map(textRow);
    case 'section':
      return [boldRow(block.title), ...block.lines.map(textRow)];
    case 'pairs':
      return block.pairs.map(pairRow);
    case 'table':
      return tableRows(block.columns, block.rows);
  }
}

function textRow(text: string): Row {
  return { type: 'text', text: discordText(text) };
}

function boldRow(text: string): Row {
  return { type: 'bold', text: discordText(text) };
}

function pairRow([label, value]: Pair): Row {
  const [name, text] = [discordText(label).trim(), discordText(value)];
  if (name === '') return { type: 'text', text };
  if (name.length > LONGEST_LABEL) return { type: 'text', text: `${name}: ${text}` };
  return { type: 'pair', label: /[:?]$/.test(name) ? name : `${name}:`, text };
}

/** In monospace where a phone has room for it; of a wide one, or one with a backtick, each record stands by itself. */
function tableRows(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly Row[] {
  const headers = columns.map(({ header }) => discordText(header));
  const cells = rows.map((row) => columns.map((_, index) => discordText(row[index] ?? '')));
  const all = [headers, ...cells];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => displayWidth(row[index] ?? ''))));
  const width = widths.reduce((sum, each) => sum + each, GAP.length * Math.max(0, columns.length - 1));
  if (width > TABLE_COLUMNS || all.flat().some((cell) => cell.includes('`'))) return recordRows(headers, cells);
  const lines = all.map((row) =>
    row
      .map((cell, index) => padDisplay(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join(GAP)
      .trimEnd(),
  );
  return lines.every((line) => line === '') ? [] : lines.map((text) => ({ type: 'pre', text }));
}

/** Two columns of words are labels and values; of more, a row's first cell heads it. */
function recordRows(headers: readonly string[], cells: readonly (readonly string[])[]): readonly Row[] {
  if (headers.length === 2) return cells.map(([label = '', value = '']) => pairRow([label, value]));
  return cells.flatMap(([name = '', ...rest], index) => {
    const pairs = rest.map((cell, at): Pair => [headers[at + 1] ?? '', cell]);
    return [...(index === 0 ? [] : [EMPTY_ROW]), boldRow(name), ...packedPairs(pairs, TABLE_COLUMNS).map(textRow)];
  });
}

function shortRows(row: Row): readonly Row[] {
  if (row.text.length <= LONGEST_ROW) return [row];
  const pieces: Row[] = [];
  for (let at = 0; at < row.text.length; ) {
    const text = cutLine(row.text, at, LONGEST_ROW);
    pieces.push(pieces.length === 0 ? { ...row, text } : { type: row.type === 'pair' ? 'text' : row.type, text });
    at += text.length;
  }
  return pieces;
}
