import { textsOf } from '../../i18n/voice.ts';
import type { Block, Outbound } from '../../message.ts';

/** The bar at the left of an embed. */
export const COLOURS = {
  good: 0x23_a5_5a,
  bad: 0xda_37_3c,
  waiting: 0xf0_b2_32,
  told: 0x58_65_f2,
  plain: 0x4e_50_58,
} as const;

const SIGNED_AMOUNT = /(?<![\w-])([+-])\d[\d,]*(?:\.\d+)? [A-Z]{3,5}\b/;

/** Returns the colour of a message: what came of it where it says so, else what kind of message it is. */
export function colourOf(outbound: Outbound): number {
  const { kind, importance } = outbound;
  if (kind === 'error') return COLOURS.bad;
  if (kind === 'proposal') return COLOURS.waiting;
  if (kind === 'answer') return COLOURS.plain;
  const answered = kind === 'receipt' ? answeredColour(outbound) : null;
  if (answered !== null) return answered;
  const sign = SIGNED_AMOUNT.exec(wordsOf(outbound))?.[1];
  if (sign !== undefined) return sign === '+' ? COLOURS.good : COLOURS.bad;
  if (importance === 'urgent') return COLOURS.bad;
  return kind === 'receipt' ? COLOURS.good : COLOURS.told;
}

/** A proposal that was answered ends with what was answered, by whom and when. */
function answeredColour({ blocks }: Outbound): number | null {
  const last = blocks.at(-1);
  const line = last?.type === 'lines' ? (last.lines.at(-1) ?? '') : '';
  for (const language of ['en', 'ko'] as const) {
    const { approved, halved, declined } = textsOf(language).approvalStatus;
    if (line.startsWith(`${approved} · `) || line.startsWith(`${halved} · `)) return COLOURS.good;
    if (line.startsWith(`${declined} · `)) return COLOURS.bad;
  }
  return null;
}

function wordsOf({ title, blocks }: Outbound): string {
  return [title ?? '', ...blocks.flatMap(blockWords)].join('\n');
}

function blockWords(block: Block): readonly string[] {
  switch (block.type) {
    case 'lines':
    case 'section':
      return block.lines;
    case 'pairs':
      return block.pairs.map(([, value]) => value);
    case 'table':
      return [];
  }
}
