import type { ChannelWords } from '../../i18n/channel-words.ts';
import type { Block, Outbound } from '../../message.ts';
import { cleanText } from '../../parse/clean-text.ts';
import { plainTable } from '../plain-table.ts';

const LONGEST_SUBJECT = 120;

/** What a mail says, but for how it looks. */
export interface MailContent {
  readonly outbound: Outbound;
  readonly alts: readonly string[];
  /** It takes the place of an earlier one. */
  readonly replaces: boolean;
}

/** Returns what a list of mails shows: what it is, and its headline, on one line. */
export function subjectOf(outbound: Outbound, words: ChannelWords): string {
  const { kind, importance } = outbound;
  const what = importance === 'urgent' ? `${words.urgent} · ${words.kind[kind]}` : words.kind[kind];
  const headline = headlineOf(outbound);
  const subject = headline === '' ? what : `${what}: ${headline}`;
  const signs = [...subject];
  return signs.length <= LONGEST_SUBJECT
    ? subject
    : `${signs
        .slice(0, LONGEST_SUBJECT - 1)
        .join('')
        .trimEnd()}…`;
}

/** Returns the mail for those who read text alone. */
export function textOf({ outbound, alts, replaces }: MailContent, words: ChannelWords): string {
  const title = cleanText(outbound.title ?? '').trim();
  const paragraphs = [
    ...(replaces ? [words.updates] : []),
    ...(title === '' ? [] : [title]),
    ...outbound.blocks.map((block) => blockLines(block).join('\n')),
    ...alts.map((alt) => words.picture({ alt: cleanText(alt) })),
  ].filter((paragraph) => paragraph.trim() !== '');
  // The mark before a signature: https://www.rfc-editor.org/rfc/rfc3676#section-4.3
  return `${paragraphs.join('\n\n')}\n\n-- \n${words.footer}\n`;
}

function headlineOf({ title, blocks }: Outbound): string {
  const candidates = [title ?? '', ...blocks.flatMap(blockLines)];
  return candidates.map((line) => cleanText(line).trim()).find((line) => line !== '') ?? '';
}

function blockLines(block: Block): readonly string[] {
  switch (block.type) {
    case 'lines':
      return block.lines.map(cleanText);
    case 'section':
      return [cleanText(block.title), ...block.lines.map((line) => `  ${cleanText(line)}`)];
    case 'pairs':
      return block.pairs.map(([label, value]) => pairLine(cleanText(label), cleanText(value)));
    case 'table': {
      const columns = block.columns.map(({ header, align }) => ({ header: cleanText(header), align }));
      return plainTable(
        columns,
        block.rows.map((row) => row.map(cleanText)),
      );
    }
  }
}

function pairLine(label: string, value: string): string {
  if (label === '') return value;
  return /[:?]$/.test(label) ? `${label} ${value}` : `${label}: ${value}`;
}
