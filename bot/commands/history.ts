import type { NumberedFill } from '../../engine/ports/records.ts';
import { lines, message, table } from '../message.ts';
import type { ChatCommand, CommandContext } from './command.ts';

const SHOWN = 20;

export const history: ChatCommand = {
  name: 'history',
  aliases: ['내역', '체결', '체결내역', 'fills'],
  usage: '',
  summary: { en: 'The last fills, one by one', ko: '최근 체결 내역' },
  role: 'viewer',
  run: async (_args, context) => {
    const { text } = context.voice;
    const fills = await context.records.fills({ limit: SHOWN });
    const block = fills.length === 0 ? lines(text.noFills) : fillsTable(fills, context);
    return [message({ kind: 'answer', title: text.historyTitle, blocks: [block] })];
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
    `${format.number(fill.fee, 4)} ${fill.feeCurrency}`,
    `[${decisionId}]`,
  ];
}
