import type { ChannelWords } from '../../i18n/channel-words.ts';
import type { Language } from '../../i18n/language.ts';
import type { Block, Column } from '../../message.ts';
import { cleanText } from '../../parse/clean-text.ts';
import { activeRanges } from '../telegram/active-text.ts';
import type { MailContent } from './mail-text.ts';

/** A picture of the mail, by the content id under which it is attached. */
export interface MailPicture {
  readonly cid: string;
  readonly alt: string;
}

/** Colours are left to the reader's program, light or dark; what is drawn here is seen on both. */
const STYLE = {
  body: "font-family:-apple-system,'Segoe UI',Roboto,'Apple SD Gothic Neo','Malgun Gothic',sans-serif;font-size:15px;line-height:1.5;max-width:640px;margin:0;padding:16px",
  title: 'font-size:18px;margin:0 0 12px',
  urgent: 'font-size:18px;margin:0 0 12px;border-left:4px solid #d03030;padding-left:10px',
  heading: 'font-size:15px;margin:12px 0 4px',
  paragraph: 'margin:0 0 8px',
  table: 'border-collapse:collapse;margin:8px 0;font-variant-numeric:tabular-nums',
  cell: 'padding:3px 10px 3px 0;border-bottom:1px solid #8884;vertical-align:top',
  image: 'max-width:100%;height:auto;margin:8px 0',
  footer: 'margin:16px 0 0;font-size:12px;opacity:.7',
} as const;

/** Returns the mail as HTML that holds no markup, link or address of anybody's but ours. */
export function htmlOf(
  content: MailContent & { readonly pictures: readonly MailPicture[] },
  words: ChannelWords,
  language: Language,
): string {
  const { outbound, pictures, replaces } = content;
  const title = cleanText(outbound.title ?? '').trim();
  const parts = [
    ...(replaces ? [paragraph(words.updates)] : []),
    ...(title === '' ? [] : [element('h1', outbound.importance === 'urgent' ? 'urgent' : 'title', html(title))]),
    ...outbound.blocks.map(blockHtml),
    ...pictures.map(
      ({ cid, alt }) => `<img src="cid:${attribute(cid)}" alt="${attribute(alt)}" style="${STYLE.image}">`,
    ),
    element('p', 'footer', html(words.footer)),
  ];
  return [
    `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>${html(title)}</title></head><body style="${STYLE.body}">`,
    ...parts,
    '</body></html>',
  ].join('\n');
}

/**
 * Returns text that is read as it was written. Mail programs make links of what looks like an address; a sign that is
 * not seen keeps them from it.
 */
export function html(text: string): string {
  const clean = cleanText(text);
  let shown = '';
  let at = 0;
  for (const { start, end } of activeRanges(clean)) {
    shown += escapeHtml(clean.slice(at, start));
    shown += escapeHtml(clean.slice(start, end)).replace(/[.@:/]/g, (sign) => `${sign}&zwnj;`);
    at = end;
  }
  return shown + escapeHtml(clean.slice(at));
}

function attribute(text: string): string {
  return escapeHtml(cleanText(text));
}

function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'lines':
      return block.lines.map(paragraph).join('');
    case 'section':
      return element('h2', 'heading', html(block.title)) + block.lines.map(paragraph).join('');
    case 'pairs':
      return table(block.pairs.map((pair) => row(pair, [])).join(''));
    case 'table':
      return table(headerRow(block.columns) + block.rows.map((cells) => row(cells, block.columns)).join(''));
  }
}

function paragraph(text: string): string {
  return element('p', 'paragraph', html(text));
}

function headerRow(columns: readonly Column[]): string {
  return `<tr>${columns.map(({ header, align }) => cell('th', header, align)).join('')}</tr>`;
}

function row(cells: readonly string[], columns: readonly Column[]): string {
  const width = columns.length || cells.length;
  const all = Array.from({ length: width }, (_, index) =>
    cell('td', cells[index] ?? '', columns[index]?.align ?? 'left'),
  );
  return `<tr>${all.join('')}</tr>`;
}

function cell(tag: 'th' | 'td', text: string, align: Column['align']): string {
  return `<${tag} align="${align}" style="${STYLE.cell};text-align:${align}">${html(text)}</${tag}>`;
}

function table(rows: string): string {
  return `<table style="${STYLE.table}">${rows}</table>`;
}

function element(tag: string, style: keyof typeof STYLE, inner: string): string {
  return `<${tag} style="${STYLE[style]}">${inner}</${tag}>`;
}
