import type { NumberedFill } from '../../engine/ports/records.ts';
import { feeText } from '../i18n/fee-text.ts';
import { lines, message, table } from '../message.ts';
import { refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { pageBlocks, pageChoices, pageOf, readPage, readUpTo } from './page.ts';

const SHOWN = 20;

export const history: ChatCommand = {
  name: 'history',
  aliases: ['내역', '체결', '체결내역', 'fills'],
  usage: '[page]',
  summary: { en: 'The last fills, one by one', ko: '최근 체결 내역' },
  role: 'viewer',
  takesPlain: (args) => readPage(args) !== null,
  run: async (args, context) => {
    const { text } = context.voice;
    const page = readPage(args);
    if (page === null) return refusal({ code: 'parse.not-a-number', values: { text: args } }, context);
    const shown = pageOf(await context.records.fills({ limit: readUpTo(page, SHOWN) }), page, SHOWN);
    const block = shown.items.length === 0 ? lines(text.noFills) : fillsTable(shown.items, context);
    return [
      message({
        kind: 'answer',
        title: text.historyTitle,
        blocks: [block, ...pageBlocks(shown, context.voice)],
        choices: pageChoices(shown, '/history'),
      }),
    ];
  },
};

function fillsTable(fills: readonly NumberedFill[], context: CommandContext) {
  const { text } = context.voice;
  return table(
    [
      text.fill,
      text.timeLabel,
      text.coin,
      text.side,
      `>${text.quantity}`,
      `>${text.price}`,
      `>${text.fee}`,
      text.because,
    ],
    fills.map((one) => row(one, context)),
  );
}

function row({ number, decisionId, fill }: NumberedFill, context: CommandContext): readonly string[] {
  const { format } = context.voice;
  return [
    `[F-${number}]`,
    format.time(fill.at),
    format.coin(fill.symbol),
    format.side(fill.side),
    format.number(fill.quantity, 12),
    format.price(fill.symbol, fill.price),
    feeText(fill, format),
    `[${decisionId}]`,
  ];
}
